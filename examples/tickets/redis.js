// Stands in for Redis: the protocol (RESP 2), and as many commands as the service needs.
import net from 'node:net';

const values = new Map();
const bulk = (text) => (text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`);
const commands = {
  INFO: () => bulk('redis_version:7.4.0\r\nloading:0'),
  GET: (key) => bulk(values.get(key)),
  SET: (key, value) => (values.set(key, value), '+OK\r\n'),
  INCR(key) {
    values.set(key, String(Number(values.get(key) ?? 0) + 1));
    return `:${values.get(key)}\r\n`;
  },
};

/** Whole commands at the beginning of a text, as lists of words, and what is left of it. */
function read(text) {
  const found = [];
  for (;;) {
    const [head, count] = /^\*(\d+)\r\n/.exec(text) ?? [];
    if (head === undefined) return { found, left: text };
    const words = [];
    let at = head.length;
    while (words.length < Number(count)) {
      const [size, length] = /^\$(\d+)\r\n/.exec(text.slice(at, at + 20)) ?? [];
      if (size === undefined || text.length < at + size.length + Number(length) + 2)
        return { found, left: text };
      words.push(text.slice(at + size.length, at + size.length + Number(length)));
      at += size.length + Number(length) + 2;
    }
    found.push(words);
    text = text.slice(at);
  }
}

net
  .createServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (part) => {
      const { found, left } = read(text + part);
      text = left;
      for (const [name, ...words] of found)
        socket.write(commands[name.toUpperCase()]?.(...words) ?? `-ERR unknown command '${name}'\r\n`);
    });
  })
  .listen(6379);

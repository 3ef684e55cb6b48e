// As much of Redis as a counter needs: the protocol (RESP 2), INFO, GET, SET and INCR.
const net = require('node:net');
const { effect } = require('seedstorm/node');
const store = new Map();

const bulk = (text) => (text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`);

function answer([name, key, value]) {
  switch (name.toUpperCase()) {
    case 'INFO':
      return bulk('redis_version:7.0.0\r\nloading:0\r\nrole:master\r\n');
    case 'GET':
      return bulk(store.get(key));
    case 'SET':
      store.set(key, value);
      return '+OK\r\n';
    case 'INCR': {
      const count = Number(store.get(key) ?? 0) + 1;
      store.set(key, String(count));
      effect({ f: 'incremented', key, count });
      return `:${count}\r\n`;
    }
    default:
      return '+OK\r\n';
  }
}

/** The first command of a text, and where it ends; undefined while it is not all there. */
function commandIn(text) {
  const [first] = text.split('\r\n', 1);
  let at = first.length + 2;
  const words = [];
  for (let left = Number(first.slice(1)); left > 0; left--) {
    const end = text.indexOf('\r\n', at);
    const length = Number(text.slice(at + 1, end));
    if (end < 0 || text.length < end + length + 4) return undefined;
    words.push(text.slice(end + 2, end + 2 + length));
    at = end + length + 4;
  }
  return words.length === 0 ? undefined : { words, end: at };
}

net
  .createServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (part) => {
      text += part;
      for (let command = commandIn(text); command; command = commandIn(text)) {
        text = text.slice(command.end);
        socket.write(answer(command.words));
      }
    });
  })
  .listen(6379);

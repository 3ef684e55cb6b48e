// As much of Redis as a counter needs: RESP 2 and INFO, GET, SET, INCR.
const net = require('node:net');
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
    case 'INCR':
      store.set(key, String(Number(store.get(key) ?? 0) + 1));
      return `:${store.get(key)}\r\n`;
    default:
      return '+OK\r\n';
  }
}

/** Takes whole commands off the front. @returns the rest */
function takeCommands(text, take) {
  let begin = 0;
  while (begin < text.length) {
    let end = text.indexOf('\r\n', begin);
    if (end < 0) break;
    const words = [];
    let left = Number(text.slice(begin + 1, end));
    let at = end + 2;
    for (; left > 0; left--) {
      end = text.indexOf('\r\n', at);
      if (end < 0) break;
      const length = Number(text.slice(at + 1, end));
      if (text.length < end + length + 4) break;
      words.push(text.slice(end + 2, end + 2 + length));
      at = end + length + 4;
    }
    if (left > 0) break;
    take(words);
    begin = at;
  }
  return text.slice(begin);
}

net
  .createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => {
      let answers = '';
      text = takeCommands(text + part, (words) => (answers += answer(words)));
      if (answers !== '') socket.write(answers);
    });
  })
  .listen(Number(process.env.PORT));

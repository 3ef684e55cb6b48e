// Clients that take their time, and a server that does not: it says the same lines on a real machine and in a world.
const http = require('http');
const net = require('net');
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => process.stdout.write(`${text}\n`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const server = http.createServer(
  { headersTimeout: 150, requestTimeout: 380, keepAliveTimeout: 300, connectionsCheckingInterval: 40 },
  async (request, response) => {
    let size = 0;
    request.on('error', ({ code }) => say(`request ${code}`));
    try {
      for await (const part of request) size += part.length;
    } catch ({ message }) {
      return say(message);
    }
    response.end(`${request.url} ${size}`);
  },
);
const seen = { keepAliveTimeoutBuffer: 0 };
Object.assign(server, seen);

async function talk(name, ...parts) {
  const socket = net.connect(server.address().port, '127.0.0.1');
  const began = Date.now();
  const told = [];
  socket.setEncoding('utf8').on('data', (text) => told.push(text.replace(/Date: .*\r\n/, '')));
  for (const event of ['end', 'error', 'close']) socket.on(event, () => told.push(event));
  const over = new Promise((resolve) => socket.on('close', resolve));
  for (const [ms, text] of parts) {
    await sleep(ms);
    if (!socket.destroyed) socket.write(text);
  }
  await over;
  const ms = Math.round((Date.now() - began) / 200) * 200;
  return () => say(`${name}: ${JSON.stringify(told)} ${ms}`);
}

server.listen(0, '127.0.0.1', async () => {
  const head = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n';
  const results = await Promise.all([
    talk('says nothing'),
    talk('never ends its headers', [0, head]),
    talk('drips its headers', [0, 'GET / HT'], [60, 'TP/1.1\r\n'], [60, 'Host: a\r\n'], [60, 'X: y\r\n']),
    talk('never ends its body', [0, `${head}\r\n`], [30, 'abc']),
    talk('is done in time', [0, `${head}\r\n`], [100, 'abcdef']),
    talk(
      'asks twice, the second time slowly',
      [0, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'],
      [30, 'GET /2 HTTP/1.1\r\n'],
    ),
  ]);
  for (const tell of results) tell();
  server.on('clientError', ({ code, message }, socket) => {
    say(`clientError ${code} ${message}`);
    socket.end('HTTP/1.1 418 Slow\r\n\r\n');
  });
  (await talk('told by the program', [0, 'GET']))();
  server.close(() => say('- the end'));
});

// Twenty thousand bytes from one process to another, and when the last of them is there.
const net = require('node:net');

if (process.env.SENDS) net.createServer((socket) => socket.end(Buffer.alloc(20_000, 'x'))).listen(80);
else {
  const { effect } = require('seedstorm/node');
  const began = performance.now();
  let bytes = 0;
  net
    .connect(80, 'peer')
    .on('data', (part) => (bytes += part.length))
    .on('end', () => effect({ f: 'got', bytes, tookMs: Math.round(performance.now() - began) }));
}

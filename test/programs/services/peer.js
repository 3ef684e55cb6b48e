// A server that answers each line, and tells what happens to it: what its connections, clocks, timers and disk do.
const net = require('node:net');
const fs = require('node:fs');
const { effect, incarnation } = require('seedstorm/node');
const say = (what, more) => effect({ f: 'peer', what, incarnation, version: process.env.VERSION, ...more });

fs.mkdirSync('/data', { recursive: true });
const before = fs.existsSync('/data/count') ? fs.readFileSync('/data/count', 'utf8') : '';
say('begins', { before });
let count = Number(before);

let [wall, own] = [Date.now(), performance.now()];
setInterval(() => {
  const [wallNow, ownNow] = [Date.now(), performance.now()];
  const [passedWall, passed] = [wallNow - wall, ownNow - own];
  if (Math.abs(passed - 50) > 20 || Math.abs(passedWall - passed) > 20) say('late', { passed, passedWall });
  [wall, own] = [wallNow, ownNow];
}, 50);

setInterval(() => {
  try {
    fs.writeFileSync('/data/count', String(++count));
    fs.appendFileSync('/data/log', 'x'.repeat(100));
  } catch ({ code }) {
    say('disk', { code });
  }
}, 100);

process.on('SIGTERM', () => {
  say('SIGTERM');
  process.exit();
});

net
  .createServer((socket) => {
    socket.on('error', ({ code }) => say('error', { code }));
    socket.setEncoding('utf8').on('data', (text) => socket.write(`${process.env.VERSION} ${text}`));
  })
  .listen(7000);

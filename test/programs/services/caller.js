// Talks to the peer over a connection that it keeps, and over a new one each time, and tells what comes of it.
const net = require('node:net');
const { effect } = require('seedstorm/node');
const began = performance.now();
const now = () => Math.round(performance.now() - began);
const say = (what, more) => effect({ f: 'caller', what, at: now(), ...more });

function keep() {
  const socket = net.connect(7000, 'peer').setEncoding('utf8');
  let sent = now();
  const writing = setInterval(() => {
    sent ||= now();
    socket.write(`${now()}\n`);
  }, 100);
  socket.on('data', (text) => {
    const took = now() - Number(text.trim().split('\n').at(-1).split(' ')[1]);
    if (took > 20) say('kept: late', { took });
  });
  socket.on('end', () => say('kept: end'));
  socket.on('error', ({ code, syscall }) => say('kept: error', { code, syscall }));
  socket.on('close', () => {
    clearInterval(writing);
    say('kept: close');
    setTimeout(keep, 50);
  });
  socket.on('connect', () => say('kept: connect'));
}
keep();

setInterval(() => {
  const from = now();
  const socket = net.connect(7000, 'peer').setEncoding('utf8');
  let version;
  socket.on('connect', () => socket.write('hello\n'));
  socket.on('data', (text) => {
    version = text[0];
    socket.end();
  });
  socket.on('error', ({ code }) => say('new: error', { from, code, took: now() - from }));
  socket.on('close', (failed) => {
    if (failed) return;
    const took = now() - from;
    if (version === undefined) say('new: unanswered', { from, took });
    else say('new', { from, version, took });
  });
}, 100);

// Counts what comes of a hundred datagrams, and what comes out of order.
const dgram = require('dgram');
const { effect, name } = require('seedstorm/node');
const socket = dgram.createSocket('udp4');
if (name === 'n1')
  for (let at = 0; at < 100; at++) setTimeout(() => socket.send(String(at), 7000, 'n2'), 10 * at);
else {
  const seen = [];
  socket.on('message', (message, from) => seen.push([Number(message), from.address]));
  socket.bind(7000);
  setTimeout(() => {
    const numbers = seen.map(([number]) => number);
    const late = numbers.filter((number, at) => at > 0 && number < numbers[at - 1]).length;
    effect({ f: 'seen', count: numbers.length, different: new Set(numbers).size, late, from: seen[0]?.[1] });
  }, 1500);
}

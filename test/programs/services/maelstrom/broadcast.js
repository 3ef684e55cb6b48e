// Tells its neighbours what it hears, until they have it. Broken: it tells them once.
const node = require('./node.js');

const seen = new Set();
let neighbours = [];
node.on('topology', ({ topology }) => void (neighbours = topology[node.id]));
node.on('read', () => ({ messages: [...seen] }));
node.on('broadcast', ({ message }, from) => {
  if (seen.has(message)) return;
  seen.add(message);
  for (const neighbour of neighbours.filter((one) => one !== from))
    if (node.broken) node.send(neighbour, { type: 'broadcast', message });
    else node.insist(neighbour, { type: 'broadcast', message });
});

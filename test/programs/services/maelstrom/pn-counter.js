// What each node added and took away, merged by the larger number. Broken: one number for both, merged so.
const node = require('./node.js');

const sums = {};
const mine = (sign) => (node.broken ? node.id : `${node.id}${sign}`);
node.on('add', ({ delta }) => {
  const name = mine(delta < 0 ? '-' : '+');
  sums[name] = (sums[name] ?? 0) + (node.broken ? delta : Math.abs(delta));
});
node.on('read', () => ({
  value: Object.entries(sums).reduce((sum, [name, value]) => sum + (name.endsWith('-') ? -value : value), 0),
}));
node.on('merge', ({ value }) => {
  for (const [name, sum] of Object.entries(value)) sums[name] = Math.max(sums[name] ?? -Infinity, sum);
});
node.on('init', () => {
  setInterval(() => node.others().forEach((other) => node.send(other, { type: 'merge', value: sums })), 400);
});

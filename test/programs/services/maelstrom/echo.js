const node = require('./node.js');

let last;
node.on('echo', ({ echo }) => {
  const heard = node.broken ? (last ?? echo) : echo;
  last = echo;
  return { echo: heard };
});

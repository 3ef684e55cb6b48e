// Hands every request on to a store. Broken: to one that may show the past.
const node = require('./node.js');

const store = node.broken ? 'seq-kv' : 'lin-kv';
for (const type of ['read', 'write', 'cas'])
  node.on(type, async (body) => {
    const { value } = await node.ask(store, body);
    return value === undefined ? {} : { value };
  });

// One number in the store lin-kv, changed by compare-and-set. Broken: it is read, and then written.
const node = require('./node.js');

const key = 'total';
const total = () =>
  node.ask('lin-kv', { type: 'read', key }).then(
    ({ value }) => value,
    (error) => (error.code === 20 ? 0 : Promise.reject(error)),
  );

async function add(delta) {
  const from = await total();
  const to = from + delta;
  if (node.broken) return node.ask('lin-kv', { type: 'write', key, value: to });
  return node
    .ask('lin-kv', { type: 'cas', key, from, to, create_if_not_exists: true })
    .catch((error) => (error.code === 22 ? add(delta) : Promise.reject(error)));
}

node.on('add', ({ delta }) => add(delta).then(() => undefined));
node.on('read', async () => ({ value: await total() }));

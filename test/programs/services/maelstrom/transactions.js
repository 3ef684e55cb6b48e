// The whole database is one value of lin-kv, replaced by compare-and-set. Broken: it is read, and then written.
const node = require('./node.js');

const key = 'database';
const read = () =>
  node.ask('lin-kv', { type: 'read', key }).then(
    ({ value }) => value,
    (error) => (error.code === 20 ? {} : Promise.reject(error)),
  );

function applied(before, txn) {
  const after = { ...before };
  const done = txn.map(([f, name, value]) => {
    if (f === 'r') return [f, name, after[name] ?? null];
    after[name] = f === 'append' ? [...(after[name] ?? []), value] : value;
    return [f, name, value];
  });
  return { after, done };
}

node.on('txn', async ({ txn }) => {
  const before = await read();
  const { after, done } = applied(before, txn);
  if (node.broken) await node.ask('lin-kv', { type: 'write', key, value: after });
  else
    await node
      .ask('lin-kv', { type: 'cas', key, from: before, to: after, create_if_not_exists: true })
      .catch((error) =>
        Promise.reject(error.code === 22 ? { code: 30, text: 'somebody was faster' } : error),
      );
  return { txn: done };
});

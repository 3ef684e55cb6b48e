// The first node has the logs, the others ask it. Broken: every node gives offsets of its own, and tells the others.
const node = require('./node.js');

const logs = {};
const committed = {};
const logOf = (key) => (logs[key] ??= []);
const own = {
  send({ key, msg }) {
    const offset = logOf(key).push(msg) - 1;
    if (node.broken) for (const other of node.others()) node.send(other, { type: 'copy', key, msg, offset });
    return { offset };
  },
  poll: ({ offsets }) => ({
    msgs: Object.fromEntries(
      Object.entries(offsets).map(([key, from]) => [
        key,
        logOf(key).flatMap((msg, offset) => (offset < from || msg === undefined ? [] : [[offset, msg]])),
      ]),
    ),
  }),
  commit_offsets({ offsets }) {
    for (const [key, offset] of Object.entries(offsets))
      committed[key] = Math.max(committed[key] ?? 0, offset);
  },
  list_committed_offsets: ({ keys }) => ({
    offsets: Object.fromEntries(keys.filter((key) => key in committed).map((key) => [key, committed[key]])),
  }),
};
for (const [type, handle] of Object.entries(own))
  node.on(type, async (body) => {
    if (node.broken || node.id === node.ids[0]) return handle(body);
    const { type: _type, in_reply_to: _reply, ...fields } = await node.ask(node.ids[0], body);
    return fields;
  });
node.on('copy', ({ key, msg, offset }) => void (logOf(key)[offset] = msg));

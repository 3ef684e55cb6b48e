// What the nodes of these tests have in common: messages in and out, requests and their answers.
const readline = require('node:readline');

const handlers = {};
const waiting = new Map();
let lastId = 0;

const node = (module.exports = {
  id: undefined,
  ids: [],
  broken: process.argv.includes('--broken'),
  on: (type, handler) => (handlers[type] = handler),
  send: (dest, body) => process.stdout.write(`${JSON.stringify({ src: node.id, dest, body })}\n`),
  others: () => node.ids.filter((id) => id !== node.id),
  /** Resolves to the body of the answer, rejects with that of an error, or after a while. */
  ask: (dest, body, ms = 500) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const timer = setTimeout(() => {
        waiting.delete(id);
        reject({ code: 0, text: `${dest} is silent` });
      }, ms);
      waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (answer.type === 'error') reject(answer);
        else resolve(answer);
      });
      node.send(dest, { ...body, msg_id: id });
    }),
  /** Asks again until there is an answer. */
  insist: (dest, body) => node.ask(dest, body).catch(() => node.insist(dest, body)),
});

async function handle({ src, body }) {
  if (body.in_reply_to !== undefined) {
    waiting.get(body.in_reply_to)?.(body);
    waiting.delete(body.in_reply_to);
    return;
  }
  if (body.type === 'init') [node.id, node.ids] = [body.node_id, body.node_ids];
  const answer = (fields) => node.send(src, { ...fields, in_reply_to: body.msg_id });
  try {
    const fields = await handlers[body.type]?.(body, src);
    if (body.msg_id !== undefined) answer({ type: `${body.type}_ok`, ...fields });
  } catch ({ code = 13, text }) {
    answer({ type: 'error', code, text });
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => handle(JSON.parse(line)));

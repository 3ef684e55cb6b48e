// An ES module that reads its standard input by itself. Broken: each node counts for itself alone.
import { createInterface } from 'node:readline';

let [self, count] = ['', 0];
for await (const line of createInterface({ input: process.stdin })) {
  const { src, body } = JSON.parse(line);
  if (body.type === 'init') self = body.node_id;
  const id = process.argv.includes('--broken') ? ++count : `${self}-${++count}`;
  const answer = { type: `${body.type}_ok`, in_reply_to: body.msg_id, id };
  console.log(JSON.stringify({ src: self, dest: src, body: answer }));
}

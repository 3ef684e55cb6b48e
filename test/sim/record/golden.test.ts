/**
 * Golden traces: tiny runs as text that people read. A difference is either a bug, or a deliberate change of what the
 * engine does: then update with `UPDATE_GOLDEN=1 npx vitest run test/sim/record/golden.test.ts` and read the diff.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { goldenText, stateMachine, type Fault, type TraceRecord } from 'seedstorm';
import { run, type TinySystem } from '../tiny-system.js';

interface Mirror {
  state: { mirrored: number };
  request: { f: 'write'; value: number };
  reply: 'safe';
  message: { value: number };
  answer: 'taken';
  token: { from: string; id: number };
  durable: { value: number };
}

/** The first node takes a value, puts it on its disk and on the other's, and then says that it is safe. */
const mirror = stateMachine<Mirror>({
  start: (node) => ({ mirrored: node.disk.read('value') ?? 0 }),
  onRequest(_state, { value }, node) {
    node.log('asked to keep', { value });
    node.disk.write('value', value);
    for (const peer of node.peers)
      node.call(peer, { value }, { timeoutMs: 10, token: node.defer(), after: 'sync' });
  },
  onMessage(state, { value }, node) {
    state.mirrored = value;
    node.disk.write('value', value);
    node.reply('taken', { after: 'sync' });
  },
  onReply(_state, { kind, token }, node) {
    if (kind === 'answer') node.replyTo(token, 'safe');
    else node.rejectTo(token, 'the mirror is blind', { definite: false });
  },
});
const asks = [
  { atMs: 10, to: 'a', f: 'write', value: 1 },
  { atMs: 40, to: 'a', f: 'write', value: 2 },
  { atMs: 70, to: 'a', f: 'write', value: 3 },
];
const system: TinySystem = { program: mirror, asks };

const goldens: [string, string, readonly Fault[]][] = [
  ['mirrored-write', 'Shows the life of a write when all is well: request, sync, call, answer, reply.', []],
  [
    'cut-and-crash',
    'Shows a partition that takes a call, a crash that takes an unsynced write, and what clients see of it.',
    [
      { kind: 'partition', atMs: 39, durationMs: 15, groups: [['a'], ['b']] },
      { kind: 'crash', atMs: 71.5, durationMs: 10, node: 'a', unsynced: 'lost' },
    ],
  ],
  [
    'paused-and-doubled',
    'Shows messages that wait for a paused node, and one that the network delivers twice.',
    [
      { kind: 'pause', atMs: 12, durationMs: 6, node: 'b' },
      { kind: 'message', atMs: 0, action: 'duplicate', from: 'a', to: 'b', nth: 2, delayMs: 3 },
    ],
  ],
];

it.each(goldens)('%s', async (name, why, faults) => {
  const records: TraceRecord[] = [];
  await (await run(system, faults)).trace((record) => records.push(record));
  const text = goldenText(why, records);
  const file = new URL(`../../golden/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
});

/** Effects that count only once they last, and who answered an operation. */
import { describe, expect, it } from 'vitest';
import { parseHistory, plainAdapter, printHistory } from '../../checkers/index.js';
import { asyncProgram, clients, defineScenario, simulate, stateMachine, z } from '../../sim/index.js';

const styles = {
  machine: (after: 'sync' | undefined) =>
    stateMachine<{
      durable: { jobs: { readonly n: number }[] };
      state: { n: number };
      request: { f: string };
      reply: string;
    }>({
      start: () => ({ n: 0 }),
      onRequest(state, _request, node) {
        const n = ++state.n;
        node.disk.append('jobs', { n });
        node.effect({ f: 'process', value: n }, after && { after });
        node.reply('done', { after: 'sync' });
      },
    }),
  async: (after: 'sync' | undefined) =>
    asyncProgram<{ durable: { jobs: { readonly n: number }[] }; request: { f: string }; reply: string }>(
      async (node) => {
        let n = 0;
        node.onRequest(async () => {
          await node.disk.append('jobs', { n: ++n });
          node.effect({ f: 'process', value: n }, after && { after });
          await node.disk.sync();
          return 'done';
        });
      },
    ),
};

const scenario = (style: keyof typeof styles) =>
  defineScenario({
    name: 'own/effects',
    summary: 'Effects before and after the sync',
    params: z.object({ after: z.enum(['sync', 'now']).default('sync') }),
    nodes: () => ['n1', 'n2'],
    protocol: ({ after }) => styles[style](after === 'sync' ? 'sync' : undefined),
    workload: () => clients(1, { read: 1 }, { everyMs: 50, to: () => 'n1' }),
    faults: 'none',
    durationMs: 1_000,
    check: {},
  });

/** Before the second record is on the disk for good, the power goes. */
const cut = {
  schema: 1,
  operations: [10, 60].map((atMs) => ({ process: 'c1', atMs, to: 'n1', input: { f: 'read' } })),
  faults: [
    {
      kind: 'crash',
      node: 'n1',
      atMs: 0,
      durationMs: 100,
      unsynced: 'lost',
      when: { site: 'sync', moment: 'before', nth: 2 },
    },
  ],
};

describe.each(['machine', 'async'] as const)('an effect of a program (%s)', (style) => {
  it.each([
    ['now', [1, 2]],
    ['sync', [1]],
  ])('%s', async (after, seen) => {
    const run = await simulate(scenario(style), { params: { after }, plan: cut });
    const effects = run.history.filter(({ process }) => process === 'n1');
    expect(effects.map(({ input }) => (input as { value?: number }).value)).toEqual(seen);
  });
});

it('the history says who answered, also in a file', async () => {
  const { history } = await simulate(scenario('machine'), { seed: 1 });
  expect(new Set(history.map(({ to }) => to))).toEqual(new Set([undefined, 'n1']));
  const [first] = history.filter(({ process }) => process === 'c1');
  expect(first).toMatchObject({ type: 'ok', to: 'n1' });
  for (const format of ['jsonl', 'jepsen-edn'] as const) {
    const text = [...printHistory(history, format)].join('\n');
    const back = parseHistory(text, plainAdapter, { format });
    expect(back.map(({ to }) => to)).toEqual(history.map(({ to }) => to));
  }
});

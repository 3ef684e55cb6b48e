/** A table of one's own: what a user writes, measured by the one loop. */
import { asyncProgram, clients, defineScenario, simulate, z } from 'seedstorm';
import { combined, measureTable, percentile, summing, tableText } from 'seedstorm/scenarios';
import { describe, expect, it } from 'vitest';

const slow = defineScenario({
  name: 'tables/slow',
  summary: 'A node that takes its time',
  params: z.object({ workMs: z.number().default(1) }),
  nodes: () => ['n1'],
  protocol: ({ workMs }) =>
    asyncProgram(async (node) => {
      node.onRequest(async () => node.sleep(workMs));
    }),
  workload: () => clients(1, { ask: 1 }, { everyMs: 100, input: () => ({}) }),
  faults: 'none',
  durationMs: 1_000,
  clientTimeoutMs: 200,
  check: {},
});

const table = measureTable({
  name: 'slowness',
  summary: 'How long it takes',
  settings: combined({ workMs: [1, 500], label: ['a', 'b'] }),
  run: ({ workMs }, seed) => simulate(slow, { seed, params: { workMs } }),
  account: () =>
    summing(
      { asked: 0, took: { ms: [] as readonly number[] } },
      ({ history }) => ({
        asked: history.length,
        took: {
          ms: history.flatMap(({ type, invokedAtMs = 0, completedAtMs = 0 }) =>
            type === 'ok' ? [completedAtMs - invokedAtMs] : [],
          ),
        },
      }),
      ({ asked, took: { ms } }) => ({ asked, answered: ms.length, p50Ms: percentile(ms, 50) }),
    ),
  claims: ({ workMs }) => [
    ['all is answered', ({ asked, answered }) => asked === answered, ({ answered }) => `${answered} answers`],
    ['it takes as long as the work', ({ p50Ms }) => p50Ms >= workMs, ({ p50Ms }) => `${p50Ms} ms`],
  ],
  comparisons: ([first, ...others]) => [
    [
      'the first is fastest',
      others.every(({ answered }) => answered <= (first?.answered ?? 0)),
      'by answers',
    ],
  ],
  columns: [
    ['label', ({ setting }) => setting.label],
    ['answered', ({ answered }) => String(answered)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
  ],
});

describe('a table of one’s own', () => {
  it('is measured by one loop, setting by setting', async () => {
    let ran = 0;
    const measured = await table.measure({ seed: 5, runs: 2 }, () => ran++);
    expect([ran, table.settings]).toEqual([8, 4]);
    expect(measured).toMatchObject({ name: 'slowness', seed: 5, runs: 2 });
    expect(measured.rows.map(({ setting }) => setting)).toEqual([
      { workMs: 1, label: 'a' },
      { workMs: 1, label: 'b' },
      { workMs: 500, label: 'a' },
      { workMs: 500, label: 'b' },
    ]);
    const [quick, , never] = measured.rows;
    expect(quick).toMatchObject({ held: true, claim: 'all is answered; it takes as long as the work' });
    expect(never).toMatchObject({ held: false, answered: 0, p50Ms: 0 });
    expect(never?.claims[0]).toEqual({ claim: 'all is answered', held: false, measured: '0 answers' });
    expect(measured.comparisons).toEqual([
      { claim: 'the first is fastest', held: true, measured: 'by answers' },
    ]);
    expect(await table.measure({ seed: 5, runs: 2 })).toEqual(measured);
    expect(tableText(table, measured).split('\n')).toEqual([
      'label  answered  p50 ms  claims',
      expect.stringMatching(/^a +\d+ +1\.\d {2}✓✓$/),
      expect.stringMatching(/^b +\d+ +1\.\d {2}✓✓$/),
      'a             0     0.0  ✗✗',
      'b             0     0.0  ✗✗',
    ]);
  });
});

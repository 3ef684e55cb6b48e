/** Single stories, with faults written by hand: a fail-over, a zombie, a consumer that dies between commit and work. */
import { simulate, type Fault, type Run } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { replicatedLog } from '../../../scenarios/broker/replicated-log/scenario.js';

interface Processed {
  readonly f: string;
  readonly value: string;
  readonly by?: string;
}

const played = (
  faults: readonly Fault[],
  params: Readonly<Record<string, unknown>> = {},
  bug?: string,
): Promise<Run> =>
  simulate(replicatedLog, { seed: 11, faults, params, ...(bug === undefined ? {} : { bug }) });

const processedAfter = ({ history }: Run, ms: number) =>
  history.filter(({ input, invokedAtMs = 0 }) => (input as Processed).f === 'process' && invokedAtMs > ms);

describe('fail-over', () => {
  const leaderDies: Fault[] = [{ kind: 'crash', atMs: 1000, durationMs: 3000, node: 'b1', unsynced: 'lost' }];

  it('goes on without the leader, and loses nothing', async () => {
    const run = await played(leaderDies);
    expect(run.verdict).toBe('valid');
    const meanwhile = processedAfter(run, 2000).filter(({ invokedAtMs = 0 }) => invokedAtMs < 4000);
    expect(meanwhile.length).toBeGreaterThan(20);
  });

  it('loses nothing where whoever leads loses power 50 ms after it came to lead, each time', async () => {
    const crash = { kind: 'crash', atMs: 600, durationMs: 400, node: '@whoever', unsynced: 'lost' } as const;
    const faults = [1, 2, 3].map((nth): Fault => ({ ...crash, when: { state: 'leader', nth, afterMs: 50 } }));
    const run = await played(faults);
    expect([run.verdict, run.triggered.length]).toEqual(['valid', 3]);
  });

  it('refuses messages where too few replicas are in sync', async () => {
    const two: Fault[] = [...leaderDies, { kind: 'kill', atMs: 1000, durationMs: 3000, node: 'b2' }];
    const acknowledgedMeanwhile = async (minIsr: number) =>
      (await played(two, { minIsr })).history.filter(
        ({ input, type, invokedAtMs = 0 }) =>
          (input as Processed).f === 'produce' && type === 'ok' && invokedAtMs > 2000 && invokedAtMs < 3500,
      ).length;
    expect(await acknowledgedMeanwhile(2)).toBe(0);
    expect(await acknowledgedMeanwhile(1)).toBeGreaterThan(5);
  });

  it('waits for the controller, and goes on when it is back', async () => {
    const run = await played([
      { kind: 'kill', atMs: 900, durationMs: 1500, node: 'controller' },
      ...leaderDies,
    ]);
    expect(run.verdict).toBe('valid');
    expect(processedAfter(run, 3500).length).toBeGreaterThan(20);
  });
});

describe('the consumer group', () => {
  it('gives the partitions of a member that stopped to the others', async () => {
    const run = await played([{ kind: 'kill', atMs: 1000, durationMs: 3000, node: 'g1' }]);
    expect(run.verdict).toBe('valid');
    const by = new Set(
      processedAfter(run, 2000)
        .filter(({ invokedAtMs = 0 }) => invokedAtMs < 4000)
        .map(({ input }) => (input as Processed).by),
    );
    expect([...by]).toEqual(['g2']);
  });

  // Often enough that some of them fall between the work and its commit.
  const dies: Fault[] = Array.from({ length: 12 }, (_, index) => ({
    kind: 'restart',
    atMs: 1000 + 230 * index,
    node: 'g1',
  }));
  const twice = (run: Run): number => {
    const values = processedAfter(run, 0).map(({ input }) => (input as Processed).value);
    return values.length - new Set(values).size;
  };
  const never = ({ history }: Run): number => {
    const processed = new Set(
      history.map(({ input }) => (input as Processed).f === 'process' && (input as Processed).value),
    );
    return history.filter(
      ({ input, type }) =>
        (input as Processed).f === 'produce' && type === 'ok' && !processed.has((input as Processed).value),
    ).length;
  };

  it('processes again what was not committed, and commits before processing at its peril', async () => {
    const after = await played(dies, { dedupe: 'none', commit: 'after' });
    const before = await played(dies, { dedupe: 'none', commit: 'before' });
    expect([after.verdict, before.verdict]).toEqual(['valid', 'valid']);
    expect(never(after)).toBe(0);
    expect(twice(after)).toBeGreaterThan(0);
    expect(twice(before)).toBe(0);
    expect(never(before)).toBeGreaterThan(0);
  });

  it('excludes duplicates in the database', async () => {
    const run = await played(dies, { dedupe: 'offset', commit: 'after' });
    expect(run.verdict).toBe('valid');
    expect([never(run), twice(run)]).toEqual([0, 0]);
  });
});

describe('retries', () => {
  const lostAnswers: Fault[] = [
    {
      kind: 'loss',
      atMs: 500,
      durationMs: 2000,
      probability: 0.5,
      from: ['b1', 'b2', 'b3'],
      to: ['p1', 'p2'],
    },
  ];

  it('are recognised by their numbers', async () => {
    expect((await played(lostAnswers)).verdict).toBe('valid');
    const blind = await played(lostAnswers, {}, 'sequence-not-checked');
    expect(blind.checks.find(({ name }) => name === 'exactly-once')?.reason).toMatch(/duplicate/);
  });

  it('without numbers make it at least once', async () => {
    const run = await played(lostAnswers, { idempotent: false });
    expect(run.checks.map(({ name }) => name)).toContain('at-least-once');
    expect(run.verdict).toBe('valid');
  });
});

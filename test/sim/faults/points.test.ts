/** The profile `points` hits windows of microseconds between two steps of a program, which drawn times miss. */
import { expect, it } from 'vitest';
import { asyncProgram, clients, defineScenario, simulate, z, type SimulateOptions } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';

interface Worker {
  request: { f: 'send'; value: number };
  reply: 'kept';
  durable: { inbox: number[]; done: number[] };
}

/** Keeps each job, does it, and notes that it is done: who crashes between the last two does it again. */
const worker = (durably: boolean) =>
  asyncProgram<Worker>(async (node) => {
    const read = async (name: 'inbox' | 'done') =>
      (await node.disk.records(name)).flatMap((record) => (record.ok ? [record.value] : []));
    const perform = async (value: number): Promise<void> => {
      if (!durably) node.effect({ f: 'process', value });
      await node.disk.append('done', value);
      if (durably) node.effect({ f: 'process', value }, { after: 'sync' });
      await node.disk.sync();
    };
    const done = await read('done');
    for (const value of await read('inbox')) if (!done.includes(value)) await perform(value);
    node.onRequest(async ({ value }) => {
      await node.disk.append('inbox', value);
      await node.disk.sync();
      await perform(value);
      return 'kept' as const;
    });
  });

const jobs = defineScenario({
  name: 'own/jobs',
  summary: 'Jobs are done once, though the power fails',
  params: z.object({ durably: z.boolean().default(true) }),
  bugs: {
    'effect-first': { summary: 'The effect counts before the note is durable', params: { durably: false } },
  },
  nodes: () => ['worker'],
  protocol: ({ durably }) => worker(durably),
  workload: () =>
    clients(1, { send: 1 }, { everyMs: 50, input: (_f, _random, { index }) => ({ value: index }) }),
  faults: 'points',
  durationMs: 3_000,
  check: { 'at most once': atMostOnce() },
});

const seedsThatShow = async (options: SimulateOptions): Promise<number[]> => {
  const found: number[] = [];
  for (let seed = 1; seed <= 50; seed++) {
    const { checks } = await simulate(jobs, { ...options, seed });
    if (checks.some(({ anomalies }) => anomalies.some(({ kind }) => kind === 'duplicate'))) found.push(seed);
  }
  return found;
};

it('finds a job done twice in some of 50 seeds, where drawn times find less than half as many', async () => {
  const atPoints = await seedsThatShow({ bug: 'effect-first' });
  const atTimes = await seedsThatShow({ bug: 'effect-first', faults: 'crashes' });
  expect(atPoints.length).toBeGreaterThan(5);
  expect(atTimes.length).toBeLessThan(atPoints.length / 2);
});

it('finds nothing where the effect waits for the note', async () => {
  expect(await seedsThatShow({})).toEqual([]);
});

/** What our Redis still has after a power cut and after a kill, by its settings. */
import { clients, defineScenario, simulate, z, type Fault } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer, type RedisPersistence } from 'seedstorm/servers';
import { expect, it } from 'vitest';

const ENDS_MS = 4_000;

const world = (persistence: RedisPersistence) =>
  defineScenario({
    name: 'own/redis-files',
    summary: 'A Redis whose node loses its power',
    params: z.object({}),
    nodes: () => ['redis', 'app'],
    protocol: () => ({
      redis: redisServer({ persistence, damagedAof: 'cut' }),
      app: nodeProgram({ entry: './services/redis-user.js', shared: ['ioredis'] }),
    }),
    workload: () =>
      clients(
        2,
        { send: 1 },
        {
          everyMs: 8,
          fromMs: 100,
          untilMs: ENDS_MS - 500,
          to: () => 'app',
          input: (_f, _random, { client, index }) => ({ value: `${client}-${index}`, way: 'keep' }),
        },
      ),
    final: () => [{ to: 'app', input: { f: 'kept', way: 'kept' } }],
    faults: 'none',
    durationMs: ENDS_MS,
    clientTimeoutMs: 400,
    check: { 'at-most-once': atMostOnce() },
  });

const COUNT = Number(process.env['RUNS'] ?? 4);

/** How many answered writes are gone, in each of some runs. */
async function lost(kind: 'kill' | 'crash', persistence: RedisPersistence): Promise<number[]> {
  const counts: number[] = [];
  for (let seed = 1; seed <= COUNT; seed++) {
    const atMs = 2_403 + ((seed * 97) % 700);
    const fault: Fault =
      kind === 'kill'
        ? { kind, node: 'redis', atMs, durationMs: 100 }
        : {
            kind,
            node: 'redis',
            atMs,
            durationMs: 100,
            unsynced: (process.env['UNSYNCED'] ?? 'random') as 'random',
          };
    const { history } = await simulate(world(persistence), { seed, faults: [fault] });
    const ends = history.filter(({ type }) => type === 'ok');
    const kept = ends.find(({ input }) => (input as { f: string }).f === 'kept');
    const there = new Set((kept?.output ?? []) as string[]);
    const acked = ends
      .filter(({ input }) => (input as { f: string }).f === 'send')
      .map(({ input }) => (input as { value: string }).value);
    counts.push(kept === undefined ? NaN : acked.filter((value) => !there.has(value)).length);
  }
  return counts;
}

it.each<readonly ['kill' | 'crash', RedisPersistence]>([
  ['kill', 'none'],
  ['kill', { rdb: [[1, 1]] }],
  ['kill', { aof: 'always' }],
  ['kill', { aof: 'everysec' }],
  ['kill', { aof: 'no' }],
  ['crash', 'none'],
  ['crash', { rdb: [[1, 1]] }],
  ['crash', { aof: 'always' }],
  ['crash', { aof: 'everysec' }],
  ['crash', { aof: 'no' }],
])('%s %j', async (kind, persistence) => {
  console.log(kind, JSON.stringify(persistence), JSON.stringify(await lost(kind, persistence)));
  expect(1).toBe(1);
});

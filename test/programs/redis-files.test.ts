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

const SEEDS = [1, 2];
const BACK_MS = 100;
/** The file is synced once a second, and a sync takes a while. */
const EVERYSEC_MS = 1_100;

interface Lost {
  readonly acknowledged: number;
  /** Acknowledged and gone: how long before the fault it was answered, in ms. */
  readonly agoMs: readonly number[];
}

/** What answered writes are gone after the node ends, in each of the runs. A power cut takes all that is not synced. */
async function lost(kind: 'kill' | 'crash', persistence: RedisPersistence): Promise<Lost[]> {
  const runs: Lost[] = [];
  for (const seed of SEEDS) {
    const atMs = 2_403 + ((seed * 97) % 700);
    const end = { node: 'redis', atMs, durationMs: BACK_MS };
    const fault: Fault = kind === 'kill' ? { kind, ...end } : { kind, ...end, unsynced: 'lost' };
    const { history } = await simulate(world(persistence), { seed, faults: [fault] });
    const ends = history.filter(({ type }) => type === 'ok');
    const kept = ends.find(({ input }) => (input as { f: string }).f === 'kept');
    expect(kept).toBeDefined();
    const there = new Set(kept?.output as string[]);
    const sent = ends.filter(({ input }) => (input as { f: string }).f === 'send');
    const gone = sent.filter(({ input }) => !there.has((input as { value: string }).value));
    runs.push({
      acknowledged: sent.length,
      agoMs: gone.map(({ completedAtMs = 0 }) => atMs - completedAtMs),
    });
  }
  return runs;
}

type Claim = (run: Lost) => void;
const nothing: Claim = ({ agoMs }) => expect(agoMs).toEqual([]);
const something: Claim = ({ agoMs }) => expect(agoMs.length).toBeGreaterThan(0);
/** Not what is older than a second, and not everything. */
const theLastSecond: Claim = ({ agoMs, acknowledged }) => {
  expect(Math.max(0, ...agoMs)).toBeLessThanOrEqual(EVERYSEC_MS);
  expect(agoMs.length).toBeLessThan(acknowledged);
};
/** Nothing that was written before the end is there. */
const allBefore: Claim = ({ agoMs }) => expect(agoMs.length).toBeGreaterThan(400);

it.each<readonly ['kill' | 'crash', RedisPersistence, readonly Claim[]]>([
  ['kill', 'none', [allBefore]],
  ['kill', { rdb: [[1, 1]] }, [something, ({ agoMs }) => expect(agoMs.length).toBeLessThan(400)]],
  ['kill', { aof: 'always' }, [nothing]],
  ['kill', { aof: 'everysec' }, [nothing]],
  ['kill', { aof: 'no' }, [nothing]],
  ['crash', 'none', [allBefore]],
  ['crash', { aof: 'always' }, [nothing]],
  ['crash', { aof: 'everysec' }, [theLastSecond, something]],
  ['crash', { aof: 'no' }, [something]],
])('%s %j', async (kind, persistence, claims) => {
  const runs = await lost(kind, persistence);
  for (const run of runs) {
    expect(run.acknowledged).toBeGreaterThan(400);
    for (const claim of claims) claim(run);
  }
});

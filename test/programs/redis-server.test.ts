/** Our Redis as a node of a world, and ioredis unmodified. */
import { clients, defineScenario, simulate, z, type Fault } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer } from 'seedstorm/servers';
import { expect, it } from 'vitest';

const WAYS = ['text', 'expire', 'multi', 'blpop', 'messages'];

const world = (ways: readonly string[]) =>
  defineScenario({
    name: 'own/redis',
    summary: 'ioredis and our Redis',
    params: z.object({}),
    nodes: () => ['redis', 'app'],
    protocol: () => ({
      redis: redisServer({ effects: { INCR: 'process' } }),
      app: nodeProgram({ entry: './services/redis-user.js', shared: ['ioredis'] }),
    }),
    workload: () =>
      clients(
        1,
        { send: 1 },
        {
          everyMs: 50,
          fromMs: 100,
          untilMs: 1_200,
          to: () => 'app',
          input: (_f, _random, { index }) => ({ value: `c${index}`, way: ways[index] ?? 'incr' }),
        },
      ),
    faults: 'none',
    durationMs: 1_500,
    clientTimeoutMs: 400,
    check: { 'at-most-once': atMostOnce() },
  });

it('a client does in a world what it does outside', async () => {
  const { history } = await simulate(world(WAYS), { seed: 1 });
  const answers = history
    .filter(({ input, type }) => type === 'ok' && (input as { way?: string }).way !== undefined)
    .slice(0, WAYS.length)
    .map(({ output }) => output);
  expect(answers).toEqual(['a b', [1, 0], ['OK', 2], [['list', 'x'], null], ['news', 'hello']]);
});

const KILL: Fault = { kind: 'kill', node: 'redis', atMs: 505, durationMs: 100 };

it('a restart forgets', async () => {
  const grow = Array.from({ length: 40 }, () => 'grow');
  const { history } = await simulate(world(grow), { seed: 1, faults: [KILL] });
  const lengths = history.filter(({ type }) => type === 'ok').map(({ output }) => Number(output));
  const again = lengths.lastIndexOf(1);
  expect(again).toBeGreaterThan(3);
  expect(lengths.slice(again).length).toBeGreaterThan(3);
});

it('each command that it carries out can stand in the history, and the same seed gives the same run', async () => {
  const run = () => simulate(world([]), { seed: 1, faults: [KILL] });
  const done = await run();
  expect(done.checks.filter(({ verdict }) => verdict !== 'valid')).toEqual([]);
  const carriedOut = done.history.filter(({ input }) => (input as { readonly f: string }).f === 'process');
  expect(carriedOut.length).toBeGreaterThan(5);
  expect((await run()).fingerprint).toBe(done.fingerprint);
});

/** Published packages, unmodified: servers and clients of them work in a world, and the same seed gives the same run. */
import { clients, defineScenario, simulate, z, type Run } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';

const CLIENTS = ['http', 'axios', 'undici', 'fetch'];

const store = (server: string, client: string, faults: 'none' | 'rough') =>
  defineScenario({
    name: 'own/store',
    summary: 'A register behind a web server',
    params: z.object({}),
    nodes: () => ['web', 'app'],
    protocol: () => ({
      web: nodeProgram({ entry: `./services/${server}` }),
      app: nodeProgram({ entry: './services/store-client.js', env: { CLIENT: client } }),
    }),
    workload: () => clients(3, { read: 0.5, write: 0.5 }, { everyMs: 40, to: () => 'app' }),
    faults,
    durationMs: 1_500,
    check: { linearizable: linearizable(registerModel()) },
  });

const wrong = ({ checks }: Run): string[] =>
  checks.filter(({ verdict }) => verdict !== 'valid').map(({ name, reason }) => `${name}: ${reason}`);

it.each([
  ['fastify-store.mjs', 'http'],
  ['koa-store.ts', 'fetch'],
  ...CLIENTS.map((client) => ['express-store.js', client] as const),
] as const)('%s answers %s', async (server, client) => {
  const run = await simulate(store(server, client, 'none'), { seed: 1 });
  expect(wrong(run)).toEqual([]);
  expect(run.history.filter(({ type }) => type !== 'ok')).toEqual([]);
  expect(run.history.length).toBeGreaterThan(20);
});

it.each(CLIENTS)('express and %s in bad weather: the same seed, the same run', async (client) => {
  const scenario = store('express-store.js', client, 'rough');
  const first = await simulate(scenario, { seed: 2 });
  const again = await simulate(scenario, { seed: 2 });
  expect(wrong(first)).toEqual([]);
  expect(first.history.some(({ type }) => type === 'ok')).toBe(true);
  expect(again.fingerprint).toBe(first.fingerprint);
});

/** Each key is incremented by one request. */
const counter = (options: object) =>
  defineScenario({
    name: 'own/counter',
    summary: 'Counters in Redis',
    params: z.object({}),
    nodes: () => ['redis', 'app'],
    protocol: () => ({
      redis: nodeProgram({ entry: './services/redis-server.js' }),
      app: nodeProgram({
        entry: './services/redis-counter.js',
        env: { OPTIONS: JSON.stringify(options) },
      }),
    }),
    workload: () =>
      clients(
        3,
        { incr: 1 },
        {
          everyMs: 15,
          to: () => 'app',
          input: (_f, _random, { client, index }) => ({ key: `k${client}-${index}` }),
        },
      ),
    // Far enough apart that a reset finds commands under way.
    network: { latency: { kind: 'uniform', minMs: 5, maxMs: 20 } },
    faults: 'resets',
    durationMs: 3_000,
    check: {},
  });

const twice = ({ history }: Run) =>
  history.filter(({ input }) => (input as { count?: number }).count === 2).length;

it('ioredis sends commands again after a reset, and one is carried out twice; told not to, none is', async () => {
  let found = 0;
  let sound = 0;
  for (let seed = 1; seed <= 6; seed++) {
    found += twice(await simulate(counter({}), { seed }));
    sound += twice(
      await simulate(counter({ autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 }), { seed }),
    );
  }
  expect(found).toBeGreaterThan(0);
  expect(sound).toBe(0);
});

it('ws echoes, and connects again', async () => {
  const scenario = defineScenario({
    name: 'own/echo',
    summary: 'An echo over WebSockets',
    params: z.object({}),
    nodes: () => ['echo', 'app'],
    protocol: () => ({
      echo: nodeProgram({ entry: './services/echo-server.mjs' }),
      app: nodeProgram({ entry: './services/echo-client.mjs' }),
    }),
    workload: () =>
      clients(
        2,
        { say: 1 },
        {
          everyMs: 30,
          fromMs: 100,
          to: () => 'app',
          input: (_f, _random, { client, index }) => ({ key: `${client}-${index}` }),
        },
      ),
    faults: 'resets',
    durationMs: 2_000,
    check: {},
  });
  const { history, fingerprint } = await simulate(scenario, { seed: 3 });
  const ok = history.filter(({ type }) => type === 'ok').length;
  expect(ok).toBeGreaterThan(history.length / 2);
  expect((await simulate(scenario, { seed: 3 })).fingerprint).toBe(fingerprint);
});

/** Published packages, unmodified: servers and clients of them work in a world, and the same seed gives the same run. */
import { clients, defineScenario, simulate, z, type Fault, type Run } from 'seedstorm';
import { atLeastOnce, linearizable, registerModel } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer } from 'seedstorm/servers';
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

const sender = (client: string) => nodeProgram({ entry: './services/sender.js', env: { CLIENT: client } });

/** Each has a client of the world. amqplib has a test of its own; ioredis, aedes and mqtt have scenarios. */
const SENDERS = ['node-redis', 'kafkajs'];

const brokers = defineScenario({
  name: 'own/brokers',
  summary: 'Messages by way of Redis and Kafka',
  params: z.object({}),
  nodes: () => ['redis', 'kafka', ...SENDERS],
  protocol: () => ({
    redis: redisServer({ effects: { INCR: 'process' } }),
    kafka: nodeProgram({ entry: './services/kafka-broker.js' }),
    ...Object.fromEntries(SENDERS.map((name) => [name, sender(name)])),
  }),
  workload: () =>
    clients(
      SENDERS.length,
      { send: 1 },
      {
        everyMs: 40,
        fromMs: 100,
        to: (_random, _nodes, client) => SENDERS[client] as string,
        input: (_f, _random, { client, index }) => ({ value: `${client}-${index}` }),
      },
    ),
  faults: 'none',
  durationMs: 2_000,
  clientTimeoutMs: 800,
  check: { 'at-least-once': atLeastOnce() },
});

it('node-redis and kafkajs: a cut and a reset, they connect again, and the same seed gives the same run', async () => {
  const [servers, others] = [['redis', 'kafka'], SENDERS];
  const faults: Fault[] = [
    { kind: 'partition', atMs: 500, durationMs: 300, groups: [servers, others] },
    { kind: 'connection-reset', atMs: 1_000, from: servers, to: others },
  ];
  const run = await simulate(brokers, { seed: 1, faults });
  expect(wrong(run)).toEqual([]);
  for (const client of SENDERS.keys()) {
    const sends = run.history.filter(({ input }) =>
      (input as { value: string }).value.startsWith(`${client}-`),
    );
    const answered = sends.filter(
      ({ input, type }) => (input as { f: string }).f === 'send' && type === 'ok',
    );
    const late = answered.filter(({ invokedAtMs = 0 }) => invokedAtMs > 1_000);
    expect([answered.length > 20, late.length > 3], SENDERS[client]).toEqual([true, true]);
  }
  expect((await simulate(brokers, { seed: 1, faults })).fingerprint).toBe(run.fingerprint);
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

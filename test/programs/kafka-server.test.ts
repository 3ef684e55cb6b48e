/** Our broker of Kafka's protocol, and kafkajs unmodified, when things go wrong: what was acknowledged is processed. */
import { clients, defineScenario, simulate, z, type Fault, type Run } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { busyDisk } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { kafkaServer, type KafkaServerSettings } from 'seedstorm/servers';
import { expect, it } from 'vitest';

const member = nodeProgram({ entry: './services/kafka-member.js', shared: ['kafkajs'] });

/** Orders by way of a topic of four partitions: a producer, and a group of two. */
const orders = (settings: KafkaServerSettings) =>
  defineScenario({
    name: 'own/orders',
    summary: 'Orders by way of our broker',
    params: z.object({}),
    nodes: () => ['kafka', 'shop', 'left', 'right'],
    protocol: () => ({
      kafka: kafkaServer({
        topics: { orders: 4 },
        initialRebalanceDelayMs: 20,
        minSessionMs: 100,
        ...settings,
      }),
      shop: nodeProgram({
        entry: './services/sender.js',
        env: { CLIENT: 'kafkajs' },
        shared: ['kafkajs'],
      }),
      left: member,
      right: member,
    }),
    workload: () =>
      clients(
        2,
        { send: 1 },
        {
          everyMs: 40,
          fromMs: 100,
          untilMs: 1_000,
          to: () => 'shop',
          input: (_f, _random, { client, index }) => ({ value: `${client}-${index}` }),
        },
      ),
    // Long enough that a power cut finds writes on their way.
    disk: busyDisk(),
    faults: 'none',
    durationMs: 2_000,
    clientTimeoutMs: 400,
    check: { 'at-least-once': atLeastOnce() },
  });

const run = (faults: readonly Fault[], settings: KafkaServerSettings = {}): Promise<Run> =>
  simulate(orders(settings), { seed: 1, faults: [...faults] });
const wrong = ({ checks }: Run): string[] =>
  checks.filter(({ verdict }) => verdict !== 'valid').map(({ name, reason }) => `${name}: ${reason}`);
const sendsAfter = ({ history }: Run, afterMs: number): number =>
  history.filter(
    ({ input, type, invokedAtMs = 0 }) =>
      (input as { readonly f: string }).f === 'send' && type === 'ok' && invokedAtMs > afterMs,
  ).length;

it.each<readonly [string, Fault]>([
  ['power cut of the broker', { kind: 'crash', node: 'kafka', atMs: 505, durationMs: 100, unsynced: 'torn' }],
  ['kill of a member', { kind: 'kill', node: 'left', atMs: 505, durationMs: 100 }],
  [
    'cut of the network',
    { kind: 'partition', atMs: 505, durationMs: 200, groups: [['kafka'], ['shop', 'left', 'right']] },
  ],
])('%s: what was acknowledged is processed, and the same seed gives the same run', async (_what, fault) => {
  const done = await run([fault]);
  expect(wrong(done)).toEqual([]);
  expect(sendsAfter(done, 750)).toBeGreaterThan(3);
  expect((await run([fault])).fingerprint).toBe(done.fingerprint);
});

it('a broker that does not wait for its disk loses what a power cut takes', async () => {
  const fault: Fault = { kind: 'crash', node: 'kafka', atMs: 505, durationMs: 100, unsynced: 'lost' };
  const stopped: Fault[] = ['left', 'right'].map((node) => ({
    kind: 'kill',
    node,
    atMs: 300,
    durationMs: 500,
  }));
  expect(wrong(await run([...stopped, fault]))).toEqual([]);
  expect(wrong(await run([...stopped, fault], { flush: 'later' })).join()).toMatch(/at-least-once: .*lost/);
});

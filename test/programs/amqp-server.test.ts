/** Our broker, and amqplib unmodified, when things go wrong: what was confirmed is there again, and everybody hears of it. */
import { readFileSync } from 'node:fs';
import { clients, defineScenario, simulate, z, type Fault, type Run } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { busyDisk } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { amqpServer, type AmqpServerSettings } from 'seedstorm/servers';
import { describe, expect, it } from 'vitest';
import { inWorld } from '../conformance/rabbitmq/in-world.js';

it('amqplib says in a world what it says of RabbitMQ, and the same seed gives the same run', async () => {
  const recorded = new URL('../golden/rabbitmq-3.10.8/talk.txt', import.meta.url);
  const talk = () => inWorld('../../programs/services/rabbit-talk.js');
  const [first, again] = [await talk(), await talk()];
  expect(first.wrong).toEqual([]);
  expect(first.said.map((value) => `${JSON.stringify(value)}\n`).join('')).toBe(
    readFileSync(recorded, 'utf8'),
  );
  expect(again.fingerprint).toBe(first.fingerprint);
});

const sender = (client: string) => nodeProgram({ entry: './services/sender.js', env: { CLIENT: client } });

/** Orders by way of a durable queue: sent with confirms, taken with acknowledgements. */
const orders = (settings: AmqpServerSettings = {}) =>
  defineScenario({
    name: 'own/orders',
    summary: 'Orders by way of our broker',
    params: z.object({}),
    nodes: () => ['rabbit', 'shop', 'stock'],
    protocol: () => ({ rabbit: amqpServer(settings), shop: sender('amqplib'), stock: sender('consumer') }),
    versions: { '4.0': () => amqpServer({ ...settings, version: '4.0' }) },
    workload: () =>
      clients(
        2,
        { send: 1 },
        {
          everyMs: 30,
          fromMs: 100,
          to: () => 'shop',
          input: (_f, _random, { client, index }) => ({ value: `${client}-${index}` }),
        },
      ),
    // Long enough that a power cut finds syncs on their way.
    disk: busyDisk(),
    faults: 'none',
    durationMs: 2_500,
    clientTimeoutMs: 400,
    check: { 'at-least-once': atLeastOnce() },
  });

const run = (faults: readonly Fault[], settings?: AmqpServerSettings, seed = 1): Promise<Run> =>
  simulate(orders(settings), { seed, faults: [...faults] });

const verdicts = ({ checks }: Run): string[] =>
  checks.map(({ name, verdict, reason }) => `${name} ${verdict}: ${reason}`);
const wrong = (done: Run): string[] => verdicts(done).filter((line) => !/ valid: /.test(line));
/** What programs said, in its order, without what they do all the time. */
const said = ({ history }: Run) =>
  history
    .map(({ input, invokedAtMs: atMs = 0 }) => ({ ...(input as { readonly f: string }), atMs }))
    .filter(({ f }) => f !== 'send' && f !== 'process');
const answered = ({ history }: Run, afterMs: number): number =>
  history.filter(
    ({ input, type, invokedAtMs = 0 }) =>
      (input as { readonly f: string }).f === 'send' && type === 'ok' && invokedAtMs > afterMs,
  ).length;

/** How many were processed between two moments of those that were sent at others. */
function processedBetween(
  { history }: Run,
  from: number,
  to: number,
  sentAt: (ms: number) => boolean,
): number {
  const sent = new Set<unknown>();
  let count = 0;
  for (const { input, invokedAtMs: ms = 0 } of history) {
    const { f, value } = input as { readonly f: string; readonly value: unknown };
    if (f === 'send' && sentAt(ms)) sent.add(value);
    if (f === 'process' && ms >= from && ms < to && sent.has(value)) count++;
  }
  return count;
}

it.each<readonly [string, Fault]>([
  [
    'power cut of the broker',
    { kind: 'crash', node: 'rabbit', atMs: 605, durationMs: 100, unsynced: 'lost' },
  ],
  ['kill of the broker', { kind: 'kill', node: 'rabbit', atMs: 605, durationMs: 100 }],
  ['crash of the consumer', { kind: 'crash', node: 'stock', atMs: 605, durationMs: 100, unsynced: 'lost' }],
  [
    'cut of the network',
    { kind: 'partition', atMs: 605, durationMs: 300, groups: [['rabbit'], ['shop', 'stock']] },
  ],
  ['a sync that fails', { kind: 'fsync-failure', node: 'rabbit', atMs: 605, durationMs: 20, probability: 1 }],
  ['cut connections', { kind: 'connection-reset', atMs: 605, from: ['rabbit'], to: ['shop', 'stock'] }],
])('%s: what was confirmed is processed, and clients come back', async (_what, fault) => {
  const done = await run([fault]);
  expect(wrong(done)).toEqual([]);
  expect(answered(done, 1_000)).toBeGreaterThan(20);
});

describe('a power cut while many messages wait', () => {
  const faults: Fault[] = [
    { kind: 'kill', node: 'stock', atMs: 400, durationMs: 400 },
    { kind: 'crash', node: 'rabbit', atMs: 589, durationMs: 100, unsynced: 'torn' },
  ];
  it('loses nothing that was confirmed, and the same seed gives the same run', async () => {
    const done = await run(faults);
    expect(wrong(done)).toEqual([]);
    expect(processedBetween(done, 800, 2_500, (ms) => ms < 589)).toBeGreaterThan(8);
    expect((await run(faults)).fingerprint).toBe(done.fingerprint);
  });

  it.each<readonly [string, AmqpServerSettings]>([
    ['without a journal', { folder: null }],
    ['that confirms before the disk has it', { confirm: 'on-receipt' }],
  ])('takes from a broker %s', async (_what, settings) => {
    expect(wrong(await run(faults, settings)).join()).toMatch(/at-least-once invalid: .*lost/);
  });
});

it('a full disk: publishers are blocked, and go on when there is room', async () => {
  const done = await run([{ kind: 'disk-full', node: 'rabbit', atMs: 505, durationMs: 400 }]);
  expect(wrong(done)).toEqual([]);
  expect(said(done).map(({ f }) => f)).toEqual(['blocked', 'unblocked']);
  expect(answered(done, 1_600)).toBeGreaterThan(20);
});

it('an upgrade: clients are told 320, and find what they left', async () => {
  const done = await run([{ kind: 'upgrade', node: 'rabbit', atMs: 605, version: '4.0' }]);
  expect(wrong(done)).toEqual([]);
  expect(said(done)).toEqual([
    expect.objectContaining({ f: 'lost', message: expect.stringContaining('320') as string }),
    expect.objectContaining({ f: 'lost', message: expect.stringContaining('320') as string }),
  ]);
  expect(answered(done, 1_000)).toBeGreaterThan(40);
});

/** Messages that take effect: at most once, at least once, once for each key however often it is asked for, and in order. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nodeNames, z } from 'seedstorm';
import {
  atLeastOnce,
  atMostOnce,
  idempotentEffects,
  orderPerKey,
  orderPerPartition,
  type Checker,
} from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';

interface Payments {
  request: { f: 'pay'; key: string; amount: number };
  reply: { receipt: number };
  durable: { paid: string[] };
}

/** Takes each payment once and answers its number; what is being paid when it is asked for again is waited for. */
const till = (remembers: 'what-it-pays' | 'what-it-paid') =>
  asyncProgram<Payments>(async (node) => {
    const paid: string[] = [];
    for (const record of await node.disk.records('paid')) if (record.ok) paid.push(record.value);
    await node.disk.sync();
    const paying = new Map<string, Promise<{ receipt: number }>>();

    async function pay(key: string): Promise<{ receipt: number }> {
      // Somebody asks the bank; meanwhile the same payment may be asked for again.
      await node.sleep(5 * node.random.float());
      paid.push(key);
      const receipt = paid.length;
      await node.disk.append('paid', key);
      node.effect({ f: 'apply', key }, { after: 'sync' });
      await node.disk.sync();
      paying.delete(key);
      return { receipt };
    }

    node.onRequest(({ key }) => {
      const before = paid.indexOf(key);
      if (before >= 0 && !paying.has(key)) return Promise.resolve({ receipt: before + 1 });
      const running = remembers === 'what-it-pays' ? paying.get(key) : undefined;
      const now = running ?? pay(key);
      paying.set(key, now);
      return now;
    });
  });

const payments = defineScenario<object>({
  name: 'proof/payments',
  summary: 'Payments are asked for twice and made once, also when the power fails',
  params: z.object({}),
  nodes: () => nodeNames(1),
  protocol: (_params, { bug }) => till(bug === 'check-then-act' ? 'what-it-paid' : 'what-it-pays'),
  workload: () =>
    clients(
      3,
      { pay: 1 },
      {
        everyMs: 10,
        // All clients ask for the same payments.
        input: (_f, _random, { index }) => ({ key: `order-${index}`, amount: 100 + index }),
      },
    ),
  faults: 'crashes',
  restartAfterMs: 50,
  clientTimeoutMs: 100,
  durationMs: 2_000,
  check: { idempotentEffects: idempotentEffects() },
  bugs: {
    'check-then-act': {
      summary: 'Only payments that are made are known: one that is asked for again meanwhile is made twice',
      shows: { check: 'idempotentEffects', anomaly: 'duplicate', within: 5 },
    },
  },
});

interface Message {
  readonly key: string;
  readonly value: number;
}

interface Queue {
  request: Message & { readonly f: 'send' };
  reply: 'kept';
  durable: { inbox: Message[]; done: number[] };
}

interface QueueRules {
  /** Each key has a lane of its own, or whoever is free takes what comes. */
  readonly lanes: 'by-key' | 'shared';
  /** When a message is noted as done: before it takes effect, or after. */
  readonly noted: 'before' | 'after';
}

const keys = ['a', 'b'];

/** Keeps messages, and works on them in two lanes. */
const queue = ({ lanes, noted }: QueueRules) =>
  asyncProgram<Queue>(async (node) => {
    type Placed = Message & { readonly offset: number };
    const waiting: Placed[][] = (lanes === 'by-key' ? keys : ['all']).map(() => []);
    const enter = (message: Placed) => waiting[keys.indexOf(message.key) % waiting.length]!.push(message);
    const length: Record<string, number> = { a: 0, b: 0 };

    const done = new Set<number>();
    for (const record of await node.disk.records('done')) if (record.ok) done.add(record.value);
    for (const record of await node.disk.records('inbox')) {
      if (!record.ok) continue;
      const message = { ...record.value, offset: length[record.value.key]!++ };
      if (!done.has(message.value)) enter(message);
    }
    // Before anything takes effect: what was found may not be on the disk for good.
    await node.disk.sync();

    async function note(value: number): Promise<void> {
      await node.disk.append('done', value);
      await node.disk.sync();
    }

    async function work(lane: Placed[]): Promise<void> {
      for (;;) {
        const message = lane.shift();
        await node.sleep(1 + 8 * node.random.float());
        if (message === undefined) continue;
        const { key, value, offset } = message;
        if (noted === 'before') await note(value);
        await node.sleep(2);
        node.effect({ f: 'process', partition: key, offset, value });
        await node.sleep(2);
        if (noted === 'after') await note(value);
      }
    }
    for (let lane = 0; lane < keys.length; lane++) void work(waiting[lane % waiting.length]!);

    node.onRequest(async ({ key, value }) => {
      const message = { key, value, offset: length[key]!++ };
      await node.disk.append('inbox', { key, value });
      await node.disk.sync();
      enter(message);
      return 'kept' as const;
    });
  });

/** The queue as it should be, and with one rule replaced. */
const queued = (sound: QueueRules, check: string, checker: Checker, [bug, anomaly]: [QueueBug, string]) =>
  defineScenario<object>({
    name: 'proof/queue',
    summary: 'Two workers take messages, each those of its own key',
    params: z.object({}),
    nodes: () => nodeNames(1),
    protocol: (_params, context) =>
      queue(context.bug === undefined ? sound : { ...sound, ...queueBugs[bug].rule }),
    workload: () =>
      clients(
        4,
        { send: 1 },
        {
          everyMs: 50,
          keys,
          input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
        },
      ),
    faults: 'crashes',
    restartAfterMs: 50,
    clientTimeoutMs: 200,
    durationMs: 2_500,
    // Time to work off what came while it was down.
    settleMs: 1_000,
    check: { [check]: checker },
    bugs: { [bug]: { summary: queueBugs[bug].summary, shows: { check, anomaly, within: 20 } } },
  });

type QueueBug = keyof typeof queueBugs;

const queueBugs = {
  'any-free-worker': {
    summary: 'Whoever is free takes the next message: the later one of a key may be done first',
    rule: { lanes: 'shared' },
  },
  'notes-first': {
    summary: 'A message is noted as done, then takes effect: after a crash between, it never does',
    rule: { noted: 'before' },
  },
  'notes-last': {
    summary: 'A message takes effect, then is noted as done: after a crash between, it does so again',
    rule: { noted: 'after' },
  },
} satisfies Record<string, { summary: string; rule: Partial<QueueRules> }>;

const repeats: QueueRules = { lanes: 'by-key', noted: 'after' };
const loses: QueueRules = { lanes: 'by-key', noted: 'before' };

it.each(
  proofs(
    payments,
    queued(repeats, 'atLeastOnce', atLeastOnce(), ['notes-first', 'lost']),
    queued(loses, 'atMostOnce', atMostOnce(), ['notes-last', 'duplicate']),
    queued(repeats, 'orderPerKey', orderPerKey(), ['any-free-worker', 'out-of-order']),
    queued(repeats, 'orderPerPartition', orderPerPartition(), ['any-free-worker', 'out-of-order']),
  ),
)('$check finds $anomaly in $system.name with $bug', prove);

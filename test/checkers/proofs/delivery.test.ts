/** Messages that take effect: once however often they are asked for, and in the order of their keys. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nodeNames, z, type Random } from 'seedstorm';
import { idempotentEffects, orderPerKey } from 'seedstorm/checkers';
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

interface Queue {
  request: { f: 'send'; key: string; value: number };
  reply: 'kept';
  durable: { inbox: Message[]; done: number[] };
}

interface Message {
  readonly key: string;
  readonly value: number;
}

const LANES = 2;

/** Keeps messages, and works on them in two lanes: each key in a lane of its own, or whatever comes in whichever is free. */
const queue = (lanes: 'by-key' | 'shared') =>
  asyncProgram<Queue>(async (node) => {
    const waiting: Message[][] = Array.from({ length: lanes === 'by-key' ? LANES : 1 }, () => []);
    const enter = (message: Message) => waiting[message.key.charCodeAt(0) % waiting.length]!.push(message);

    const done = new Set<number>();
    for (const record of await node.disk.records('done')) if (record.ok) done.add(record.value);
    for (const record of await node.disk.records('inbox'))
      if (record.ok && !done.has(record.value.value)) enter(record.value);

    async function work(lane: Message[], random: Random): Promise<void> {
      for (;;) {
        const message = lane.shift();
        await node.sleep(1 + 8 * random.float());
        if (message === undefined) continue;
        await node.disk.append('done', message.value);
        node.effect({ f: 'process', value: message.value }, { after: 'sync' });
        await node.disk.sync();
      }
    }
    for (let lane = 0; lane < LANES; lane++) void work(waiting[lane % waiting.length]!, node.random);

    node.onRequest(async ({ key, value }) => {
      await node.disk.append('inbox', { key, value });
      await node.disk.sync();
      enter({ key, value });
      return 'kept' as const;
    });
  });

const lanes = defineScenario<object>({
  name: 'proof/lanes',
  summary: 'Two workers share the messages, each those of its own keys',
  params: z.object({}),
  nodes: () => nodeNames(1),
  protocol: (_params, { bug }) => queue(bug === 'any-free-worker' ? 'shared' : 'by-key'),
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 25,
        keys: ['a', 'b'],
        input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
      },
    ),
  faults: 'crashes',
  restartAfterMs: 50,
  clientTimeoutMs: 200,
  durationMs: 2_000,
  check: { orderPerKey: orderPerKey() },
  bugs: {
    'any-free-worker': {
      summary: 'Whoever is free takes the next message: the later one of a key may be done first',
      shows: { check: 'orderPerKey', anomaly: 'out-of-order', within: 5 },
    },
  },
});

it.each(proofs(payments, lanes))('$check finds $anomaly in $system.name with $bug', prove);

/** A broker's logs: what it acknowledged it keeps at its place, and a partition has one consumer of a group at a time. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nemesis, ssd, z } from 'seedstorm';
import { consumerGroups, kafka } from 'seedstorm/checkers';
import { insist } from './insist.js';
import { proofs, prove } from './prove.js';

interface Broker {
  request: { readonly f: 'send'; readonly key: string; readonly value: number };
  /** The offset. */
  reply: number;
  message: Fetch;
  answer: readonly number[];
  durable: { log: { readonly key: string; readonly value: number }[] };
}

/** What is at this offset of the key, and after it? */
interface Fetch {
  readonly key: string;
  readonly from: number;
}

const keys = ['x', 'y'];

/** Shows and acknowledges what is on its disk for good, or what it has in memory. */
const broker = (shows: 'synced' | 'written') =>
  asyncProgram<Broker>(async (node) => {
    const log: Record<string, number[]> = { x: [], y: [] };
    const shown: Record<string, number> = { x: 0, y: 0 };
    for (const record of await node.disk.records('log'))
      if (record.ok) shown[record.value.key] = log[record.value.key]!.push(record.value.value);
    await node.disk.sync();

    node.onRequest(async ({ key, value }) => {
      const length = log[key]!.push(value);
      await node.disk.append('log', { key, value });
      if (shows === 'synced') await node.disk.sync();
      shown[key] = Math.max(shown[key]!, length);
      return length - 1;
    });
    node.onMessage(({ key, from }) => log[key]!.slice(from, shown[key]));
  });

/** Polls from the beginning, each time its process starts. */
const reader = asyncProgram<{ sends: Fetch; hears: readonly number[] }>(async (node) => {
  const position: Record<string, number> = { x: 0, y: 0 };
  node.effect({ f: 'subscribe', value: keys });
  for (;;) {
    await node.sleep(5 + 10 * node.random.float());
    for (const key of keys) {
      const from = position[key]!;
      const values = await insist(node, () => node.call('broker', { key, from }, { timeoutMs: 30 }));
      if (values.length === 0) continue;
      position[key] = from + values.length;
      node.effect({ f: 'poll', value: [['poll', { [key]: values.map((value, at) => [from + at, value]) }]] });
    }
  }
});

const oneLog = defineScenario<object>({
  name: 'proof/broker',
  summary: 'A broker loses nothing that it acknowledged or showed',
  params: z.object({}),
  nodes: () => ['broker', 'r1', 'r2'],
  protocol: (_params, { bug }) => ({
    broker: broker(bug === 'shows-unsynced' ? 'written' : 'synced'),
    r1: reader,
    r2: reader,
  }),
  workload: () =>
    clients(
      3,
      { send: 1 },
      {
        everyMs: 12,
        keys,
        to: () => 'broker',
        input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
      },
    ),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 1, maxMs: 5 } },
  faults: 'crashes',
  restartAfterMs: 50,
  clientTimeoutMs: 100,
  durationMs: 2_000,
  check: { kafka: kafka() },
  bugs: {
    'shows-unsynced': {
      summary: 'A message is acknowledged before it is on the disk: after a power cut another has its place',
      shows: { check: 'kafka', anomaly: 'inconsistent-offsets', within: 20 },
    },
  },
});

interface Coordinator {
  request: { readonly f: 'send'; readonly partition: string; readonly value: number };
  reply: number;
  message: { readonly f: 'fetch' | 'commit'; readonly partition: string; readonly offset: number };
  /** How many messages there are, or how many of them the group has done. */
  answer: number;
  sends: Order;
  hears: number;
}

/** Of the coordinator to a consumer: each assignment of a partition has the next number. */
interface Order {
  readonly f: 'assign' | 'revoke';
  readonly partition: string;
  readonly number: number;
  /** Where the group goes on. */
  readonly offset: number;
}

const partitions = ['p', 'q'];
const consumers = ['k1', 'k2'];

/** Moves each partition to and fro; gives it away once its consumer has let go of it, or once it has been told to. */
const coordinator = (moves: 'when-revoked' | 'when-told') =>
  asyncProgram<Coordinator>((node) => {
    const sent: Record<string, number> = { p: 0, q: 0 };
    const committed: Record<string, number> = { p: 0, q: 0 };
    node.onRequest(({ partition }) => sent[partition]!++);
    node.onMessage(({ f, partition, offset }) => {
      if (f === 'fetch') return sent[partition]!;
      return (committed[partition] = Math.max(committed[partition]!, offset));
    });

    async function move(partition: string, first: number): Promise<void> {
      for (let number = first; ; number++) {
        const owner = consumers[number % consumers.length]!;
        const tell = (f: Order['f']) =>
          node.call(owner, { f, partition, number, offset: committed[partition]! }, { timeoutMs: 30 });
        await insist(node, () => tell('assign'));
        await node.sleep(60 + 60 * node.random.float());
        if (moves === 'when-revoked') await insist(node, () => tell('revoke'));
        else await tell('revoke').catch(() => undefined);
      }
    }
    partitions.forEach((partition, at) => void move(partition, at));
  });

interface Consumer {
  message: Order;
  answer: number;
  sends: Coordinator['message'];
  hears: number;
}

/** Commits what it has processed, or what it is about to. */
const consumer = (commits: 'after' | 'before') =>
  asyncProgram<Consumer>((node) => {
    const newest: Record<string, number> = { p: -1, q: -1 };
    const owned = new Map<string, { stop: boolean; readonly end: Promise<void> }>();
    const ask = (f: 'fetch' | 'commit', partition: string, offset: number) =>
      insist(node, () => node.call('coordinator', { f, partition, offset }, { timeoutMs: 30 }));
    const commit = async (partition: string, offset: number) => {
      await ask('commit', partition, offset);
      node.effect({ f: 'commit', partition, offset });
    };

    async function work(partition: string, from: number, wanted: () => boolean): Promise<void> {
      for (let offset = from; wanted();) {
        await node.sleep(5);
        const end = await ask('fetch', partition, offset);
        if (end === offset) continue;
        if (commits === 'before') await commit(partition, end);
        for (; offset < end && wanted(); offset++) {
          await node.sleep(3 * node.random.float());
          node.effect({ f: 'process', partition, offset });
        }
        if (commits === 'after') await commit(partition, offset);
      }
    }

    node.onMessage(async ({ f, partition, number, offset }) => {
      // An order may come twice, and late.
      if (f === 'assign' && number > newest[partition]!) {
        newest[partition] = number;
        node.effect({ f: 'assigned', partition });
        const task = { stop: false, end: Promise.resolve() };
        task.end = work(partition, offset, () => !task.stop);
        owned.set(partition, task);
      }
      const task = owned.get(partition);
      if (f === 'revoke' && number === newest[partition] && task !== undefined) {
        task.stop = true;
        await task.end;
        if (owned.delete(partition)) node.effect({ f: 'revoked', partition });
      }
      return 0;
    });
  });

const oneGroup = defineScenario<object>({
  name: 'proof/consumer-group',
  summary: 'Partitions move between two consumers, each of which commits what it did before it lets go',
  params: z.object({}),
  nodes: () => ['coordinator', ...consumers],
  protocol: (_params, { bug }) => {
    const each = consumer(bug === 'commits-first' ? 'before' : 'after');
    return {
      coordinator: coordinator(bug === 'eager' ? 'when-told' : 'when-revoked'),
      k1: each,
      k2: each,
    };
  },
  workload: () =>
    clients(
      2,
      { send: 1 },
      {
        everyMs: 15,
        to: () => 'coordinator',
        input: (_f, random, { client, clients: all, index }) => ({
          partition: random.pick(partitions),
          value: client + all * index,
        }),
      },
    ),
  faults: nemesis({ loss: 'rough', pause: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
  check: { consumerGroups: consumerGroups() },
  bugs: {
    eager: {
      summary: 'A partition goes to the next consumer though the last one has not said that it let go',
      shows: { check: 'consumerGroups', anomaly: 'two-owners', within: 20 },
    },
    'commits-first': {
      summary: 'What was fetched is committed, though it is not processed yet',
      shows: { check: 'consumerGroups', anomaly: 'commit-skip', within: 5 },
    },
  },
});

it.each(proofs(oneLog, oneGroup))('$check finds $anomaly in $system.name with $bug', prove);

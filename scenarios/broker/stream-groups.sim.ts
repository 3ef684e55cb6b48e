/**
 * A stream of Redis and a consumer group: what a worker was given is pending until it acknowledges it, and is claimed by
 * others if it is idle for too long.
 *
 * Redis gives nothing again by itself. A worker that starts asks for its own history first; all of them claim what others
 * left; and only what nobody has pending is trimmed.
 */
import { asyncProgram, clients, ConnectionClosed, defineScenario, nodeNames, z } from 'seedstorm';
import { atLeastOnce, exactlyOnce } from 'seedstorm/checkers';
import { busyDisk, cast, ruled, type RulesOf } from 'seedstorm/parts';
import { redisStreams, type RedisReply } from 'seedstorm/servers';

export const rules = ruled(
  {
    /** When what Redis answered is on its disk. */
    persistence: 'always',
    /** When a worker acknowledges an entry. */
    acknowledge: 'after-work',
    /** What a worker is given is pending. */
    pending: true,
    /** Workers claim what others left. */
    claims: true,
    /** So long nobody has heard of an entry before it is claimed, in ms: longer than any work. */
    idleMs: 200,
    /** What may be trimmed: what is done, or all but the newest. */
    trims: 'done',
    /** What a worker that starts does about the one it was before: reads its history, or removes it. */
    before: 'history',
  },
  {
    'ack-before-work': {
      summary: 'A worker acknowledges an entry as it comes: what it does not finish is lost',
      rules: { acknowledge: 'before-work' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 4 },
    },
    'no-ack': {
      summary: 'Entries are read with NOACK: they are never pending, and go with the worker that had them',
      rules: { pending: false },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
    'nobody-claims': {
      summary:
        'Workers have a new name at each start and claim nothing: what the old name had is pending for ever',
      rules: { claims: false, before: 'new-name' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
    'trimmed-by-length': {
      summary:
        'XADD trims by MAXLEN: what is not read yet is gone, and what is pending vanishes when it is claimed',
      rules: { trims: 'old' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'consumer-deleted': {
      summary:
        'A worker that starts removes its consumer with DELCONSUMER: what that had not acknowledged is dropped',
      rules: { before: 'removed' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 2 },
    },
    'claimed-early': {
      summary:
        'Entries are claimed that are idle for less time than the work takes: two workers do one at once',
      rules: { idleMs: 20 },
      params: { calm: true },
      faults: 'none',
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'synced-every-second': {
      summary:
        'Redis answers before the disk has it (appendfsync everysec): a power cut takes back what was acknowledged',
      rules: { persistence: 'everysec' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 5 },
    },
    'in-memory': {
      summary: 'Redis keeps nothing on a disk: each restart forgets the stream',
      rules: { persistence: 'none' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 5 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

interface Streams {
  request: { readonly f: 'send'; readonly value: string; readonly workMs: number } | { readonly f: 'drain' };
  reply: undefined;
  /** What Redis answers, and the words that it is sent. */
  message: RedisReply;
  sends: readonly string[];
}
type Node = Parameters<Parameters<typeof asyncProgram<Streams>>[0]>[0];
type Entry = readonly [id: string, fields: readonly string[]];
type Ask = (command: string) => Promise<RedisReply>;

const BLOCK_MS = 40;
const JANITOR_MS = 150;

/** Does something on a connection to Redis; on a new one, once the last is lost. */
async function connected<T>(node: Node, act: (ask: Ask) => Promise<T>): Promise<T> {
  for (;;)
    try {
      const connection = await node.connect('redis');
      const answers = connection[Symbol.asyncIterator]();
      return await act(async (command) => {
        connection.send(command.split(' '));
        const { done, value } = await answers.next();
        if (done === true) throw new ConnectionClosed('redis', 'closed');
        return value as RedisReply;
      });
    } catch (error) {
      if (!(error instanceof Error) || !/^(?:ConnectionClosed|StreamClosed)$/.test(error.name)) throw error;
      await node.sleep(20);
    }
}

const MAKE = 'XGROUP CREATE work g 0 MKSTREAM';

/** Adds what clients send, again after each lost connection: an entry may be there twice. */
export const producer = ({ trims }: { readonly trims: Rules['trims'] | 'never' }) =>
  asyncProgram<Streams>(async (node) => {
    node.onRequest((request) =>
      connected(node, async (ask) => {
        if (request.f === 'drain') return drained(node, ask);
        const trimming = trims === 'old' ? 'MAXLEN 4 ' : '';
        await ask(`XADD work ${trimming}* value ${request.value} workMs ${request.workMs}`);
        return undefined;
      }),
    );
    if (trims === 'done') await connected(node, (ask) => trimDone(node, ask));
  });

/** Trims what every reader has done: first how far the group is, then what it has pending, so that nothing slips through. */
async function trimDone(node: Node, ask: Ask): Promise<never> {
  for (;;) {
    await node.sleep(JANITOR_MS);
    const groups = await ask('XINFO GROUPS work');
    const pending = await ask('XPENDING work g');
    if (!Array.isArray(groups) || !Array.isArray(pending)) continue;
    await ask(`XTRIM work MINID ${String(pending[1] ?? (groups[0] as string[])[7])}`);
  }
}

/** Waits until nothing is unread or pending; not for long, for clients do not wait. */
async function drained(node: Node, ask: Ask): Promise<undefined> {
  for (let looks = 0; looks < 20; looks++) {
    const groups = await ask('XINFO GROUPS work');
    const [row] = Array.isArray(groups) ? (groups as RedisReply[][]) : [];
    if (row?.[5] === 0 && row[11] === 0) break;
    await node.sleep(10);
  }
  return undefined;
}

export const worker = (rule: Rules) =>
  asyncProgram<Streams>(async (node) => {
    const name = rule.before === 'new-name' ? `${node.id}.${node.incarnation}` : node.id;
    const reading = `XREADGROUP GROUP g ${name} COUNT 2`;
    await connected(node, async (ask) => {
      await ask(MAKE);
      if (rule.before === 'removed') await ask(`XGROUP DELCONSUMER work g ${name}`);
      if (rule.before === 'history')
        for (let left = await read(`${reading} STREAMS work 0`); left.length > 0;)
          left = await read(`${reading} STREAMS work 0`);
      for (;;) {
        await read(`${reading} BLOCK ${BLOCK_MS}${rule.pending ? '' : ' NOACK'} STREAMS work >`);
        if (rule.claims) await claim(ask);
      }

      /** @returns what was given, after it was done */
      async function read(command: string): Promise<readonly Entry[]> {
        const reply = await ask(command);
        // A Redis that has forgotten all has forgotten the group.
        if (!Array.isArray(reply)) {
          if (reply !== null && typeof reply === 'object' && 'error' in reply) await ask(MAKE);
          return [];
        }
        const [[, entries]] = reply as [[string, Entry[]]];
        await work(entries, ask);
        return entries;
      }
    });

    async function claim(ask: Ask): Promise<void> {
      const reply = await ask(`XAUTOCLAIM work g ${name} ${rule.idleMs} - COUNT 1`);
      if (Array.isArray(reply)) await work((reply as readonly unknown[])[1] as Entry[], ask);
    }

    async function work(entries: readonly Entry[], ask: Ask): Promise<void> {
      for (const [id, fields] of entries) {
        const [, value, , workMs] = Array.isArray(fields) ? (fields as readonly string[]) : [];
        if (rule.acknowledge === 'before-work') await ask(`XACK work g ${id}`);
        // What is pending and not in the stream any more cannot be done.
        if (value !== undefined) {
          await node.sleep(Number(workMs));
          node.effect({ f: 'process', value });
        }
        if (rule.acknowledge === 'after-work') await ask(`XACK work g ${id}`);
      }
    }
  });

const workersOf = (count: number) => nodeNames(count, 'w');

export const streamGroups = defineScenario({
  name: 'broker/stream-groups',
  summary: 'A consumer group of Redis Streams: pending until acknowledged, claimed when idle: at least once',
  params: z.object({
    workers: z.int().min(1).max(9).default(3),
    calm: z.boolean().default(false).describe('Nothing fails: then each entry is processed once'),
  }),
  nodes: ({ workers }) => ['redis', 'p', ...workersOf(workers)],
  protocol({ workers }, { bug }) {
    const rule = rules.with(bug);
    return cast({
      redis: [['redis'], redisStreams({ persistence: rule.persistence })],
      producer: [['p'], producer(rule)],
      worker: [workersOf(workers), worker(rule)],
    });
  },
  workload: () =>
    clients(
      3,
      { send: 1 },
      {
        everyMs: 100,
        to: () => 'p',
        input: (_f, random, { client, index }) => ({
          value: `c${client + 1}-${index}`,
          workMs: random.chance(0.15) ? 60 : 10,
        }),
      },
    ),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_500,
  clientTimeoutMs: 600,
  quietMs: 500,
  restartAfterMs: 100,
  // One more entry when all is well again: so in every run something was processed.
  final: () => [
    { to: 'p', input: { f: 'send', value: 'last', workMs: 10 } },
    ...Array.from({ length: 16 }, () => ({ to: 'p', input: { f: 'drain' } })),
  ],
  check: ({ calm }): Record<string, ReturnType<typeof atLeastOnce>> =>
    calm ? { 'exactly-once': exactlyOnce() } : { 'at-least-once': atLeastOnce() },
  bugs: rules.bugs,
});

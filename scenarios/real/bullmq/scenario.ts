/**
 * The npm package `bullmq`, unmodified, with our Redis: what was added is done, whoever breaks down. Work that was lost is done again,
 * and the books say that it was.
 */
import { clients, defineScenario, nemesis, z, type Fault, type NemesisProfile } from 'seedstorm';
import { atLeastOnce } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { redisServer, type RedisPersistence } from 'seedstorm/servers';
import { needsPackages } from '../needs-packages.js';
import { books } from './books.js';

const NAME = 'real/bullmq';

const KINDS = ['plain', 'late', 'plain', 'fails', 'urgent', 'parcels'] as const;

const LAST_MS = 900;

/** One node again and again, at moments that the seed chooses. */
const often = (kind: 'kill' | 'crash', ...nodes: readonly string[]): NemesisProfile => ({
  name: `${kind}s-of-${nodes.join('-and-')}`,
  summary: `${kind === 'kill' ? 'Killed' : 'Without power'} again and again: ${nodes.join(' or ')}`,
  draw(streams) {
    const random = streams('often');
    return Array.from({ length: 3 }, (_, index): Fault => {
      const when = { node: random.pick(nodes), atMs: 120 + 180 * index + random.int(0, 150), durationMs: 50 };
      return kind === 'kill' ? { kind, ...when } : { kind, unsynced: 'lost', ...when };
    });
  },
});

/** Redis is away, and before it is back the shop is killed. */
const oneAfterTheOther: NemesisProfile = {
  name: 'redis-then-shop',
  summary: 'Redis is killed, and the shop a little later',
  draw(streams) {
    const random = streams('redis-then-shop');
    return [150, 420].flatMap((fromMs): Fault[] => {
      const atMs = fromMs + random.int(0, 100);
      return [
        { kind: 'kill', node: 'redis', atMs, durationMs: 150 },
        { kind: 'kill', node: 'shop', atMs: atMs + 120, durationMs: 50 },
      ];
    });
  },
};

const PATIENT = { lockDuration: 120, maxStalledCount: 100 };

const rules = ruled(
  {
    persistence: { aof: 'always' } as RedisPersistence,
    /** What each job is given. */
    job: { attempts: 3 } as object,
    ids: 'of-the-order',
    /** When the shop answers. */
    answers: 'when-added',
    worker: PATIENT as object,
    pays: 'sets',
  },
  {
    forgets: {
      summary: 'Redis keeps nothing on its disk: when it is killed, what was acknowledged is gone',
      rules: { persistence: 'none' },
      faults: often('kill', 'redis'),
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'synced-each-second': {
      summary: 'Redis syncs once a second: a power cut takes the orders of up to a second',
      rules: { persistence: { aof: 'everysec' } },
      faults: often('crash', 'redis'),
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'answers-before-it-is-added': {
      summary:
        'The shop answers before Redis has the job: it is killed while Redis is away, and nobody knows of the order',
      rules: { answers: 'at-once' },
      faults: oneAfterTheOther,
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'ids-of-bullmq': {
      summary: 'A job has no id of its own: an order that is sent twice is two jobs',
      rules: { ids: 'of-bullmq' },
      faults: 'none',
      shows: { check: 'books', anomaly: 'completed-twice', within: 1 },
    },
    'removed-when-completed': {
      summary:
        'removeOnComplete: the id of a completed job is free again, and an order sent twice is done twice',
      rules: { job: { attempts: 3, removeOnComplete: true } },
      faults: 'none',
      shows: { check: 'books', anomaly: 'completed-twice', within: 1 },
    },
    'one-attempt': {
      summary: 'As by default a job has one attempt: what fails once has failed',
      rules: { job: { attempts: 1 } },
      faults: 'none',
      shows: { check: 'books', anomaly: 'not-completed', within: 1 },
    },
    'stalled-is-failed': {
      summary: 'maxStalledCount 0: the order on which a worker was at work when it was killed has failed',
      rules: { worker: { ...PATIENT, maxStalledCount: 0 } },
      faults: often('kill', 'left', 'right'),
      shows: { check: 'books', anomaly: 'not-completed', within: 1 },
    },
    'adds-to-the-till': {
      summary: 'Work that is done again pays again: it adds to what was paid instead of setting it',
      rules: { pays: 'adds' },
      faults: often('kill', 'left', 'right'),
      shows: { check: 'books', anomaly: 'paid-twice', within: 10 },
    },
    'lock-shorter-than-work': {
      summary:
        'The lock ends before the work, and nobody renews it: the work is done over and over, and never completed',
      rules: { worker: { ...PATIENT, lockDuration: 30, skipLockRenewal: true } },
      params: { workMs: 60 },
      faults: 'none',
      shows: { check: 'books', anomaly: 'not-completed', within: 1 },
    },
  },
);

export const bullmqScenario = defineScenario({
  name: NAME,
  summary: 'The npm package bullmq with our Redis: what was added is done, and completed once',
  params: z.object({
    clients: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('each sends one order after another, some of them twice'),
    workMs: z.int().min(1).max(1_000).default(15).describe('how long the work on an order takes'),
  }),
  nodes: () => ['redis', 'shop', 'left', 'right'],
  load: () => needsPackages(NAME, 'bullmq@6.7.0', 'ioredis@5.11.1'),
  protocol({ workMs }, { bug }) {
    const { persistence, job, ids, answers, worker, pays } = rules.with(bug);
    const times = { stalledInterval: 100, runRetryDelay: 20, drainDelay: 0.2 };
    const packer = nodeProgram({
      entry: new URL('./programs/packer.js', import.meta.url),
      env: {
        WORKER: JSON.stringify({ ...times, ...worker }),
        PAYS: pays,
        WORK_MS: String(workMs),
        MSGPACKR_NATIVE_ACCELERATION_DISABLED: 'true',
      },
      shared: ['bullmq', 'ioredis'],
    });
    return {
      redis: redisServer({ persistence }),
      shop: nodeProgram({
        entry: new URL('./programs/shop.js', import.meta.url),
        env: {
          OPTIONS: JSON.stringify(job),
          IDS: ids,
          ANSWERS: answers,
          MSGPACKR_NATIVE_ACCELERATION_DISABLED: 'true',
        },
        shared: ['bullmq', 'ioredis'],
      }),
      left: packer,
      right: packer,
    };
  },
  workload: ({ clients: count }) => {
    const shoppers = clients(
      count,
      { send: 1 },
      {
        everyMs: 90,
        fromMs: 60,
        untilMs: 650,
        to: () => 'shop',
        // Every third order is sent once more, as by somebody who clicks again.
        input: (_f, _random, { client, index }) => {
          const number = index - Math.floor((index + 1) / 4);
          return { value: `c${client + 1}-${number + 1}`, kind: KINDS[(number + client) % KINDS.length] };
        },
      },
    );
    // One more when all is well again: so in every run something is worked on.
    const input = { f: 'send', value: 'last', kind: 'plain' };
    const last = { process: 'last', atMs: LAST_MS, to: 'shop', input };
    return {
      ...shoppers,
      clients: [...shoppers.clients, 'last'],
      operations: (world) => [...shoppers.operations(world), last],
    };
  },
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: 2 } },
  faults: nemesis(
    { connectionReset: 'hell', kill: 'hell', crash: true, partition: true },
    {
      name: 'broken lines and kills',
      summary: 'Connections break, links are cut, processes are killed, machines lose power',
    },
  ),
  durationMs: 2_000,
  settleMs: 1_300,
  clientTimeoutMs: 300,
  restartAfterMs: 50,
  final: () => [{ to: 'shop', input: { f: 'books' } }],
  check: { 'at-least-once': atLeastOnce({ processed: 'process' }), books: books() },
  bugs: rules.bugs,
});

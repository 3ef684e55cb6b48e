/**
 * Read-through and write-through: clients ask the cache alone, which loads what it has not and stores what it is given.
 *
 * One cache for a key makes one order of its reads and writes, so the key is linearizable, if three things hold: the database
 * comes first, reads and writes of a key wait in line, and what an earlier start of the cache has sent is refused.
 */
import {
  clients,
  defineScenario,
  nemesis,
  stateMachine,
  z,
  type ReplyTo,
  type StateMachineNode,
} from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { busyDisk, cast, heavyTailedLan, ruled, type RulesOf } from 'seedstorm/parts';
import { database, type DatabaseCalls, type Row } from './database-node.js';
import { keyInUse } from './keys.js';
import { holdsTheSame, kept, ofClients } from './store-claims.js';

const rules = ruled(
  {
    /** Which has a written value first. */
    first: 'database',
    /** When a write is acknowledged. */
    acknowledges: 'after-database',
    /** Reads and writes of a key that need the database go there one after another. */
    turns: 'one-by-one',
    /** What becomes of a write that the database does not answer: it is asked again until it does. */
    unanswered: 'asked-again',
    /** What becomes of a load that the database does not answer: the reader is told, nothing is cached. */
    failedLoad: 'refused',
    /** What the database takes of a cache that has restarted since. */
    fence: 'kept',
    /** Who writes. */
    writers: 'by-the-cache',
  },
  {
    'cache-first': {
      summary:
        'The cache shows a value before the database has it: it restarts, and what was read is there no more',
      rules: { first: 'cache' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 2 },
    },
    'acknowledged-from-cache': {
      summary: 'A write is acknowledged when the cache has it: it restarts before the database has the value',
      rules: { first: 'cache', acknowledges: 'at-once' },
      shows: { check: 'kept', anomaly: 'stale-read', within: 1 },
    },
    'write-given-up': {
      summary:
        'A store that is not answered is given up, and the old entry stays: the database has the new value',
      params: { capacity: 100 },
      rules: { unanswered: 'given-up' },
      faults: 'slow',
      shows: { check: 'agrees', anomaly: 'divergence', within: 5 },
    },
    'not-in-line': {
      summary:
        'A load and a write of one key go to the database at once: the load comes last, with what was before',
      rules: { turns: 'none' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 2 },
    },
    'no-fence': {
      summary:
        'A store that was under way when the cache restarted comes after the new one has loaded: it is never seen',
      params: { capacity: 100, restartMs: 450 },
      rules: { fence: 'none' },
      faults: nemesis({ latency: 'hell', kill: 'hell' }),
      shows: { check: 'agrees', anomaly: 'divergence', within: 19 },
    },
    'failure-cached': {
      summary: 'A load that failed is cached like a key that is not there',
      rules: { failedLoad: 'cached-as-absent' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 14 },
    },
    'line-stuck': {
      summary: 'After a load that failed the line of the key does not move any more',
      rules: { failedLoad: 'forgotten' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 14 },
    },
    'written-around': {
      summary: 'Some clients write the database themselves: the cache does not hear of it',
      rules: { writers: 'some-around' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const params = z.object({
  capacity: z.int().min(1).max(100).default(4).describe('entries that the cache holds'),
  restartMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('the cache is started anew after about so many ms; 0: never'),
  clients: z.int().min(1).max(20).default(4),
});

/** A read or write that needs the database. */
interface Job {
  readonly key: string;
  /** Of a write. */
  readonly value?: string;
  readonly replyTo: ReplyTo;
  tries: number;
}

interface Cache {
  state: {
    /** The one that was used last is the last. */
    readonly entries: Map<string, string | null>;
    /** Those that wait for the database, by key; the first of each line is there. */
    readonly lines: Map<string, Job[]>;
  };
  requests: {
    read: (ask: { readonly key: string }) => string | null;
    write: (ask: { readonly key: string; readonly value: string }) => 'written';
    state: () => { readonly replica: 'cache'; readonly value: Record<string, string | null> };
  };
  calls: Pick<DatabaseCalls, 'load' | 'store'>;
  /** The name of a line. */
  token: string;
  timer: string;
}
type State = Cache['state'];
type Node = StateMachineNode<Cache>;

const ATTEMPT_MS = 100;
const PAUSE_MS = 10;
const LOADS = 3;
/** Only in the first part of a run is the cache started anew by its operator. */
const UNEASY_MS = 1_000;
/** The timer that ends the process; all others are named after lines. */
const RESTART = '';

function throughCache({ capacity, restartMs }: z.infer<typeof params>, rule: Rules) {
  return stateMachine<Cache>({
    start(node) {
      const untilMs = restartMs * (0.5 + node.random.float());
      const isUneasy = restartMs > 0 && node.monotonicMs() + untilMs < UNEASY_MS;
      if (isUneasy) node.setTimer(RESTART, untilMs);
      return { entries: new Map(), lines: new Map() };
    },

    onRequest: {
      read(state, { key }, node) {
        const entry = state.entries.get(key);
        node.count(entry === undefined ? 'misses' : 'hits');
        if (entry === undefined) return takeTurn(state, { key, replyTo: node.defer(), tries: 0 }, node);
        put(state, key, entry);
        node.reply(entry);
      },
      write(state, { key, value }, node) {
        const job: Job = { key, value, replyTo: node.defer(), tries: 0 };
        if (rule.first === 'cache') put(state, key, value);
        if (rule.acknowledges === 'at-once') node.replyTo(job.replyTo, 'written');
        takeTurn(state, job, node);
      },
      state: ({ entries }, _ask, node) =>
        node.reply({ replica: 'cache', value: Object.fromEntries(entries) }),
    },

    onReply(state, result, node) {
      const line = result.token;
      const job = state.lines.get(line)?.[0];
      if (job === undefined) return;
      if (result.kind === 'answer') return finish(state, line, job, result.value, node);
      job.tries++;
      if (job.value === undefined ? job.tries >= LOADS : rule.unanswered === 'given-up')
        fail(state, line, job, node);
      else node.setTimer(line, PAUSE_MS);
    },

    onTimer(state, line, node) {
      if (line === RESTART) node.exit('started anew by its operator');
      const job = state.lines.get(line)?.[0];
      if (job !== undefined) ask(line, job, node);
    },
  });

  function put({ entries }: State, key: string, value: string | null): void {
    entries.delete(key);
    entries.set(key, value);
    const [oldest] = entries.keys();
    if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
  }

  function takeTurn(state: State, job: Job, node: Node): void {
    const { from, id } = job.replyTo;
    const line = rule.turns === 'one-by-one' ? job.key : `${from}/${id}`;
    const waiting = state.lines.get(line) ?? [];
    state.lines.set(line, waiting);
    if (waiting.push(job) === 1) ask(line, job, node);
  }

  function ask(line: string, { key, value }: Job, node: Node): void {
    const asked = { key, ...(rule.fence === 'kept' && { start: node.incarnation }) };
    const how = { timeoutMs: ATTEMPT_MS, token: line };
    if (value === undefined) node.call('database', { f: 'load', ...asked }, how);
    else node.call('database', { f: 'store', ...asked, value }, how);
  }

  function finish(state: State, line: string, job: Job, row: Row, node: Node): void {
    put(state, job.key, row.value);
    if (job.value === undefined) node.replyTo(job.replyTo, row.value);
    else if (rule.acknowledges === 'after-database') node.replyTo(job.replyTo, 'written');
    goOn(state, line, node);
  }

  function fail(state: State, line: string, job: Job, node: Node): void {
    if (job.value === undefined && rule.failedLoad === 'forgotten') return;
    if (job.value === undefined && rule.failedLoad === 'cached-as-absent') {
      put(state, job.key, null);
      node.replyTo(job.replyTo, null);
    } else node.rejectTo(job.replyTo, 'the database does not answer', { definite: job.value === undefined });
    goOn(state, line, node);
  }

  /** The next of the line; what the one before has loaded answers a reader at once. */
  function goOn(state: State, line: string, node: Node): void {
    const waiting = state.lines.get(line) as Job[];
    waiting.shift();
    for (let [job] = waiting; job !== undefined; [job] = waiting) {
      const entry = state.entries.get(job.key);
      if (job.value !== undefined || entry === undefined) return ask(line, job, node);
      node.replyTo(job.replyTo, entry);
      waiting.shift();
    }
    state.lines.delete(line);
  }
}

export const cacheThrough = defineScenario({
  name: 'cache/through',
  summary: 'The cache loads and stores by itself: linearizable, if a key has one cache and one line',
  params,
  vary: { capacity: [3, 6, 100], restartMs: [0, 0, 200] },
  nodes: () => ['cache', 'database'],
  protocol: (given, { bug }) =>
    cast({
      cache: [['cache'], throughCache(given, rules.with(bug))],
      database: [['database'], database()],
    }),
  workload(given, { bug }) {
    const around = rules.with(bug).writers === 'some-around';
    return clients(
      given.clients,
      { read: 0.65, write: 0.35 },
      {
        everyMs: 30,
        to: (_random, _nodes, client) => (around && client === 0 ? 'database' : 'cache'),
        input: (f, random, { client, index }) => ({
          key: keyInUse(index, random),
          ...(f === 'write' && { value: `c${client + 1}-${index}` }),
        }),
      },
    );
  },
  network: heavyTailedLan({ maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false, addedDelayMs: 300 } },
  durationMs: 2_400,
  clientTimeoutMs: 400,
  restartAfterMs: 5,
  liveWithinMs: 500,
  final: () => ['database', 'cache'].map((to) => ({ to, input: { f: 'state' } })),
  check: {
    linearizable: ofClients(linearizable(registerModel())),
    agrees: holdsTheSame(),
    kept: kept(),
  },
  bugs: rules.bugs,
});

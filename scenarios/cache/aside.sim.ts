/**
 * Cache-aside: the application asks the cache, else the database, and fills; who writes the database deletes the entry.
 *
 * A reader that missed may fill with what a writer has replaced in the meantime: the writer's deletion came before the
 * fill, and nobody deletes again. The cache must refuse such a fill, by a lease that the deletion takes back (Nishtala et
 * al., "Scaling Memcache at Facebook", NSDI 2013), or by the version of what was deleted.
 */
import { asyncProgram, clients, defineScenario, nodeNames, Refused, z, type AsyncNode } from 'seedstorm';
import {
  busyDisk,
  cast,
  heavyTailedLan,
  insist,
  orUndefined,
  ruled,
  type RetryPolicy,
  type RulesOf,
} from 'seedstorm/parts';
import { database, type DatabaseCalls } from './database-node.js';
import { KEYS, keyInUse } from './keys.js';
import { redisCache, type CacheCalls, type Guard } from './redis-cache.js';
import { agrees, fresh, kept } from './store-claims.js';

const rules = ruled(
  {
    /** What is done about a fill that is too late: what the parameter says. */
    remedy: 'as-asked',
    /** When a writer deletes the entry: when the database has the value. */
    deletes: 'after-write',
    /** What a writer does to the entry. */
    entry: 'deleted',
    /** A write is acknowledged once the cache has answered the deletion. */
    acknowledges: 'after-delete',
    /** Where the cache does not answer a deletion, it is asked again; if it never answers, the client gets no answer either. */
    unanswered: 'asked-again',
    /** Which fills the remedy is for. */
    guarded: 'all',
    /** A lease holds in the start of the server that gave it. */
    lease: 'of-this-start',
    /** How long an entry lives. */
    ttl: 'bounded',
  },
  {
    'delete-before-write': {
      summary: 'The writer deletes first: a reader fills the old value before the database has the new one',
      params: { remedy: 'leases' },
      rules: { deletes: 'before-write' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 4 },
    },
    'set-instead-of-delete': {
      summary:
        'Writers set what they have written: in the database one comes first, in the cache the other, and the older one stays',
      params: { remedy: 'leases' },
      rules: { entry: 'set', ttl: 'none' },
      shows: { check: 'agrees', anomaly: 'divergence', within: 11 },
    },
    'no-guard': {
      summary:
        'A reader that missed fills with what it has read: a writer has replaced and deleted it in between',
      params: { remedy: 'leases' },
      rules: { remedy: 'none' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 1 },
    },
    'double-delete-as-guard': {
      summary:
        'A second deletion is taken for a guard: who reads before it, or when it is lost, gets the old value',
      params: { remedy: 'leases' },
      rules: { remedy: 'double-delete' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 5 },
    },
    'stale-for-ever': {
      summary:
        'No guard, and entries live for ever: the old value of a late fill stays until somebody writes again',
      params: { remedy: 'leases' },
      rules: { remedy: 'none', ttl: 'none' },
      shows: { check: 'agrees', anomaly: 'divergence', within: 8 },
    },
    'writer-died-no-ttl': {
      summary:
        'Entries live for ever: a writer ends between database and cache, and nobody else deletes the entry',
      params: { remedy: 'leases' },
      rules: { ttl: 'none' },
      faults: 'points',
      shows: { check: 'agrees', anomaly: 'divergence', within: 11 },
    },
    'absence-not-guarded': {
      summary: 'That a key is not there is filled without a guard: the first write of the key stays unseen',
      params: { remedy: 'leases' },
      rules: { guarded: 'values' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 8 },
    },
    'lease-of-any-start': {
      summary:
        'Leases are numbers that begin anew when the cache restarts: one of before lets an old value in',
      params: { remedy: 'leases', restartMs: 60 },
      rules: { lease: 'of-any-start' },
      faults: 'slow',
      shows: { check: 'fresh', anomaly: 'stale-read', within: 4 },
    },
    'acknowledged-before-delete': {
      summary:
        'A write is acknowledged when the database has it: its own client may still read the old value',
      params: { remedy: 'leases' },
      rules: { acknowledges: 'before-delete' },
      shows: { check: 'fresh', anomaly: 'stale-read', within: 2 },
    },
    'deletion-not-repeated': {
      summary: 'A deletion that is not answered counts as done: it was lost, and the old value lives on',
      params: { remedy: 'leases' },
      rules: { unanswered: 'ignored' },
      faults: 'partitions',
      shows: { check: 'fresh', anomaly: 'stale-read', within: 11 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const REMEDIES = ['none', 'double-delete', 'versions', 'leases'] as const;
type Remedy = (typeof REMEDIES)[number];

const params = z.object({
  remedy: z.enum(REMEDIES).default('leases').describe('what is done about a fill that is too late'),
  ttlMs: z
    .number()
    .min(1)
    .max(1_000_000)
    .default(300)
    .describe('how long an entry lives: so stale may a read be where fills are not guarded'),
  restartMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(0)
    .describe('the cache is started anew after about so many ms; 0: never'),
  apps: z.int().min(1).max(9).default(2).describe('application servers'),
  clients: z.int().min(1).max(20).default(4),
});

/** What the clock of the cache may be wrong by: forwards at one time, backwards at another. */
const CLOCKS_MS = 40;
const ATTEMPT_MS = 100;
const PATIENCE: RetryPolicy = { pauseMs: 5, deadlineMs: 300 };
/** The second deletion comes so much later. */
const AGAIN_MS = 60;

interface App {
  requests: {
    read: (ask: { readonly key: string }) => string | null;
    write: (ask: { readonly key: string; readonly value: string }) => undefined;
    state: () => { readonly replica: 'cache'; readonly value: Record<string, string> };
  };
  calls: DatabaseCalls & CacheCalls;
}
type Node = AsyncNode<App>;

function application(remedy: Remedy, rule: Rules) {
  return asyncProgram<App>(async (node) => {
    node.onRequest({
      read: ({ key }) => read(node, key),
      write: ({ key, value }) => write(node, key, value),
      async state() {
        const found = await Promise.all(KEYS.map(async (key) => [key, await read(node, key)] as const));
        const value = Object.fromEntries(found.flatMap(([key, it]) => (it === null ? [] : [[key, it]])));
        return { replica: 'cache', value };
      },
    });
    await Promise.resolve();
  });

  async function read(node: Node, key: string): Promise<string | null> {
    const found = await node.call('cache', { f: 'get', key }, { timeoutMs: ATTEMPT_MS }).catch(orUndefined);
    if (found?.hit === true) return found.value;
    const row = await insist(
      node,
      () => node.call('database', { f: 'load', key }, { timeoutMs: ATTEMPT_MS }),
      PATIENCE,
    );
    if (row === undefined) throw new Refused('neither cache nor database answers');
    // Nobody waits for the fill. Without an answer of the cache there is nothing that could guard it.
    if (found !== undefined)
      node.send('cache', { f: 'fill', key, ...row, missed: found.missed, guard: guardOf(row.value) });
    return row.value;
  }

  async function write(node: Node, key: string, value: string): Promise<undefined> {
    if (remedy === 'double-delete' || rule.deletes === 'before-write') await remove(node, key, 0);
    const row = await insist(
      node,
      () => node.call('database', { f: 'store', key, value }, { timeoutMs: ATTEMPT_MS }),
      PATIENCE,
    );
    if (row === undefined) throw new Refused('the database does not answer', false);
    if (rule.deletes === 'before-write') return;
    const changed = rule.entry === 'set' ? set(node, key, value) : remove(node, key, row.version);
    if (remedy === 'double-delete') void node.sleep(AGAIN_MS).then(() => remove(node, key, row.version));
    if (rule.acknowledges === 'before-delete' || (await changed) || rule.unanswered === 'ignored') return;
    throw new Refused('the cache does not answer: it may still have the old value', false);
  }

  /** Whether the cache has answered. */
  async function remove(node: Node, key: string, version: number): Promise<boolean> {
    const attempt = () => node.call('cache', { f: 'delete', key, version }, { timeoutMs: ATTEMPT_MS });
    const policy = rule.unanswered === 'ignored' ? { attempts: 1 } : PATIENCE;
    return (await insist(node, attempt, policy)) !== undefined;
  }

  async function set(node: Node, key: string, value: string): Promise<boolean> {
    const attempt = () => node.call('cache', { f: 'set', key, value }, { timeoutMs: ATTEMPT_MS });
    return (await insist(node, attempt, PATIENCE)) !== undefined;
  }

  function guardOf(value: string | null): Guard {
    if (value === null && rule.guarded === 'values') return 'none';
    if (remedy === 'leases') return rule.lease === 'of-any-start' ? 'lease of any start' : 'lease';
    return remedy === 'versions' ? 'version' : 'none';
  }
}

export const cacheAside = defineScenario({
  name: 'cache/aside',
  summary: 'The application fills what it missed and deletes what it writes: a late fill must be refused',
  params,
  vary: { remedy: ['none', 'double-delete', 'versions', 'leases'], restartMs: [0, 0, 200] },
  nodes: ({ apps }) => ['cache', 'database', ...nodeNames(apps, 'app')],
  protocol({ remedy, apps, restartMs, ttlMs }, { bug }) {
    const rule = rules.with(bug);
    return cast({
      cache: [['cache'], redisCache({ ttlMs: rule.ttl === 'bounded' ? ttlMs : 0, restartMs })],
      database: [['database'], database()],
      application: [
        nodeNames(apps, 'app'),
        application(rule.remedy === 'as-asked' ? remedy : rule.remedy, rule),
      ],
    });
  },
  workload: (given) =>
    clients(
      given.clients,
      { read: 0.65, write: 0.35 },
      {
        everyMs: 30,
        to: (random) => random.pick(nodeNames(given.apps, 'app')),
        input: (f, random, { client, index }) => ({
          key: keyInUse(index, random),
          ...(f === 'write' && { value: `c${client + 1}-${index}` }),
        }),
      },
    ),
  network: heavyTailedLan({ maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false, clockSkewMs: 20, addedDelayMs: 300 } },
  durationMs: 2_400,
  clientTimeoutMs: 400,
  restartAfterMs: 20,
  liveWithinMs: 500,
  final: () => [
    { to: 'database', input: { f: 'state' } },
    { to: 'app1', input: { f: 'state' } },
  ],
  check: ({ remedy, ttlMs }) => ({
    fresh: fresh(remedy === 'leases' || remedy === 'versions' ? 0 : ttlMs + CLOCKS_MS),
    agrees: agrees(),
    kept: kept(),
  }),
  bugs: rules.bugs,
});

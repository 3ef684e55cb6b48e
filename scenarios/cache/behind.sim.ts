/**
 * Write-behind: a write is acknowledged when the cache has it, and comes to the database later, many at once, the last of
 * each key.
 *
 * In between the cache alone has the value. With a journal on its disk nothing acknowledged is lost; without one a crash takes
 * what was written since the last flush began.
 */
import { clients, defineScenario, z } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { busyDisk, cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { behindCache } from './behind-cache.js';
import { database } from './database-node.js';
import { keyInUse } from './keys.js';
import { flushedKept, holdsTheSame, kept, ofClients } from './store-claims.js';

const rules = ruled(
  {
    /** When a write is acknowledged, and a value shown. */
    acknowledges: 'after-journal',
    /** What counts as flushed when the database has answered: what was sent, in the version that was sent. */
    clears: 'what-was-sent',
    /** When the journal forgets what was flushed. */
    forgets: 'on-answer',
    /** What versions are made of, so that they grow. */
    versions: 'start-and-count',
    /** Which rows the database takes. */
    takes: 'newer',
    /** When the database answers a flush. */
    answers: 'after-sync',
    /** What may be evicted. */
    evicts: 'flushed',
  },
  {
    'acknowledged-before-journal': {
      summary: 'A write is acknowledged when it is in memory: a power cut takes it',
      params: { journal: 'disk' },
      rules: { acknowledges: 'at-once' },
      faults: 'crashes',
      shows: { check: 'kept', anomaly: 'stale-read', within: 5 },
    },
    'cleared-by-key': {
      summary: 'A write that comes while its key is flushed counts as flushed, too: it is never sent',
      params: { journal: 'disk' },
      rules: { clears: 'the-key' },
      shows: { check: 'kept', anomaly: 'stale-read', within: 2 },
    },
    'forgotten-on-send': {
      summary: 'The journal forgets a row when it is sent: the cache ends before the database has it',
      params: { journal: 'disk' },
      rules: { forgets: 'on-send' },
      faults: 'crashes',
      shows: { check: 'kept', anomaly: 'stale-read', within: 14 },
    },
    'versions-begin-anew': {
      summary: 'After a restart versions begin anew: the database takes the newer values for older ones',
      params: { journal: 'disk' },
      rules: { versions: 'count' },
      shows: { check: 'kept', anomaly: 'stale-read', within: 1 },
    },
    'late-flush-overwrites': {
      summary:
        'A flush was asked again; its first copy comes late, and overwrites what a later flush has brought',
      params: { journal: 'disk' },
      rules: { takes: 'whatever-comes' },
      shows: { check: 'kept', anomaly: 'stale-read', within: 9 },
    },
    'database-answers-early': {
      summary: 'The database answers before its disk has the rows, and the journal forgets them: a power cut',
      params: { journal: 'disk' },
      rules: { answers: 'at-once' },
      faults: 'crashes',
      shows: { check: 'kept', anomaly: 'stale-read', within: 4 },
    },
    'dirty-evicted': {
      summary: 'The cache evicts what was not flushed yet: the next reader loads the old value',
      params: { journal: 'disk' },
      rules: { evicts: 'any' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 3 },
    },
  },
);

const params = z.object({
  journal: z
    .enum(['disk', 'none'])
    .default('disk')
    .describe('where writes are kept until the database has them'),
  flushMs: z.number().min(1).max(10_000).default(100).describe('time between two flushes'),
  capacity: z.int().min(1).max(100).default(4).describe('flushed entries that the cache holds'),
  clients: z.int().min(1).max(20).default(4),
});

export const cacheBehind = defineScenario({
  name: 'cache/behind',
  summary: 'Writes come to the database later: nothing is lost with a journal, the last ones without',
  params,
  vary: { journal: ['disk', 'disk', 'none'], capacity: [3, 6, 100] },
  nodes: () => ['cache', 'database'],
  protocol(given, { bug }) {
    const rule = rules.with(bug);
    return cast({
      cache: [['cache'], behindCache(given, rule)],
      database: [['database'], database(rule)],
    });
  },
  workload: (given) =>
    clients(
      given.clients,
      { read: 0.65, write: 0.35 },
      {
        everyMs: 30,
        to: () => 'cache',
        input: (f, random, { client, index }) => ({
          key: keyInUse(index, random),
          ...(f === 'write' && { value: `c${client + 1}-${index}` }),
        }),
      },
    ),
  network: heavyTailedLan({ maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: ({ journal }) => ({
    intactReplicas: 99,
    // A cache without a journal does not know requests again that come a second time after a restart.
    allow: { corruption: false, addedDelayMs: 300, ...(journal === 'none' && { duplication: false }) },
  }),
  durationMs: 2_400,
  clientTimeoutMs: 400,
  restartAfterMs: 20,
  liveWithinMs: 500,
  final: () => ['database', 'cache'].map((to) => ({ to, input: { f: 'state' } })),
  check: ({ journal }) =>
    journal === 'none'
      ? { 'flushed-kept': flushedKept() }
      : {
          linearizable: ofClients(linearizable(registerModel())),
          agrees: holdsTheSame(),
          kept: kept(),
        },
  bugs: rules.bugs,
});

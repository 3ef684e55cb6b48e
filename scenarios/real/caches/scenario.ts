/**
 * Caches of npm packages, unmodified, with a time to live: no value is found when it is older, whatever the clock shows, and
 * until then it is there.
 */
import { clients, defineScenario, nodeNames, z, type NemesisProfile } from 'seedstorm';
import { ruled } from 'seedstorm/parts';
import { nodeProgram } from 'seedstorm/programs';
import { loadsApart } from '../../cache/stampede/claims.js';
import { needsPackages } from '../needs-packages.js';
import { keptUntil, notTooOld } from './claims.js';

const NAME = 'real/caches';
const NODE = 'server';

export const libraries = [
  ...(['lru-cache', '@isaacs/ttlcache', 'node-cache', 'keyv', 'tiny-lru', 'quick-lru'] as const),
] as const;
export type Library = (typeof libraries)[number];

export type CacheRequest =
  | { readonly f: 'put'; readonly key: string; readonly value: number }
  | { readonly f: 'get'; readonly key: string }
  /** What is there, or what is then loaded. */
  | { readonly f: 'fetch'; readonly key: string }
  /** Sets the key, and looks again exactly one time to live later. */
  | { readonly f: 'edge'; readonly key: string };

const TTL_MS = 200;
const LOAD_MS = 30;
const KEYS = nodeNames(10, 'k');

const setBack: NemesisProfile = {
  name: 'set-back',
  summary: 'The clock is set back by an hour',
  draw: (streams) => [
    { kind: 'clock-jump', node: NODE, atMs: streams('set-back').int(400, 900), byMs: -3_600_000 },
  ],
};

const lives = (library: Library) => ({
  summary: `${library}: the age of an entry is read off the wall clock; set back, it lives for an hour more`,
  params: { library },
  shows: { check: 'not-too-old', anomaly: 'too-old', within: 1 },
});

const rules = ruled(
  {},
  {
    'node-cache-set-back': lives('node-cache'),
    'keyv-set-back': lives('keyv'),
    'tiny-lru-set-back': lives('tiny-lru'),
    'quick-lru-set-back': lives('quick-lru'),
    'tiny-lru-set-again': {
      summary: 'tiny-lru: an entry that is set again keeps the end it had, and is gone too early',
      params: { library: 'tiny-lru' },
      shows: { check: 'kept', anomaly: 'gone-early', within: 1 },
    },
    'lru-cache-at-zero': {
      summary: 'lru-cache: an entry set when its clock shows exactly 0 never expires (lru-cache issue #379)',
      params: { atStart: 'sets' },
      shows: { check: 'not-too-old', anomaly: 'too-old', within: 1 },
    },
    'fetched-by-hand': {
      summary:
        'Whoever does not find a key loads and sets it, instead of by fetch(): all load at the same time',
      params: { fetches: 'by-hand' },
      shows: { check: 'one-load', anomaly: 'stampede', within: 1 },
    },
  },
);

export const cachesScenario = defineScenario({
  name: NAME,
  summary:
    'Caches from npm, unmodified: what is found is never older than its time to live, and until then it is there',
  params: z.object({
    library: z.enum(libraries).default('lru-cache').describe('the cache'),
    atStart: z
      .enum(['nothing', 'sets'])
      .default('nothing')
      .describe('whether the process sets a key as it starts, when the clock of lru-cache shows 0'),
    fetches: z
      .enum(['by-the-package', 'by-hand'])
      .default('by-the-package')
      .describe('how what is not there is loaded, with lru-cache'),
  }),
  nodes: () => [NODE],
  load: () =>
    needsPackages(
      ...([NAME, 'lru-cache@11.5.3', '@isaacs/ttlcache@2.1.5', 'node-cache@5.1.2'] as const),
      ...(['keyv@5.6.0', 'tiny-lru@13.1.0', 'quick-lru@7.3.0'] as const),
    ),
  protocol: ({ library, atStart, fetches }) =>
    nodeProgram({
      entry: new URL('./programs/cache.js', import.meta.url),
      env: {
        ...{ LIBRARY: library, TTL_MS: String(TTL_MS), LOAD_MS: String(LOAD_MS) },
        ...{ AT_START: atStart, FETCHES: fetches },
      },
    }),
  workload: ({ library }) =>
    clients(
      6,
      { put: 0.1, get: 0.65, edge: 0.05, ...(library === 'lru-cache' && { fetch: 0.2 }) },
      {
        everyMs: 25,
        input(f, random, { client, index }) {
          if (f === 'edge') return { key: `edge ${client}-${index}` };
          if (f === 'fetch') return { key: random.pick(nodeNames(2, 'f')) };
          if (f === 'put') return { key: random.pick(KEYS), value: 1_000 * client + index + 1 };
          return { key: random.pick([...KEYS, 'first']) };
        },
      },
    ),
  faults: setBack,
  // A process that begins anew has an empty cache, and a clock that runs fast or slow is another time to live.
  budget: { allow: { memoryLoss: false, clockDrift: false } },
  durationMs: 2_000,
  clientTimeoutMs: 400,
  quietMs: 500,
  liveWithinMs: 300,
  check: ({ library }) => ({
    'not-too-old': notTooOld(TTL_MS),
    kept: keptUntil(TTL_MS),
    ...(library === 'lru-cache' && { 'one-load': loadsApart(LOAD_MS, 0) }),
  }),
  bugs: rules.bugs,
});

/** A shortener of urls: keys made in four ways, urls read through a cache, and a database that keeps them. */
import { clients, defineScenario, nodeNames, reacting, z, type NemesisProfile } from 'seedstorm';
import { uniqueIds } from 'seedstorm/checkers';
import { busyDisk, cast, heavyTailedLan, ruled } from 'seedstorm/parts';
import { kept, oneUrl, resolves } from './checks.js';
import { allocator, base62, neighbourOf, schemes } from './keys.js';
import { server } from './server.js';
import { cache, database } from './stores.js';

/** Many at once: so two meet more often. */
const BUSY = { reads: 2, clients: 8 };

/** As a server of time corrects a clock. */
const setBack: NemesisProfile = {
  name: 'set-back',
  summary: 'Sets the clocks of servers back, by up to 0.3 s, several times',
  draw(streams) {
    const random = streams('set-back');
    return [300, 600, 900, 1_200].map((atMs) => ({
      kind: 'clock-jump' as const,
      node: random.pick(['s1', 's2', 's3']),
      atMs,
      byMs: -random.int(50, 300),
    }));
  },
};

const rules = ruled(
  {
    handsOut: 'after-sync',
    block: 'given-up',
    clock: 'never-back',
    machine: 'own',
    taken: 'tries-again',
    acknowledge: 'after-sync',
    fills: 'with-lease',
    absent: 'not-cached',
    forgets: 'after-database',
  },
  {
    'counter-in-memory': {
      summary:
        'The counter answers before its number is on the disk: a power cut, and it counts the same again',
      rules: { handsOut: 'at-once' },
      params: { keys: 'counter' },
      faults: 'crashes',
      shows: { check: 'unique', anomaly: 'duplicate', within: 30 },
    },
    'range-twice': {
      summary:
        'The allocator hands a block out before it is on the disk: after a power cut another server has it, too',
      rules: { handsOut: 'at-once' },
      params: { keys: 'ranges' },
      faults: 'crashes',
      shows: { check: 'unique', anomaly: 'duplicate', within: 5 },
    },
    'block-begun-again': {
      summary: 'A server that comes back goes on with its block, and has not kept how far it was',
      rules: { block: 'begun-again' },
      params: { keys: 'ranges' },
      shows: { check: 'unique', anomaly: 'duplicate', within: 1 },
    },
    'clock-set-back': {
      summary: 'Keys follow the clock: set back, it gives the same millisecond again',
      rules: { clock: 'as-shown' },
      params: { keys: 'snowflake', ...BUSY },
      faults: setBack,
      shows: { check: 'unique', anomaly: 'duplicate', within: 1 },
    },
    'same-machine-number': {
      summary: 'All servers have the same number of the machine: two keys of one millisecond are the same',
      rules: { machine: 'same' },
      params: { keys: 'snowflake', ...BUSY },
      shows: { check: 'unique', anomaly: 'duplicate', within: 1 },
    },
    'hash-overwrites': {
      summary: 'A hash that another url has is overwritten: the old key leads to the new url',
      rules: { taken: 'overwrites' },
      params: { keys: 'hash' },
      shows: { check: 'unique', anomaly: 'two-urls', within: 1 },
    },
    'looks-then-writes': {
      summary:
        'A server looks whether a hash is free, and then writes: another one has done the same in between',
      rules: { taken: 'looks-first' },
      params: { keys: 'hash', ...BUSY },
      shows: { check: 'unique', anomaly: 'two-urls', within: 1 },
    },
    'acknowledge-before-sync': {
      summary: 'The database answers before the url is on its disk: a power cut, and the key leads nowhere',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'kept', anomaly: 'lost', within: 5 },
    },
    'absent-is-cached': {
      summary: 'The cache keeps that there is no such key: somebody guessed it before it was made',
      rules: { absent: 'cached' },
      params: { keys: 'counter' },
      shows: { check: 'resolves', anomaly: 'lost', within: 1 },
    },
    'deleted-stays-cached': {
      summary: 'A deleted url stays in the cache, and is opened from there',
      rules: { forgets: 'never' },
      shows: { check: 'resolves', anomaly: 'deleted-url', within: 1 },
    },
    'fill-after-delete': {
      summary: 'The cache takes what was read before the key was deleted: nobody makes it forget that',
      rules: { fills: 'always' },
      params: { keys: 'counter', ...BUSY },
      shows: { check: 'resolves', anomaly: 'deleted-url', within: 10 },
    },
    'forgets-too-early': {
      summary:
        'The cache forgets first, and the database deletes afterwards: who opens the key in between fills it in again',
      rules: { forgets: 'before-database' },
      params: { keys: 'counter', ...BUSY },
      shows: { check: 'resolves', anomaly: 'deleted-url', within: 26 },
    },
  },
);

interface Memory {
  readonly keys: string[];
}

const urlsOf = (count: number): string[] => nodeNames(count, 'https://example.org/');

export const urlShortenerScenario = defineScenario({
  name: 'design/url-shortener',
  summary:
    'Short keys for urls, by counter, blocks, clock or hash: no key is of two urls, and each leads to its own',
  params: z.object({
    keys: z.enum(schemes).default('counter').describe('how keys are made'),
    reads: z.number().min(1).max(1_000).default(6).describe('how many keys are opened for each that is made'),
    space: z.int().min(50).max(1_000_000).default(400).describe('how many keys a hash may give'),
    cacheSize: z.int().min(1).max(10_000).default(40).describe('how many urls the cache holds'),
    servers: z.int().min(1).max(4).default(3),
    clients: z.int().min(1).max(20).default(4),
  }),
  vary: { keys: [...schemes] },
  nodes: ({ servers }) => [...nodeNames(servers, 's'), 'numbers', 'urls', 'cache'],
  protocol({ servers, cacheSize, ...settings }, { bug }) {
    const rule = rules.with(bug);
    return cast({
      server: [nodeNames(servers, 's'), server(settings, rule)],
      numbers: [['numbers'], allocator(rule)],
      urls: [['urls'], database(rule)],
      cache: [['cache'], cache(rule, cacheSize)],
    });
  },
  workload: ({ clients: count, reads, servers }) =>
    reacting(
      clients(
        count,
        { shorten: 1, open: reads, delete: 0.4 },
        {
          everyMs: 20,
          to: (random) => random.pick(nodeNames(servers, 's')),
          // Some urls are asked for by several.
          input: (f, random) => (f === 'shorten' ? { url: random.pick(urlsOf(300)) } : {}),
        },
      ),
      {
        memory: (): Memory => ({ keys: [] }),
        begins({ input }, { memory: { keys }, random }) {
          if (input.f === 'shorten') return undefined;
          const [last] = keys.slice(-1);
          if (last === undefined) return { input: { f: 'open', key: base62(random.int(1, 4)) } };
          const isGuess = input.f === 'open' && random.chance(0.25);
          return {
            input: { f: input.f, key: isGuess ? neighbourOf(last, random.int(1, 4)) : random.pick(keys) },
          };
        },
        ended({ input, type, output }, { memory: { keys } }) {
          if (input.f === 'shorten' && type === 'ok') keys.push(output as string);
          return undefined;
        },
      },
    ),
  network: heavyTailedLan({ minMs: 0.3, alpha: 1, maxMs: 40 }),
  disk: busyDisk(),
  faults: 'rough',
  budget: { intactReplicas: 99, allow: { corruption: false } },
  durationMs: 2_000,
  clientTimeoutMs: 600,
  quietMs: 300,
  restartAfterMs: 100,
  // One more when all is well again: so in every run a key was given.
  final: () => [
    { to: 's1', input: { f: 'shorten', url: 'https://example.org/last' } },
    { to: 'urls', input: { f: 'rows' } },
  ],
  check: ({ keys }) => ({
    unique: keys === 'hash' ? oneUrl : uniqueIds({ generate: 'shorten' }),
    resolves,
    kept,
  }),
  bugs: rules.bugs,
});

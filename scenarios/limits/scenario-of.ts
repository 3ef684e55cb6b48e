/** The scenario of a limiter: two gateways and a store, requests that come in bursts, and what must hold of them. */
import { defineScenario, nemesis, z, type PlantedBug } from 'seedstorm';
import { defineChecker, rateLimit, type Checker, type Operation } from 'seedstorm/checkers';
import { cast, openWorkload } from 'seedstorm/parts';
import { CLOCK_ERROR, type Algorithm, type Limit } from './limiter.js';
import type { Keys } from './memory.js';
import { gateway, store } from './nodes.js';
import type { Rules } from './rules.js';

const params = z.object({
  where: z
    .enum(['store', 'gateways'])
    .default('store')
    .describe('where it counts: in a store that all share, or in each gateway'),
  limit: z.int().min(1).max(1_000).default(3).describe('how much a key is let in within a window'),
  windowMs: z.int().min(10).max(10_000).default(200).describe('how long a window is'),
  claim: z
    .enum(['its-own', 'any-window'])
    .default('its-own')
    .describe('what is claimed: what the algorithm keeps, or never more than the limit in any window'),
});
export type LimiterParams = z.infer<typeof params>;

const GATEWAYS = ['g1', 'g2'];
const KEYS = ['ann', 'bob'];

/** Clocks that disagree, a store that begins anew, messages that are lost, late and doubled. */
const trouble = nemesis(
  {
    ...{ crash: true, kill: true, partition: true, loss: true, duplication: true, latency: true },
    ...{ clockJump: true, clockOffset: true, pause: true },
  },
  {
    name: 'limiter-trouble',
    summary: 'Crashes, cuts, messages lost, late and doubled; wall clocks that leap',
  },
);

interface Limiter {
  readonly name: string;
  readonly summary: string;
  /** The algorithm by the rules of the bug. */
  readonly with: (bug: string | undefined) => Rules & { readonly algorithm: (limit: Limit) => Algorithm };
  /** What it keeps: never more than this. */
  readonly keeps: (limit: Limit, key: KeyOf) => Readonly<Record<string, Checker>>;
  readonly bugs: Readonly<Record<string, PlantedBug<LimiterParams>>>;
}

/** A bit longer than clocks may make it. */
export const byWrongClocks = (ms: number): number => ms * (1 + 3 * CLOCK_ERROR);

/** Whose limit it is: where each gateway counts, each has its own. */
const ofKey = ({ input }: Operation): string => (input as { key: string }).key;
const perGateway = (operation: Operation): string => `${ofKey(operation)} at ${operation.process}`;

export type KeyOf = (operation: Operation) => unknown;

/** Keys of a limiter end: one that nothing ends stays in memory for ever. */
const keysEnd = defineChecker({
  name: 'keys-end',
  looksFor: 'stores that show their keys (function keys)',
  scan(history, found) {
    let judged = 0;
    for (const operation of history) {
      if ((operation.input as { f: string }).f !== 'keys' || operation.type !== 'ok') continue;
      judged++;
      const { keys, endless } = operation.output as Keys;
      if (endless > 0)
        found.anomaly(
          'leak',
          `${endless} of ${keys} keys have no time to live: they stay for ever`,
          operation,
        );
    }
    return { judged, reason: 'all keys end' };
  },
});

const weightOf = (chance: number, limit: number): number =>
  chance < 0.03 ? limit + 1 : chance < 0.15 ? 2 : 1;

export const limiterScenario = (limiter: Limiter) =>
  defineScenario({
    name: limiter.name,
    summary: limiter.summary,
    params,
    vary: { where: ['store', 'store', 'gateways'] },
    nodes: () => ['store', ...GATEWAYS],
    protocol({ where, limit, windowMs }, { bug }) {
      const { algorithm, ...rule } = limiter.with(bug);
      const kept = { limit, windowMs };
      const steps = algorithm(kept);
      return cast({
        store: [['store'], store(kept, steps, rule)],
        gateway: [GATEWAYS, gateway(where, kept, steps, rule)],
      });
    },
    workload: ({ limit }) =>
      openWorkload({
        // Quiet, and then a burst: the edge of a window is where it comes.
        arrivals: { kind: 'burst', perSecond: 25, burstPerSecond: 300, everyMs: 330, forMs: 50 },
        underWayMs: CLIENT_TIMEOUT_MS,
        to: (random) => random.pick(GATEWAYS),
        input: (random) => ({
          f: 'enter',
          key: random.pick(KEYS),
          weight: weightOf(random.float(), limit),
        }),
      }),
    clocks: { maxOffsetMs: 60, maxDriftPpm: 400 },
    faults: trouble,
    // Time that runs faster than CLOCK_ERROR makes windows shorter; what a clock shows may be anything.
    budget: { allow: { clockDrift: false } },
    durationMs: 2_000,
    clientTimeoutMs: CLIENT_TIMEOUT_MS,
    restartAfterMs: 50,
    final: ({ where }) =>
      (where === 'store' ? ['store'] : GATEWAYS).map((to) => ({ to, input: { f: 'keys' } })),
    check: ({ where, claim, limit, windowMs }): Record<string, Checker> =>
      claim === 'any-window'
        ? { limit: rateLimit({ limit, windowMs }) }
        : {
            ...limiter.keeps({ limit, windowMs }, where === 'store' ? ofKey : perGateway),
            'keys-end': keysEnd,
          },
    bugs: limiter.bugs,
  });

const CLIENT_TIMEOUT_MS = 300;

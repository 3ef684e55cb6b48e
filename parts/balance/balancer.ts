/**
 * A balancer: which server gets the next request, by one of seven algorithms. Plain data and pure functions, so that it can be
 * part of the state of a state machine. Who is alive it is told at each choice: that is the business of health checks.
 */
import { hashOf } from '../ring/hash.js';
import { hashRing, type Ring } from '../ring/ring.js';
import { byBoundedRing, byRing, bySourceHash } from './hashed.js';
import { leastOpen, openAt, twoChoices, type Draws, type OpenRequests } from './open-requests.js';
import {
  noteResponse,
  shortestResponse,
  type ResponseTimes,
  type ResponseTimeSettings,
} from './response-times.js';
import { weightedRound, type Weights } from './turns.js';

/** All algorithms, by name. */
export const balanceAlgorithms = [
  'round-robin',
  'weighted',
  'least-connections',
  'shortest-response',
  'source-hash',
  'consistent-hash',
  'bounded-hash',
  'two-choices',
] as const;
export type BalanceAlgorithm = (typeof balanceAlgorithms)[number];

/** Each rule can be replaced, to see what it is there for. */
export const balanceRules = {
  /** Servers have as many turns as they weigh. Bug `ignored`: one each. */
  weights: 'kept' as 'kept' | 'ignored',
  /** A request that failed is not open any more. Bug `leaked`: it is counted for ever. */
  errors: 'closed' as 'closed' | 'leaked',
  /** A failure is no quick answer. */
  failures: 'set-apart' as 'set-apart' | 'counted',
  /** What a consistent hash stands on. Bug `modulo`: nearly all sources move. */
  ring: 'kept' as 'kept' | 'modulo',
  /** A full server is passed over. */
  bound: 'kept' as 'kept' | 'ignored',
  /** Of two that were drawn the better one. Bug `one`: the first that was drawn. */
  choices: 'two' as 'two' | 'one',
};
export type BalanceRules = typeof balanceRules;

export interface BalanceSettings {
  readonly algorithm: BalanceAlgorithm;
  /** All servers there may be, dead ones too: the ring stands on them. */
  readonly servers: readonly string[];
  /** For `weighted`. Default 1 each. */
  readonly weights?: Weights;
  /** For `bounded-hash`: how much more than the mean a server may have. Default 0.25. */
  readonly over?: number;
  /** For `shortest-response`. */
  readonly times?: ResponseTimeSettings;
  readonly rules?: Partial<BalanceRules>;
}

/** Plain data. */
export interface Balancer {
  readonly open: OpenRequests;
  /** The next turn, where servers take turns. */
  turn: number;
  readonly times: ResponseTimes;
}

/** What a balancer is asked for. */
export interface Choice {
  /** Who may be chosen. */
  readonly alive: readonly string[];
  /** Who asks: an address, a session, a key. */
  readonly source: string;
  readonly nowMs: number;
  readonly random: Draws;
  /** The turn, where several balancers count together. Default: this one counts its own. */
  readonly turn?: number;
}

/** Nothing is open yet. */
export const newBalancer = (): Balancer => ({ open: {}, turn: 0, times: {} });

/** Chooses by these settings. The ring is made once. */
export interface Balance {
  /** The server of this request, which is open from now on; `undefined`: none is alive. */
  choose(balancer: Balancer, choice: Choice): string | undefined;
  /** A request has ended, well or not. Whatever begins with `choose` must end here, once. */
  ended(
    balancer: Balancer,
    server: string,
    outcome: { readonly ok: boolean; readonly tookMs: number },
    nowMs: number,
  ): void;
}

/** The functions of an algorithm. @throws TypeError for one that does not exist */
export function balanceBy(settings: BalanceSettings): Balance {
  const { algorithm, servers } = settings;
  if (!balanceAlgorithms.includes(algorithm))
    throw new TypeError(
      `balanceBy: algorithm: expected one of ${balanceAlgorithms.join(', ')}, got '${String(algorithm)}'`,
    );
  const rules: BalanceRules = { ...balanceRules, ...settings.rules };
  const ring = hashRing(servers);
  const times: ResponseTimeSettings = { ...settings.times, failures: rules.failures };
  return {
    choose(balancer, choice) {
      if (choice.alive.length === 0) return undefined;
      const server = chosen({ ...settings, rules, ring, times }, balancer, choice);
      if (server !== undefined) balancer.open[server] = openAt(balancer.open, server) + 1;
      return server;
    },
    ended({ open, times: known }, server, outcome, nowMs) {
      if (outcome.ok || rules.errors === 'closed') open[server] = Math.max(0, openAt(open, server) - 1);
      noteResponse(known, server, outcome, nowMs, times);
    },
  };
}

function chosen(
  settings: BalanceSettings & { readonly rules: BalanceRules; readonly ring: Ring },
  balancer: Balancer,
  { alive, source, nowMs, random, turn = balancer.turn++ }: Choice,
): string | undefined {
  const { rules, ring, weights, over } = settings;
  const { open, times } = balancer;
  switch (settings.algorithm) {
    case 'round-robin':
      return alive[turn % alive.length];
    case 'weighted': {
      const round = weightedRound(alive, rules.weights === 'kept' ? weights : {});
      return round[turn % round.length];
    }
    case 'least-connections':
      return leastOpen(alive, open, random);
    case 'shortest-response':
      return shortestResponse(alive, times, open, nowMs, random, settings.times);
    case 'source-hash':
      return bySourceHash(alive, source);
    case 'consistent-hash':
      return rules.ring === 'kept'
        ? byRing(ring, source, (server) => alive.includes(server))
        : alive[hashOf(source) % alive.length];
    case 'bounded-hash':
      return rules.bound === 'kept'
        ? byBoundedRing(ring, source, alive, open, over)
        : byRing(ring, source, (server) => alive.includes(server));
    case 'two-choices':
      return rules.choices === 'two' ? twoChoices(alive, open, random) : random.pick(alive);
  }
}

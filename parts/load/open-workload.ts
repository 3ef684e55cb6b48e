/** Requests that come whether or not those before were answered: an open system. */
import { stream, type PlannedOperation, type Random, type Workload } from 'seedstorm';
import { assertArrivals, nextArrival, peakRate, type Arrivals } from './arrivals.js';
import { assertCount, assertNumber, assertTime } from './bad-load.js';

/** Requests that arrive at a rate, even if nobody answers. */
export type OpenWorkload = (
  | {
      /** Requests a second, on average: the same as Poisson's arrivals at this rate. */
      readonly perSecond: number;
    }
  | {
      /** The rate over time. */
      readonly arrivals: Arrivals;
    }
) & {
  /** Draws the request of this number, from 0; with the field `f`. */
  readonly input: (
    random: Random,
    number: number,
  ) => { readonly f: string; readonly [field: string]: unknown };
  /** Where it is sent; default: each to a node drawn anew. */
  readonly to?: (random: Random, nodes: readonly string[]) => string;
  /** How many requests may be under way: a further one waits for a client that is free. Default: enough for all. */
  readonly clients?: number;
  /** The time-out of clients, by which `clients` is chosen: give it where it is not the usual 1000. */
  readonly underWayMs?: number;
  /** When the first may come, in ms. Default 0. */
  readonly fromMs?: number;
  /** When the last may come, in ms. Default: as late as the run allows. */
  readonly untilMs?: number;
};

/**
 * Requests that come at a rate, whether or not those before were answered: an open system. Clients that wait for their answer
 * ask the less, the slower they are answered, and so never see what overload does (Schroeder, Wierman & Harchol-Balter, "Open
 * versus closed: a cautionary tale", NSDI 2006).
 * @throws RangeError in one sentence for a load that cannot be
 */
export function openWorkload(given: OpenWorkload): Workload {
  const { input, to, fromMs = 0, untilMs: last = Infinity, underWayMs = 1000 } = given;
  const arrivals: Arrivals =
    'arrivals' in given ? given.arrivals : { kind: 'poisson', perSecond: given.perSecond };
  assertArrivals(arrivals, 'openWorkload');
  assertTime('openWorkload: underWayMs', underWayMs);
  assertNumber('openWorkload: fromMs', fromMs, 0, undefined, 'a time in ms');
  const { clients: count = processesFor(peakRate(arrivals), underWayMs) } = given;
  assertCount('openWorkload: clients', count);
  const names = Array.from({ length: count }, (_, index) => `c${index + 1}`);
  return {
    clients: names,
    operations({ seed, nodes, untilMs }) {
      const random = stream(seed, 'workload/open');
      const operations: PlannedOperation[] = [];
      for (let atMs = fromMs, number = 0; ; number++) {
        atMs = nextArrival(arrivals, atMs, random);
        if (atMs > Math.min(untilMs, last)) return operations;
        operations.push({
          process: names[number % count] as string,
          atMs: Math.round(atMs * 1000) / 1000,
          input: input(random, number),
          ...(to !== undefined && { to: to(random, nodes) }),
        });
      }
    },
  };
}

/**
 * So many processes that none of them is asked for a request while it waits for another: as many as may come while one is
 * under way, and what chance may add (ten standard deviations of Poisson's).
 */
export function processesFor(perSecond: number, underWayMs: number): number {
  const atOnce = (perSecond * underWayMs) / 1000;
  return Math.ceil(atOnce + 10 * Math.sqrt(atOnce)) + 1;
}

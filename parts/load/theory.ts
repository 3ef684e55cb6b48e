/**
 * What the theory of queues says of a station, where it has an answer: Poisson's arrivals, any number of workers with
 * exponential times (Erlang's C), or one worker with any times (Pollaczek and Khinchine).
 */
import { exactMath } from 'seedstorm';
import { assertCount, assertRate } from './bad-load.js';
import { assertServiceTimes, serviceMoments, type ServiceTimes } from './service-times.js';

/** A station, as the theory sees it. */
export interface QueueModel {
  /** Poisson's arrivals, a second. */
  readonly perSecond: number;
  readonly service: ServiceTimes;
  /** Default 1. */
  readonly workers?: number;
}

/** What is to be expected in the long run. Waiting is without service. */
export interface QueueTheory {
  /** Share of the workers' time. */
  readonly utilisation: number;
  readonly meanWaitMs: number;
  /** How many wait, on average: by Little's law, the rate times the mean wait. */
  readonly meanWaiting: number;
  /** With exponential times, and who came first is served first: the share that waits for longer than this. */
  readonly waitsLonger?: (ms: number) => number;
  /** And the time that so large a share waits for at most: `waitAtShare(0.9)` is the ninetieth percentile. */
  readonly waitAtShare?: (share: number) => number;
}

/**
 * Waiting and utilisation of a station in which any number may wait; `undefined` where there is no formula (several workers
 * whose times are not exponential), or no long run (more comes than can be served).
 * @throws RangeError in one sentence for a load that cannot be
 */
export function queueTheory({ perSecond, service, workers = 1 }: QueueModel): QueueTheory | undefined {
  assertRate('queueTheory: perSecond', perSecond);
  assertServiceTimes(service, 'queueTheory: service');
  assertCount('queueTheory: workers', workers);
  const { meanMs, squareMs2 } = serviceMoments(service);
  const perMs = perSecond / 1000;
  const utilisation = (perMs * meanMs) / workers;
  if (utilisation >= 1) return undefined;
  if (service.kind !== 'exponential') {
    if (workers > 1) return undefined;
    const meanWaitMs = (perMs * squareMs2) / (2 * (1 - utilisation));
    return { utilisation, meanWaitMs, meanWaiting: perMs * meanWaitMs };
  }
  const waits = erlangC(workers, perMs * meanMs);
  /** How fast a line grows shorter while all workers are busy. */
  const spare = workers / meanMs - perMs;
  return {
    utilisation,
    meanWaitMs: waits / spare,
    meanWaiting: (perMs * waits) / spare,
    waitsLonger: (ms) => waits * exactMath.exp(-spare * ms),
    waitAtShare: (share) => (1 - share >= waits ? 0 : exactMath.ln(waits / (1 - share)) / spare),
  };
}

/**
 * The share of requests that find all workers busy, and wait (Erlang, 1917), where `offered` workers would be busy on average
 * if there were enough; 1 where there are not.
 */
export function erlangC(workers: number, offered: number): number {
  if (offered >= workers) return 1;
  const lost = erlangB(workers, offered);
  return lost / (1 - (offered / workers) * (1 - lost));
}

/** The share of requests that are lost where nobody waits: a station with `limit` 0, whatever its service times. */
export function erlangB(workers: number, offered: number): number {
  let lost = 1;
  for (let worker = 1; worker <= workers; worker++) lost = (offered * lost) / (worker + offered * lost);
  return lost;
}

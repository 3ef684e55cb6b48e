/**
 * The theory of queues, and what the scenario load/queue measures. Each claim is a 99.9 % interval over twenty batches of one
 * long run; seeds are fixed, so that nothing is left to luck. The intervals are narrow, and wrong twins fall outside of them.
 */
import { simulate } from 'seedstorm';
import {
  erlangB,
  erlangC,
  holds,
  meanInterval,
  newStation,
  offerTo,
  queueTheory,
  serviceTime,
  stationFigures,
  workerDone,
  nextArrival,
} from 'seedstorm/parts';
import { stream } from 'seedstorm';
import { queueScenario, serviceOf } from '../../../scenarios/load/queue.sim.js';
import type { Batch } from '../../../scenarios/load/queue-claims.js';
import { describe, expect, it } from 'vitest';

const LEVEL = 0.999;
type Given = Parameters<typeof serviceOf>[0] & { readonly rate: number; readonly workers: number };

async function batchesOf(given: Given, bug?: string): Promise<readonly Batch[]> {
  const params = { ...given, requests: 100_000 };
  const run = await simulate(queueScenario, {
    seed: 3,
    params,
    swarm: false,
    ...(bug !== undefined && { bug }),
  });
  return run.history.at(-1)?.output as readonly Batch[];
}

const MODELS: readonly (readonly [string, Given])[] = [
  ['M/M/1, half busy', { service: 'exponential', meanMs: 1, workers: 1, rate: 500 }],
  ['M/M/1, busy', { service: 'exponential', meanMs: 1, workers: 1, rate: 750 }],
  ['M/M/4', { service: 'exponential', meanMs: 4, workers: 4, rate: 750 }],
  ['M/M/8', { service: 'exponential', meanMs: 8, workers: 8, rate: 700 }],
  ['M/D/1', { service: 'constant', meanMs: 1, workers: 1, rate: 700 }],
  ['M/G/1, uniform', { service: 'uniform', meanMs: 1, workers: 1, rate: 700 }],
  ['M/G/1, Erlang', { service: 'erlang', meanMs: 1, workers: 1, rate: 700 }],
  ['M/G/1, hyper-exponential', { service: 'hyper-exponential', meanMs: 1, workers: 1, rate: 600 }],
  ['M/G/1, heavy-tailed', { service: 'heavy-tailed', meanMs: 1, workers: 1, rate: 500 }],
];

describe.each(MODELS)('%s', (_name, given) => {
  it('waits, is busy and has a line as the theory says', async () => {
    const theory = queueTheory({ perSecond: given.rate, service: serviceOf(given), workers: given.workers });
    const batches = await batchesOf(given);
    const agrees = (of: (batch: Batch) => number, expected = NaN, narrow = 0.2) => {
      const interval = meanInterval(batches.map(of), LEVEL);
      expect(holds(interval, expected), `${interval.mean} ± ${interval.half}, not ${expected}`).toBe(true);
      expect(interval.half / interval.mean).toBeLessThan(narrow);
    };
    agrees(({ utilisation }) => utilisation, theory?.utilisation, 0.04);
    agrees(({ waitMs }) => waitMs, theory?.meanWaitMs);
    agrees(({ waiting }) => waiting, theory?.meanWaiting);
    // Little's law holds in each batch, but for those that wait when it begins and ends.
    for (const { waiting, perMs, waitMs } of batches) expect(waiting).toBeCloseTo(perMs * waitMs, 1);
    if (theory?.waitsLonger !== undefined) agrees(({ longer }) => longer, theory.waitsLonger(0) / 2);
  });
});

describe('a wrong twin is outside of the interval', () => {
  const given: Given = { service: 'exponential', meanMs: 1, workers: 1, rate: 750 };
  it.each([
    ['last-first', 'longer'],
    ['too-even', 'waitMs'],
    ['waits-for-the-server', 'waitMs'],
  ] as const)('%s', async (bug, figure) => {
    const theory = queueTheory({ perSecond: given.rate, service: serviceOf(given) });
    const expected = figure === 'longer' ? (theory?.waitsLonger?.(0) ?? NaN) / 2 : theory?.meanWaitMs;
    const interval = meanInterval(
      (await batchesOf(given, bug)).map((batch) => batch[figure]),
      LEVEL,
    );
    expect(holds(interval, expected as number)).toBe(false);
  });

  it('last-first has the right mean all the same', async () => {
    const interval = meanInterval(
      (await batchesOf(given, 'last-first')).map(({ waitMs }) => waitMs),
      LEVEL,
    );
    expect(holds(interval, 3)).toBe(true);
  });
});

describe('formulas', () => {
  it('have the values that are printed in tables of Erlang', () => {
    expect(erlangB(10, 5)).toBeCloseTo(0.018385, 6);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(1, 0.8)).toBeCloseTo(0.8, 12);
    expect(erlangC(2, 3)).toBe(1);
  });

  it('say nothing where there is no formula or no long run', () => {
    const service = { kind: 'constant', ms: 1 } as const;
    expect(queueTheory({ perSecond: 100, service, workers: 2 })).toBeUndefined();
    expect(queueTheory({ perSecond: 1_000, service })).toBeUndefined();
    expect(() => queueTheory({ perSecond: 0, service })).toThrow(
      'queueTheory: perSecond: expected a rate above 0',
    );
    expect(() => meanInterval([1, 2], 0.9)).toThrow('expected at least ten values, got 2');
  });

  it('Student’s interval is as wide as in the tables', () => {
    const { mean, half } = meanInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95);
    expect([mean, half]).toEqual([5.5, expect.closeTo(2.2622 * Math.sqrt(55 / 60), 3)]);
  });
});

it('a station without a line loses what Erlang says, whatever its service times', () => {
  const shares = (['exponential', 'constant', 'hyper-exponential'] as const).map((service) => {
    const random = stream(4, service);
    const times = serviceOf({ service, meanMs: 1 });
    const station = newStation<number>({ workers: 3, limit: 0 });
    const due: { readonly worker: number; readonly atMs: number }[] = [];
    let atMs = 0;
    for (let count = 0; count < 20_000; count++) {
      atMs = nextArrival({ kind: 'poisson', perSecond: 2_000 }, atMs, random);
      due.sort((a, b) => a.atMs - b.atMs);
      while (due[0] !== undefined && due[0].atMs <= atMs) {
        const { worker, atMs: doneMs } = due.shift() as (typeof due)[number];
        workerDone(station, worker, doneMs);
      }
      const serviceMs = serviceTime(times, random);
      const offered = offerTo(station, { job: count, serviceMs }, atMs);
      if (offered.kind === 'started') due.push({ worker: offered.started.worker, atMs: atMs + serviceMs });
    }
    const { refused, offered } = stationFigures(station, atMs);
    return refused / offered;
  });
  // Four standard errors of a share of 0.21 in 20,000, correlated as losses are: some 0.02.
  for (const share of shares) expect(Math.abs(share - erlangB(3, 2))).toBeLessThan(0.02);
});

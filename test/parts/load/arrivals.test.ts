/** Arrivals come at their rate, and a load that cannot be is refused in one sentence. */
import { stream } from 'seedstorm';
import {
  arrivalTimes,
  assertArrivals,
  closedWorkload,
  nextArrival,
  openWorkload,
  peakRate,
  rateAt,
  sessionWorkload,
  type Arrivals,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

const SHAPES: readonly Arrivals[] = [
  { kind: 'constant', perSecond: 400 },
  { kind: 'poisson', perSecond: 400 },
  { kind: 'diurnal', perSecond: 400, swing: 0.8, dayMs: 2_400 },
  { kind: 'burst', perSecond: 100, burstPerSecond: 2_000, everyMs: 700, forMs: 90, atMs: 35 },
  { kind: 'burst', perSecond: 0, burstPerSecond: 900, everyMs: 100, forMs: 10, spacing: 'even' },
  {
    kind: 'step',
    steps: [
      { fromMs: 500, perSecond: 900 },
      { fromMs: 3_000, perSecond: 0 },
      { fromMs: 6_000, perSecond: 150 },
    ],
  },
];

describe.each(SHAPES)('$kind', (arrivals) => {
  it('comes at its rate, in any stretch of time', () => {
    const times = arrivalTimes(arrivals, { untilMs: 24_000 }, stream(5, arrivals.kind));
    for (let fromMs = 0; fromMs < 24_000; fromMs += 1_200) {
      let expected = 0;
      for (let atMs = fromMs + 0.5; atMs < fromMs + 1_200; atMs++) expected += rateAt(arrivals, atMs) / 1000;
      const came = times.filter((atMs) => atMs > fromMs && atMs <= fromMs + 1_200).length;
      // Four standard deviations of Poisson's law in 120 stretches: one in 16,000 lies beyond.
      expect(Math.abs(came - expected), `from ${fromMs}: ${came}`).toBeLessThan(4 * Math.sqrt(expected) + 2);
    }
  });

  it('never goes beyond its peak, and never back', () => {
    const random = stream(6, arrivals.kind);
    for (let atMs = 0, count = 0; atMs < 9_000 && count < 5_000; count++) {
      const next = nextArrival(arrivals, atMs, random);
      expect(next > atMs && rateAt(arrivals, next) <= peakRate(arrivals) + 1e-9).toBe(true);
      atMs = next;
    }
  });
});

it('spaced evenly they come like a clock, and none after the last step', () => {
  const random = stream(1, 'even');
  const constant = arrivalTimes({ kind: 'constant', perSecond: 250 }, { untilMs: 20 }, random);
  expect(constant).toEqual([4, 8, 12, 16, 20]);
  const steps = [
    { fromMs: 10, perSecond: 500 },
    { fromMs: 15, perSecond: 0 },
  ];
  const ended: Arrivals = { kind: 'step', spacing: 'even', steps };
  expect(arrivalTimes(ended, { untilMs: 99 }, random)).toEqual([12, 14]);
  expect(nextArrival(ended, 14, random)).toBe(Infinity);
});

describe('a load that cannot be is refused in one sentence', () => {
  const input = () => ({ f: 'work' });
  const arrivals: Arrivals = { kind: 'poisson', perSecond: 10 };
  const wrong: readonly (readonly [() => unknown, string])[] = [
    [
      () => assertArrivals({ kind: 'poisson', perSecond: 0 }),
      'arrivals: perSecond: expected a rate above 0, in requests a second, got 0',
    ],
    [() => assertArrivals({ kind: 'constant', perSecond: NaN }), 'above 0, in requests a second, got NaN'],
    [
      () => openWorkload({ perSecond: 2e6, input }),
      'openWorkload: perSecond: expected at most 1000000 requests a second, as the clock of 1 µs cannot tell more apart, got 2000000',
    ],
    [
      () => assertArrivals({ kind: 'diurnal', perSecond: 9e5, swing: 0.5, dayMs: 9 }),
      'perSecond at noon: expected at most 1000000 requests a second',
    ],
    [
      () => assertArrivals({ kind: 'diurnal', perSecond: 9, swing: 2, dayMs: 9 }),
      'swing: expected a share from 0 to 1, got 2',
    ],
    [
      () => assertArrivals({ kind: 'burst', perSecond: 0, burstPerSecond: 0, everyMs: 9, forMs: 1 }),
      'burstPerSecond: expected a rate above 0',
    ],
    [
      () => assertArrivals({ kind: 'burst', perSecond: 1, burstPerSecond: 9, everyMs: 9, forMs: 10 }),
      'forMs: expected a time in ms from 0 to 9, got 10',
    ],
    [() => assertArrivals({ kind: 'step', steps: [] }), 'steps: expected a rate above 0 at least once'],
    [
      () => assertArrivals({ kind: 'poison', perSecond: 1 } as unknown as Arrivals),
      "expected one of constant, poisson, diurnal, burst, step as its kind, got 'poison'",
    ],
    [
      () => closedWorkload({ clients: 3, thinkMs: -1, input }),
      'closedWorkload: thinkMs: expected a time in ms of 0 or more, got -1',
    ],
    [
      () => closedWorkload({ clients: 0, thinkMs: 1, input }),
      'closedWorkload: clients: expected a whole number above 0, got 0',
    ],
    [
      () => sessionWorkload({ arrivals, requests: 0, thinkMs: 1, input }),
      'sessionWorkload: requests: expected a number of 1 or more, got 0',
    ],
    [
      () => sessionWorkload({ arrivals, requests: 2, thinkMs: { kind: 'exponential', meanMs: 0 }, input }),
      'sessionWorkload: thinkMs: meanMs: expected a time above 0, in ms, got 0',
    ],
  ];
  it.each(wrong)('%s', (make, sentence) => expect(make).toThrow(sentence));
});

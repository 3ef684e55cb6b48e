import { describe, expect, it } from 'vitest';
import type { BudgetSpent } from '../../../checkers/budget.js';
import { BudgetMeter, SEARCH_BYTES } from '../../../checkers/budget.js';
import type { History, Input, Operation } from '../../../checkers/history.js';
import { Front, Layout } from '../../../checkers/linearizability/front.js';
import { linearizable } from '../../../checkers/linearizable.js';
import type { Model } from '../../../checkers/model.js';

/** Every order of the adds is another state, and the read fits none. */
const sequence: Model<string, Input & { readonly value?: number }, string> = {
  initial: '',
  step: (state, { f, value }, output) =>
    f === 'add' ? `${state} ${value}` : output === state ? state : undefined,
};

const hard: History = [
  ...Array.from({ length: 14 }, (_, i): Operation => ({
    process: i,
    input: { f: 'add', value: i },
    type: 'ok',
    invoke: i,
    complete: 100 + i,
  })),
  { process: 20, input: { f: 'read' }, output: 'never', type: 'ok', invoke: 20, complete: 21 },
];

/** Spends real time in each step, as a slow model does. */
const slow = (ms: number): typeof sequence => ({
  ...sequence,
  step(...args) {
    const until = performance.now() + ms;
    while (performance.now() < until);
    return sequence.step(...args);
  },
});

describe('budgets', () => {
  it.each(['auto', 'depth-first', 'breadth-first'] as const)(
    'of steps end %s with unknown, and say how far it got',
    (algorithm) => {
      const verdict = linearizable(sequence, { algorithm }).check(hard, { steps: 5000 });
      expect(verdict.verdict).toBe('unknown');
      expect(verdict.reason).toMatch(
        /^stopped by the limit of 5000 steps: \d+ of 30 invocations and completions explained$/,
      );
    },
  );

  it('of memory end with unknown', () => {
    const verdict = linearizable(sequence).check(hard, { memoryBytes: 1_000_000, steps: 500_000 });
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.reason).toMatch(/the memory limit of 1000000 bytes/);
  });

  it('of the memory of the search end with unknown, and say what gives it more', () => {
    const verdict = linearizable(sequence).check(hard, { searchBytes: 2 ** 20, steps: 500_000 });
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.reason).toMatch(
      /the 1 MB of memory that the search .*searchBytes, or --memory .*: \d+ of 30/,
    );
  });

  it('of time are kept inside slow steps of the model', () => {
    const begun = performance.now();
    const verdict = linearizable(slow(2)).check(hard, { timeMs: 40 });
    expect(verdict.verdict).toBe('unknown');
    expect(verdict.reason).toMatch(/the limit of 40 ms/);
    // Not a measure of speed: without looking at the clock inside steps this takes minutes.
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('of nothing end at once', () => {
    expect(linearizable(sequence).check(hard, { steps: 0 }).verdict).toBe('unknown');
    expect(linearizable(sequence).check(hard, { timeMs: 0 }).verdict).toBe('unknown');
  });

  it('that suffice change nothing', () => {
    const easy = hard.slice(0, 1);
    expect(
      linearizable(sequence).check(easy, { steps: 1000, timeMs: 60_000, memoryBytes: 1e8 }).verdict,
    ).toBe('valid');
  });
});

describe('witnesses', () => {
  it('can be looked at long after the time was up', async () => {
    const verdict = linearizable(sequence).check(hard.slice(0, 8), { timeMs: 200 });
    if (verdict.verdict !== 'valid') throw new Error(verdict.reason);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(verdict.witness).toHaveLength(8);
  });
});

describe('the meter', () => {
  const limitOf = (spend: () => void): string | undefined => {
    try {
      spend();
      return undefined;
    } catch (error) {
      return (error as BudgetSpent).limit;
    }
  };

  it('gives searches for an order some memory where nothing is said, and what they return once more', () => {
    const meter = new BudgetMeter();
    meter.hold(10 * SEARCH_BYTES);
    meter.holdForSearch(SEARCH_BYTES);
    meter.holdForSearch(-1000);
    expect(limitOf(() => meter.holdForSearch(1000))).toBeUndefined();
    expect(limitOf(() => meter.holdForSearch(1))).toBe('search-memory');
    const more = new BudgetMeter({ searchBytes: 2 * SEARCH_BYTES });
    expect(limitOf(() => more.holdForSearch(2 * SEARCH_BYTES))).toBeUndefined();
  });

  it('reads the clock after each step of a model, but seldom for its own', () => {
    let reads = 0;
    const clock = () => reads++;
    const meter = new BudgetMeter({ timeMs: 50 }, clock);
    for (let i = 0; i < 1000; i++) meter.spend();
    expect(reads).toBeLessThan(5);
    expect(
      limitOf(() => {
        for (let i = 0; i < 100; i++) meter.userStep();
      }),
    ).toBe('time');
    expect(meter.steps).toBeLessThan(1100);
  });

  it('counts steps exactly, and bytes as they come and go', () => {
    const meter = new BudgetMeter({ steps: 10, memoryBytes: 100 });
    meter.spend(10);
    expect(limitOf(() => meter.spend())).toBe('steps');
    meter.hold(90);
    meter.hold(-50);
    expect(meter.heldBytes).toBe(40);
    expect(limitOf(() => meter.hold(61))).toBe('memory');
  });
});

describe('a front', () => {
  /** Rows of one state, each with another operation used: none is better than another. */
  function filled(rows: number): number {
    const meter = new BudgetMeter();
    const front = new Front(
      new Layout({ windowWords: 1, countWords: 0, guards: new Int32Array(0) } as never),
      meter,
    );
    for (let row = 1; row <= rows; row++) expect(front.add(Int32Array.of(0, row, 0), 0, 0)).toBe(true);
    return meter.steps;
  }

  it('charges for the rows it looks at: twice as many cost four times as much', () => {
    // Each new row is compared with all before it.
    expect(filled(1_000)).toBeGreaterThan(1_000_000 / 20);
    expect(filled(2_000) / filled(1_000)).toBeCloseTo(4, 1);
  });
});

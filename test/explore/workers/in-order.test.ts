/** Whoever is first, and whatever is lost on the way: what is committed is what one worker would have found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../explore/campaign-coverage.js';
import { campaignSeeds, type NumberedSeed } from '../../../explore/seeds.js';
import { countRun, emptyTally } from '../../../explore/tally.js';
import type { ToldRun } from '../../../sim/run/capsule/told-run.js';
import { InOrder, type Chunk } from '../../../explore/workers/in-order.js';
import type { Batch } from '../../../explore/workers/task.js';

const run = (seed: string | number, failed: boolean): ToldRun => ({
  scenario: 'made/up',
  params: {},
  seed,
  bug: undefined,
  profile: 'none',
  plan: { schema: 1, faults: [], operations: [] },
  verdict: failed ? 'invalid' : 'valid',
  fingerprint: '',
  events: 1,
  virtualMs: 1,
  operations: { ok: 1, fail: 0, info: 0 },
  faults: 0,
  triggered: [],
  leftOut: {},
  outside: [],
  checks: [],
});

const coverage = coverageOf([]);

/** Batches of `size` runs, cut where one fails, as perform.ts cuts them. */
function* batchesOf(
  seeds: readonly NumberedSeed[],
  failing: ReadonlySet<number>,
  size: number,
  keepGoing: boolean,
): Generator<Batch> {
  let tally = emptyTally();
  for (const { number, seed } of seeds) {
    const told = run(seed, failing.has(number));
    countRun(tally, told);
    if (!failing.has(number) && tally.runs < size) continue;
    yield { tally, coverage, ...(failing.has(number) ? { failure: told } : {}) };
    tally = emptyTally();
    if (failing.has(number) && !keepGoing) return;
  }
  if (tally.runs > 0) yield { tally, coverage };
}

interface Hand {
  readonly chunk: Chunk;
  from: number;
  batches: Iterator<Batch>;
}

/** Several hands work in an order that `choices` decides; one in a few loses its worker in the middle of a chunk. */
function workedOff(
  count: number,
  failing: ReadonlySet<number>,
  workers: number,
  keepGoing: boolean,
  choices: readonly number[],
): { readonly runs: number; readonly failures: unknown[] } {
  let runs = 0;
  const failures: unknown[] = [];
  const order = new InOrder(campaignSeeds(1, count), count, workers, keepGoing, ({ tally, failure }) => {
    runs += tally.runs;
    if (failure !== undefined) failures.push(failure.seed);
  });
  const hands: Hand[] = [];
  for (let step = 0; ; step++) {
    const choice = choices[step % choices.length] ?? 0;
    if (hands.length < workers) {
      const chunk = order.take();
      if (chunk !== undefined) hands.push(begun(chunk));
    }
    if (hands.length === 0) break;
    const hand = hands[choice % hands.length] as Hand;
    if (hand.chunk.closed) {
      order.finish(hand.chunk, 1 + (choice % 7));
      hands.splice(hands.indexOf(hand), 1);
      continue;
    }
    const piece = hand.chunk.next();
    if (choice % 11 === 0 && piece !== undefined && !piece.alone && hand.from === hand.chunk.taken) {
      hand.chunk.lostAt(hand.from, choice % piece.seeds.length);
      Object.assign(hand, begun(hand.chunk));
      continue;
    }
    const { value, done } = hand.batches.next();
    if (done !== true) order.accept(hand.chunk, value);
    else if (hand.chunk.next() !== undefined) Object.assign(hand, begun(hand.chunk));
    else {
      order.finish(hand.chunk, 1 + (choice % 7));
      hands.splice(hands.indexOf(hand), 1);
    }
  }
  order.settleAll();
  return { runs, failures };

  function begun(chunk: Chunk): Hand {
    const seeds = chunk.next()?.seeds ?? [];
    return { chunk, from: chunk.taken, batches: batchesOf(seeds, failing, 3, keepGoing) };
  }
}

const worlds = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  failing: fc.array(fc.nat(119), { maxLength: 6 }),
  workers: fc.integer({ min: 1, max: 5 }),
  choices: fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
});

describe('InOrder', () => {
  it('finds with many hands what one finds: the first failure, and no run after it', () => {
    fc.assert(
      fc.property(worlds, ({ count, failing, workers, choices }) => {
        const found = failing.filter((number) => number < count);
        const first = found.length === 0 ? undefined : Math.min(...found);
        expect(workedOff(count, new Set(failing), workers, false, choices)).toEqual({
          runs: first === undefined ? count : first + 1,
          failures: first === undefined ? [] : [first + 1],
        });
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('finds all failures in the order of seeds when it goes on', () => {
    fc.assert(
      fc.property(worlds, ({ count, failing, workers, choices }) => {
        const seeds = [...new Set(failing)].filter((number) => number < count).map((number) => number + 1);
        expect(workedOff(count, new Set(failing), workers, true, choices)).toEqual({
          runs: count,
          failures: seeds.sort((a, b) => a - b),
        });
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('commits what is there when it is ended, gaps or not', () => {
    const runs: number[] = [];
    const order = new InOrder(campaignSeeds(1, 100), 100, 4, false, ({ tally }) => runs.push(tally.runs));
    const [first, second] = [order.take(), order.take()] as [Chunk, Chunk];
    for (const batch of batchesOf(second.seeds, new Set(), 2, false)) order.accept(second, batch);
    expect(runs).toEqual([]);
    order.settleAll();
    expect(runs.reduce((sum, count) => sum + count, 0)).toBe(second.seeds.length);
    expect(order.take()).toBeUndefined();
    expect(first.taken).toBe(0);
  });
});

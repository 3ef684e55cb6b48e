/** The data structures beneath the specialised procedures, against plain code. */
import { describe, expect, it } from 'vitest';
import { BudgetMeter, BudgetSpent } from '../../../checkers/budget.js';
import { Coverage, fewestCovering } from '../../../checkers/fast-paths/coverage.js';
import { MinHeap } from '../../../checkers/fast-paths/min-heap.js';
import { RangeMinimum } from '../../../checkers/fast-paths/range-minimum.js';
import { rankEvents, sortedIndexes } from '../../../checkers/fast-paths/ranks.js';
import { SpanCounter } from '../../../checkers/fast-paths/span-counter.js';
import { queueModel } from '../../../checkers/models/queue.js';
import { Random } from '../fuzz/random.js';
import { written } from '../written-history.js';

const random = new Random(5);
const numbers = (length: number, bound: number) => Array.from({ length }, () => random.below(bound));

describe('structures', () => {
  it('a heap yields its members in order of their keys', () => {
    const keys = Int32Array.from(numbers(200, 1000));
    const heap = new MinHeap(keys);
    for (let member = 0; member < keys.length; member++) heap.push(member);
    const yielded = Array.from(keys, () => keys[heap.pop()]!);
    expect(yielded).toEqual([...keys].sort((a, b) => a - b));
  });

  it('coverage finds the next free slot', () => {
    const coverage = new Coverage(100);
    const covered = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const from = random.below(100);
      const to = Math.min(100, from + random.below(12));
      coverage.cover(from, to);
      for (let slot = from; slot < to; slot++) covered.add(slot);
      for (let slot = 0; slot < 100; slot++) {
        let free = slot;
        while (covered.has(free)) free++;
        expect(coverage.firstFree(slot)).toBe(free);
      }
    }
  });

  it('the fewest intervals cover, and no fewer do', () => {
    const starts = Int32Array.of(0, 1, 2, 4, 5);
    const ends = Int32Array.of(3, 5, 4, 6, 9);
    expect(fewestCovering(1, 8, [0, 1, 2, 3, 4], starts, ends)).toEqual([1, 4]);
    expect(() => fewestCovering(0, 12, [0, 1, 2, 3, 4], starts, ends)).toThrow('not covered');
  });

  it.each([1, 2, 3, 17, 64])('spans over %i slots are counted down', (slots) => {
    const spans = Array.from({ length: 12 }, () => {
      const from = random.below(slots);
      return { from, to: from + random.below(slots - from) };
    }).filter(({ from, to }) => from < to);
    const counts = new Int32Array(slots);
    for (const { from, to } of spans) for (let slot = from; slot < to; slot++) counts[slot]!++;
    const counter = new SpanCounter(counts.slice());
    for (const { from, to } of spans) {
      counter.remove(from, to);
      for (let slot = from; slot < to; slot++) counts[slot]!--;
      for (let slot = 0; slot < slots; slot++) {
        expect(counter.firstClear(slot)).toBe(counts.indexOf(0, slot));
      }
    }
  });

  it('a range knows a member below a limit', () => {
    const keys = Int32Array.from(numbers(50, 40));
    const tree = new RangeMinimum(keys.slice());
    for (let i = 0; i < 400; i++) {
      const member = random.below(50);
      keys[member] = random.below(40);
      tree.set(member, keys[member]!);
      const from = random.below(50);
      const to = from + random.below(51 - from);
      const limit = random.below(12);
      const found = tree.below(from, to, limit);
      if (keys.subarray(from, to).some((key) => key < limit)) {
        expect(found).toBeGreaterThanOrEqual(from);
        expect(found).toBeLessThan(to);
        expect(keys[found]).toBeLessThan(limit);
      } else expect(found).toBe(-1);
    }
  });

  it.each([
    ['small integers', 50],
    ['sparse numbers', 1e9],
  ])('%s are sorted by index, equal ones in order', (_name, bound) => {
    const keys = Float64Array.from(numbers(300, bound), (key) => key - bound / 2);
    const expected = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]! || a - b);
    expect([...sortedIndexes(keys)]).toEqual(expected);
    expect([...sortedIndexes(new Float64Array(0))]).toEqual([]);
  });

  it('ranks keep the order of real time, wherever positions are', () => {
    const history = written('a f @0-4\nb f @1-1\nc f @1-2\nd f @2-9\ne f ? @4-5');
    for (const scale of [1, 1e7, 0.125]) {
      const scaled = history.map((op) => ({
        ...op,
        invoke: op.invoke * scale,
        complete: op.complete * scale,
      }));
      const { invoke, complete, end } = rankEvents(scaled, new BudgetMeter());
      scaled.forEach((a, i) =>
        scaled.forEach((b, j) => expect(complete[i]! < invoke[j]!).toBe(a.complete < b.invoke)),
      );
      expect(complete[4]).toBe(end);
    }
  });

  it('a budget is kept', () => {
    const history = written('a enqueue 1\na enqueue 2\nb dequeue -> 1');
    expect(() => queueModel().fastPath!(history, new BudgetMeter({ steps: 2 }))).toThrow(BudgetSpent);
    expect(() => queueModel().fastPath!(history, new BudgetMeter({ memoryBytes: 16 }))).toThrow(BudgetSpent);
  });
});

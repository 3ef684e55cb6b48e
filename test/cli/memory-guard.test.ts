import { expect, it } from 'vitest';
import { memoryGuard } from '../../cli/memory-guard.js';

it('stops only where garbage is collected and the heap is full all the same', () => {
  const heap = { needed: 0, garbage: 0, collected: 0 };
  const isFull = memoryGuard({
    limit: 100,
    used: () => heap.needed + heap.garbage,
    collect() {
      heap.garbage = 0;
      heap.collected++;
    },
  });
  const found = [
    [50, 30],
    [70, 20],
    [79, 7],
    [81, 0],
    [81, 5],
  ].map(([needed = 0, garbage = 0]) => {
    Object.assign(heap, { needed, garbage });
    return [isFull(), heap.collected];
  });
  expect(found).toEqual([
    [false, 0],
    [false, 1],
    [false, 2],
    [false, 2],
    [true, 3],
  ]);
});

it('finds room in a Node that holds little', () => {
  expect(memoryGuard()()).toBe(false);
});

/** The event queue against a sorted list: whatever is pushed, cancelled, saved and restored comes out in order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue, type Slot } from '../../../sim/kernel/queue.js';
import { stream } from '../../../sim/kernel/random.js';

type Step =
  | { readonly do: 'push'; readonly time: number }
  | { readonly do: 'pop' | 'peek' | 'pending' | 'save' }
  | { readonly do: 'cancel' | 'reuse'; readonly which: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), time: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('pop' as const, 'peek' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('pending' as const, 'save' as const) }) },
);

interface Pending {
  readonly slot: Slot;
  readonly time: number;
  readonly order: number;
}

describe('the event queue', () => {
  it('does what a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let queue = new EventQueue();
        let list: Pending[] = [];
        let order = 0;
        let now = 0;
        const sort = (): void => void list.sort((a, b) => a.time - b.time || a.order - b.order);
        for (const { do: what, ...rest } of steps) {
          switch (what) {
            case 'push': {
              const time = now + (rest as { time: number }).time;
              const slot = queue.push(time, order, 3, 4, order + 1, order + 2, order - 1, { order });
              list.push({ slot, time, order: order++ });
              sort();
              break;
            }
            case 'pop': {
              const first = list.shift();
              const slot = queue.pop();
              expect(slot).toBe(first?.slot ?? -1);
              if (first === undefined) break;
              now = first.time;
              expect(queue.time[slot]).toBe(first.time);
              expect(queue.order[slot]).toBe(first.order);
              expect(queue.cause[slot]).toBe(first.order - 1);
              expect(queue.row(slot)).toEqual([
                first.time,
                3,
                4,
                first.order + 1,
                first.order + 2,
                { order: first.order },
              ]);
              break;
            }
            case 'peek':
              expect(queue.peek()).toBe(list[0]?.slot ?? -1);
              break;
            case 'cancel': {
              if (list.length === 0) break;
              const [gone] = list.splice((rest as { which: number }).which % list.length, 1);
              queue.cancel((gone as Pending).slot);
              break;
            }
            case 'pending':
              expect(queue.pending()).toEqual(list.map(({ slot }) => slot));
              break;
            case 'save': {
              const saved = queue.save((payload) => payload);
              const twin = new EventQueue();
              // What the twin held before must not matter.
              twin.push(0, 0, 0, 0, 0, 0, 0, 'old');
              twin.restore(saved, (payload) => payload);
              queue = twin;
            }
          }
          expect(queue.length).toBe(list.length);
        }
        expect(queue.pending()).toEqual(list.map(({ slot }) => slot));
        list = [];
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('gives a slot back for use, cancelled or popped', () => {
    const queue = new EventQueue();
    const push = (time: number): Slot => queue.push(time, time, 0, 0, 0, 0, 0, undefined);
    for (let round = 0; round < 1000; round++) {
      const [a, b] = [push(2), push(1)];
      queue.cancel(a);
      expect(queue.pop()).toBe(b);
    }
    // The pool did not grow: it began with room for 64.
    expect(queue.time.length).toBe(64);
  });

  it('keeps its order when many events are cancelled', () => {
    const random = stream(1, 'queue');
    for (let round = 0; round < 50; round++) {
      const queue = new EventQueue();
      const slots = Array.from({ length: 200 }, (_, order) =>
        queue.push(random.int(0, 50), order, 0, 0, 0, 0, 0, undefined),
      );
      const gone = new Set(random.shuffle(slots).slice(0, 150));
      for (const slot of gone) queue.cancel(slot);
      const left = slots.filter((slot) => !gone.has(slot));
      const inOrder = left.toSorted(
        (a, b) => queue.time[a]! - queue.time[b]! || queue.order[a]! - queue.order[b]!,
      );
      expect(left.map(() => queue.pop())).toEqual(inOrder);
    }
  });

  it('knows after a restore which slots are free', () => {
    const queue = new EventQueue();
    const push = (): Slot => queue.push(1, 1, 0, 0, 0, 0, 0, undefined);
    const slots = Array.from({ length: 64 }, push);
    for (const slot of slots.slice(1)) queue.cancel(slot);
    const twin = new EventQueue();
    twin.restore(
      queue.save((payload) => payload),
      (payload) => payload,
    );
    for (let count = 0; count < 63; count++) twin.push(1, 1, 0, 0, 0, 0, 0, undefined);
    expect(twin.time.length).toBe(64);
    expect(new Set(twin.pending()).size).toBe(64);
  });

  it('copies payloads where it saves and where it restores', () => {
    const queue = new EventQueue();
    const payload = { value: 1 };
    const slot = queue.push(1, 1, 0, 0, 0, 0, 0, payload);
    const saved = queue.save((value) => ({ ...(value as object) }));
    payload.value = 2;
    queue.restore(saved, (value) => ({ ...(value as object) }));
    (queue.payload[slot] as { value: number }).value = 3;
    queue.restore(saved, (value) => value);
    expect(queue.payload[slot]).toEqual({ value: 1 });
  });
});

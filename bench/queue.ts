/** The event queue alone: the hold model (Jones 1986: pop one, push one later) beside a heap of objects. */
import { stream } from 'seedstorm';
import { EventQueue } from '../sim/kernel/queue.js';
import { ObjectHeap } from './bare-loops.js';
import { sideBySide, type Figure } from './measure.js';

const HOLDS = 500_000;
const ROUNDS = 3;

export async function queue(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const pending of [100, 10_000, 1_000_000]) {
    const later = increments();
    const [ours, objects] = await sideBySide(
      [columns(pending, later), heapOfObjects(pending, later)],
      ROUNDS,
    );
    const name = `hold, ${pending.toLocaleString('en')} pending`;
    figures.push({ bench: 'queue', name, value: (ours?.perSecond ?? NaN) / 1e6, unit: 'M holds/s' });
    figures.push({
      bench: 'queue',
      name: `${name}: columns / heap of objects`,
      value: (ours?.perSecond ?? NaN) / (objects?.perSecond ?? NaN),
      unit: 'x',
    });
  }
  figures.push(await cancelling());
  return figures;
}

function increments(): Float64Array {
  const random = stream(1, 'hold');
  return Float64Array.from({ length: 1 << 16 }, () => Math.ceil(random.float() * 2000));
}

function columns(pending: number, later: Float64Array) {
  return {
    name: 'columns',
    run() {
      const events = new EventQueue();
      for (let n = 0; n < pending; n++) events.push(later[n & 0xffff] as number, n, 1, 0, 0, 0, 0, undefined);
      for (let n = 0; n < HOLDS; n++) {
        const slot = events.pop();
        events.push(
          (events.time[slot] as number) + (later[n & 0xffff] as number),
          pending + n,
          1,
          0,
          0,
          0,
          0,
          undefined,
        );
      }
      return { units: HOLDS };
    },
  };
}

function heapOfObjects(pending: number, later: Float64Array) {
  return {
    name: 'heap of objects',
    run() {
      const heap = new ObjectHeap<{ time: number; order: number }>();
      for (let n = 0; n < pending; n++) heap.push({ time: later[n & 0xffff] as number, order: n });
      for (let n = 0; n < HOLDS; n++) {
        const { time } = heap.pop() as { time: number };
        heap.push({ time: time + (later[n & 0xffff] as number), order: pending + n });
      }
      return { units: HOLDS };
    },
  };
}

/** Calls whose time-outs are cancelled when the answer comes, beside time-outs left to fire for nothing. */
async function cancelling(): Promise<Figure> {
  const later = increments();
  const run = (cancel: boolean) => ({
    name: cancel ? 'cancelled' : 'left lying',
    run() {
      const events = new EventQueue();
      let order = 0;
      let now = 0;
      let answered = 0;
      const ask = (): void => {
        const timeout = events.push(now + 100_000, order++, 2, 0, 0, 0, 0, undefined);
        events.push(now + (later[order & 0xffff] as number), order++, 1, 0, timeout, 0, 0, undefined);
      };
      for (let n = 0; n < 100; n++) ask();
      while (answered < HOLDS) {
        const slot = events.pop();
        now = events.time[slot] as number;
        if (events.kind[slot] === 2) continue;
        if (cancel) events.cancel(events.a[slot] as number);
        answered++;
        ask();
      }
      return { units: answered };
    },
  });
  const [cancelled, lying] = await sideBySide([run(true), run(false)], ROUNDS);
  return {
    bench: 'queue',
    name: 'calls with cancelled time-outs / left lying',
    value: (cancelled?.perSecond ?? NaN) / (lying?.perSecond ?? NaN),
    unit: 'x',
  };
}

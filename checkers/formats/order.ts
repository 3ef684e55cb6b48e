/**
 * In which order the events of a file happened: that of its lines, or of the `:index` its recorder counted; of its times
 * only for who asks. Clocks of clients step back a little, and that of the nemesis is nobody's.
 */
import { HistoryError, isClient } from './events.js';
import type { Emit, HistoryEvent, Note, Stage } from './events.js';

export const ORDERS = ['auto', 'file', 'index', 'time'] as const;
/**
 * `file`: the order of the lines; `index`: of the number each event has, `time`: of its time; where these are equal, of
 * the lines. `auto` is `index` for files whose events have one, and `file` for others.
 */
export type Order = (typeof ORDERS)[number];

/** The lines of a file are not in the order of their `:index`: it is to be read again, with the order `index`. */
export class NotByIndex extends HistoryError {}

/** Hands on the events of clients in `order`. */
export function inOrder(order: Order, next: Emit, note: Note): Stage {
  if (order === 'index') return sorted(indexOf, next);
  if (order === 'time') return sorted(timeOf, next);
  const clock = clockWatch(note);
  let lastIndex = -1;
  /** What is wrong in the order of the lines: of no interest if another order counts, which later lines show. */
  let fault: HistoryError | undefined;
  return {
    event(event) {
      if (!isClient(event.process)) return;
      const { index } = event;
      if (index !== undefined && order === 'auto') {
        if (index <= lastIndex)
          throw new NotByIndex(
            `:index goes from ${lastIndex} to ${index}; say which order counts: --order index, or --order file for that of the lines`,
            event.line,
          );
        lastIndex = index;
      }
      if (fault !== undefined) return;
      clock.event(event);
      try {
        next(event);
      } catch (error) {
        if (index === undefined || order !== 'auto' || !(error instanceof HistoryError)) throw error;
        fault = error;
      }
    },
    end() {
      if (fault !== undefined) throw fault;
      clock.end();
    },
  };
}

/** Tells once that times step back. */
function clockWatch(note: Note): Stage {
  let lastMs = -Infinity;
  let steps = 0;
  let first = '';
  return {
    event({ timeMs, line }) {
      if (timeMs === undefined) return;
      if (timeMs < lastMs && steps++ === 0) first = `on line ${line}, from ${lastMs} ms to ${timeMs} ms`;
      lastMs = timeMs;
    },
    end() {
      if (steps === 0) return;
      const often = steps === 1 ? first : `${steps} times, first ${first}`;
      note(
        `time steps back ${often}; the order of the lines counts (--order time asks for that of the times)`,
      );
    },
  };
}

type Place = (event: HistoryEvent, last: number) => number;

/** An event without a number stands where it stands in the file. */
const indexOf: Place = ({ index, more }, last) => {
  const counted = index ?? more?.['index'];
  return typeof counted === 'number' ? counted : last;
};

const timeOf: Place = ({ timeMs, line }) => {
  if (timeMs !== undefined) return timeMs;
  throw new HistoryError('this event has no time to order it by', line);
};

/** Holds all events until the last is there. */
function sorted(placeOf: Place, next: Emit): Stage {
  const held: { readonly place: number; readonly event: HistoryEvent }[] = [];
  let last = -Infinity;
  return {
    event(event) {
      if (!isClient(event.process)) return;
      last = placeOf(event, last);
      held.push({ place: last, event });
    },
    end() {
      held.sort((a, b) => (a.place === b.place ? 0 : a.place - b.place));
      if (placeOf === indexOf) refuseTwins(held.map(({ event }) => event));
      for (const { event } of held) next(event);
    },
  };
}

function refuseTwins(events: readonly HistoryEvent[]): void {
  for (const [at, { index, line }] of events.entries()) {
    const before = events[at - 1];
    if (index !== undefined && before?.index === index)
      throw new HistoryError(
        `:index ${index} stands here and on line ${before.line}; --order file takes the lines as they stand`,
        line,
      );
  }
}

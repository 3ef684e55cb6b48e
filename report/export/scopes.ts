/** What of a run a short diagram shows: all of it, what could have led to a failure, or the failing operations alone. */
import { correlation } from '../story/correlation.js';
import type { Timeline, TimelineMessage } from '../data/timeline.js';

export interface Scope {
  readonly isWhole: boolean;
  /** What is shown. */
  readonly words: string;
  operation(place: number): boolean;
  message(message: TimelineMessage): boolean;
}

/** Ever smaller scopes. @param suspects operations that a failed check names */
export function* scopes(timeline: Timeline, suspects: readonly number[]): Generator<Scope> {
  yield { isWhole: true, words: 'everything', operation: () => true, message: () => true };
  if (suspects.length === 0) return;
  const ends = suspects.map((place) => {
    const { invoked = 0, completed = 0 } = timeline.operations[place] ?? {};
    return completed === 0 ? invoked : completed;
  });
  const past = pastOf(timeline, ends);
  const named = new Set(suspects);
  yield {
    isWhole: false,
    words: 'what can have led to the operations that fail',
    operation: (place) => named.has(place) || past.has(timeline.operations[place]?.invoked ?? 0),
    message: ({ sent, heard }) => past.has(heard === 0 ? sent : heard),
  };
  const owners = correlation(timeline);
  yield {
    isWhole: false,
    words: 'the messages of the operations that fail',
    operation: (place) => named.has(place),
    message: ({ sent }) => named.has(owners[sent] ?? -1),
  };
}

/** Everything that happened before one of `ends` (Lamport, Time, Clocks, and the Ordering of Events, CACM 21(7), 1978). */
function pastOf({ events }: Timeline, ends: readonly number[]): ReadonlySet<number> {
  const past = new Set<number>();
  const due = new Set(ends);
  /** Lanes of which something later is in the past already. */
  const lanes = new Set<number>();
  for (const { number, lane, message, cause } of events.toReversed()) {
    if (!due.has(number) && !(lane >= 0 && lanes.has(lane))) continue;
    past.add(number);
    if (lane >= 0) lanes.add(lane);
    if (message !== undefined) due.add(message.sent);
    else if (cause > 0) due.add(cause);
  }
  return past;
}

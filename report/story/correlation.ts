/**
 * Which operation an event belongs to. The mark travels as a correlation id does in a real system: from an invocation
 * with the messages it sends, through syncs to what waits for them, and with timers while the operation is open.
 */
import type { Timeline, TimelineEvent } from '../data/timeline.js';

/** Kinds that go on with what they were scheduled by, however long that takes. */
const CARRIERS = new Set(['message', 'call', 'request', 'answer', 'refusal', 'segment', 'sync', 'turn']);
/** What a client or the world does of its own accord belongs to no operation before it. */
const FRESH = new Set(['client-next', 'start', 'membership', 'fault', 'heal', 'end']);

/** Place of the operation that each event belongs to, by number of the event; -1: none. */
export function correlation(timeline: Timeline): readonly number[] {
  const { events, operations } = timeline;
  const invoked = new Map<number, number>();
  for (const [place, { invoked: event, completed }] of operations.entries())
    if (event !== completed) invoked.set(event, place);
  const owners: number[] = [-1];
  for (const event of events) owners.push(invoked.get(event.number) ?? inherited(event));
  return owners;

  function inherited({ kind, cause, number }: TimelineEvent): number {
    const owner = FRESH.has(kind) ? -1 : (owners[cause] ?? -1);
    if (owner < 0 || CARRIERS.has(kind)) return owner;
    const completed = operations[owner]?.completed ?? 0;
    return completed === 0 || number <= completed ? owner : -1;
  }
}

/**
 * The events that matter: those an operation or a fault of the plan set off, directly or not, and that could have
 * reached the operations the checker complains about. The rest is the hum of heartbeats and timers. "Could have
 * reached" is Lamport's happened-before ("Time, Clocks, and the Ordering of Events", CACM 1978): an event reaches what
 * it scheduled, and whatever happens later at the same endpoint.
 */
import type { Operation } from '../../checkers/history.js';
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { Run } from '../../sim/run/run.js';
import type { HappenedEvent, Watch } from './watch.js';

/** @returns numbers of events, in order */
export function eventsThatMatter(watch: Watch, run: Run, involved: readonly Operation[]): number[] {
  const past = pastOf(lastWords(watch, run, involved), watch.events);
  const setOff = setOffByPlan(watch.events);
  const numbers: number[] = [];
  for (let event = 1; event < watch.events.length; event++)
    if (past[event] && setOff[event]) numbers.push(event);
  return numbers;
}

/**
 * Where the operations of the anomaly begin and end. An anomaly that names none, such as a broken invariant, may be
 * due to any: then all count, and the last event of the run.
 */
function lastWords(watch: Watch, run: Run, involved: readonly Operation[]): number[] {
  const positions = new Set(involved.map(({ invoke }) => invoke));
  const counts = (invoke: number): boolean => positions.size === 0 || positions.has(invoke);
  const events = run.history.flatMap(({ invoke }, number) => {
    const watched = counts(invoke) ? watch.operations[number] : undefined;
    return watched === undefined ? [] : [watched.invoked, watched.completed ?? watched.invoked];
  });
  return positions.size > 0 ? events : [...events, watch.events.length - 1];
}

/** By number, whether the event happened before one of these, or is one. */
function pastOf(ends: readonly number[], events: Watch['events']): boolean[] {
  const before = earlierAtSameEndpoint(events);
  const past = new Array<boolean>(events.length).fill(false);
  for (const end of ends) past[end] = true;
  for (let event = events.length - 1; event > 0; event--) {
    if (!past[event]) continue;
    past[(events[event] as HappenedEvent).cause] = true;
    past[before[event] ?? 0] = true;
  }
  return past;
}

/** By number, the event before it at the same endpoint; 0 where there is none, and for events of the world. */
function earlierAtSameEndpoint(events: Watch['events']): number[] {
  const latest = new Map<number, number>();
  return events.map((event, number) => {
    if (event === undefined || event.node < 0) return 0;
    const before = latest.get(event.node) ?? 0;
    latest.set(event.node, number);
    return before;
  });
}

function setOffByPlan(events: Watch['events']): boolean[] {
  const setOff = [false];
  for (const event of events.slice(1) as HappenedEvent[]) {
    const begins = event.kind === EventKind.ClientNext || event.kind === EventKind.Fault;
    setOff.push(begins || setOff[event.cause] === true);
  }
  return setOff;
}

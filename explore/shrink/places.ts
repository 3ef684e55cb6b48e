/**
 * Where in a run a fault of a node may begin: at the moments of its node if it has a time, at what it waits for if it
 * waits for something.
 */
import type { Fault } from '../../sim/faults/fault.js';
import type { BegunFault } from '../../sim/faults/timeline.js';
import { isStandIn } from '../../sim/faults/stand-in-names.js';
import { watchedBy } from '../../sim/faults/watched-by.js';
import { toMicros, toMs, type Micros } from '../../sim/kernel/time.js';
import type { Lineages } from './fate.js';
import { momentAt, momentsOf, type Moment } from './moments.js';
import type { Done, Watch } from './watch.js';

/** A fault whose moment is one of its node. */
export type NodeFault = Extract<Fault, { readonly node: string }>;

export interface Place extends Moment {
  /** Which of those it waits for at this very time, from 1; absent for a fault with a time. */
  readonly nth?: number;
}

/** One that waits for a message or a state follows those by itself, and so does one of whoever does something. */
export function isNodeFault(fault: Fault): fault is NodeFault {
  return 'node' in fault && !isStandIn(fault.node) && (fault.when === undefined || 'site' in fault.when);
}

/** The places for a fault in a run. One that waits must be in the plan of the run, or its node is not looked at. */
export function placesOf(watch: Watch, fault: NodeFault, indexOf: (node: string) => number): Place[] {
  const moments = momentsOf(watch, indexOf(watchedBy(fault) ?? fault.node));
  if (fault.when === undefined) return moments;
  return waitedFor(watch, fault, indexOf).map((done, index, all) => {
    const { before = [], next = '' } = momentAt(moments, done.atUs) ?? {};
    const nth = all.slice(0, index + 1).filter(({ atUs }) => atUs === done.atUs).length;
    return { atUs: done.atUs, before, next, nth };
  });
}

/** Everything the fault waits for, in time. */
function waitedFor({ done }: Watch, { when, node }: NodeFault, indexOf: (name: string) => number): Done[] {
  if (when === undefined || !('site' in when)) return [];
  const who = indexOf(when.node ?? node);
  const peer = when.peer === undefined ? undefined : indexOf(when.peer);
  return done.filter(
    (one) =>
      one.node === who &&
      one.site === when.site &&
      one.moment === when.moment &&
      (peer ?? one.peer) === one.peer,
  );
}

/** The fault begins there. */
export function placedAt(fault: NodeFault, { atUs, nth }: Place, lineages: Lineages): NodeFault {
  const { when } = fault;
  const at = { atMs: toMs(atUs) };
  if (when === undefined || nth === undefined) return lineages.changed<NodeFault>(fault, at);
  return lineages.changed<NodeFault>(fault, { ...at, when: { ...when, nth } });
}

/** The fault never begins, and its node is looked at all the same. */
export function inert(fault: NodeFault, lineages: Lineages): NodeFault[] {
  const { when } = fault;
  return when === undefined ? [] : [lineages.changed<NodeFault>(fault, { when: { ...when, nth: NEVER } })];
}

const NEVER = 1e9;

/** When a fault of the plan began, or what it waited for came; undefined: never. */
export function placeTimeUs(
  faults: readonly Fault[],
  triggered: readonly BegunFault[],
  fault: Fault,
): Micros | undefined {
  if (fault.when === undefined) return toMicros(fault.atMs);
  const number = faults.indexOf(fault);
  const begun = triggered.find((each) => each.fault === number);
  return begun === undefined ? undefined : toMicros(begun.atMs) - toMicros(fault.when.afterMs ?? 0);
}

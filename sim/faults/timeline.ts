/** A plan laid out in time: what begins and ends when, and each fault in one line for people. */
import { toMicros } from '../kernel/time.js';
import type { Micros } from '../kernel/time.js';
import { kindOf, lasts, type Fault } from './fault.js';
import type { Plan } from './plan.js';
import { spoken } from './stand-in-names.js';
import { waiting } from './waiting.js';

/** One change the engine makes: fault number `fault` of the plan begins, ends, or a flapping cut heals or returns. */
export interface FaultEdge {
  /** From the start of the run. */
  readonly atUs: Micros;
  /** Index into `plan.faults`. */
  readonly fault: number;
  /** `flap-off`: a flapping cut heals for half a period; `flap-on`: it is cut again. */
  readonly edge: 'begin' | 'end' | 'flap-on' | 'flap-off';
}

const rank = { end: 0, 'flap-off': 1, 'flap-on': 2, begin: 3 };

/**
 * Every edge of the plan up to `untilMs`, the end of the run, in order of time; at one instant what ends comes
 * before what begins, and otherwise the plan's order decides. Heal-all ends what is still active, and what would
 * begin at or after it never does. A fault that lasts less than a microsecond does not happen. Faults that wait for
 * something have no edges yet.
 */
export function faultEdges(plan: Plan, untilMs: number): FaultEdge[] {
  const untilUs = toMicros(untilMs);
  const healUs = plan.healAtMs === undefined ? Infinity : toMicros(plan.healAtMs);
  const edges: FaultEdge[] = [];
  for (const [index, fault] of plan.faults.entries()) {
    if (fault.when !== undefined) continue;
    const beginUs = toMicros(fault.atMs);
    if (beginUs >= healUs || beginUs > untilUs) continue;
    if (!lasts(fault)) {
      edges.push({ atUs: beginUs, fault: index, edge: 'begin' });
      continue;
    }
    const ownEndUs = fault.durationMs === undefined ? Infinity : beginUs + toMicros(fault.durationMs);
    const endUs = Math.min(ownEndUs, healUs);
    if (endUs <= beginUs) continue;
    edges.push({ atUs: beginUs, fault: index, edge: 'begin' });
    addFlaps(edges, fault, index, beginUs, Math.min(endUs, untilUs));
    if (endUs <= untilUs) edges.push({ atUs: endUs, fault: index, edge: 'end' });
  }
  return edges.sort((a, b) => a.atUs - b.atUs || rank[a.edge] - rank[b.edge] || a.fault - b.fault);
}

/** A fault that waited for something (`when`), and when it began. */
export interface BegunFault {
  /** Number in the plan's list of faults, from 0. */
  readonly fault: number;
  readonly atMs: number;
  /** The fault with names in the place of stand-ins; absent where it has none. */
  readonly as?: Fault;
}

/** What of a plan took place in a run that ended at `endMs`, in order of time. */
export interface TookPlace {
  readonly faults: readonly Fault[];
  /** When everything was healed, if it was. */
  readonly healedAtMs?: number;
  /** How many faults were planned for later: the run was over, or healed. */
  readonly notBegun: number;
  /** How many waited for something that never came. */
  readonly stillWaiting: number;
}

/**
 * A plan says what is to come; a run that fails early is over before all of it does.
 * @param triggered the faults that waited for something and began: they come with the time at which they did
 */
export function tookPlace(
  { faults, healAtMs }: Plan,
  endMs: number,
  triggered: readonly BegunFault[],
): TookPlace {
  const isHealed = healAtMs !== undefined && healAtMs <= endMs;
  const began = new Map(triggered.map((begun) => [begun.fault, begun]));
  const begun = faults.flatMap((fault, number): Fault[] => {
    if (fault.when === undefined)
      return fault.atMs <= endMs && fault.atMs < (healAtMs ?? Infinity) ? [fault] : [];
    const one = began.get(number);
    return one === undefined ? [] : [{ ...(one.as ?? fault), atMs: one.atMs }];
  });
  const stillWaiting = faults.filter(({ when }, number) => when !== undefined && !began.has(number)).length;
  return {
    faults: begun.sort((a, b) => a.atMs - b.atMs),
    ...(isHealed ? { healedAtMs: healAtMs } : {}),
    notBegun: faults.length - begun.length - stillWaiting,
    stillWaiting,
  };
}

function addFlaps(edges: FaultEdge[], fault: Fault, index: number, beginUs: Micros, endUs: Micros): void {
  if (!('flapMs' in fault) || fault.flapMs === undefined) return;
  const halfUs = Math.max(1, Math.round(toMicros(fault.flapMs) / 2));
  let on = false;
  for (let atUs = beginUs + halfUs; atUs < endUs; atUs += halfUs) {
    edges.push({ atUs, fault: index, edge: on ? 'flap-on' : 'flap-off' });
    on = !on;
  }
}

/**
 * What the fault does, without its time: `partition n1 | n2 n3`, `crash n2 (unsynced writes lost)`,
 * `kill n2 after its 3rd sync` …
 */
export function describeFault(fault: Fault): string {
  const kind = kindOf(fault);
  const named = 'node' in fault ? { ...fault, node: spoken(fault.node) } : fault;
  return `${kind.words(named)}${kind.tellsWhen?.(fault) === true ? '' : waiting(fault)}`;
}

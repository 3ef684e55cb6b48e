/**
 * The parts of a fault budget that make faults smaller instead of dropping them: how late messages may be, which a
 * synchronous system needs, and how wrong clocks.
 */
import { toMicros, type Micros } from '../kernel/time.js';
import { kindOf, type Fault } from './fault.js';
import type { AnyFault, Cost } from './kind.js';
import { isStandIn } from './stand-in-names.js';

/** A fault that was let through, and when it is over. */
interface Admitted {
  readonly fault: Fault;
  readonly endUs: Micros;
}

type Amount = NonNullable<Cost<Fault>['delay']>;

/** Less than this is not worth a fault. */
const SMALLEST_DELAY_MS = 0.1;
const SMALLEST_ERROR_MS = 1;

/** By how much messages are handled later because of it, at most; `undefined`: not at all. */
export function delayOf(fault: Fault): number | undefined {
  return kindOf(fault).cost.delay?.ms(fault);
}

/**
 * The fault, made so small that no message is handled more than `limitMs` later than without faults; nothing if no room
 * is left, or where it has no bound, as with slow links and slow nodes. Delays add up as if all met one message.
 * @param admitted the delays let through so far, none of which begins later
 */
export function fitDelay(fault: Fault, limitMs: number, admitted: readonly Admitted[]): Fault | undefined {
  // What one delays may come into the next.
  const fromUs = toMicros(fault.atMs) - toMicros(limitMs);
  const meanwhile = admitted.filter(({ endUs }) => endUs > fromUs);
  const spentMs = meanwhile.reduce((sum, { fault: other }) => sum + (delayOf(other) ?? 0), 0);
  return fit(fault, kindOf(fault).cost.delay as Amount, limitMs - spentMs, SMALLEST_DELAY_MS);
}

export function isClockFault(fault: Fault): boolean {
  return kindOf(fault).cost.clock !== undefined;
}

/**
 * The fault, made so small that its node's wall clock stays within `limitMs` of the true time, or nothing if no room
 * is left. Errors add up as if all had the same sign.
 * @param admitted the clock faults let through so far, none of which begins later
 */
export function fitClock(fault: Fault, limitMs: number, admitted: readonly Admitted[]): Fault | undefined {
  if (limitMs === Infinity) return fault;
  const beginUs = toMicros(fault.atMs);
  const ofNode = admitted
    .filter(({ fault: other }) => mayBeOne(nodeOf(other), nodeOf(fault)))
    .map(({ fault: other, endUs }) => ({ other, endUs, clock: kindOf(other).cost.clock }));
  // A clock that stands still keeps showing an offset that ended meanwhile.
  const frozen = ofNode.some(({ clock, endUs }) => clock?.freezes === true && endUs > beginUs);
  const counted = ofNode.filter(({ clock, endUs }) => frozen || endUs > beginUs || clock?.stays === true);
  const spentMs = counted.reduce((sum, { other, clock }) => sum + (clock?.ms(other) ?? 0), 0);
  return fit(fault, kindOf(fault).cost.clock as Amount, limitMs - spentMs, SMALLEST_ERROR_MS);
}

/** The same fault with at most so much of it, if that is worth it. */
function fit(fault: Fault, amount: Amount, leftMs: number, smallestMs: number): Fault | undefined {
  const roomMs = Math.floor(leftMs * 1000) / 1000;
  if ((amount.ms(fault) ?? 0) <= roomMs) return fault;
  return roomMs < smallestMs ? undefined : amount.atMost(fault, roomMs);
}

function nodeOf(fault: AnyFault): string {
  return fault.node as string;
}

/** Whether two names may be of one node: a stand-in may be anybody's. */
function mayBeOne(name: string, other: string): boolean {
  return name === other || isStandIn(name) || isStandIn(other);
}

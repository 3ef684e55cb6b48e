/** How wrong clocks may be: the part of a fault budget that makes faults smaller instead of dropping them. */
import { toMicros } from '../kernel/time.js';
import type { Micros } from '../kernel/time.js';
import type { ClockFault, Fault } from './fault.js';
import { isStandIn } from './stand-ins.js';

/** A fault that was let through, and when it is over. */
interface Admitted {
  readonly fault: Fault;
  readonly endUs: Micros;
}

/** Less than this is not worth a fault. */
const SMALLEST_MS = 1;

/**
 * The fault, made so small that its node's wall clock stays within `limitMs` of the true time, or nothing if no room
 * is left. Errors add up as if all had the same sign.
 * @param admitted the clock faults let through so far, none of which begins later
 */
export function fitClock(
  fault: ClockFault,
  limitMs: number,
  admitted: readonly Admitted[],
): ClockFault | undefined {
  if (limitMs === Infinity) return fault;
  const beginUs = toMicros(fault.atMs);
  const ofNode = admitted.flatMap(({ fault: other, endUs }) =>
    isClockFault(other) && mayBeOne(other.node, fault.node) ? [{ other, endUs }] : [],
  );
  // A clock that stands still keeps showing an offset that ended meanwhile.
  const frozen = ofNode.some(({ other, endUs }) => other.kind === 'clock-freeze' && endUs > beginUs);
  const counted = ofNode.filter(({ other, endUs }) => frozen || endUs > beginUs || staysWrong(other));
  const roomMs =
    Math.floor((limitMs - counted.reduce((sum, { other }) => sum + errorMs(other), 0)) * 1000) / 1000;
  if (errorMs(fault) <= roomMs) return fault;
  return roomMs < SMALLEST_MS ? undefined : limited(fault, roomMs);
}

/** Whether two names may be of one node: a stand-in may be anybody's. */
function mayBeOne(name: string, other: string): boolean {
  return name === other || isStandIn(name) || isStandIn(other);
}

/** The same fault with an error of at most `roomMs`. */
function limited(fault: ClockFault, roomMs: number): ClockFault {
  switch (fault.kind) {
    case 'clock-offset':
      return { ...fault, offsetMs: Math.sign(fault.offsetMs) * roomMs };
    case 'clock-jump':
      return { ...fault, byMs: Math.sign(fault.byMs) * roomMs };
    case 'clock-freeze':
      return { ...fault, durationMs: roomMs };
    case 'clock-drift':
      return { ...fault, durationMs: Math.floor((roomMs / Math.abs(fault.ppm)) * 1e9) / 1000 };
  }
}

/** The largest error the fault brings about. */
function errorMs(fault: ClockFault): number {
  switch (fault.kind) {
    case 'clock-offset':
      return Math.abs(fault.offsetMs);
    case 'clock-jump':
      return Math.abs(fault.byMs);
    case 'clock-freeze':
      return fault.durationMs ?? Infinity;
    case 'clock-drift':
      return fault.ppm === 0 ? 0 : (Math.abs(fault.ppm) / 1e6) * (fault.durationMs ?? Infinity);
  }
}

function staysWrong(fault: ClockFault): boolean {
  return fault.kind === 'clock-jump' || fault.kind === 'clock-drift';
}

export function isClockFault(fault: Fault): fault is ClockFault {
  return (
    fault.kind === 'clock-offset' ||
    fault.kind === 'clock-jump' ||
    fault.kind === 'clock-freeze' ||
    fault.kind === 'clock-drift'
  );
}

/** How late messages may be: the part of a fault budget that a synchronous system needs. Faults are made smaller for it. */
import { toMicros, type Micros } from '../kernel/time.js';
import type { Fault, FaultOf } from './fault.js';

/** A fault that was let through, and when it is over. */
interface Admitted {
  readonly fault: Fault;
  readonly endUs: Micros;
}

type DelayFault = FaultOf<'latency' | 'reordering' | 'slow-link' | 'slow-node' | 'pause' | 'message'>;

/** Less than this is not worth a fault. */
const SMALLEST_MS = 0.1;

/** Whether messages are handled later because of it. */
export function isDelayFault(fault: Fault): fault is DelayFault {
  return (
    fault.kind === 'latency' ||
    fault.kind === 'reordering' ||
    fault.kind === 'slow-link' ||
    fault.kind === 'slow-node' ||
    fault.kind === 'pause' ||
    (fault.kind === 'message' && (fault.action === 'delay' || fault.action === 'duplicate'))
  );
}

/**
 * The fault, made so small that no message is handled more than `limitMs` later than without faults; nothing if no room
 * is left, or where it has no bound, as with slow links and slow nodes. Delays add up as if all met one message.
 * @param admitted the delays let through so far, none of which begins later
 */
export function fitDelay(
  fault: DelayFault,
  limitMs: number,
  admitted: readonly Admitted[],
): DelayFault | undefined {
  if (limitMs === Infinity) return fault;
  // What one delays may come into the next.
  const fromUs = toMicros(fault.atMs) - toMicros(limitMs);
  const spentMs = admitted.reduce(
    (sum, { fault: other, endUs }) => (isDelayFault(other) && endUs > fromUs ? sum + delayMs(other) : sum),
    0,
  );
  const roomMs = Math.floor((limitMs - spentMs) * 1000) / 1000;
  if (delayMs(fault) <= roomMs) return fault;
  return roomMs < SMALLEST_MS ? undefined : limited(fault, roomMs);
}

function limited(fault: DelayFault, roomMs: number): DelayFault | undefined {
  switch (fault.kind) {
    case 'latency': {
      const addMs = Math.min(fault.addMs, roomMs);
      const jitterMs = Math.round((roomMs - addMs) * 1000) / 1000;
      return fault.jitterMs === undefined ? { ...fault, addMs } : { ...fault, addMs, jitterMs };
    }
    case 'reordering':
      return { ...fault, delayMs: roomMs };
    case 'message':
      return fault.action === 'delay' || fault.action === 'duplicate' ? { ...fault, delayMs: roomMs } : fault;
    case 'pause':
      return { ...fault, durationMs: roomMs };
    case 'slow-link':
    case 'slow-node':
      return undefined;
  }
}

/** The most by which the fault makes a message late. */
function delayMs(fault: DelayFault): number {
  switch (fault.kind) {
    case 'latency':
      return fault.addMs + (fault.jitterMs ?? 0);
    case 'reordering':
      return fault.delayMs;
    case 'message':
      return fault.action === 'delay' || fault.action === 'duplicate' ? (fault.delayMs ?? 0) : 0;
    case 'pause':
      return fault.durationMs ?? Infinity;
    case 'slow-link':
    case 'slow-node':
      return Infinity;
  }
}

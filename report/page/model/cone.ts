/**
 * What belongs to an event: everything that could have influenced it (Lamport's happened-before, "Time, Clocks, and the
 * Ordering of Events", CACM 1978), the one chain of causes that led to it, and what it set off in turn.
 */
import type { RunModel } from './run-model.js';

export type Focus = 'past' | 'chain' | 'consequences';

/** By event number, 1 for each event that belongs to one of `events` in that way, these included. */
export function focusMask(model: RunModel, events: readonly number[], focus: Focus): Uint8Array {
  const mask = new Uint8Array(model.count + 1);
  for (const event of events) mask[event] = 1;
  if (focus === 'consequences') addConsequences(model, mask);
  else addPast(model, mask, focus === 'past');
  mask[0] = 0;
  return mask;
}

function addPast({ cause, before, count }: RunModel, mask: Uint8Array, withMemory: boolean): void {
  for (let event = count; event > 0; event--) {
    if (mask[event] === 0) continue;
    mask[cause[event] as number] = 1;
    if (withMemory) mask[before[event] as number] = 1;
  }
}

function addConsequences({ cause, count }: RunModel, mask: Uint8Array): void {
  for (let event = 1; event <= count; event++) {
    const from = cause[event] as number;
    if (from > 0 && mask[from] === 1) mask[event] = 1;
  }
}

/** The events an operation set off, from its invocation to its end. */
export function operationMask(model: RunModel, operation: number): Uint8Array {
  const { invoked = 0, completed = 0 } = model.operations[operation] ?? {};
  const mask = new Uint8Array(model.count + 1);
  if (invoked === 0) return mask;
  mask[invoked] = 1;
  // The client's wait for its next operation is no part of this one.
  const last = completed === 0 ? model.count : completed;
  for (let event = invoked + 1; event <= last; event++) {
    const from = model.cause[event] as number;
    if (from > 0 && mask[from] === 1) mask[event] = 1;
  }
  if (completed > 0) mask[completed] = 1;
  return mask;
}

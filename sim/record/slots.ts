/** A number for each stretch of virtual time: what a chart over time is drawn of. Grows with the run. */
import type { Micros } from '../kernel/time.js';

/** How many stretches the planned time of a run has; what comes after it has further ones, as long. */
const SLOTS = 60;

export const slotLength = (durationUs: Micros): Micros => Math.max(1, Math.ceil(durationUs / SLOTS));

/** Adds up what belongs to each stretch. */
export function addTo(slots: number[], slot: number, value: number): void {
  while (slots.length <= slot) slots.push(0);
  slots[slot] = (slots[slot] as number) + value;
}

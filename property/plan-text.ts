/** Plans in words: what fast-check prints of a counterexample. */
import type { Fault } from '../sim/faults/fault.js';
import type { PlannedOperation } from '../sim/faults/plan.js';
import { describeFault } from '../sim/faults/timeline.js';

const SHOWN = 20;

/** `pause n1 at 812.4 ms for 300 ms`, `crash n1 after its next sync from 800 ms on for 20 ms`. */
export function faultText(fault: Fault): string {
  const lasting =
    'durationMs' in fault && fault.durationMs !== undefined ? ` for ${round(fault.durationMs)} ms` : '';
  const at =
    fault.when === undefined
      ? ` at ${round(fault.atMs)} ms`
      : fault.atMs > 0
        ? ` from ${round(fault.atMs)} ms on`
        : '';
  return `${describeFault(fault)}${at}${lasting}`;
}

/** `c1 at 20 ms → n2 {"f":"read"}`. */
export function operationText({ process, atMs, to, input }: PlannedOperation): string {
  return `${process} at ${round(atMs)} ms${to === undefined ? '' : ` → ${to}`} ${JSON.stringify(input)}`;
}

/** One a line, the first ones of many. */
export function linesOf<T>(items: readonly T[], text: (item: T) => string): string[] {
  const lines = items.slice(0, SHOWN).map((item) => `  ${text(item)}`);
  return items.length > SHOWN ? [...lines, `  … and ${items.length - SHOWN} more`] : lines;
}

/** `1 fault`, `2 faults`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

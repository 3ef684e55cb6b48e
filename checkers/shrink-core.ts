/** Cuts a failing history down to operations that all matter. */
import type { Anomaly, History, Operation } from './history.js';

/** Operations that all attempts to shrink may look at together: about a second of a linear checker. */
const EFFORT = 2_000_000;

/** Anomalies tried as a start; more of them are rarely better. */
const STARTS = 4;

/**
 * The smallest sub-history found that `fails` on its own: the operations of one anomaly where they suffice, else
 * those `around` it, else the whole history, without every operation that can be left out. Undefined when none of them
 * fails again, or the history is too large to be shrunk.
 */
export function smallestCore(
  history: History,
  anomalies: readonly Anomaly[],
  fails: (part: History) => boolean,
  around?: (operations: readonly Operation[]) => readonly Operation[],
): History | undefined {
  let effort = EFFORT;
  const affordable = (part: History) => {
    effort -= part.length;
    return effort >= 0 && fails(part);
  };
  const smallestFirst = [...anomalies]
    .sort((a, b) => a.operations.length - b.operations.length)
    .slice(0, STARTS);
  const starts = smallestFirst.map(({ operations }) => operations);
  if (around !== undefined) starts.push(...starts.map(around));
  for (const operations of starts) {
    const start = [...operations].sort((a, b) => a.invoke - b.invoke);
    if (affordable(start)) return withoutNeedless(start, affordable);
  }
  return affordable(history) ? withoutNeedless(history, affordable) : undefined;
}

/** Drops ever smaller runs of operations for as long as the rest still fails (after Zeller & Hildebrandt 2002). */
function withoutNeedless(history: History, fails: (part: History) => boolean): History {
  let core = history;
  for (let size = Math.ceil(core.length / 2); size >= 1;) {
    const before = core.length;
    for (let end = core.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      const shorter = [...core.slice(0, start), ...core.slice(end)];
      if (shorter.length > 0 && fails(shorter)) core = shorter;
    }
    // Single operations are tried until none can go; larger runs once.
    if (size > 1) size = Math.ceil(size / 2);
    else if (core.length === before) break;
  }
  return core;
}

/** What a campaign has seen so far, as plain data that adds up in any order. */
import type { VerdictKind } from '../../checkers/history.js';
import type { Fault } from '../faults/fault.js';
import { tookPlace } from '../faults/timeline.js';
import type { ToldRun } from './told-run.js';

export interface Tally {
  runs: number;
  verdicts: Record<VerdictKind, number>;
  events: number;
  operations: { ok: number; fail: number; info: number };
  /** How many faults of each kind began. */
  faults: Partial<Record<Fault['kind'], number>>;
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    verdicts: { valid: 0, invalid: 0, unknown: 0 },
    events: 0,
    operations: { ok: 0, fail: 0, info: 0 },
    faults: {},
  };
}

/** Adds one run. */
export function countRun(
  tally: Tally,
  run: Pick<ToldRun, 'verdict' | 'events' | 'operations' | 'plan' | 'virtualMs' | 'triggered'>,
): void {
  tally.runs++;
  tally.verdicts[run.verdict]++;
  tally.events += run.events;
  for (const outcome of ['ok', 'fail', 'info'] as const) tally.operations[outcome] += run.operations[outcome];
  for (const { kind } of tookPlace(run.plan, run.virtualMs, run.triggered).faults)
    tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
}

/** Adds one tally to another. */
export function addTally(total: Tally, part: Tally): void {
  total.runs += part.runs;
  total.events += part.events;
  for (const verdict of ['valid', 'invalid', 'unknown'] as const)
    total.verdicts[verdict] += part.verdicts[verdict];
  for (const outcome of ['ok', 'fail', 'info'] as const)
    total.operations[outcome] += part.operations[outcome];
  for (const [kind, count] of Object.entries(part.faults)) {
    total.faults[kind as Fault['kind']] = (total.faults[kind as Fault['kind']] ?? 0) + count;
  }
}

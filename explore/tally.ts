/** What a campaign has seen so far, as plain data that adds up in any order. */
import type { VerdictKind } from '../checkers/history.js';
import type { Fault } from '../sim/faults/fault.js';
import { tookPlace } from '../sim/faults/timeline.js';
import type { ToldCheck, ToldRun } from '../sim/run/capsule/told-run.js';

export interface Tally {
  runs: number;
  verdicts: Record<VerdictKind, number>;
  events: number;
  operations: { ok: number; fail: number; info: number };
  /** How many faults of each kind began. */
  faults: Partial<Record<Fault['kind'], number>>;
  /** How many were drawn and left out, as the scenario claims nothing under them. */
  leftOut: Partial<Record<Fault['kind'], number>>;
  /** By scenario and check: in how many runs there was nothing to judge. */
  nothingToJudge: Record<string, Record<string, Idle>>;
}

/** Runs in which a check had nothing to judge, and what it said in the first of them. */
export interface Idle {
  readonly runs: number;
  readonly reason: string;
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    verdicts: { valid: 0, invalid: 0, unknown: 0 },
    events: 0,
    operations: { ok: 0, fail: 0, info: 0 },
    faults: {},
    leftOut: {},
    nothingToJudge: {},
  };
}

/** Adds one run. */
export function countRun(
  tally: Tally,
  run: Pick<
    ToldRun,
    'scenario' | 'verdict' | 'events' | 'operations' | 'plan' | 'virtualMs' | 'triggered' | 'leftOut'
  > & { readonly checks: readonly Pick<ToldCheck, 'name' | 'reason' | 'nothingToJudge'>[] },
): void {
  tally.runs++;
  tally.verdicts[run.verdict]++;
  tally.events += run.events;
  for (const outcome of ['ok', 'fail', 'info'] as const) tally.operations[outcome] += run.operations[outcome];
  for (const { kind } of tookPlace(run.plan, run.virtualMs, run.triggered).faults)
    tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
  addCounts(tally.leftOut, run.leftOut);
  for (const { name, reason, nothingToJudge } of run.checks)
    if (nothingToJudge === true) addIdle(tally, run.scenario, name, { runs: 1, reason });
}

/** Adds one tally to another. */
export function addTally(total: Tally, part: Tally): void {
  total.runs += part.runs;
  total.events += part.events;
  for (const verdict of ['valid', 'invalid', 'unknown'] as const)
    total.verdicts[verdict] += part.verdicts[verdict];
  for (const outcome of ['ok', 'fail', 'info'] as const)
    total.operations[outcome] += part.operations[outcome];
  addCounts(total.faults, part.faults);
  addCounts(total.leftOut, part.leftOut);
  for (const [scenario, checks] of Object.entries(part.nothingToJudge))
    for (const [check, idle] of Object.entries(checks)) addIdle(total, scenario, check, idle);
}

function addCounts(total: Tally['faults'], part: Tally['faults']): void {
  for (const [kind, count] of Object.entries(part) as [Fault['kind'], number][])
    total[kind] = (total[kind] ?? 0) + count;
}

function addIdle(total: Tally, scenario: string, check: string, { runs, reason }: Idle): void {
  const checks = (total.nothingToJudge[scenario] ??= {});
  const before = checks[check];
  checks[check] = { runs: (before?.runs ?? 0) + runs, reason: before?.reason ?? reason };
}

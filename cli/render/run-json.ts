/** One run as the JSON object of `run --json` and `replay --json`. */
import type { Fault } from '../../sim/faults/fault.js';
import { describeFault } from '../../sim/faults/timeline.js';
import type { Run } from '../../sim/run/run.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';

export function runJson(
  run: ToldRun & Partial<Pick<Run, 'figures'>>,
  replay: string,
): Record<string, unknown> {
  return {
    scenario: run.scenario,
    params: run.params,
    seed: run.seed,
    bug: run.bug ?? null,
    verdict: run.verdict,
    checks: run.checks.map(({ name, verdict, reason, anomalies }) => ({ name, verdict, reason, anomalies })),
    fingerprint: run.fingerprint,
    events: run.events,
    virtualMs: run.virtualMs,
    operations: run.operations,
    faults: run.faults,
    leftOut: run.leftOut,
    outside: run.outside,
    timeline: run.plan.faults.map((fault, number) => timelineEntry(run, fault, number)),
    ...(run.figures === undefined ? {} : { figures: run.figures() }),
    replay,
  };
}

/** A fault that waits for something has the time at which it began, if it did. */
function timelineEntry({ triggered }: ToldRun, fault: Fault, number: number): Record<string, unknown> {
  if (fault.when === undefined) return { atMs: fault.atMs, fault: describeFault(fault) };
  const began = triggered.find((begun) => begun.fault === number);
  return {
    atMs: began?.atMs ?? fault.atMs,
    fault: describeFault(began?.as ?? fault),
    began: began !== undefined,
  };
}

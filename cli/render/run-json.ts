/** One run as the JSON object of `run --json` and `replay --json`. */
import { describeFault } from '../../sim/faults/timeline.js';
import type { ToldRun } from '../../sim/explore/told-run.js';

export function runJson(run: ToldRun, replay: string): Record<string, unknown> {
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
    timeline: run.plan.faults.map((fault) => ({ atMs: fault.atMs, fault: describeFault(fault) })),
    replay,
  };
}

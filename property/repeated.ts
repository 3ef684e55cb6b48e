/** Whether a run of a test repeats: once more in this process, and in a fresh thread where one can load the scenario. */
import { isSameRun } from '../explore/same-run.js';
import type { Unrepeated } from '../explore/unrepeated.js';
import { firstDivergence } from '../sim/record/divergence.js';
import { recordRun, type RecordedRun, type Run, type SimulateOptions } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { recordedAfresh } from '../explore/verify.js';

export interface Repetition {
  readonly unrepeated?: Unrepeated;
  /** Why there was no run in a fresh thread. */
  readonly why?: string;
}

/** The same once more in this process, where module-level variables are as the run left them. */
export async function repeatedHere<P>(
  scenario: Scenario<P>,
  options: SimulateOptions,
  { run, record }: RecordedRun,
): Promise<Unrepeated | undefined> {
  const again = await recordRun(scenario, options);
  const divergence = firstDivergence(record, again.record, ['the first run', 'once more here']);
  return divergence && { found: run, again: again.run, divergence };
}

/** The same in a fresh thread, where every module begins anew. */
export async function repeatedAfresh<P>(
  scenario: Scenario<P>,
  options: SimulateOptions,
  { run, record }: RecordedRun,
): Promise<Repetition> {
  const fresh = await recordedAfresh(scenario, options, record);
  if (fresh.kind !== 'recorded') return fresh.kind === 'none' ? { why: fresh.why } : {};
  const divergence = firstDivergence(record, fresh.record, ['the run here', 'in a fresh thread']);
  return divergence === undefined ? {} : { unrepeated: { found: run, again: fresh.run, divergence } };
}

/** Both, for a run that was not recorded. */
export async function repeated<P>(
  scenario: Scenario<P>,
  options: SimulateOptions,
  run: Run,
): Promise<Repetition> {
  const again = await recordRun(scenario, options);
  const afresh = await repeatedAfresh(scenario, options, again);
  if (isSameRun(run, again.run)) return afresh;
  const { divergence } = afresh.unrepeated ?? {};
  return {
    unrepeated: { found: run, again: again.run, ...(divergence === undefined ? {} : { divergence }) },
  };
}

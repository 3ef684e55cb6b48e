/** What exports are made from: a run, and on demand everything that happened in it. */
import type { Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { checksOf } from '../data/checks.js';
import type { Recording, ReportCheck } from '../data/contract.js';
import { recordRun } from '../data/record-run.js';

export interface ExportSource {
  readonly run: Run;
  readonly checks: readonly ReportCheck[];
  /** Version of Seedstorm. */
  readonly version: string;
  /** Runs the run once more; histories need none of it. @throws InputError as `recordRun` does */
  recording(): Promise<Recording>;
}

/** @param scenario the very scenario the run is of; of a shrunk run, on its calm network */
export function exportSource(scenario: Scenario, run: Run, version: string): ExportSource {
  return { run, version, checks: checksOf(run), recording: () => recordRun(scenario, run) };
}

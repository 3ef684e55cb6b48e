/** What a failure is, whichever run shows it: the scenario, the check that fails and the kind of its first anomaly. */
import { failedCheck } from './failed-check.js';
import type { CheckResult } from '../judgements.js';
import type { Run } from '../outcome.js';

export interface Signature {
  readonly scenario: string;
  readonly check: string;
  /** Kind of the first anomaly; empty where the check names none. */
  readonly anomaly: string;
}

/** The signature of a run that is not valid. */
export function signatureOf(run: Run): Signature | undefined {
  const failed = failedCheck(run);
  if (failed?.verdict !== 'invalid') return undefined;
  return { scenario: run.scenario, check: failed.name, anomaly: anomalyOf(failed) };
}

/** Whether the run fails as the signature says: the same check first, by the same kind of anomaly. */
export function isFailure(run: Run, { check, anomaly }: Signature): boolean {
  const failed = failedCheck(run);
  return failed?.verdict === 'invalid' && failed.name === check && anomalyOf(failed) === anomaly;
}

function anomalyOf({ anomalies }: CheckResult): string {
  return anomalies[0]?.kind ?? '';
}

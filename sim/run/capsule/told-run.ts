/** A run as plain data, without its history: what other threads, files and people need of one that failed. */
import type { VerdictKind } from '../../../checkers/history.js';
import type { Run } from '../outcome.js';
import { failedCheck } from './failed-check.js';
import type { Signature } from './signature.js';

/** One claim and what became of it. */
export interface ToldCheck {
  readonly name: string;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly nothingToJudge?: true;
  readonly anomalies: readonly { readonly kind: string; readonly message: string }[];
}

export interface ToldRun extends Pick<
  Run,
  'scenario' | 'params' | 'seed' | 'bug' | 'profile' | 'plan' | 'verdict' | 'fingerprint' | 'events'
> {
  /** No plan could be drawn: where the run is to come back, it is drawn again. */
  readonly undrawn?: true;
  readonly virtualMs: number;
  readonly operations: Run['operations'];
  readonly faults: number;
  readonly triggered: Run['triggered'];
  readonly leftOut: Run['leftOut'];
  readonly outside: Run['outside'];
  readonly checks: readonly ToldCheck[];
}

/** Without what only this thread can hold. */
export function toldRun(run: ToldRun): ToldRun {
  const { scenario, params, seed, bug, profile, plan, verdict, fingerprint, events } = run;
  const { virtualMs, operations, faults, triggered, leftOut, outside, checks } = run;
  return {
    ...{ scenario, params, seed, bug, profile, plan, verdict, fingerprint, events },
    ...{ virtualMs, operations, faults, triggered, leftOut, outside },
    ...(run.undrawn === undefined ? {} : { undrawn: run.undrawn }),
    checks: checks.map(({ name, verdict, reason, anomalies, nothingToJudge }) => ({
      ...{ name, verdict, reason },
      ...(nothingToJudge === true ? { nothingToJudge } : {}),
      anomalies: anomalies.map(({ kind, message }) => ({ kind, message })),
    })),
  };
}

/** The signature of a run that is not valid: see shrink/signature.ts. */
export function toldSignature(run: ToldRun): Signature {
  const failed = failedCheck(run);
  return {
    scenario: run.scenario,
    check: failed?.name ?? '',
    anomaly: failed?.anomalies[0]?.kind ?? '',
  };
}

/** What `check --json` prints. */
import type { Operation, Verdict, VerdictKind } from '../../checkers/history.js';

export interface CheckResult {
  readonly model: string;
  readonly verdict: VerdictKind;
  /** How many operations the history has. */
  readonly operations: number;
  readonly reason: string;
  /** The smallest part of the history found that still fails; empty unless the verdict is `invalid`. `complete` is null for operations of unknown outcome. */
  readonly core: readonly Operation[];
  /** What is to be known of how the file was read; absent if nothing is. */
  readonly notes?: readonly string[];
  /** Time of the judgement, without reading the file. */
  readonly ms: number;
}

export function checkResult(
  model: string,
  verdict: Verdict,
  operations: number,
  notes: readonly string[],
  ms: number,
): CheckResult {
  return {
    model,
    verdict: verdict.verdict,
    operations,
    reason: verdict.reason,
    core: (verdict.verdict === 'invalid' && verdict.core) || [],
    ...(notes.length === 0 ? {} : { notes }),
    ms: Math.round(ms * 1000) / 1000,
  };
}

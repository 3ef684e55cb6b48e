/** What `check --json` prints. */
import type { Operation, Verdict, VerdictKind } from '../../checkers/history.js';

/** More operations explain nothing. */
const MOST_LISTED = 40;

export interface CheckResult {
  readonly model: string;
  readonly verdict: VerdictKind;
  /** How many operations the history has. */
  readonly operations: number;
  readonly reason: string;
  /** The smallest part of the history found that still fails; empty unless the verdict is `invalid`. `complete` is null for operations of unknown outcome. */
  readonly core: readonly Operation[];
  /** How many operations of the core are not listed: more than forty are, with `--all`. */
  readonly leftOut?: number;
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
  all = false,
): CheckResult {
  const core = (verdict.verdict === 'invalid' && verdict.core) || [];
  const listed = all ? core : core.slice(0, MOST_LISTED);
  return {
    model,
    verdict: verdict.verdict,
    operations,
    reason: verdict.reason,
    core: listed,
    ...(listed.length < core.length ? { leftOut: core.length - listed.length } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ms: Math.round(ms * 1000) / 1000,
  };
}

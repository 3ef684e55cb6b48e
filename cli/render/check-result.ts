/** What `check --json` prints. */
import { Cutter } from '../../checkers/brief.js';
import type { NotLinearizable } from '../../checkers/linearizability/invalid.js';
import type { Operation, Verdict, VerdictKind } from '../../checkers/history.js';

/** More operations explain nothing. */
const MOST_LISTED = 40;

export interface CheckResult {
  readonly model: string;
  readonly verdict: VerdictKind;
  /** How many operations the history has. */
  readonly operations: number;
  readonly reason: string;
  /** Why each transaction of a cycle comes before the next, at most forty; absent where the reason is another. */
  readonly because?: readonly string[];
  /** The smallest part of the history found that still fails; empty unless the verdict is `invalid`. `complete` is null for operations of unknown outcome. */
  readonly core: readonly Operation[];
  /** How many operations of the core are not listed: more than forty are, with `--all`. */
  readonly leftOut?: number;
  /** How many items of lists, fields and ends of long texts the operations listed and the reason lack; absent if none, as with `--all`. */
  readonly valuesLeftOut?: number;
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
  const cutter = new Cutter();
  const listed = all ? core : core.slice(0, MOST_LISTED).map((operation) => cutFields(operation, cutter));
  const because = 'because' in verdict ? (verdict as NotLinearizable).because : [];
  const reason = all ? verdict.reason : (cutter.cut(verdict.reason) as string);
  return {
    model,
    verdict: verdict.verdict,
    operations,
    reason,
    ...(because.length === 0 ? {} : { because: all ? because : because.slice(0, MOST_LISTED) }),
    core: listed,
    ...(listed.length < core.length ? { leftOut: core.length - listed.length } : {}),
    ...(cutter.leftOut > 0 ? { valuesLeftOut: cutter.leftOut } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ms: Math.round(ms * 1000) / 1000,
  };
}

/** No field of an operation, its input and its answer above all, is too large to be read. */
const cutFields = (operation: Operation, cutter: Cutter): Operation =>
  Object.fromEntries(
    Object.entries(operation).map(([name, value]) => [name, cutter.cut(value)]),
  ) as unknown as Operation;

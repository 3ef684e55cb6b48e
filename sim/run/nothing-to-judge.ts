/**
 * Runs and claims with nothing to judge. "No violation was seen" is worth what was looked at: where nothing was, the
 * verdict is `unknown`, with the reason, and never `valid`.
 */
import { nothingToJudge, type History, type Verdict, type VerdictKind } from '../../checkers/history.js';
import type { OutcomeCounts } from '../record/history.js';

/**
 * What is to be said of a run as a whole, if anything: no operation that was asked ended `ok`; or none was asked, and
 * nobody looked at anything else.
 * @param looks whether something besides runtime errors was looked at: effects of nodes, invariants, unreachable places
 */
export function nothingHappened({ ok, fail, info }: OutcomeCounts, looks: boolean): Verdict | undefined {
  const asked = ok + fail + info;
  if (ok > 0 || (asked === 0 && looks)) return undefined;
  if (asked === 0)
    return nothingToJudge(
      'nothing was looked at: no operation was asked, no node recorded an effect, and there is no invariant',
    );
  const what =
    asked === 1 ? 'the one operation asked did not end' : `none of ${asked} operations asked ended`;
  return nothingToJudge(`${what} ok: ${fail} refused, ${info} with unknown outcome`);
}

/** Whether a run is undecided for no other reason than that there was nothing to judge. */
export function hadNothingToJudge(
  checks: readonly { readonly verdict: VerdictKind; readonly nothingToJudge?: true }[],
): boolean {
  const open = checks.filter(({ verdict }) => verdict !== 'valid');
  return open.length > 0 && open.every(({ nothingToJudge }) => nothingToJudge === true);
}

/** What a checker says of a history without any operation is no praise. */
export function unlessEmpty(history: History, verdict: Verdict): Verdict {
  if (verdict.verdict !== 'valid' || history.length > 0) return verdict;
  return nothingToJudge('no operation was asked, and no node recorded an effect');
}

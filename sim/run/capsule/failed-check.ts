/** Which check decided a verdict. */
import type { VerdictKind } from '../../../checkers/history.js';

/** The check that decided the verdict: the first violation, else the first that is undecided. */
export function failedCheck<C extends { readonly verdict: VerdictKind }>(run: {
  readonly checks: readonly C[];
}): C | undefined {
  return (
    run.checks.find(({ verdict }) => verdict === 'invalid') ??
    run.checks.find(({ verdict }) => verdict === 'unknown')
  );
}

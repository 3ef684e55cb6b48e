/** Which check decided a verdict. */
import type { CheckResult, Run } from '../run.js';

/** The check that decided the verdict: the first violation, else the first that is undecided. */
export function failedCheck(run: Run): CheckResult | undefined {
  return (
    run.checks.find(({ verdict }) => verdict === 'invalid') ??
    run.checks.find(({ verdict }) => verdict === 'unknown')
  );
}

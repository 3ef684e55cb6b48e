/** What the command's exit code says. Scripts and CI jobs rely on these numbers. */
import type { VerdictKind } from '../checkers/history.js';

export const EXIT = {
  valid: 0,
  /** A violation was found. */
  invalid: 1,
  /** The checker's budget was spent before it could decide. */
  unknown: 2,
  /** The same seed gave two different runs. */
  nondeterminism: 3,
  /** Bad usage, parameters, plan or file. */
  usage: 64,
  /** A fault of Seedstorm's own. */
  bug: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const exitCodeOf = (verdict: VerdictKind): ExitCode => EXIT[verdict];

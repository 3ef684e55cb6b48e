/** The verdict `invalid`, with evidence that is worked out only when somebody looks at it. */

import { BudgetMeter } from '../budget.js';
import type { Anomaly, Budget, Input, Operation, Verdict } from '../history.js';
import type { Model } from '../model.js';
import type { Contest } from './contest.js';
import { confirmed, coreOf } from './core.js';
import { explain, printOperation } from './explanation.js';
import type { Explanation } from './explanation.js';
import { who } from '../selectors.js';

/**
 * What the search for each piece of evidence may cost; it is apart from the budget of the check, which is spent by then.
 * A clock would give other evidence on another machine.
 */
const EVIDENCE_STEPS = 2_000_000;
const EVIDENCE_BYTES = 256 * 2 ** 20;

/** A violation of linearizability. `anomalies`, `core` and `explanation` are computed at first sight. */
export type NotLinearizable = Extract<Verdict, { verdict: 'invalid' }> & {
  readonly core: readonly Operation[];
  /** Whether a check that shares nothing with the searches found the core impossible, too; large cores are not asked. */
  readonly coreConfirmed: boolean;
  /** Absent where it would cost too much. */
  readonly explanation: Explanation | undefined;
};

export function notLinearizable(
  model: Model<unknown, Input, unknown>,
  contest: Contest,
  budget: Budget | undefined,
): NotLinearizable {
  const { suspects, failing } = contest;
  const reason =
    contest.fast?.verdict === 'invalid'
      ? contest.fast.reason
      : `no order of the operations explains ${printOperation(model, failing!)} by process ${who(failing!)}`;
  const kind = contest.fast?.verdict === 'invalid' ? contest.fast.kind : 'not-linearizable';
  const meter = (): BudgetMeter =>
    new BudgetMeter({
      steps: EVIDENCE_STEPS,
      memoryBytes: Math.min(EVIDENCE_BYTES, budget?.memoryBytes ?? EVIDENCE_BYTES),
    });

  const part = contest.fast?.verdict === 'invalid' ? contest.fast.part : undefined;
  const core = once(() =>
    contest.isHard
      ? { operations: suspects, confirmed: false }
      : part
        ? confirmed(suspects, part, meter())
        : coreOf(suspects, failing!, model, meter()),
  );
  const anomalies = once((): Anomaly[] => [
    {
      kind,
      message: reason,
      get operations() {
        return core().operations;
      },
    },
  ]);
  const explanation = once(() =>
    contest.isHard
      ? undefined
      : ((part ? undefined : explain(contest.part.operations, model, meter(), 'all')) ??
        explain(core().operations, part ?? model, meter(), 'core')),
  );
  return {
    verdict: 'invalid',
    reason,
    get anomalies() {
      return anomalies();
    },
    get core() {
      return core().operations;
    },
    get coreConfirmed() {
      return core().confirmed;
    },
    get explanation() {
      return explanation();
    },
  };
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}

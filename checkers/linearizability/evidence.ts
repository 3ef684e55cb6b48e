/** The core of a failure with all that it depends on, found in the way that fits the object, and confirmed. */

import { BudgetSpent } from '../budget.js';
import type { BudgetMeter } from '../budget.js';
import type { Input, Operation } from '../history.js';
import type { Model } from '../model.js';
import type { Contest } from './contest.js';
import { coreOf, isConfirmed } from './core.js';
import { coreByPassingOver } from './passing-over.js';
import { supportOf } from './support.js';
import { tracesOf } from './traces.js';

/** A few operations that fail. */
export interface Core {
  readonly operations: readonly Operation[];
  /** Those that have to happen for it to fail; the others left what these show. */
  readonly obliged: readonly Operation[];
  /** As they are judged: without what operations outside left. */
  readonly judged: readonly Operation[];
  /** Nothing else matters for what they show. */
  readonly alone: boolean;
  /** So many operations left parts of what they show and are not here. */
  readonly leftOut: number;
  /** Whether the independent check agreed; it may be too expensive to ask. */
  readonly confirmed: boolean;
}

export function evidenceOf(
  model: Model<unknown, Input, unknown>,
  { suspects, failing, fast, isHard, blamed }: Contest,
  culprit: Operation | undefined,
  meter: () => BudgetMeter,
): Core {
  const partOfObject = fast?.verdict === 'invalid' ? fast.part : undefined;
  if (isHard || partOfObject !== undefined) {
    const confirmed = !isHard && isConfirmed(suspects, partOfObject!, meter());
    // A bound of a sum is made of all its parts, whichever they are.
    const alone = !suspects.some((operation) => tracesOf(model, operation).isSum === true);
    return { operations: suspects, obliged: suspects, judged: suspects, alone, leftOut: 0, confirmed };
  }
  const partial = coreByPassingOver(
    { operations: blamed, suspects, failing: failing!, culprit },
    model,
    meter(),
  );
  if (partial !== undefined) {
    const { operations, obliged, judged } = partial;
    return {
      operations,
      obliged,
      judged,
      alone: true,
      leftOut: 0,
      confirmed: isConfirmed(judged, model, meter()),
    };
  }
  const obliged = coreOf(suspects, failing!, model, meter());
  const { writers, leftOut } = support(obliged, blamed, model, meter());
  const operations = [...obliged, ...writers].sort((a, b) => a.invoke - b.invoke);
  return {
    ...{ operations, obliged, judged: operations, leftOut },
    alone: model.traces !== undefined && leftOut === 0,
    confirmed: isConfirmed(operations, model, meter()),
  };
}

function support(...given: Parameters<typeof supportOf>): ReturnType<typeof supportOf> {
  try {
    return supportOf(...given);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return { writers: [], leftOut: Infinity };
  }
}

/** The verdict `invalid`, with evidence that is worked out only when somebody looks at it. */

import { BudgetMeter, BudgetSpent } from '../budget.js';
import type { Anomaly, Budget, Input, Operation, Verdict } from '../history.js';
import type { Model } from '../model.js';
import { breakdownOf } from './breakdown.js';
import type { Breakdown } from './breakdown.js';
import type { Contest } from './contest.js';
import { evidenceOf } from './evidence.js';
import type { Core } from './evidence.js';
import { explain, printOperation } from './explanation.js';
import type { Explanation } from './explanation.js';
import { who } from '../selectors.js';
import { partial } from './passing-over.js';
import { after } from './replay.js';
import { writersIn } from './traces.js';

/**
 * What the search for each piece of evidence may cost; it is apart from the budget of the check, which is spent by then.
 * A clock would give other evidence on another machine.
 */
const EVIDENCE_STEPS = 1_000_000;
/** Histories that are longer cannot be put in order with that. */
const EXPLAINED_OPERATIONS = EVIDENCE_STEPS / 8;
const EVIDENCE_BYTES = 256 * 2 ** 20;

/** A violation of linearizability. `anomalies`, `core` and `explanation` are computed at first sight. */
export type NotLinearizable = Extract<Verdict, { verdict: 'invalid' }> & {
  readonly core: readonly Operation[];
  /** Those of the core that had to happen for it to fail; the others left what these show. */
  readonly obliged: readonly Operation[];
  /** Whether the core holds all that its operations depend on, so that it fails whatever else there was. */
  readonly coreAlone: boolean;
  /** How many operations left a part of what the core shows and are not in it, as they are too many. */
  readonly coreLacks: number;
  /** Whether a check that shares nothing with the searches found the core impossible, too; large cores are not asked. */
  readonly coreConfirmed: boolean;
  /** Sentences that together prove the reason, as why each transaction of a cycle comes before the next; often none. */
  readonly because: readonly string[];
  /** Absent where it would cost too much, or where `because` says it better. */
  readonly explanation: Explanation | undefined;
};

export function notLinearizable(
  model: Model<unknown, Input, unknown>,
  contest: Contest,
  budget: Budget | undefined,
): NotLinearizable {
  const { failing } = contest;
  const meter = (): BudgetMeter =>
    new BudgetMeter({
      steps: EVIDENCE_STEPS,
      memoryBytes: Math.min(EVIDENCE_BYTES, budget?.memoryBytes ?? EVIDENCE_BYTES),
    });

  const culprit = once(() =>
    contest.fast ? undefined : culpritAmong(contest.blamed, failing!, model, meter()),
  );
  const kind = contest.fast?.verdict === 'invalid' ? contest.fast.kind : 'not-linearizable';
  const part = contest.fast?.verdict === 'invalid' ? contest.fast.part : undefined;
  const because = contest.fast?.verdict === 'invalid' ? contest.fast.because : undefined;
  const core = once(() => evidenceOf(model, contest, culprit()?.operation, meter));
  const anomalies = once((): Anomaly[] => [
    {
      kind,
      get message() {
        return reason();
      },
      get operations() {
        return core().obliged;
      },
    },
  ]);
  const broken = once(() =>
    contest.blamed.length > EXPLAINED_OPERATIONS ? undefined : affordable(contest.blamed, model, meter()),
  );
  const ofAll = (): Explanation | undefined => {
    const found = explain(broken(), contest.blamed, model, meter(), 'all');
    // What a procedure found by a part of the object is told by that part, if another operation fails before.
    return part && found && !contest.suspects.includes(found.failing) ? undefined : found;
  };
  const explanation = once(() =>
    contest.isHard || because !== undefined
      ? undefined
      : (ofAll() ?? explainCore(core(), part ?? model, meter())),
  );
  const reason = once(() => {
    if (contest.fast?.verdict === 'invalid') return contest.fast.reason;
    const told = (operation: Operation): string =>
      `${printOperation(model, operation)} by process ${who(operation)}`;
    const impossible = culprit();
    if (impossible !== undefined) {
      const { operation, fault } = impossible;
      return `${told(operation)} is impossible whatever the others did: it ${fault}`;
    }
    // A search that foresees reads breaks later than at the first that is to blame.
    const first = model.mayLeadTo === undefined ? undefined : broken()?.failing;
    return `no order of the operations explains ${told(first ?? failing!)}`;
  });
  return {
    verdict: 'invalid',
    get reason() {
      return reason();
    },
    get anomalies() {
      return anomalies();
    },
    get core() {
      return core().operations;
    },
    get obliged() {
      return core().obliged;
    },
    get coreAlone() {
      return core().alone;
    },
    get coreLacks() {
      return core().leftOut;
    },
    get coreConfirmed() {
      return core().confirmed;
    },
    because: because ?? [],
    get explanation() {
      return explanation();
    },
  };
}

/** The first operation that is impossible by itself, and why; innocent ones may fail before it completes. */
function culpritAmong(
  operations: readonly Operation[],
  failing: Operation,
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): { readonly operation: Operation; readonly fault: string } | undefined {
  if (model.faultOf === undefined) return undefined;
  try {
    const writers = writersIn(operations, model, meter);
    for (const operation of operations) {
      if (operation.invoke > failing.complete) return undefined;
      if (operation.type === 'info') continue;
      const fault = model.faultOf(operation.input as Input, operation.output, (thing) => {
        meter.spend();
        return writers.has(thing);
      });
      if (fault === undefined) continue;
      const [alone] = partial([operation], writers, model, meter);
      if (after(model, model.initial, alone!).length === 0) return { operation, fault };
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
  }
  return undefined;
}

function affordable(...given: Parameters<typeof breakdownOf>): Breakdown | undefined {
  try {
    return breakdownOf(...given);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return undefined;
  }
}

function explainCore(
  { operations, judged }: Core,
  model: Model<unknown, Input, unknown>,
  meter: BudgetMeter,
): Explanation | undefined {
  return explain(affordable(judged, model, meter), operations, model, meter, 'core', judged);
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}

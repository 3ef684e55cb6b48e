/** Linearizability operation by operation: the verdict comes with the first completion that nothing explains. */

import { BudgetSpent } from '../budget.js';
import {
  nothingToJudge,
  type Budget,
  type Input,
  type OnlineChecker,
  type Operation,
  type Outcome,
  type ProcessId,
  type Verdict,
} from '../history.js';
import type { Model, PartitionKey } from '../model.js';
import { printOperation } from './explanation.js';
import type { LiveOperation } from './live-operation.js';
import { OnlinePart } from './online-part.js';
import { assertUnderstoodOnline } from './understood.js';
import { who } from '../selectors.js';

/** What one search may cost, so that a hard moment does not stop a simulation; then the verdict is `unknown`. */
const SEARCH_BUDGET: Budget = { steps: 5_000_000 };

interface Open {
  readonly operation: LiveOperation;
  readonly part: OnlinePart;
}

export class OnlineLinearizability implements OnlineChecker {
  private readonly parts = new Map<PartitionKey, OnlinePart>();
  private readonly open = new Map<number, Open>();
  private position = 0;
  private invoked = 0;
  private verdict: Verdict | undefined;
  private completed = 0;
  /** Completions that say something of the object. */
  private seen = 0;

  constructor(
    private readonly model: Model<unknown, Input, unknown>,
    private readonly budget: Budget = SEARCH_BUDGET,
  ) {}

  invoke(id: number, process: ProcessId, input: unknown): void {
    if (this.verdict) return;
    if (this.open.has(id)) throw new Error(`an operation with the number ${id} is open already`);
    assertUnderstoodOnline(this.model, this.invoked++, input);
    const operation: LiveOperation = {
      process,
      input,
      type: 'info',
      invoke: this.position++,
      complete: Infinity,
      open: true,
      cls: -1,
    };
    const part = this.partOf(input as Input);
    this.open.set(id, { operation, part });
    this.attempt(() => part.invoke(operation));
  }

  complete(id: number, type: Outcome, output?: unknown): Verdict | undefined {
    if (this.verdict) return this.verdict.verdict === 'invalid' ? this.verdict : undefined;
    const found = this.open.get(id);
    if (!found) throw new Error(`no operation with the number ${id} is open`);
    this.open.delete(id);
    this.completed++;
    if (
      type === 'ok' ||
      (type === 'fail' && this.model.observesFail?.(found.operation.input as Input) === true)
    )
      this.seen++;
    const { operation, part } = found;
    const possible = this.attempt(() => part.complete(operation, type, output, this.position++));
    if (possible === false) this.verdict = this.violation(operation);
    return this.verdict?.verdict === 'invalid' ? this.verdict : undefined;
  }

  finish(): Verdict {
    if (this.verdict) return this.verdict;
    if (this.seen === 0) return nothingToJudge('nothing to judge: no operation is known to have happened');
    for (const { tooLong } of this.parts.values()) {
      if (!tooLong) continue;
      return {
        verdict: 'unknown',
        reason: `${this.print(tooLong)} was open for so long that it was judged as if its outcome had stayed unknown; nothing contradicts the rest`,
      };
    }
    return {
      verdict: 'valid',
      reason: `each of the ${this.completed} completions had an order that explains it`,
    };
  }

  /** Runs a step that may exhaust the budget of a search. */
  private attempt<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.verdict = {
        verdict: 'unknown',
        reason: `stopped at completion ${this.completed}, by ${error.detail}`,
      };
      return undefined;
    }
  }

  private partOf(input: Input): OnlinePart {
    const { partition } = this.model;
    // Parts that a later operation could join cannot be judged apart while it is still to come.
    let key: PartitionKey;
    if (partition === undefined) key = input.key;
    else if (partition !== 'whole') {
      const keys = partition(input);
      key = typeof keys === 'object' ? undefined : keys;
    }
    let part = this.parts.get(key);
    if (!part) {
      part = new OnlinePart(this.model, this.budget);
      this.parts.set(key, part);
    }
    return part;
  }

  private violation(operation: Operation): Verdict {
    const { open: _open, cls: _cls, ...plain } = operation as LiveOperation;
    const reason = `no order of the operations explains ${this.print(operation)} by process ${who(operation)}`;
    return {
      verdict: 'invalid',
      reason,
      anomalies: [{ kind: 'not-linearizable', message: reason, operations: [plain] }],
    };
  }

  private print(operation: Operation): string {
    return printOperation(this.model, operation);
  }
}

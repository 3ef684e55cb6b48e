/** What a correct object does: the interface between a data type and the checkers that search for an order. */

import type { BudgetMeter } from './budget.js';
import type { History, Input, Operation, Outcome } from './history.js';

/**
 * Several states are possible after a step: what `oneOf` returns.
 */
export class Choice<State> {
  constructor(readonly states: readonly State[]) {}
}

/** The result of a step that may lead to any one of several states. */
export function oneOf<State>(...states: readonly State[]): Choice<State> {
  return new Choice(states);
}

/** The next state; `undefined` when the operation is impossible here; `oneOf(…)` when several states are possible. */
export type Step<State> = State | undefined | Choice<State>;

/**
 * What a kind of operation can do to any state whatsoever. It lets the search skip orders that cannot matter.
 *
 * - `reads`: wherever it is possible, it leaves the state as it was (a read; a compare-and-set seen to fail);
 * - `overwrites`: it is possible in every state, and the state after it does not depend on the one before;
 * - `always`: it is possible in every state;
 * - `sometimes`: nothing is promised. This is always a safe answer.
 */
export type Effect = 'reads' | 'overwrites' | 'always' | 'sometimes';

/** What an operation has to do with things others see or left: elements of a list, values of a register. */
export interface Traces {
  /** Names of what it leaves. */
  readonly left: readonly string[];
  /** Whether it shows that some operation left this. */
  shows(thing: string): boolean;
  /** What it shows is a sum, a count: every operation that left a part of it matters, not just one. */
  readonly isSum?: boolean;
}

/** Tells independent objects apart. */
export type PartitionKey = string | number | undefined;

/**
 * A sequential object. Only `initial` and `step` are required; both must be pure, and states must be treated as
 * immutable: `step` returns a new state instead of changing the one it was given.
 *
 * @example
 * const counter: Model<number, { f: 'add'; by: number } | { f: 'read' }, number> = {
 *   initial: 0,
 *   step(total, input, output) {
 *     if (input.f === 'add') return total + input.by;
 *     return output === undefined || output === total ? total : undefined;
 *   },
 * };
 */
export interface Model<State, I extends Input = Input, O = unknown> {
  /** What it models, for reports; `object` if absent. */
  readonly name?: string;
  /**
   * The functions it knows, each with the fields it cannot do without; operations that ask for anything else are
   * refused. If absent, `step` is asked whatever comes.
   */
  readonly functions?: Readonly<Record<I['f'], readonly string[]>>;
  /** The state before the first operation. Any value but `undefined`. */
  readonly initial: State;
  /**
   * What `input` does in `state` if the client is told `output`.
   *
   * `outcome` is `ok`, or `info` when it is not known whether and when it took effect: `output` is then `undefined`
   * and the step must allow everything any output would. It is `fail` only for inputs that `observesFail` names.
   * `output` may also be `undefined` with `ok`, when nothing was recorded of it: again anything goes.
   */
  step(state: State, input: I, output: O | undefined, outcome: Outcome): Step<State>;
  /**
   * Whether a failed `input` is an observation of the state (`step` is then asked with the outcome `fail`) instead
   * of something that did not happen. If absent, failed operations are left out.
   */
  observesFail?(input: I): boolean;
  /** Promises about an operation; `sometimes` for all if absent. Small state spaces are explored instead. */
  effect?(input: I, output: O | undefined, outcome: Outcome): Effect;
  /**
   * Whether operations that do not overwrite may lead from `state` to one in which `input`, an operation that `reads`,
   * can answer `output`. `false` is a promise that they never do, and lets the search give up early; append-only objects
   * know it, since what they hold must be the beginning of all that will be read.
   */
  mayLeadTo?(state: State, input: I, output: O | undefined): boolean;
  /** A name for a state: two states are the same exactly if their keys are. If absent, states compare by structure. */
  key?(state: State): string | number;
  /** Another way to compare states, used only where `key` is absent; each new state is compared with all others. */
  equal?(a: State, b: State): boolean;
  /**
   * The independent object, or objects, an operation touches; objects that no operation connects are judged
   * apart. If absent: `input.key`, which the history contract defines as just that. `whole`: never divide.
   */
  readonly partition?: 'whole' | ((input: I) => PartitionKey | readonly PartitionKey[]);
  /** A state, in a few characters. */
  printState?(state: State): string;
  /** An operation, in a few words: `write 3`, `read -> 3`. */
  printOperation?(input: I, output: O | undefined, outcome: Outcome): string;
  /**
   * For explanations: what an operation leaves for others to see, and what it shows of what others left. An explanation
   * holds the operations that wrote what is shown in it. If absent, values are compared: inputs write, outputs show.
   */
  traces?(input: I, output: O | undefined, outcome: Outcome): Traces;
  /**
   * For explanations: the operation as somebody knows it who passes over all things but those that `counts` says, with
   * every operation that leaves them. A promise: what was possible stays so, among whatever operations. It lets an
   * explanation speak of two elements of a list of a hundred.
   */
  only?(
    input: I,
    output: O | undefined,
    counts: (thing: string) => boolean,
  ): { readonly input: Input; readonly output: unknown };
  /**
   * For explanations: why the operation is impossible whatever the others did, in words that follow "it": "reads what
   * nobody wrote". `undefined` where it is not. `isLeft` tells what any operation left.
   */
  faultOf?(input: I, output: O | undefined, isLeft: (thing: string) => boolean): string | undefined;
  /** A specialised decision procedure with preconditions of its own; where they fail, the search decides. */
  readonly fastPath?: FastPath;
  /** The fast path takes all parts of a history at once: cheaper where there are as many parts as operations. */
  readonly fastPathTakesAll?: boolean;
}

/** What a specialised procedure found. Operations are those of the history it was given, not copies. */
export type FastVerdict =
  | { readonly verdict: 'valid'; readonly witness?: readonly Operation[] }
  | {
      readonly verdict: 'invalid';
      /** One plain sentence. */
      readonly reason: string;
      /** The anomaly as the literature names it: `stale-read`, `phantom` … */
      readonly kind: string;
      /** Operations that fail on their own, as few as the procedure knows. They are minimised and confirmed. */
      readonly core: readonly Operation[];
      /**
       * The part of the object by which the core fails, where the whole would fail for reasons of no interest (a read
       * of a set shows elements that were added outside the core). It must allow whatever the object allows. The core
       * is then shown as it is, once it is confirmed.
       */
      readonly part?: Model<unknown, Input, unknown>;
      /** Sentences that together prove the reason, each by what was recorded and by those before it. */
      readonly because?: readonly string[];
    };

/**
 * A specialised decision procedure for one object.
 *
 * It is given one partition of a well-formed history: operations in order of invocation, `fail` only for inputs
 * that `observesFail` names. It returns `undefined` where its assumptions do not hold, and never guesses. It counts
 * its steps with `budget`, which throws when they are spent. `failed` are the operations that certainly did not happen,
 * of all parts: they explain what was seen of them nevertheless.
 */
export type FastPath = (history: History, budget: BudgetMeter, failed?: History) => FastVerdict | undefined;

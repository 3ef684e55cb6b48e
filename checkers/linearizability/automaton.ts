/**
 * A model as a table: states and operations become small integers, and every step is asked of the model only once.
 *
 * Operations of the same input, output and outcome form a class. Where the state space is small it is explored
 * beforehand (`close`): then each class's effect is known instead of promised, and classes that do the same in every
 * state become one. Otherwise steps are taken on demand and remembered.
 */

import type { BudgetMeter } from '../budget.js';
import type { Input, Operation, Outcome } from '../history.js';
import { identityOf } from '../identity.js';
import { Choice } from '../model.js';
import type { Effect, Model } from '../model.js';
import { ClassIndex } from './class-index.js';
import { StepMemo } from './step-memo.js';

/** The model contradicts itself: a promise of `effect` that `step` does not keep, or a state that is `undefined`. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** Codes of steps. A code of at least `FIRST_STATE` is a state; a negative one a set of states; 0 is not known yet. */
export const IMPOSSIBLE = 1;
export const FIRST_STATE = 2;

/** Effects as numbers, in the table `kinds`. */
const SOMETIMES = 0;
export const ALWAYS = 1;
export const OVERWRITES = 2;
export const READS = 3;
const KINDS: Record<Effect, number> = {
  sometimes: SOMETIMES,
  always: ALWAYS,
  overwrites: OVERWRITES,
  reads: READS,
};

/** State spaces up to this size are explored beforehand. */
const CLOSED_STATES = 64;
const UNKNOWN_STEP = 0;
/** After so many steps in vain an operation is not expected to keep any state. */
const ATTEMPTS = 3;

type AnyModel = Model<unknown, Input, unknown>;

/** An operation stripped of when and by whom. */
interface OperationClass {
  readonly input: Input;
  readonly output: unknown;
  readonly outcome: Outcome;
}

export class Automaton {
  /** States by number; 0 is the initial one. */
  readonly states: unknown[] = [];
  /** The effect of each class. */
  kinds = new Uint8Array(16);
  private readonly numbers = new Map<unknown, number>();
  private readonly classes: OperationClass[] = [];
  private readonly index = new ClassIndex();
  private readonly choices: Int32Array[] = [];
  private readonly choiceNumbers = new Map<string, number>();
  /** With a closed state space: the code for class × state. */
  private table = new Int32Array(0);
  private stride = 0;
  /** How often each class was seen not to keep a state, since it last did. */
  private inVain = new Uint8Array(16);
  private readonly memo = new StepMemo();
  /** Of the bytes that searches hold, those of this table. */
  heldBytes = 0;

  constructor(
    private readonly model: AnyModel,
    private readonly meter: BudgetMeter,
  ) {
    this.numberOf(model.initial);
  }

  /** Whether the whole state space is known. */
  get closed(): boolean {
    return this.stride > 0;
  }

  /** The class of an operation. */
  classify(operation: Operation): number {
    this.meter.spend();
    const number = this.index.numberOf(operation);
    if (number < this.classes.length) return number;
    const { input, output, type: outcome } = operation as Operation<Input>;
    this.classes.push({ input, output: outcome === 'info' ? undefined : output, outcome });
    if (number >= this.kinds.length) {
      const wider = new Uint8Array(2 * this.kinds.length);
      wider.set(this.kinds);
      this.kinds = wider;
      this.inVain = new Uint8Array(wider.length);
    }
    this.kinds[number] =
      KINDS[this.model.effect?.(input, outcome === 'info' ? undefined : output, outcome) ?? 'sometimes'];
    return number;
  }

  private hold(bytes: number): void {
    this.heldBytes += bytes;
    this.meter.holdForSearch(bytes);
  }

  /** What the class does in the state, as a code. */
  next(cls: number, state: number): number {
    if (this.stride > 0) return this.table[cls * this.stride + state]!;
    const known = this.memo.get(cls, state);
    if (known !== UNKNOWN_STEP) return known;
    const code = this.ask(cls, state);
    if (this.memo.set(cls, state, code)) this.hold(this.memo.takeGrowth());
    return code;
  }

  /** The states behind a negative code. */
  choice(code: number): Int32Array {
    return this.choices[-code - 1]!;
  }

  /** Whether the class can leave the state as it is. */
  canKeep(cls: number, state: number): boolean {
    return this.leads(cls, state, state);
  }

  /** Whether the class can lead from one state to the other. */
  leads(cls: number, from: number, to: number): boolean {
    const code = this.next(cls, from);
    return code === to + FIRST_STATE || (code < 0 && this.choice(code).includes(to));
  }

  /**
   * Like `canKeep`, for searches: may also answer `false` for operations possible in every state that never were seen to
   * keep one, such as appends, because finding out would cost a step of the model each time.
   */
  keeps(cls: number, state: number): boolean {
    if (this.stride > 0 || this.kinds[cls] !== ALWAYS) return this.canKeep(cls, state);
    if (this.inVain[cls]! >= ATTEMPTS) return false;
    const keeps = this.canKeep(cls, state);
    this.inVain[cls] = keeps ? 0 : this.inVain[cls]! + 1;
    return keeps;
  }

  /** Whether the model knows how to answer `mayLeadTo`, and the state space is too large to just look. */
  get foresees(): boolean {
    return this.model.mayLeadTo !== undefined && !this.closed;
  }

  /** Whether the class, one that reads, may become possible after `state` without anything being overwritten. */
  mayLeadTo(state: number, cls: number): boolean {
    const { input, output } = this.classes[cls]!;
    this.meter.userStep();
    return this.model.mayLeadTo!(this.states[state], input, output);
  }

  /**
   * Explores the state space if it is small. Returns, for each class, the first class that does the same in every
   * state; `undefined` when there are too many states or steps.
   */
  close(maxSteps: number): Int32Array | undefined {
    const classCount = this.classes.length;
    const rows: Int32Array[] = [];
    let steps = 0;
    for (let state = 0; state < this.states.length; state++) {
      if (this.states.length > CLOSED_STATES || (steps += classCount) > maxSteps) {
        rows.forEach((codes, known) => codes.forEach((code, cls) => this.memo.set(cls, known, code)));
        return undefined;
      }
      const codes = new Int32Array(classCount);
      for (let cls = 0; cls < classCount; cls++) codes[cls] = this.ask(cls, state);
      rows.push(codes);
    }
    const stride = rows.length;
    const table = new Int32Array(classCount * stride);
    rows.forEach((codes, state) => codes.forEach((code, cls) => (table[cls * stride + state] = code)));
    this.table = table;
    this.stride = stride;
    return this.mergeAlike();
  }

  private mergeAlike(): Int32Array {
    const sameAs = new Int32Array(this.classes.length);
    const byRow = new Map<string, number>();
    for (let cls = 0; cls < sameAs.length; cls++) {
      const row = this.table.subarray(cls * this.stride, (cls + 1) * this.stride);
      const seen = effectOf(row);
      this.checkPromise(cls, seen);
      this.kinds[cls] = seen;
      const text = row.join();
      const first = byRow.get(text);
      if (first === undefined) byRow.set(text, cls);
      sameAs[cls] = first ?? cls;
    }
    return sameAs;
  }

  /** A broken promise would make verdicts wrong in larger state spaces: say so where it can be seen. */
  private checkPromise(cls: number, seen: number): void {
    const promised = this.kinds[cls]!;
    const row = this.table.subarray(cls * this.stride, (cls + 1) * this.stride);
    const kept =
      promised === SOMETIMES ||
      promised === seen ||
      (promised === READS &&
        row.every((code, state) => code === IMPOSSIBLE || code === state + FIRST_STATE)) ||
      (promised === OVERWRITES && row.every((code) => code === row[0] && code >= FIRST_STATE)) ||
      (promised === ALWAYS && row.every((code) => code !== IMPOSSIBLE));
    if (kept) return;
    const { input, outcome } = this.classes[cls]!;
    const name = Object.keys(KINDS).find((effect) => KINDS[effect as Effect] === promised);
    throw new ModelError(
      `the model ${this.model.name ?? 'object'} promises that ${JSON.stringify(input)} (${outcome}) ${name}, but its step does not keep to that`,
    );
  }

  private ask(cls: number, state: number): number {
    const { input, output, outcome } = this.classes[cls]!;
    const step = this.model.step(this.states[state], input, output, outcome);
    this.meter.userStep();
    if (step === undefined) return IMPOSSIBLE;
    if (!(step instanceof Choice)) return this.numberOf(step) + FIRST_STATE;
    const numbers = [...new Set(step.states.map((next) => this.numberOf(next)))].sort((a, b) => a - b);
    if (numbers.length === 0) return IMPOSSIBLE;
    if (numbers.length === 1) return numbers[0]! + FIRST_STATE;
    const text = numbers.join();
    let index = this.choiceNumbers.get(text);
    if (index === undefined) {
      index = this.choices.push(Int32Array.from(numbers)) - 1;
      this.choiceNumbers.set(text, index);
    }
    return -1 - index;
  }

  /** The number of a state, a new one if it is seen for the first time. */
  numberOf(state: unknown): number {
    if (state === undefined)
      throw new ModelError(`a state of the model ${this.model.name ?? 'object'} is undefined`);
    const { key, equal } = this.model;
    if (!key && equal) {
      const found = this.states.findIndex((other) => equal(other, state));
      return found >= 0 ? found : this.states.push(state) - 1;
    }
    const identity = key ? key(state) : identityOf(state);
    const known = this.numbers.get(identity);
    if (known !== undefined) return known;
    const number = this.states.push(state) - 1;
    this.numbers.set(identity, number);
    this.hold(BYTES_PER_STATE + (typeof identity === 'string' ? 2 * identity.length : 0));
    return number;
  }
}

/** A guess: an entry in a map, one in an array, a small object. */
const BYTES_PER_STATE = 120;

/** The strongest effect a row of codes shows. */
function effectOf(row: Int32Array): number {
  if (row.every((code, state) => code === IMPOSSIBLE || code === state + FIRST_STATE)) return READS;
  if (row.includes(IMPOSSIBLE)) return SOMETIMES;
  return row.every((code) => code === row[0] && code >= FIRST_STATE) ? OVERWRITES : ALWAYS;
}

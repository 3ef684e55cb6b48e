/** The state machine that is replicated: a key-value store. Deterministic, so that equal logs make equal stores. */

export type Value = string | number | readonly (string | number)[];

export type Command =
  | Step
  /** If every comparison holds, the steps of `then`, else those of `otherwise`; all of them or none. */
  | {
      readonly f: 'txn';
      readonly compare: readonly Comparison[];
      readonly then: readonly Step[];
      readonly otherwise: readonly Step[];
    };

export type Step =
  | { readonly f: 'get'; readonly key: string }
  | { readonly f: 'put'; readonly key: string; readonly value: Value }
  /** Lengthens a text by a text, or a list by an element. */
  | { readonly f: 'append'; readonly key: string; readonly value: string | number }
  /** Puts `to` if the key holds `from` (`null`: nothing). */
  | { readonly f: 'cas'; readonly key: string; readonly from: Value | null; readonly to: Value }
  | { readonly f: 'add'; readonly key: string; readonly amount: number };

interface Comparison {
  readonly key: string;
  readonly is: 'equal' | 'at-least';
  readonly value: Value | null;
}

/** get: the value or `null`; cas: whether it was put; put, append and add: `null`; txn: which way, and each step's result. */
export type Result =
  | Value
  | boolean
  | null
  | { readonly succeeded: boolean; readonly results: readonly (Value | boolean | null)[] };

/** What the keys hold. */
export type Store = Record<string, Value>;

/** Whether the command changes nothing: it need not go through the log (§6.4). */
export function isReadOnly(command: Command): boolean {
  if (command.f !== 'txn') return command.f === 'get';
  return [...command.then, ...command.otherwise].every(({ f }) => f === 'get');
}

/** Carries out a command. */
export function execute(store: Store, command: Command): Result {
  if (command.f !== 'txn') return take(store, command);
  const succeeded = command.compare.every((comparison) => holds(store, comparison));
  const steps = succeeded ? command.then : command.otherwise;
  return { succeeded, results: steps.map((step) => take(store, step)) };
}

function take(store: Store, step: Step): Value | boolean | null {
  const held = store[step.key] ?? null;
  switch (step.f) {
    case 'get':
      return held;
    case 'put':
      store[step.key] = step.value;
      return null;
    case 'append':
      store[step.key] =
        typeof step.value === 'string'
          ? `${typeof held === 'string' ? held : ''}${step.value}`
          : [...(typeof held === 'object' && held !== null ? held : []), step.value];
      return null;
    case 'cas':
      if (!equal(held, step.from)) return false;
      store[step.key] = step.to;
      return true;
    case 'add':
      store[step.key] = (typeof held === 'number' ? held : 0) + step.amount;
      return null;
  }
}

function holds(store: Store, { key, is, value }: Comparison): boolean {
  const held = store[key] ?? null;
  return is === 'equal' ? equal(held, value) : Number(held ?? 0) >= Number(value ?? 0);
}

function equal(a: Value | null, b: Value | null): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

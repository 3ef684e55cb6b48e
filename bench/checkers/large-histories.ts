/** Large legal histories in memory: clients run operations on a correct object, each taking effect between its ends. */
import type { Input, Operation } from '../../checkers/history.js';

/** What clients do: the next input, given how many were drawn, and its execution on the object. */
export interface Load {
  next(serial: number, below: (bound: number) => number): Input;
  execute(input: Input): unknown;
  /** How many of these inputs make up the history. */
  readonly operations: number;
}

/** An operation while it is being recorded. */
type Recorded = { -readonly [Field in keyof Operation<Input>]: Operation<Input>[Field] };

/** xorshift32 (Marsaglia 2003). */
function generator(seed: number): (bound: number) => number {
  let state = seed | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x100000000) * bound);
  };
}

/** Runs `load` with `clients` clients until all operations have completed; the same seed, the same history. */
export function largeHistory(load: Load, clients: number, seed = 1): Operation[] {
  const below = generator(seed);
  const history: Recorded[] = [];
  const open = new Array<Recorded | undefined>(clients).fill(undefined);
  const executed = new Uint8Array(clients);
  let clock = 0;
  let running = 0;
  while (history.length < load.operations || running > 0) {
    const client = below(clients);
    const operation = open[client];
    if (!operation) {
      if (history.length === load.operations) continue;
      const input = load.next(history.length, below);
      const begun: Recorded = {
        process: client,
        input,
        output: null,
        type: 'ok',
        invoke: clock++,
        complete: 0,
      };
      open[client] = begun;
      executed[client] = 0;
      running++;
      history.push(begun);
    } else if (!executed[client]) {
      operation.output = load.execute(operation.input);
      executed[client] = 1;
    } else {
      operation.complete = clock++;
      open[client] = undefined;
      running--;
    }
  }
  return history;
}

/** The same history, where `percent` of a hundred operations took effect and nobody was told. */
export function withUnknownOutcomes(history: readonly Operation[], percent: number, seed = 1): Operation[] {
  const below = generator(seed);
  let client = history.reduce((most, { process }) => Math.max(most, process as number), 0);
  return history.map((op) => {
    if (below(10_000) >= 100 * percent) return op;
    const { input, invoke } = op;
    return { process: ++client, input, type: 'info', invoke, complete: Infinity };
  });
}

/** The same history, but for one read in its middle. */
export function withWrongRead(
  history: readonly Operation[],
  wrong: (output: unknown) => unknown,
): readonly Operation[] {
  const changed = history.slice();
  const at = changed.findIndex(
    ({ type, input }, index) => index >= history.length / 2 && type === 'ok' && (input as Input).f === 'read',
  );
  changed[at] = { ...changed[at]!, output: wrong(changed[at]!.output) };
  return changed;
}

/** Elements added one after the other, `percent` of a hundred with an unknown outcome, and then read by everybody. */
export function finalReads(elements: number, percent: number, missing: number): readonly Operation[] {
  const added = Array.from(
    { length: elements },
    (_, value): Operation<Input & { readonly value: number }> => ({
      process: value % 10,
      input: { f: 'add', value },
      type: 'ok',
      invoke: 2 * value,
      complete: 2 * value + 1,
    }),
  );
  const history = withUnknownOutcomes(added, percent) as typeof added;
  const held = history.filter(({ type, input }) => type === 'ok' || input.value % 2 === 0);
  const read = held.slice(missing).map(({ input }) => input.value);
  for (let reader = 0; reader < 5; reader++) {
    const invoke = 2 * (elements + reader);
    const input = { f: 'read' } as (typeof added)[0]['input'];
    history.push({ process: reader, input, output: read, type: 'ok', invoke, complete: invoke + 1 });
  }
  return history;
}

/** Each reads the keys of all others and writes its own, and none has seen another. */
export function writeSkew(transactions: number): readonly Operation[] {
  return Array.from({ length: transactions }, (_, own) => {
    const ops = (value: unknown): readonly unknown[] => [
      ...Array.from({ length: transactions }, (_, key) => ['r', key, value]).filter((_, key) => key !== own),
      ['w', own, own + 1],
    ];
    return {
      process: own,
      input: { f: 'txn', ops: ops(null) },
      output: ops(null),
      type: 'ok',
      invoke: own,
      complete: transactions + own,
    };
  });
}

interface ValueInput extends Input {
  readonly value?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Reads, writes of values that all differ, and compare-and-sets of what was there a moment ago; refused ones fail. */
export function registerLoad(operations: number): Load {
  let held: unknown = null;
  let written = 0;
  return {
    operations,
    next(_serial, below): ValueInput {
      const kind = below(10);
      if (kind < 5) return { f: 'read' };
      return kind < 8 ? { f: 'write', value: ++written } : { f: 'cas', from: held, to: ++written };
    },
    execute({ f, value, from, to }: ValueInput) {
      if (f === 'read') return held;
      if (f === 'write') return void (held = value);
      if (held !== from) return false;
      held = to;
      return true;
    },
  };
}

/** Each value goes in once; `take` removes one and answers it, `null` if there is none. */
export function containerLoad(
  values: number,
  names: readonly [insert: string, remove: string],
  object: { put(value: number): void; take(): number | null },
): Load {
  let inserted = 0;
  let left = 0;
  return {
    operations: 2 * values,
    next(serial, below): ValueInput {
      const remaining = 2 * values - serial;
      const insert = inserted < values && (values - inserted >= remaining || below(2) === 0 || left < 1);
      left += insert ? 1 : -1;
      // Values in an order unlike that of insertion, all different: 7 and a power of two have no common factor.
      return insert ? { f: names[0], value: (++inserted * 7919) % 0x100000 } : { f: names[1] };
    },
    execute({ f, value }: ValueInput) {
      return f === names[0] ? void object.put(value as number) : object.take();
    },
  };
}

/** Every element is added, looked for and removed, by whoever comes along. */
export function setLoad(values: number): Load {
  const elements = new Set<unknown>();
  return {
    operations: 2 * values,
    next(serial, below): ValueInput {
      const value = serial >> 1;
      if ((serial & 1) === 0) return { f: 'add', value };
      const earlier = Math.max(0, value - below(100));
      return earlier === value ? { f: 'remove', value } : { f: 'contains', value: earlier };
    },
    execute({ f, value }: ValueInput) {
      if (f === 'contains') return elements.has(value);
      if (f === 'remove') return elements.delete(value);
      const size = elements.size;
      return elements.add(value).size > size;
    },
  };
}

/** Additions of amounts from `least` to `most`, and reads of the total: `percent` of a hundred. */
export function counterLoad(
  operations: number,
  [least, most]: readonly [number, number],
  percent: number,
): Load {
  let total = 0;
  return {
    operations,
    next: (_serial, below): Input & { readonly by?: number } =>
      below(100) < percent ? { f: 'read' } : { f: 'add', by: least + below(most - least + 1) },
    execute: (input: Input & { readonly by?: number }) =>
      input.f === 'read' ? total : void (total += input.by!),
  };
}

/** Transfers between accounts, and reads of all balances. */
export function bankLoad(operations: number, initial: Readonly<Record<string, number>>): Load {
  const held: Record<string, number> = { ...initial };
  const accounts = Object.keys(initial);
  return {
    operations,
    next: (_serial, below): Input => {
      if (below(2) === 0) return { f: 'read' };
      const from = below(accounts.length);
      const to = (from + 1 + below(accounts.length - 1)) % accounts.length;
      return { f: 'transfer', from: accounts[from], to: accounts[to], amount: 1 + below(5) } as Input;
    },
    execute(input) {
      if (input.f === 'read') return { ...held };
      const { from, to, amount } = input as Input & { from: string; to: string; amount: number };
      if (held[from]! < amount) return false;
      held[from]! -= amount;
      held[to]! += amount;
      return true;
    },
  };
}

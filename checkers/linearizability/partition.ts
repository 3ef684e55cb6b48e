/** Divides a history into parts that can be judged apart (locality: Herlihy & Wing 1990). */

import type { BudgetMeter } from '../budget.js';
import type { History, Input, Operation } from '../history.js';
import type { Model, PartitionKey } from '../model.js';

/** The operations on one object, or on several that some operation connects. */
export interface Part {
  /** The objects' keys. */
  readonly keys: readonly PartitionKey[];
  readonly operations: History;
}

type KeysOf = (input: Input) => PartitionKey | readonly PartitionKey[];

/** The parts of a history, each in order of invocation. */
export function partsOf(history: History, model: Model<unknown, Input, unknown>, meter: BudgetMeter): Part[] {
  if (model.partition === 'whole') return [{ keys: [], operations: history }];
  const keysOf: KeysOf = model.partition ?? ((input) => input.key);
  if (isOneObject(history, model, meter)) return [{ keys: [keyOf(history[0]!)], operations: history }];
  const parts = new Map<PartitionKey, Operation[]>();
  const joined = new Joined();
  for (const operation of history) {
    meter.spend();
    const keys = keysOf(operation.input as Input);
    const key = isList(keys) ? keys[0] : keys;
    if (isList(keys)) for (const other of keys) joined.join(key, other);
    const part = parts.get(key);
    if (part) part.push(operation);
    else parts.set(key, [operation]);
  }
  if (joined.empty) return [...parts].map(([key, operations]) => ({ keys: [key], operations }));
  const merged = new Map<PartitionKey, { keys: PartitionKey[]; operations: Operation[] }>();
  for (const [key, operations] of parts) {
    const root = joined.rootOf(key);
    const part = merged.get(root);
    if (part) {
      part.keys.push(key);
      for (const operation of operations) part.operations.push(operation);
    } else merged.set(root, { keys: [key], operations: [...operations] });
  }
  for (const { operations } of merged.values()) operations.sort((a, b) => a.invoke - b.invoke);
  return [...merged.values()];
}

const keyOf = ({ input }: Operation): PartitionKey => (input as Input).key;

/** The operations on the object of `one`, of those on several. */
export function onSameObject(
  operations: History,
  one: Operation,
  model: Model<unknown, Input, unknown>,
): History {
  const { partition } = model;
  if (partition === 'whole') return operations;
  const keysOf: KeysOf = partition ?? ((input) => input.key);
  const key = keysOf(one.input as Input);
  return isList(key) ? operations : operations.filter(({ input }) => keysOf(input as Input) === key);
}

/** The common case, told without copying anything. */
function isOneObject(history: History, model: Model<unknown, Input, unknown>, meter: BudgetMeter): boolean {
  if (model.partition !== undefined || history.length === 0) return false;
  const key = keyOf(history[0]!);
  return history.every((operation) => {
    meter.spend();
    return keyOf(operation) === key;
  });
}

const isList = (keys: PartitionKey | readonly PartitionKey[]): keys is readonly PartitionKey[] =>
  Array.isArray(keys);

/** Which keys belong together: a union-find structure. */
class Joined {
  private readonly parents = new Map<PartitionKey, PartitionKey>();

  get empty(): boolean {
    return this.parents.size === 0;
  }

  join(a: PartitionKey, b: PartitionKey): void {
    const [rootA, rootB] = [this.rootOf(a), this.rootOf(b)];
    if (rootA !== rootB) this.parents.set(rootB, rootA);
  }

  rootOf(key: PartitionKey): PartitionKey {
    let root = key;
    while (this.parents.has(root)) root = this.parents.get(root);
    for (let at = key; at !== root;) {
      const next = this.parents.get(at);
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }
}

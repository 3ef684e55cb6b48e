/** Several registers that one transaction reads and writes at once. */

import type { Input } from '../history.js';
import type { Model } from '../model.js';
import { transactionPath } from '../fast-paths/transaction-order.js';
import { nameOf, sameValue, show, showKeyed } from '../identity.js';
import { ranOf } from './ran.js';
import { transactionFault } from './transaction-faults.js';
import type { TransactionObject } from './transaction-faults.js';

type Key = string | number;

/** `r`: read (the value is ignored in the input, `null` by custom); `w`: write. */
export type RegisterMicroOperation = readonly ['r' | 'w', Key, unknown];

/** A transaction on registers: writes and reads. */
export interface MultiRegisterInput {
  readonly f: 'txn';
  readonly ops: readonly RegisterMicroOperation[];
}

/** The same micro-operations as they ran, perhaps in another order, with the values that were read. */
export type MultiRegisterOutput = readonly RegisterMicroOperation[];

const valueOf = (key: Key, value: unknown): string => `${nameOf(key)} ${nameOf(value)}`;

/** What each register holds; those that are absent hold `initial`. */
type Registers = ReadonlyMap<Key, unknown>;

const REGISTERS: TransactionObject = {
  writes: 'w',
  verb: 'writes',
  values: (read) => [read],
  expected: (read, written) => (written.length === 0 ? read : written.at(-1)),
  endsWith: (read, written) => written.length === 0 || sameValue(read, written.at(-1)),
};

/** Registers that hold `initial`, `null` if absent, at first. Registers that share no transaction are judged apart. */
export function multiRegisterModel(
  options: { readonly initial?: unknown } = {},
): Model<Registers, MultiRegisterInput, MultiRegisterOutput> {
  const { initial = null } = options;
  const model: Model<Registers, MultiRegisterInput, MultiRegisterOutput> = {
    name: 'multi-register',
    functions: { txn: ['ops'] },
    initial: new Map(),
    step(before, { ops }, output) {
      let registers = before;
      for (const [index, [kind, key, value]] of ranOf(ops, output).entries()) {
        if (kind === 'w') registers = new Map(registers).set(key, value);
        else if (output !== undefined) {
          const held = registers.has(key) ? registers.get(key) : initial;
          if (!sameValue(output[index]?.[2], held)) return undefined;
        }
      }
      return registers;
    },
    effect({ ops }, output) {
      if (ops.every(([kind]) => kind === 'r')) return 'reads';
      return output === undefined || ops.every(([kind]) => kind === 'w') ? 'always' : 'sometimes';
    },
    key: (registers) =>
      [...registers]
        .map(([key, value]) => `${nameOf(key)} ${nameOf(value)}`)
        .sort()
        .join('\n'),
    partition: ({ ops }) => ops.map(([, key]) => key),
    traces({ ops }, output) {
      const read = new Set(
        (output ?? []).flatMap(([kind, key, value]) => (kind === 'r' ? [valueOf(key, value)] : [])),
      );
      return {
        left: ops.flatMap(([kind, key, value]) => (kind === 'w' ? [valueOf(key, value)] : [])),
        shows: (thing) => read.has(thing),
      };
    },
    only({ ops }, output, counts) {
      const ran = ranOf(ops, output);
      const kept = ran.map(
        ([kind, key], index) => kind === 'w' || counts(valueOf(key, output?.[index]?.[2])),
      );
      return {
        input: { f: 'txn', ops: ran.filter((_, index) => kept[index]) },
        output: output?.filter((_, index) => kept[index]),
      };
    },
    faultOf: (_input, output, isLeft) =>
      transactionFault(
        output ?? [],
        REGISTERS,
        (key, value) => isLeft(valueOf(key, value)) || sameValue(value, initial),
      ),
    printState: showKeyed,
    printOperation: ({ ops }, output) =>
      (output ?? ops).map(([kind, key, value]) => `${kind} ${show(key)} ${show(value)}`).join(', '),
    fastPath: transactionPath(initial, () => model as unknown as Model<unknown, Input, unknown>),
  };
  return model;
}

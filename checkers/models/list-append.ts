/** Lists that transactions append to and read: each read shows its whole past, which makes anomalies easy to see. */

import type { Input } from '../history.js';
import type { Model } from '../model.js';
import { listPath } from '../transactions/list-path.js';
import { identityOf, nameOf, sameValue, show, showKeyed } from '../identity.js';
import { ranOf } from './ran.js';
import { transactionFault } from './transaction-faults.js';
import type { TransactionObject } from './transaction-faults.js';

type Key = string | number;

/** `append`: add an element at the end; `r`: read the list (`null` in the input). */
export type ListMicroOperation =
  readonly ['append', Key, unknown] | readonly ['r', Key, readonly unknown[] | null];

/** A transaction on lists: appends and reads. */
export interface ListAppendInput {
  readonly f: 'txn';
  readonly ops: readonly ListMicroOperation[];
}

/** The same micro-operations as they ran, perhaps in another order, with the lists that were read; `null` for a list never appended to is as good as empty. */
export type ListAppendOutput = readonly ListMicroOperation[];

type Lists = ReadonlyMap<Key, readonly unknown[]>;

const NOTHING: readonly unknown[] = [];

const elementOf = (key: Key, value: unknown): string => `${nameOf(key)} ${nameOf(value)}`;

/** Lists never change, and most of them are part of many states. */
const texts = new WeakMap<readonly unknown[], string>();

function textOf(list: readonly unknown[]): string {
  let text = texts.get(list);
  if (text === undefined) texts.set(list, (text = identityOf(list) as string));
  return text;
}

const listOf = (read: unknown): readonly unknown[] => (Array.isArray(read) ? read : NOTHING);

const LISTS: TransactionObject = {
  writes: 'append',
  verb: 'appends',
  values: listOf,
  expected: (read, appended) => [...listOf(read), ...appended],
  endsWith: (read, appended) =>
    appended.length === 0 || sameValue(listOf(read).slice(-appended.length), appended),
};

/** Lists that are empty at first. Lists that share no transaction are judged apart. */
export function listAppendModel(): Model<Lists, ListAppendInput, ListAppendOutput> {
  const model: Model<Lists, ListAppendInput, ListAppendOutput> = {
    name: 'list-append',
    functions: { txn: ['ops'] },
    initial: new Map(),
    step(before, { ops }, output) {
      let lists = before;
      for (const [index, [kind, key, value]] of ranOf(ops, output).entries()) {
        const list = lists.get(key) ?? NOTHING;
        if (kind === 'append') lists = new Map(lists).set(key, [...list, value]);
        else if (output !== undefined && !sameValue(output[index]?.[2] ?? NOTHING, list)) return undefined;
      }
      return lists;
    },
    effect({ ops }, output) {
      if (ops.every(([kind]) => kind === 'r')) return 'reads';
      return output === undefined || ops.every(([kind]) => kind === 'append') ? 'always' : 'sometimes';
    },
    mayLeadTo(lists, { ops }, output) {
      return ranOf(ops, output).every(([, key], index) => {
        const read = output?.[index]?.[2] as readonly unknown[] | null | undefined;
        if (output === undefined || read === undefined) return true;
        const list = lists.get(key) ?? NOTHING;
        return (
          list.length <= (read ?? NOTHING).length && list.every((value, at) => sameValue(value, read![at]))
        );
      });
    },
    key: (lists) =>
      [...lists]
        .map(([key, list]) => `${nameOf(key)} ${textOf(list)}`)
        .sort()
        .join('\n'),
    partition: ({ ops }) => ops.map(([, key]) => key),
    traces({ ops }, output) {
      const things = (kind: string): string[] =>
        ops.flatMap(([its, key, value]) => (its === kind ? [elementOf(key, value)] : []));
      let shown: ReadonlySet<string> | undefined;
      const read = (): ReadonlySet<string> =>
        new Set(
          (output ?? []).flatMap(([kind, key, list]) =>
            kind === 'r' && Array.isArray(list) ? list.map((value) => elementOf(key, value)) : [],
          ),
        );
      return { left: things('append'), shows: (thing) => (shown ??= read()).has(thing) };
    },
    only({ ops }, output, counts) {
      const ran = ranOf(ops, output);
      const kept = ran.map(([kind, key, value]) => kind === 'r' || counts(elementOf(key, value)));
      const part = (micro: ListMicroOperation): ListMicroOperation =>
        micro[0] === 'r' && Array.isArray(micro[2])
          ? ['r', micro[1], micro[2].filter((value) => counts(elementOf(micro[1], value)))]
          : micro;
      return {
        input: { f: 'txn', ops: ran.filter((_, index) => kept[index]) },
        output: output?.filter((_, index) => kept[index]).map(part),
      };
    },
    faultOf: (_input, output, isLeft) =>
      transactionFault(output ?? [], LISTS, (key, value) => isLeft(elementOf(key, value))),
    printState: showKeyed,
    printOperation: ({ ops }, output) =>
      (output ?? ops).map(([kind, key, value]) => `${kind} ${show(key)} ${show(value)}`).join(', '),
    fastPath: listPath(() => model as unknown as Model<unknown, Input, unknown>),
    fastPathTakesAll: true,
  };
  return model;
}

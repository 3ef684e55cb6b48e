/** What is wrong with a transaction by itself, whatever other transactions did: for explanations. */

import { sameValue, show } from '../identity.js';

type Key = string | number;
type Micro = readonly [string, Key, unknown];

/** How a kind of object tells that a read showed a value, and what one that was there has to look like later. */
export interface TransactionObject {
  /** The function that changes a key. */
  readonly writes: string;
  /** The verb for it: appends, writes. */
  readonly verb: string;
  /** The single values that a read of a key shows. */
  values(read: unknown): readonly unknown[];
  /** What a read has to show, if the last thing known of the key is this read and then these writes. */
  expected(read: unknown, written: readonly unknown[]): unknown;
  /** Whether a read ends with what the transaction wrote before, if it read nothing earlier. */
  endsWith(read: unknown, written: readonly unknown[]): boolean;
}

/** The fault in words that follow "it"; `undefined` if the transaction is consistent in itself. */
export function transactionFault(
  output: readonly Micro[],
  { writes, verb, values, expected, endsWith }: TransactionObject,
  isLeft: (key: Key, value: unknown) => boolean,
): string | undefined {
  const lastRead = new Map<Key, { readonly value: unknown }>();
  const written = new Map<Key, unknown[]>();
  for (const [index, [kind, key, value]] of output.entries()) {
    const own = written.get(key) ?? [];
    if (kind === writes) {
      written.set(key, [...own, value]);
      continue;
    }
    const later = output.slice(index + 1).filter((its) => its[0] === writes && its[1] === key);
    for (const seen of values(value)) {
      const isOwn = (its: unknown): boolean => sameValue(its, seen);
      if (!own.some(isOwn) && later.some((its) => isOwn(its[2])))
        return `reads its own future: ${show(seen)} in ${key}, which it ${verb} only later`;
      if (!isLeft(key, seen))
        return `reads ${show(seen)} in ${key}, which no transaction that may have happened ${verb}`;
    }
    const before = lastRead.get(key);
    if (before !== undefined && !sameValue(value, expected(before.value, own)))
      return `reads ${key} twice and finds ${show(before.value)}, then ${show(value)}`;
    if (before === undefined && !endsWith(value, own))
      return `${verb} ${own.map(show).join(', ')} to ${key} and then reads ${show(value)}`;
    lastRead.set(key, { value });
    written.set(key, []);
  }
  return undefined;
}

/** What of transactions on lists is told: why each of a cycle comes before the next, and what is wrong with one by itself. */
import type { History, Operation } from '../history.js';
import { identityOf, show } from '../identity.js';
import { who, whoWhen } from '../selectors.js';
import { READ_WRITE, REAL_TIME, WRITE_READ, WRITE_WRITE } from './edges.js';
import type { Edges } from './edges.js';
import { listRead, ran } from './lists.js';
import type { ListFault, ListKey, Lists } from './lists.js';

/** Why one transaction comes before another. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  /** One sentence. */
  readonly because: string;
  /** Whose answer shows it, beside the two. */
  readonly evidence: readonly number[];
  /** The reader saw one of several appends of a writer. */
  readonly isIntermediate: boolean;
}

/** The transactions of a cycle of edges, one link each: nodes that join are passed over. */
export function linksOf(cycle: readonly number[], edges: Edges, lists: Lists, history: History): Link[] {
  const links: Link[] = [];
  for (let at = 0; at < cycle.length;) {
    const first = cycle[at]!;
    const from = edges.from[first]!;
    let to = edges.to[cycle[at++]!]!;
    while (to >= edges.transactions) to = edges.to[cycle[at++]!]!;
    links.push(linkOf(from, to, edges.kind[first]!, lists.keys[edges.key[first]!], history));
  }
  return links;
}

function linkOf(from: number, to: number, kind: number, key: ListKey | undefined, history: History): Link {
  const [a, b] = [whoWhen(history[from]!), whoWhen(history[to]!)];
  const link = (because: string, evidence: readonly number[] = [], isIntermediate = false): Link => ({
    ...{ from, to, kind, because, isIntermediate },
    evidence: evidence.filter((op) => op !== from && op !== to),
  });
  if (kind === REAL_TIME || key === undefined) return link(`${a} had completed before ${b} began`);
  const { writers, longest, reader } = key;
  const name = show(key.key);
  if (kind === WRITE_WRITE) {
    const at = writers.findIndex(
      (writer, place) => writer === to && place > 0 && writers[place - 1] === from,
    );
    const values = `${show(longest[at - 1])}, by ${a}, before ${show(longest[at])}, by ${b}`;
    return link(`list ${name} holds ${values}: so ${whoWhen(history[reader]!)} read it`, [reader]);
  }
  if (kind === WRITE_READ) {
    const read = readsOf(history[to]!, key).find((list) => writers[list.length - 1] === from)!;
    const isIntermediate = writers[read.length] === from || appendsUnread(history[from]!, key) !== undefined;
    return link(`${b} read ${show(read.at(-1))} in list ${name}, which ${a} appended`, [], isIntermediate);
  }
  const lists = readsOf(history[from]!, key);
  const next = lists.find((list) => writers[list.length] === to);
  const missed = next ? longest[next.length] : appendsUnread(history[to]!, key)!.value;
  return link(`${a} read list ${name} without ${show(missed)}, which ${b} appended`);
}

const readsOf = (operation: Operation, { key }: ListKey): (readonly unknown[])[] =>
  ran(operation).flatMap(([kind, its], index) => {
    const list = kind === 'r' && its === key ? listRead(operation, index) : undefined;
    return list === undefined ? [] : [list];
  });

const appendsUnread = (
  operation: Operation,
  { key, places }: ListKey,
): { readonly value: unknown } | undefined =>
  ran(operation)
    .filter(([kind, its, value]) => kind !== 'r' && its === key && !places.has(identityOf(value)))
    .map(([, , value]) => ({ value }))[0];

/** The anomaly as the literature names it (Adya 1999), of its kinds of edges. */
export function nameOfCycle(links: readonly Link[]): string {
  const count = (kind: number): number => links.filter((link) => link.kind === kind).length;
  const antidependencies = count(READ_WRITE);
  if (
    links.length === 2 &&
    links.some((link) => link.isIntermediate) &&
    antidependencies === 1 &&
    count(WRITE_READ) === 1
  )
    return 'intermediate-read';
  const name =
    antidependencies > 1
      ? 'G2-item'
      : antidependencies === 1
        ? 'G-single'
        : count(WRITE_READ) > 0
          ? 'G1c'
          : 'G0';
  return count(REAL_TIME) > 0 ? `${name}-realtime` : name;
}

/** One sentence. `aborted`: the transaction that failed and had appended the value. */
export function sentenceOf(fault: ListFault, history: History, aborted: Operation | undefined): string {
  const { kind, key, value, other } = fault;
  const reader = whoWhen(history[fault.reader]!);
  const name = show(key.key);
  switch (kind) {
    case 'internal':
      return `the transaction of ${reader} contradicts itself: it read ${show(value)} in list ${name} after an append of its own that is not there`;
    case 'future-read':
      return `the transaction of ${reader} reads its own future: ${show(value)} in list ${name}, which it appends only later`;
    case 'unwritten-value':
      return aborted
        ? `${reader} read ${show(value)} in list ${name}, which only a transaction that failed had appended: that of ${whoWhen(aborted)}`
        : `${reader} read ${show(value)} in list ${name}, but nobody may have appended it`;
    case 'duplicate-elements':
      return `${reader} read ${show(value)} twice in list ${name}, but it was appended once`;
    case 'inverted-appends':
      return `${who(history[key.reader]!)} read list ${name} otherwise than the transaction of ${reader} had appended to it: without, or behind ${show(value)}, what it had appended before`;
    case 'incompatible-order':
      return `${reader} read ${show(value)} in list ${name} where ${whoWhen(history[key.reader]!)} read ${show(other)}: neither list is the beginning of the other`;
  }
}

/**
 * Why transactions on registers cannot be put in order, as sentences: each is true by what was recorded, and by what the
 * sentences before it have shown.
 */
import type { History, Operation } from '../history.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import type { Precedence } from './precedence-matrix.js';

export type Micro = readonly [kind: string, key: string | number, value: unknown];

/** One transaction read a key as another, or nobody (-1), had written it. */
export interface Read {
  readonly reader: number;
  readonly key: string | number;
  readonly writer: number;
}

/** Why one transaction must come before another. */
export interface Why {
  readonly read: Read;
  /** One that wrote the key as well: later than `writer` and so after the reader, or before the reader and so before `writer`. */
  readonly other?: number;
}

/** The reasons in the order in which they were found; what has none goes by real time. */
export class Reasons {
  private readonly found = new Map<string, Why & { readonly at: number }>();

  add(a: number, b: number, why: Why): void {
    this.found.set(`${a} ${b}`, { ...why, at: this.found.size });
  }

  of(a: number, b: number): (Why & { readonly at: number }) | undefined {
    return this.found.get(`${a} ${b}`);
  }
}

/** The sentences of a proof, and the transactions that they are about. */
export interface Proof {
  readonly because: readonly string[];
  readonly operations: ReadonlySet<number>;
}

/** One sentence for each step of the cycle, after those on which it rests. */
export function proofOf(
  cycle: readonly number[],
  order: Precedence,
  reasons: Reasons,
  history: History,
): Proof {
  const told = new Map<string, string>();
  const operations = new Set<number>();
  const tell = (a: number, b: number): void => {
    if (told.has(`${a} ${b}`)) return;
    const why = reasons.of(a, b);
    const premise = why && premiseOf(why, a);
    if (why && premise) {
      const isOlder = (from: number, to: number): boolean => (reasons.of(from, to)?.at ?? -1) < why.at;
      const path = order.path(...premise, isOlder);
      for (let at = 1; at < path.length; at++) tell(path[at - 1]!, path[at]!);
    }
    for (const op of [a, b, ...(why ? [why.read.reader, why.read.writer] : [])])
      if (op >= 0) operations.add(op);
    told.set(`${a} ${b}`, sentenceOf(history, why, a, b));
  };
  for (const [at, op] of cycle.entries()) tell(op, cycle[(at + 1) % cycle.length]!);
  return { because: [...told.values()], operations };
}

/** What had to be known to come before what. */
function premiseOf({ read, other }: Why, a: number): readonly [number, number] | undefined {
  if (other === undefined || read.writer < 0) return undefined;
  return a === read.reader ? [read.writer, other] : [other, read.reader];
}

function sentenceOf(history: History, why: Why | undefined, a: number, b: number): string {
  const name = (op: number): string => whoWhen(history[op]!);
  if (why === undefined) return `${name(a)} completed before ${name(b)} began`;
  const { reader, key, writer } = why.read;
  const value = (op: number): string => show(lastWritten(history[op]!, key));
  const read = `read ${writer < 0 ? 'the initial value' : value(writer)} of key ${show(key)}`;
  if (why.other === undefined) return `${name(b)} ${read}, which ${name(a)} wrote`;
  if (a === reader)
    return writer < 0
      ? `${name(a)} ${read}: so it came before ${name(b)}, which wrote ${value(b)} to it`
      : `${name(a)} ${read}, which ${name(writer)} wrote: so it came before ${name(b)}, which wrote ${value(b)} to it later than ${name(writer)}`;
  return `${name(a)} wrote ${value(a)} to key ${show(key)} earlier than ${name(reader)} ${read}: so it came before ${name(b)}, which wrote that`;
}

const lastWritten = ({ input }: Operation, wanted: string | number): unknown =>
  (input as { readonly ops: readonly Micro[] }).ops.findLast(
    ([kind, key]) => kind === 'w' && key === wanted,
  )?.[2];

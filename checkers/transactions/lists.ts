/**
 * The versions of lists that transactions append to: the longest read of a key shows the order of its elements, and every
 * other read has to be the beginning of it (Kingsbury & Alvaro 2020). What is wrong with a read by itself is found here;
 * all else is a question of cycles among the edges.
 */
import type { BudgetMeter } from '../budget.js';
import type { History, Operation } from '../history.js';
import { identityOf } from '../identity.js';
import { ranOf } from '../models/ran.js';
import { READ_WRITE, WRITE_READ, WRITE_WRITE } from './edges.js';
import type { Edges } from './edges.js';

export type ListMicro = readonly [kind: string, key: string | number, value: unknown];

/** What is known of the list of one key. */
export interface ListKey {
  readonly key: string | number;
  /** The longest read, and which transaction read it; -1 if none did. */
  longest: readonly unknown[];
  reader: number;
  /** The transaction that appended each element of it; -1 where none did. */
  writers: Int32Array;
  /** Where each element stands in it. */
  places: Map<unknown, number>;
  /** An element of it was appended more than once: nobody can tell by whom it was there. */
  isAmbiguous: boolean;
  /** The first place at which it shows what was appended by nobody, or once and stands there twice. */
  wrongFrom: number;
  /** Transactions that append what was never read, each once. */
  readonly unread: number[];
}

/** What is wrong with the transaction `reader`, by what others did as far as `others` are needed to see it. */
export interface ListFault {
  readonly kind:
    | 'internal'
    | 'future-read'
    | 'unwritten-value'
    | 'duplicate-elements'
    | 'incompatible-order'
    | 'inverted-appends';
  readonly reader: number;
  readonly key: ListKey;
  readonly value: unknown;
  /** The element that stands at the place of `value` in the longest read. */
  readonly other?: unknown;
}

export interface Lists {
  readonly keys: readonly ListKey[];
  readonly keyOf: ReadonlyMap<string | number, ListKey>;
  /** 1 for transactions that certainly happened, ended well or were seen. */
  readonly happened: Uint8Array;
  readonly fault: ListFault | undefined;
}

/** The micro-operations as they ran. */
export const ran = ({ type, input, output }: Operation): readonly ListMicro[] =>
  ranOf(
    (input as { readonly ops: readonly ListMicro[] }).ops,
    type === 'info' ? undefined : (output as readonly ListMicro[] | undefined),
  );

/** What the micro-operation at `index` read; `undefined` where nothing is known of it. */
export function listRead({ type, output }: Operation, index: number): readonly unknown[] | undefined {
  if (type === 'info' || output === undefined) return undefined;
  return ((output as readonly ListMicro[])[index]![2] as readonly unknown[] | null | undefined) ?? [];
}

const isSame = (a: unknown, b: unknown): boolean => Object.is(a, b) || identityOf(a) === identityOf(b);
const isComparable = (value: unknown): boolean => typeof value !== 'function' && typeof value !== 'symbol';

/** `undefined` where an answer is none to what was asked. Adds the edges of what is known, also where a fault is found. */
export function readLists(history: History, edges: Edges, meter: BudgetMeter): Lists | undefined {
  const keyOf = new Map<string | number, ListKey>();
  const keys: ListKey[] = [];
  const numberOf = new Map<ListKey, number>();
  const keyNamed = (key: string | number): ListKey => {
    let known = keyOf.get(key);
    if (known === undefined) {
      known = {
        ...{ key, longest: [], reader: -1, writers: new Int32Array(0), places: new Map() },
        ...{ isAmbiguous: false, wrongFrom: Infinity, unread: [] },
      };
      keyOf.set(key, known);
      numberOf.set(known, keys.length);
      keys.push(known);
    }
    return known;
  };
  for (const [op, operation] of history.entries()) {
    const { type, output } = operation;
    const answered = type !== 'info' && output !== undefined;
    if (answered && !Array.isArray(output)) return undefined;
    for (const [index, [kind, key, value]] of ran(operation).entries()) {
      meter.spend();
      const its = keyNamed(key);
      if (kind !== 'r' && !isComparable(value)) return undefined;
      if (kind !== 'r' || !answered) continue;
      const told = (output as readonly ListMicro[])[index];
      if (!Array.isArray(told) || told[0] !== 'r' || told[1] !== key) return undefined;
      const list = (told[2] as unknown) ?? [];
      if (!Array.isArray(list)) return undefined;
      if (its.reader >= 0 && list.length <= its.longest.length) continue;
      its.longest = list;
      its.reader = op;
    }
  }
  for (const key of keys) if (!placeElements(key, meter)) return undefined;
  placeAppends(history, keyOf, meter);
  const happened = new Uint8Array(history.length);
  for (const [op, { type }] of history.entries()) if (type === 'ok') happened[op] = 1;
  for (const key of keys) {
    for (let at = 0; at < key.writers.length; at++) {
      const writer = key.writers[at]!;
      if (writer < 0) key.wrongFrom = Math.min(key.wrongFrom, at);
      else if (!key.isAmbiguous) happened[writer] = 1;
    }
  }
  const reader = new ListReader(history, keyOf, numberOf, edges, meter);
  const fault = reader.readAll();
  for (const key of keys) if (!key.isAmbiguous) orderOfKey(key, numberOf.get(key)!, happened, edges, meter);
  reader.addEnds(happened);
  return { keys, keyOf, happened, fault };
}

function placeElements(key: ListKey, meter: BudgetMeter): boolean {
  const { longest, places } = key;
  meter.spend(longest.length);
  key.writers = new Int32Array(longest.length).fill(-1);
  for (let at = 0; at < longest.length; at++) {
    if (!isComparable(longest[at])) return false;
    const identity = identityOf(longest[at]);
    if (places.has(identity)) key.wrongFrom = Math.min(key.wrongFrom, at);
    else places.set(identity, at);
  }
  return true;
}

function placeAppends(
  history: History,
  keyOf: ReadonlyMap<string | number, ListKey>,
  meter: BudgetMeter,
): void {
  for (const [op, operation] of history.entries()) {
    for (const [kind, name, value] of ran(operation)) {
      if (kind === 'r') continue;
      meter.spend();
      const key = keyOf.get(name)!;
      const at = key.places.get(identityOf(value));
      if (at === undefined) {
        if (key.unread.at(-1) !== op) key.unread.push(op);
      } else if (key.writers[at] === -1) key.writers[at] = op;
      else key.isAmbiguous = true;
    }
  }
  // An element that stands twice was appended once: the second place has no writer of its own.
  for (const key of keyOf.values()) {
    if (key.wrongFrom === Infinity) continue;
    for (let at = 0; at < key.longest.length; at++) {
      const first = key.places.get(identityOf(key.longest[at]))!;
      if (first !== at) key.writers[at] = key.writers[first]!;
    }
  }
}

/** Elements in their order, and after all of them those that nobody read. */
function orderOfKey(
  key: ListKey,
  number: number,
  happened: Uint8Array,
  edges: Edges,
  meter: BudgetMeter,
): void {
  const { writers } = key;
  meter.spend(writers.length);
  for (let at = 1; at < writers.length; at++) {
    const [before, after] = [writers[at - 1]!, writers[at]!];
    if (before >= 0 && after >= 0 && happened[before] === 1) edges.add(before, after, WRITE_WRITE, number);
  }
}

/** Looks at the reads one by one: edges from and to others, and what is wrong with one by itself. */
class ListReader {
  private fault: ListFault | undefined;
  /** A read that is no beginning of the longest: told only if none is wrong by itself. */
  private incompatible: ListFault | undefined;
  /** Readers of the whole list of a key. */
  private readonly wholeReaders: number[][];

  constructor(
    private readonly history: History,
    private readonly keyOf: ReadonlyMap<string | number, ListKey>,
    private readonly numberOf: ReadonlyMap<ListKey, number>,
    private readonly edges: Edges,
    private readonly meter: BudgetMeter,
  ) {
    this.wholeReaders = [...keyOf.values()].map(() => []);
  }

  readAll(): ListFault | undefined {
    for (const [op, operation] of this.history.entries()) {
      const micros = ran(operation);
      const lists = micros.map(([kind, name], index) => {
        const list = kind === 'r' ? listRead(operation, index) : undefined;
        return list !== undefined && this.read(op, this.keyOf.get(name)!, list) ? list : undefined;
      });
      if (operation.type !== 'info') this.lookInside(op, micros, lists);
      if (this.fault) return this.fault;
    }
    return this.incompatible;
  }

  /** Returns whether it is the beginning of the longest. */
  private read(reader: number, key: ListKey, list: readonly unknown[]): boolean {
    const { longest, writers, wrongFrom } = key;
    this.meter.spend(1 + list.length);
    for (let at = 0; at < list.length; at++) {
      if (isSame(list[at], longest[at])) continue;
      this.incompatible ??= this.wrongRead(reader, key, list, at);
      return false;
    }
    if (list.length > wrongFrom) {
      const value = list[wrongFrom];
      const isUnwritten = writers[wrongFrom] === -1;
      if (isUnwritten || !key.isAmbiguous)
        this.fault ??= { kind: isUnwritten ? 'unwritten-value' : 'duplicate-elements', reader, key, value };
      return true;
    }
    if (key.isAmbiguous) return true;
    const number = this.numberOf.get(key)!;
    const last = list.length === 0 ? -1 : writers[list.length - 1]!;
    if (last >= 0) this.edges.add(last, reader, WRITE_READ, number);
    const isWhole = list.length === longest.length;
    const next = isWhole ? -1 : writers[list.length]!;
    if (next >= 0) this.edges.add(reader, next, READ_WRITE, number);
    if (isWhole && this.wholeReaders[number]!.at(-1) !== reader) this.wholeReaders[number]!.push(reader);
    return true;
  }

  /** Another element stands where the longest read has its own; it may be one that nobody appended. */
  private wrongRead(reader: number, key: ListKey, list: readonly unknown[], at: number): ListFault {
    const unwritten = list.find((value) => isComparable(value) && !this.isAppended(key, value));
    if (unwritten !== undefined)
      return (this.fault ??= { kind: 'unwritten-value', reader, key, value: unwritten });
    return { kind: 'incompatible-order', reader, key, value: list[at], other: key.longest[at] };
  }

  private isAppended(key: ListKey, value: unknown): boolean {
    const place = key.places.get(identityOf(value));
    if (place !== undefined && key.writers[place]! >= 0) return true;
    return key.unread.some((op) =>
      ran(this.history[op]!).some(
        (micro) => micro[0] !== 'r' && micro[1] === key.key && isSame(micro[2], value),
      ),
    );
  }

  /** Whether the transaction sees its own appends, all of them and none too early, and others saw them in its order. */
  private lookInside(
    op: number,
    micros: readonly ListMicro[],
    lists: readonly (readonly unknown[] | undefined)[],
  ): void {
    if (micros.length < 2) return;
    const ownOf = new Map<ListKey, { last: number; hasUnread: boolean; length: number }>();
    for (const [index, [kind, name, value]] of micros.entries()) {
      this.meter.spend();
      const key = this.keyOf.get(name)!;
      if (key.isAmbiguous) continue;
      let own = ownOf.get(key);
      if (own === undefined) ownOf.set(key, (own = { last: -1, hasUnread: false, length: 0 }));
      if (kind === 'r') {
        const list = lists[index];
        if (list === undefined) continue;
        if (own.hasUnread || own.last >= list.length)
          this.fault ??= { kind: 'internal', reader: op, key, value: list };
        own.length = Math.max(own.length, list.length);
        continue;
      }
      const place = key.places.get(identityOf(value));
      if (place === undefined) {
        own.hasUnread = true;
        continue;
      }
      if (place < own.length) this.fault ??= { kind: 'future-read', reader: op, key, value };
      else if (own.hasUnread || place < own.last) {
        this.incompatible ??= { kind: 'inverted-appends', reader: op, key, value };
      }
      own.last = Math.max(own.last, place);
    }
  }

  /** Whoever read a list to its end comes before those who appended what nobody read: by a node that joins them. */
  addEnds(happened: Uint8Array): void {
    for (const key of this.keyOf.values()) {
      const number = this.numberOf.get(key)!;
      const readers = this.wholeReaders[number]!;
      const writers = key.unread.filter((op) => happened[op] === 1);
      this.meter.spend(readers.length + writers.length);
      if (key.isAmbiguous || readers.length === 0 || writers.length === 0) continue;
      const isReader = new Set(readers);
      // A transaction that did both comes before the other writers, and after the other readers; two such, before each other.
      const both = writers.filter((op) => isReader.has(op));
      const isBoth = new Set(both);
      const end = this.edges.addNode();
      for (const op of readers) if (!isBoth.has(op)) this.edges.add(op, end, READ_WRITE, number);
      for (const op of writers) {
        if (!isBoth.has(op)) this.edges.add(end, op, READ_WRITE, number);
        if (both.length > 0) this.edges.add(both[0]!, op, READ_WRITE, number);
      }
      if (both.length > 0) {
        for (const op of readers) this.edges.add(op, both[0]!, READ_WRITE, number);
      }
    }
  }
}

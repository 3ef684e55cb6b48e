/**
 * The definitions of the orders, written down as literally as a computer takes them: enumerate everything.
 *
 * Nothing is shared with the checkers but the history contract. Only for histories of a handful of operations.
 */
import type { History, Operation } from '../../../checkers/history.js';

type Register = Operation<{ f: string; key?: string; value?: unknown }, unknown>;
type Relation = (a: Register, b: Register) => boolean;
type Source = Register | 'initial';

export type Level =
  | 'linearizable'
  | 'sequential'
  | 'causal-convergence'
  | 'causal-memory'
  | 'causal'
  | 'pram'
  | 'read-your-writes'
  | 'monotonic-reads'
  | 'monotonic-writes'
  | 'writes-follow-reads'
  | 'regular'
  | 'safe';

const isWrite = (o: Register) => o.input.f === 'write';
const isRead = (o: Register) => o.input.f === 'read';
const sameKey = (a: Register, b: Register) => a.input.key === b.input.key;
/** Session order: what returned precedes what the same client invoked later. */
const session: Relation = (a, b) => a.process === b.process && a.type === 'ok' && a.invoke < b.invoke;
const realTime: Relation = (a, b) => a.type === 'ok' && a.complete < b.invoke;

/** Whether a history keeps a level, for some choice of which writes of unknown outcome happened. */
export function keeps(level: Level, history: History): boolean {
  const operations = (history as readonly Register[]).filter(
    (o) => o.type === 'ok' || (o.type === 'info' && isWrite(o)),
  );
  if (level === 'regular' || level === 'safe')
    return operations.filter(isRead).every((r) => fresh(level, r, operations));
  const unknown = operations.filter((o) => o.type === 'info');
  return subsets(unknown).some((left) => {
    const chosen = operations.filter((o) => !left.includes(o));
    return holds(level, chosen);
  });
}

function holds(level: Level, ops: Register[]): boolean {
  if (level === 'linearizable')
    return legalOrders(ops, (a, b) => session(a, b) || realTime(a, b)).some(() => true);
  if (level === 'sequential') return legalOrders(ops, session).some(() => true);
  const processes = [...new Set(ops.map(({ process }) => process))];
  const view = (p: unknown) => ops.filter((o) => isWrite(o) || o.process === p);
  if (level === 'pram') return processes.every((p) => legalOrders(view(p), session).some(() => true));
  return assignments(ops).some((from) => {
    const causal = closure(ops, (a, b) => session(a, b) || from.get(b) === a);
    const cyclic = ops.some((o) => causal(o, o));
    switch (level) {
      case 'causal-memory':
        return !cyclic && processes.every((p) => legalOrders(view(p), causal, from).some(() => true));
      case 'causal-convergence':
        return (
          !cyclic &&
          orders(ops.filter(isWrite), causal).some((ar) =>
            ops.filter(isRead).every((r) => lastKnown(ar, causal, r) === from.get(r)),
          )
        );
      case 'causal':
        return (
          !cyclic &&
          ops.filter(isRead).every((r) => {
            const past = ops.filter((o) => isWrite(o) && causal(o, r));
            return orders(past, causal).some((order) => lastKnown(order, () => true, r) === from.get(r));
          })
        );
      default:
        return !guaranteeBroken(level, ops, from);
    }
  });
}

/** The four guarantees, quantifier by quantifier. */
function guaranteeBroken(level: Level, ops: Register[], from: ReadonlyMap<Register, Source>): boolean {
  const reads = ops.filter(isRead);
  const writes = ops.filter(isWrite);
  const olderByWriter = (a: Source, b: Register) => a === 'initial' || (sameKey(a, b) && session(a, b));
  switch (level) {
    case 'read-your-writes':
      return writes.some((w) =>
        reads.some((r) => {
          const found = from.get(r)!;
          if (!session(w, r) || !sameKey(w, r)) return false;
          return (
            (olderByWriter(found, w) && (found === 'initial' || found.process === w.process)) ||
            reads.some((before) => session(before, w) && sameKey(before, w) && from.get(before) === found)
          );
        }),
      );
    case 'monotonic-reads':
      return reads.some((first) =>
        reads.some((second) => {
          const [a, b] = [from.get(first)!, from.get(second)!];
          if (!session(first, second) || !sameKey(first, second) || a === b) return false;
          if (a !== 'initial' && olderByWriter(b, a)) return true;
          return reads.some((r) => session(r, first) && sameKey(r, first) && from.get(r) === b);
        }),
      );
    case 'monotonic-writes':
      return reads.some((first) =>
        reads.some((second) => {
          const later = from.get(first)!;
          if (!session(first, second) || later === 'initial' || later.process === first.process) return false;
          return writes.some(
            (w) =>
              session(w, later) &&
              sameKey(w, second) &&
              !sameKey(w, later) &&
              olderByWriter(from.get(second)!, w),
          );
        }),
      );
    case 'writes-follow-reads':
      return reads.some((first) =>
        reads.some((second) => {
          const later = from.get(first)!;
          const found = from.get(second)!;
          if (!session(first, second) || later === 'initial' || later.process === first.process) return false;
          return reads.some((r) => {
            const w = from.get(r)!;
            if (!session(r, later) || w === 'initial' || w.process === r.process || !sameKey(w, second))
              return false;
            if (found === 'initial') return !sameKey(w, later);
            return olderByWriter(found, w) || (sameKey(w, later) && found === w);
          });
        }),
      );
    default:
      throw new Error(level);
  }
}

/** Lamport's registers, for several writers: what some write, not certainly overwritten before the read, left. */
function fresh(level: 'regular' | 'safe', read: Register, ops: Register[]): boolean {
  const writes = ops.filter((o) => isWrite(o) && sameKey(o, read));
  if (level === 'safe' && writes.some((w) => !realTime(w, read) && !realTime(read, w))) return true;
  const before = writes.filter((w) => realTime(w, read));
  if (before.length === 0 && read.output === null) return true;
  return writes.some(
    (w) => w.input.value === read.output && !realTime(read, w) && !before.some((other) => realTime(w, other)),
  );
}

/** The last write of an order that a read knows of, for its key. */
function lastKnown(order: Register[], knows: Relation, read: Register): Source {
  return order.filter((w) => sameKey(w, read) && knows(w, read)).at(-1) ?? 'initial';
}

/** All ways the reads can have read; none if some read's value was never written. */
function assignments(ops: Register[]): Map<Register, Source>[] {
  let all: Map<Register, Source>[] = [new Map()];
  for (const read of ops.filter(isRead)) {
    const sources: Source[] = ops.filter(
      (w) => isWrite(w) && sameKey(w, read) && w.input.value === read.output,
    );
    if (read.output === null) sources.push('initial');
    all = all.flatMap((from) => sources.map((source) => new Map(from).set(read, source)));
  }
  return all;
}

/** Orders of `ops` that keep `before`. */
function orders(ops: Register[], before: Relation): Register[][] {
  if (ops.length === 0) return [[]];
  return ops
    .filter((o) => !ops.some((other) => other !== o && before(other, o)))
    .flatMap((o) =>
      orders(
        ops.filter((other) => other !== o),
        before,
      ).map((rest) => [o, ...rest]),
    );
}

/** Orders that keep `before` in which every read finds what was written last (and by whom, if `from` says so). */
function legalOrders(ops: Register[], before: Relation, from?: ReadonlyMap<Register, Source>): true[] {
  const place = (left: Register[], state: ReadonlyMap<unknown, Source>): boolean => {
    if (left.length === 0) return true;
    return left.some((o) => {
      if (left.some((other) => other !== o && before(other, o))) return false;
      const rest = left.filter((other) => other !== o);
      if (isWrite(o)) return place(rest, new Map(state).set(o.input.key, o));
      const held = state.get(o.input.key) ?? 'initial';
      const legal = from ? from.get(o) === held : (held === 'initial' ? null : held.input.value) === o.output;
      return legal && place(rest, state);
    });
  };
  return place(ops, new Map()) ? [true] : [];
}

function closure(ops: Register[], direct: Relation): Relation {
  const after = new Map(ops.map((o) => [o, new Set(ops.filter((other) => direct(o, other)))]));
  for (const k of ops)
    for (const i of ops) if (after.get(i)!.has(k)) for (const j of after.get(k)!) after.get(i)!.add(j);
  return (a, b) => after.get(a)!.has(b);
}

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((all, item) => [...all, ...all.map((subset) => [...subset, item])], [[]]);
}

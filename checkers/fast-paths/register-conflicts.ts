/**
 * Why a register history is impossible: the few operations that conflict, with what is needed for them to be about
 * the same values (the compare-and-sets that lead to a value, and what shows that an unknown one happened).
 */
import type { Operation } from '../history.js';
import type { FastVerdict } from '../model.js';
import { show } from '../identity.js';
import type { Clusters } from './register-clusters.js';
import { NONE } from './register-columns.js';
import type { RegisterColumns } from './register-columns.js';
import { invalidBy } from './verdicts.js';

/** An operation in a few words. */
function describe({ process, input, output }: Operation): string {
  const { f, value, from, to } = input as { f: string; value?: unknown; from?: unknown; to?: unknown };
  if (f === 'read') return `${show(process)}'s read of ${show(output)}`;
  return f === 'write'
    ? `${show(process)}'s write of ${show(value)}`
    : `${show(process)}'s cas of ${show(from)} to ${show(to)}`;
}

/** The versions of a chain from its beginning to `version`. */
function pathTo({ from }: RegisterColumns, version: number): number[] {
  const path = new Set<number>();
  for (let at = version; at >= 0 && !path.has(at); at = from[at]!) path.add(at);
  return [...path].reverse();
}

/** The operations that show that `version` was there, up to one that certainly happened. */
function evidence({ history, writer }: RegisterColumns, shownBy: Int32Array, version: number): number[] {
  const operations = [writer[version]!];
  for (let op = shownBy[version]!; op !== NONE; op = shownBy[writer.indexOf(op)]!) {
    operations.push(op);
    if (history[op]!.type === 'ok') break;
  }
  return operations;
}

/** A member of a chain: an operation and the place of its version in the chain. */
interface Member {
  readonly op: number;
  readonly stage: number;
}

/** The operations on the versions of a chain. */
function membersOf({ readOf, writer }: RegisterColumns, chain: readonly number[]): Member[] {
  const stageOf = new Map(chain.map((version, stage) => [version, stage]));
  const members: Member[] = [];
  chain.forEach(
    (version, stage) => writer[version] !== NONE && members.push({ op: writer[version]!, stage }),
  );
  readOf.forEach((version, op) => {
    const stage = version < 0 ? undefined : stageOf.get(version);
    if (stage !== undefined) members.push({ op, stage });
  });
  return members;
}

/** A compare-and-set that happened expected a value nobody may have written. */
export function neverThere(columns: RegisterColumns, shownBy: Int32Array, version: number): FastVerdict {
  const cas = columns.history[columns.writer[version]!]!;
  const reason = `${describe(cas)} took effect, but nobody may have written ${show((cas.input as { from?: unknown }).from)}`;
  return invalidBy(columns.history, 'phantom', reason, evidence(columns, shownBy, version));
}

/** Two compare-and-sets found the same version. */
export function divergence(
  columns: RegisterColumns,
  shownBy: Int32Array,
  one: number,
  other: number,
): FastVerdict {
  const { history, writer, from } = columns;
  const operations = [
    ...pathTo(columns, from[one]!).map((version) => writer[version]!),
    ...evidence(columns, shownBy, one),
    ...evidence(columns, shownBy, other),
  ];
  const found = show((history[writer[one]!]!.input as { from?: unknown }).from);
  const reason = `${describe(history[writer[one]!]!)} and ${describe(history[writer[other]!]!)} both found ${found}, which was there once`;
  return invalidBy(history, 'lost-update', reason, operations);
}

/** Compare-and-sets that each found what another of them left. */
export function circular(
  columns: RegisterColumns,
  shownBy: Int32Array,
  roots: Int32Array,
  successor: Int32Array,
): FastVerdict {
  const begun = new Uint8Array(shownBy.length);
  for (const root of roots) for (let at = root; at !== NONE; at = successor[at]!) begun[at] = 1;
  const version = shownBy.findIndex((op, at) => op !== NONE && !begun[at]);
  // Going back from anywhere in it, one ends up in the circle and stays there.
  const circle = pathTo(columns, columns.from[pathTo(columns, version)[0]!]!);
  const operations = circle.flatMap((at) => evidence(columns, shownBy, at));
  const names = circle.map((at) => describe(columns.history[columns.writer[at]!]!));
  const reason = `${names.join(', ')} each found what another of them wrote, and nobody began`;
  return invalidBy(columns.history, 'circular-information-flow', reason, operations);
}

/** Within a chain, `op` (`NONE`: some read of `version`) had completed before something earlier in it began. */
export function impossibleChain(columns: RegisterColumns, version: number, op: number): FastVerdict {
  const { history, invoke, complete, writer } = columns;
  const chain = pathTo(columns, version);
  const stage = chain.length - 1;
  const members = membersOf(columns, chain);
  const isRead = (member: Member) => member.op !== writer[chain[member.stage]!];
  const earlyOnes = op === NONE ? members.filter((member) => member.stage === stage && isRead(member)) : [];
  const early = earlyOnes.reduce(
    (a, b) => (complete[b.op]! < complete[a]! ? b.op : a),
    op === NONE ? earlyOnes[0]!.op : op,
  );
  const before = members.filter((member) => member.stage < stage || (op === NONE && !isRead(member)));
  const late = before.reduce((a, b) => (invoke[b.op]! > invoke[a.op]! ? b : a));
  const kind = isRead(late) ? 'stale-read' : 'future-read';
  const reason = `${describe(history[late.op]!)} began after ${describe(history[early]!)} had completed, which can only come later`;
  const operations = [...chain.map((at) => writer[at]!), early, late.op];
  return invalidBy(history, kind, reason, operations);
}

/** One side of a conflict: a chain, and two of its members (or one), of which each stands on one side of the other's. */
interface Side {
  readonly chain: readonly number[];
  /** Completes before something of the other side begins. */
  readonly opens: Member;
  /** Begins after something of the other side has completed. */
  readonly closes: Member;
}

const INITIAL: Member = { op: NONE, stage: 0 };

/**
 * The members of a chain that stand before rank `before` and after rank `after`, as early in the chain as possible;
 * one that does both, if there is one.
 */
function sideOf(columns: RegisterColumns, chain: readonly number[], before: number, after: number): Side {
  const members = membersOf(columns, chain).sort((a, b) => a.stage - b.stage);
  if (columns.writer[chain[0]!] === NONE) members.unshift(INITIAL);
  const isBefore = ({ op }: Member) => op === NONE || columns.complete[op]! < before;
  const isAfter = ({ op }: Member) => op !== NONE && columns.invoke[op]! > after;
  const both = members.find((member) => isBefore(member) && isAfter(member));
  return { chain, opens: both ?? members.find(isBefore)!, closes: both ?? members.find(isAfter)! };
}

/** The operations of a side, and what they need to be about the same values. */
function operationsOf(
  columns: RegisterColumns,
  shownBy: Int32Array,
  { chain, opens, closes }: Side,
): number[] {
  const stage = Math.max(opens.stage, closes.stage);
  const operations = [...chain.slice(0, stage + 1).map((at) => columns.writer[at]!), opens.op, closes.op];
  const unsure = columns.history[closes.op]!.type !== 'ok';
  const all = unsure ? [...operations, ...evidence(columns, shownBy, chain[closes.stage]!)] : operations;
  return [...new Set(all)].filter((op) => op !== NONE);
}

/** Two clusters of which each must come before the other. */
export function registerConflict(
  columns: RegisterColumns,
  clusters: Clusters,
  one: number,
  other: number,
): FastVerdict {
  const { history, invoke, complete, readOf } = columns;
  const { root, first, last, successor, shownBy } = clusters;
  const chainOf = (cluster: number): number[] => {
    const chain: number[] = [];
    for (let version = root[cluster]!; version !== NONE; version = successor[version]!) chain.push(version);
    return chain;
  };
  /** The conflict with the fewest members of `a`; those of `b` follow. */
  const between = (a: number, b: number) => {
    const side = sideOf(columns, chainOf(a), last[b]!, first[b]!);
    const completed = side.opens.op === NONE ? -1 : complete[side.opens.op]!;
    const facing = sideOf(columns, chainOf(b), invoke[side.closes.op]!, completed);
    const operations = [side, facing].flatMap((each) => operationsOf(columns, shownBy, each));
    return { side, facing, operations };
  };
  const [forth, back] = [between(one, other), between(other, one)];
  const { side, facing, operations } = back.operations.length < forth.operations.length ? back : forth;
  // Out of date is a read if there is one, else a compare-and-set; the write that a cluster begins with cannot be.
  const rank = ({ closes }: Side) => (readOf[closes.op]! >= 0 ? 0 : closes.stage > 0 ? 1 : 2);
  const [stale, newer] = rank(side) <= rank(facing) ? [side, facing] : [facing, side];
  const name = ({ op }: Member) => (op === NONE ? 'the initial value' : describe(history[op]!));
  const reason =
    `${name(stale.closes)} began after ${name(newer.opens)} had completed; ` +
    (stale.opens.op === NONE
      ? `but after that, the initial value cannot have been there any more`
      : `but ${name(newer.closes)} began after ${name(stale.opens)} had completed`);
  const kind = rank(stale) === 0 ? 'stale-read' : 'lost-update';
  return invalidBy(history, kind, reason, operations);
}

/**
 * Sets and multisets in which no element is added or removed more than once, in linear time.
 *
 * Elements do not depend on each other, and such an element has one stay: it is added at a moment `a` and removed at
 * a moment `r`. Whoever saw it bounds `a` from above and `r` from below; whoever missed it wants the stay as short as
 * possible. So `a` is taken as late and `r` as early as the others allow. If they can meet, whoever missed the
 * element is content; else each of them must reach out of the stay.
 *
 * Related: Abdulla, Grahn, Jonsson, Krishna, Mishra, "Efficient linearizability monitoring", PLDI 2025.
 */
import type { FastPath, FastVerdict } from '../model.js';
import { show } from '../identity.js';
import { sortedIndexes } from './ranks.js';
import { NONE, readElements } from './set-elements.js';
import type { Elements, Sight, Sights } from './set-elements.js';
import { invalidBy, validBy } from './verdicts.js';

/** Decides sets with `add`, `remove`, `contains`; of any number of elements, and of several sets told apart by key. */
export const setPath: FastPath = elementsPath((f, output): Sight | undefined => {
  if (f === 'add') return output === false ? 'present' : 'added';
  return f === 'remove' || f === 'contains' ? changedOrSeen(f, output) : undefined;
});

/** Decides multisets, where `add` always adds and `count` tells how often; likewise. */
export const multisetPath: FastPath = elementsPath((f, output): Sight | undefined => {
  if (f === 'add') return 'added';
  if (f === 'count') return output === 0 ? 'absent' : output === 1 ? 'present' : undefined;
  return f === 'remove' || f === 'contains' ? changedOrSeen(f, output) : undefined;
});

function changedOrSeen(f: 'remove' | 'contains', output: unknown): Sight | undefined {
  if (output === false) return 'absent';
  return output !== true ? undefined : f === 'remove' ? 'removed' : 'present';
}

/** The moments between which an element stays, by element; NaN where it never need be there. */
interface Stays {
  readonly from: Float64Array;
  /** `Infinity` where it is not removed. */
  readonly to: Float64Array;
}

function elementsPath(sights: Sights): FastPath {
  return (history, budget) => {
    const elements = readElements(history, sights, budget);
    if (elements === undefined) return undefined;
    const stays = { from: new Float64Array(elements.count), to: new Float64Array(elements.count) };
    for (let element = 0; element < elements.count; element++) {
      budget.spend();
      const absurd = findStay(elements, element, stays);
      if (absurd) return absurd;
    }
    for (const op of elements.missed) {
      budget.spend();
      const element = elements.elementOf[op]!;
      const { invoke, complete } = history[op]!;
      // Neither comparison holds for NaN: an element that never need be there may be missed by anyone.
      if (invoke > stays.from[element]! && complete < stays.to[element]!)
        return missedWhileThere(elements, op);
    }
    return validBy(history, () => sequence(elements, stays));
  };
}

/** Finds the shortest stay that the operations allow, or why there is none. */
function findStay(elements: Elements, element: number, stays: Stays): FastVerdict | undefined {
  const { history, addOp, removeOp, seenFirst, seenLast } = elements;
  const [add, remove, first, last] = [
    addOp[element]!,
    removeOp[element]!,
    seenFirst[element]!,
    seenLast[element]!,
  ];
  const removal = remove === NONE ? undefined : history[remove]!;
  const shows =
    first !== NONE
      ? first
      : removal?.type === 'ok'
        ? remove
        : add !== NONE && history[add]!.type === 'ok'
          ? add
          : NONE;
  stays.from[element] = stays.to[element] = NaN;
  if (shows === NONE) return undefined;
  if (add === NONE)
    return invalidBy(history, 'VFresh', `${sentence(elements, shows)}, but nobody may have added it`, [
      shows,
    ]);
  const added = history[add]!;
  const seenBy = first === NONE ? Infinity : history[first]!.complete;
  const seenUntil = last === NONE ? -Infinity : history[last]!.invoke;
  const removedBy = removal?.type === 'ok' ? removal.complete : Infinity;
  if (seenBy < added.invoke || removedBy < added.invoke) {
    const early = seenBy < added.invoke ? first : remove;
    return invalidBy(history, 'VFresh', `${sentence(elements, early)} before it was added`, [add, early]);
  }
  if (removedBy < seenUntil) {
    const reason = `${sentence(elements, last)} although it had been removed before`;
    return invalidBy(history, 'stale-read', reason, [add, remove, last]);
  }
  const latest = Math.min(added.type === 'ok' ? added.complete : Infinity, seenBy, removedBy);
  const earliest = removal ? Math.max(removal.invoke, seenUntil, added.invoke) : Infinity;
  stays.to[element] = earliest;
  stays.from[element] = Math.min(latest, earliest);
  return undefined;
}

function sentence({ history }: Elements, op: number): string {
  const { process, input } = history[op]!;
  const { f, value } = input as { readonly f: string; readonly value?: unknown };
  return f === 'remove'
    ? `${show(process)} removed ${show(value)}`
    : `${show(process)} saw ${show(value)} (${f})`;
}

function missedWhileThere(elements: Elements, op: number): FastVerdict {
  const { history, elementOf, addOp, removeOp, seenFirst, seenLast } = elements;
  const element = elementOf[op]!;
  const { process, input, invoke, complete } = history[op]!;
  const { f, value } = input as { readonly f: string; readonly value?: unknown };
  const reason = `${show(process)} did not see ${show(value)} (${f}), which was there all the while`;
  // It was there before, as its addition shows or someone who saw it; and later, if it was removed at all.
  const add = addOp[element]!;
  const remove = removeOp[element]!;
  const before = history[add]!.type === 'ok' && history[add]!.complete < invoke ? add : seenFirst[element]!;
  const later = remove === NONE || history[remove]!.invoke > complete ? NONE : seenLast[element]!;
  return invalidBy(history, 'stale-read', reason, [add, remove, before, later, op]);
}

/** Everything at its moment: the changes at theirs, those who saw the element within, those who missed it outside. */
function sequence(elements: Elements, { from, to }: Stays): Int32Array {
  const { history, count, addOp, removeOp, elementOf, seen, missed, silent } = elements;
  const ops: number[] = [];
  const moments: number[] = [];
  const place = (op: number, moment: number): void => {
    ops.push(op);
    moments.push(moment);
  };
  const isBefore = (op: number): boolean => !(history[op]!.invoke > from[elementOf[op]!]!);
  for (const op of silent) place(op, history[op]!.invoke);
  // Ties are broken by the order in which operations are placed.
  for (const op of missed) if (isBefore(op)) place(op, history[op]!.invoke);
  for (let element = 0; element < count; element++) {
    if (!Number.isNaN(from[element]!)) place(addOp[element]!, from[element]!);
  }
  for (const op of seen) place(op, Math.max(history[op]!.invoke, from[elementOf[op]!]!));
  for (let element = 0; element < count; element++) {
    if (Number.isFinite(to[element]!)) place(removeOp[element]!, to[element]!);
  }
  for (const op of missed) if (!isBefore(op)) place(op, Math.max(history[op]!.invoke, to[elementOf[op]!]!));
  return sortedIndexes(Float64Array.from(moments)).map((index) => ops[index]!);
}

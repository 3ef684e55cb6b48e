/**
 * What queues, stacks and priority queues have in common: reading the history, removals of unknown outcome, and
 * turning a decision about values into a verdict about operations.
 *
 * Removing all operations of a value from a legal sequence leaves it legal: these containers are closed under
 * projection. Two things follow that the algorithms rest on. A removal that found nothing can be judged alone: it
 * fits exactly if some moment of it is not inside the certain stay of any value, because the order found for the
 * rest can be parted at that moment. And a removal of unknown outcome can be bounded from both sides.
 *
 * Sources: Henzinger, Sezgin, Vafeiadis, "Aspect-oriented linearizability proofs", CONCUR 2013 (the violations
 * VFresh, VRepeat, VOrd, VWit); Bouajjani, Emmi, Enea, Hamza, "On reducing linearizability to state
 * reachability", ICALP 2015; Lee, Mathur, "Efficient decrease-and-conquer linearizability monitoring", OOPSLA 2025.
 */
import type { BudgetMeter } from '../budget.js';
import type { History } from '../history.js';
import type { FastPath, FastVerdict } from '../model.js';
import { Coverage, fewestCovering } from './coverage.js';
import { isVerdict, operationsOf, readLives, withPendingRemovals } from './lives.js';
import type { ContainerFunctions, Lives } from './lives.js';
import { invalidBy, validBy } from './verdicts.js';

/** Whether lives fit a discipline, and in which order, or which values show that they do not. */
export type Decision =
  | { readonly fits: true; readonly order: () => Int32Array }
  | {
      readonly fits: false;
      readonly kind: string;
      readonly reason: string;
      readonly values: readonly number[];
      /** The operation that found nothing, where that is what cannot be. */
      readonly emptyOp?: number;
    };

/** A kind of container. `decide` is exact for lives in which nothing is pending. */
export interface Discipline extends ContainerFunctions {
  decide(lives: Lives, budget: BudgetMeter): Decision;
}

/** The specialised procedure for a discipline; needs all inserted values to differ. */
export function containerPath(discipline: Discipline): FastPath {
  return (history, budget) => {
    const read = readLives(history, discipline, budget);
    if (read === undefined || isVerdict(read)) return read;
    if (read.pendingOp.length === 0) return answer(history, read, discipline.decide(read, budget), undefined);
    return withPending(history, read, discipline, budget);
  };
}

/**
 * Bounds from both sides. If it fits when no pending removal took anything, it is valid. If it does not fit even
 * when each value that stays may go as early as the earliest pending removal began, it is invalid, since going last
 * of all is among those possibilities. In between, one division of the values among the removals is tried.
 */
function withPending(
  history: History,
  lives: Lives,
  discipline: Discipline,
  budget: BudgetMeter,
): FastVerdict | undefined {
  const staying = Array.from(lives.removeOp.keys()).filter((value) => lives.removeOp[value] === -1);
  const untouched = discipline.decide(lives, budget);
  if (untouched.fits || staying.length === 0) return answer(history, lives, untouched, undefined);
  const first = lives.pendingOp[0]!;
  const relaxed = withPendingRemovals(
    lives,
    staying,
    staying.map(() => first),
    staying.map(() => lives.pendingInvoke[0]!),
  );
  const best = discipline.decide(relaxed, budget);
  if (!best.fits) {
    const stays = new Uint8Array(lives.count);
    for (const value of staying) stays[value] = 1;
    return answer(history, lives, best, stays);
  }
  const taken = staying.slice(0, lives.pendingOp.length);
  const divided = withPendingRemovals(lives, taken, lives.pendingOp, lives.pendingInvoke);
  const attempt = discipline.decide(divided, budget);
  return attempt.fits ? answer(history, divided, attempt, undefined) : undefined;
}

function answer(
  history: History,
  lives: Lives,
  decision: Decision,
  stays: Uint8Array | undefined,
): FastVerdict {
  if (decision.fits) return validBy(history, decision.order);
  const operations = operationsOf(lives, decision.values, stays);
  return invalidBy(history, decision.kind, decision.reason, [decision.emptyOp ?? -1, ...operations]);
}

/** Covers every moment at which some value is certainly inside: after its insertion, before its removal. */
function certainStays(lives: Lives): Coverage {
  const coverage = new Coverage(lives.end + 1);
  for (let value = 0; value < lives.count; value++) {
    coverage.cover(lives.insertComplete[value]!, lives.removeInvoke[value]!);
  }
  return coverage;
}

/** The slots at which the empty removals can have happened, or the decision that one of them cannot. */
export function placeEmpties(lives: Lives): Int32Array | Decision {
  const slots = new Int32Array(lives.emptyOp.length);
  if (slots.length === 0) return slots;
  const inside = certainStays(lives);
  for (let i = 0; i < slots.length; i++) {
    slots[i] = inside.firstFree(lives.emptyInvoke[i]!);
    if (slots[i]! >= lives.emptyComplete[i]!) return neverEmpty(lives, i);
  }
  return slots;
}

function neverEmpty(lives: Lives, empty: number): Decision {
  const { emptyInvoke, emptyComplete, insertComplete, removeInvoke } = lives;
  const every = insertComplete.keys();
  const values = fewestCovering(
    emptyInvoke[empty]!,
    emptyComplete[empty]!,
    every,
    insertComplete,
    removeInvoke,
  );
  const inside =
    values.length === 1 ? 'a value was inside' : `one or another of ${values.length} values was inside`;
  const reason = `an operation found nothing, but ${inside} all the while it lasted`;
  return { fits: false, kind: 'VWit', reason, values, emptyOp: lives.emptyOp[empty]! };
}

/** The empty removals in order of their slots. */
export function emptiesInOrder(slots: Int32Array): Int32Array {
  return Int32Array.from(slots.keys()).sort((a, b) => slots[a]! - slots[b]!);
}

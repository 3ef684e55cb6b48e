/** Seeded mutants of the specialised linearizability procedures: each must be caught by the suite. */
import { CONTAINER_MUTANTS } from './fast-path-containers.js';
import { fastPathMutant as mutant } from './fast-path-mutant.js';
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const FAST_PATH_MUTANT_TESTS = ['test/checkers/fast-paths.fuzz.test.ts', 'test/checkers/fast-paths'];

export const FAST_PATH_MUTANTS: readonly Mutant[] = [
  // Counters
  mutant('counter-state', 'reads find no total on the way', 'if (totals[read] === this.total)', 'if (false)'),
  mutant(
    'counter-state',
    'what completes last goes first',
    'complete[before]! > deadline',
    'complete[before]! < deadline',
  ),
  mutant(
    'counter-ways',
    'additions of unknown outcome never count',
    'if (one !== undefined && take(one, 0)) this.add();',
    '',
  ),
  mutant(
    'counter-order',
    'the first way is the only one',
    'if (choice.next < choice.end || choice.stage < STAGES.length) this.depth++;',
    'if (choice.next < 0) this.depth++;',
  ),
  mutant(
    'counter-window',
    'no read finds its total before an addition takes effect',
    'this.readsFound(state, isRead ? -1 : op, work);',
    'if (isRead) this.readsFound(state, -1, work);',
  ),
  mutant(
    'counter-window',
    'what has taken effect counts twice once it completes',
    'sum: state.sum - amount',
    'sum: state.sum',
  ),
  mutant(
    'counter-refute',
    'additions that are open when the first read begins do not matter',
    'const around = open.filter((op) => !isTold(op));',
    'const around: number[] = [];',
  ),
  mutant(
    'unknown-sums',
    'what counted may be taken back',
    '|| this.has(after - before)',
    '|| this.has(after)',
  ),
  // Ranks
  mutant(
    'ranks',
    'an operation of unknown outcome ends where it was given up',
    "operation.type === 'info' ? Infinity : operation.complete",
    'operation.complete',
  ),
  mutant(
    'ranks',
    'a completion goes before an invocation at the same position',
    'invoke[i] = next[2 * invokeAt[i]!]!++;',
    'invoke[i] = next[2 * invokeAt[i]! + 1]!++;',
  ),
  mutant(
    'ranks',
    'sparse positions are not told apart',
    'if (sorted[middle]! < wanted) low',
    'if (sorted[middle]! <= wanted) low',
  ),
  // Registers
  mutant(
    'register-columns',
    'a value written twice is attributed to the last write',
    'versionOf[value] === UNWRITTEN ? versions : AMBIGUOUS',
    'versions',
  ),
  mutant(
    'register-columns',
    'reads of null always say something',
    "output === null && nullRead === 'anything'",
    'false',
  ),
  mutant(
    'register-columns',
    'a refused compare-and-set succeeded',
    "(type === 'ok' && output === false)",
    'false',
  ),
  mutant(
    'register-columns',
    'a compare-and-set to the same value says nothing',
    "if (type === 'ok') valueRead[i] = values.intern(input.from);",
    '',
  ),
  mutant(
    'register-columns',
    'the initial value is like any other',
    'versionOf[0] = 0;',
    'versionOf[0] = UNWRITTEN;',
  ),
  mutant(
    'register-chains',
    'writes of unknown outcome are ignored though read',
    'if (version >= 0 && shownBy[version] === NONE) shownBy[version] = op;',
    '',
  ),
  mutant(
    'register-chains',
    'all writes of unknown outcome happened',
    "if (history[writer[version]!]!.type === 'ok') shownBy",
    'shownBy',
  ),
  mutant(
    'register-chains',
    'what a compare-and-set found need not have been there',
    'shownBy[found] = writer[version]!;',
    '',
  ),
  mutant(
    'register-chains',
    'a value may be found twice',
    'else if (successor[found] !== NONE) return divergence(columns, shownBy, successor[found]!, version);',
    '',
  ),
  mutant(
    'register-chains',
    'circles go unnoticed',
    'if (chained > 0) return circular',
    'if (chained < 0) return circular',
  ),
  mutant(
    'register-chains',
    'a compare-and-set may come before what it found was read',
    'if (written < begun) return',
    'if (written < -1) return',
  ),
  mutant(
    'register-chains',
    'a read may come before its write',
    'if (read < begun) return',
    'if (read < -1) return',
  ),
  mutant(
    'register-chains',
    'a chain does not remember its reads',
    'if (readsFrom[version]! > begun) begun = readsFrom[version]!;',
    '',
  ),
  mutant(
    'register-chains',
    'reads do not end a zone',
    'first = Math.min(first, written, read);',
    'first = Math.min(first, written);',
  ),
  mutant(
    'register-chains',
    'the write does not end a zone',
    'first = Math.min(first, written, read);',
    'first = Math.min(first, read);',
  ),
  mutant(
    'register-zones',
    'forward zones may overlap',
    '(forward || first[cluster]! < closes)',
    '(!forward && first[cluster]! < closes)',
  ),
  mutant(
    'register-zones',
    'a backward zone may lie inside a forward one',
    '(forward || first[cluster]! < closes)',
    'forward',
  ),
  mutant(
    'register-zones',
    'backward zones are taken for forward ones',
    'if (forward) {',
    'if (last[cluster]! > -1) {',
  ),
  mutant('register-zones', 'zones may touch from within', 'if (slot - 1 < closes &&', 'if (slot < closes &&'),
  mutant(
    'register-observers',
    'a refused compare-and-set may have found its value',
    'if (version !== NONE && held.from[version]! <= gap',
    'if (version === NONE && held.from[version]! <= gap',
  ),
  mutant(
    'register-observers',
    'observers forget each other',
    'floor = Math.max(floor, gaps[byCompletion[done++]!]!);',
    'done++;',
  ),
  mutant(
    'register-observers',
    'an observer may come after its end',
    'begunBefore[gap]! > complete[op]!',
    'false',
  ),
  mutant(
    'register-observers',
    'an observer may come before its beginning',
    'lowerBound(doneAfter, doneAfter.length, invoke[op]! + 1)',
    '0',
  ),
  ...CONTAINER_MUTANTS,
  // Sets
  mutant(
    'set-elements',
    'an element may be added twice',
    'if (addOp[element] !== NONE) return undefined;',
    '',
  ),
  mutant(
    'set-elements',
    'an element may be removed twice',
    'if (removeOp[element] !== NONE) return undefined;',
    '',
  ),
  mutant(
    'set-elements',
    'the first who saw it is who was invoked first',
    'complete < history[first]!.complete',
    'false',
  ),
  mutant(
    'set-elements',
    'keys do not tell sets apart',
    'if (key === undefined) return',
    'if (key !== null) return',
  ),
  mutant('set', 'what was not added may be seen', 'if (add === NONE)', 'if (add === NONE && element < 0)'),
  mutant(
    'set',
    'an element may be seen before it is added',
    'if (seenBy < added.invoke || removedBy < added.invoke) {',
    'if (removedBy < added.invoke) {',
  ),
  mutant(
    'set',
    'an element may be seen after it is removed',
    'if (removedBy < seenUntil) {',
    'if (removedBy < -1) {',
  ),
  mutant(
    'set',
    'a removal of unknown outcome happened before its end',
    "removal?.type === 'ok' ? removal.complete : Infinity",
    'removal ? removal.complete : Infinity',
  ),
  mutant(
    'set',
    'an element may be missed at any time',
    'if (invoke > stays.from[element]! && complete < stays.to[element]!)',
    'if (invoke > stays.to[element]! && complete < stays.from[element]!)',
  ),
  mutant(
    'set',
    'whoever saw it does not keep it there',
    'Math.max(removal.invoke, seenUntil, added.invoke)',
    'Math.max(removal.invoke, added.invoke)',
  ),
  mutant(
    'set',
    'whoever missed it comes first',
    'const isBefore = (op: number): boolean => !(history[op]!.invoke > from[elementOf[op]!]!);',
    'const isBefore = (_op: number): boolean => true;',
  ),
];

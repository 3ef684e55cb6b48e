/** Seeded mutants of the specialised linearizability procedures: each must be caught by the suite. */

/** One deliberate fault: `find`, which occurs once in `file`, becomes `replace`; `tests` must fail. */
export interface FastPathMutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The tests that must kill them. */
export const FAST_PATH_MUTANT_TESTS = ['test/checkers/fast-paths.fuzz.test.ts', 'test/checkers/fast-paths'];

const mutant = (file: string, name: string, find: string, replace: string): FastPathMutant => ({
  name: `${file}: ${name}`,
  file: `checkers/fast-paths/${file}.ts`,
  find,
  replace,
});

export const FAST_PATH_MUTANTS: readonly FastPathMutant[] = [
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
  // Containers
  mutant('lives', 'a value inserted twice is one value', 'if (insertOp[value] !== -1) return undefined;', ''),
  mutant('lives', 'a value may be removed twice', 'if (repeated !== -1) {', 'if (repeated < -1) {'),
  mutant(
    'lives',
    'insertions of unknown outcome certainly happened',
    "if (removed === -1 && history[inserted]!.type === 'info') continue;",
    '',
  ),
  mutant(
    'lives',
    'a value may be removed before it is inserted',
    'if (removeComplete[count]! < insertInvoke[count]!) return',
    'if (removeComplete[count]! < 0) return',
  ),
  mutant(
    'lives',
    'a removal that says nothing found nothing',
    'else if (operation.output === undefined) return undefined;',
    '',
  ),
  mutant(
    'container',
    'removals of unknown outcome are ignored',
    'if (read.pendingOp.length === 0) return',
    'if (read.pendingOp.length >= 0) return',
  ),
  mutant(
    'container',
    'each value that stays may be taken',
    'const taken = staying.slice(0, lives.pendingOp.length);',
    'const taken = staying;',
  ),
  mutant(
    'container',
    'a removal of unknown outcome may take effect before it began',
    'staying.map(() => lives.pendingInvoke[0]!)',
    'staying.map(() => lives.end)',
  ),
  mutant(
    'container',
    'a removal may find nothing at its very end',
    'if (slots[i]! >= lives.emptyComplete[i]!)',
    'if (slots[i]! > lives.emptyComplete[i]! + 1)',
  ),
  mutant(
    'container',
    'a container may always be empty',
    'if (slots[i]! >= lives.emptyComplete[i]!)',
    'if (slots[i]! > lives.end)',
  ),
  mutant(
    'coverage',
    'the last moment of a stay is free',
    'slot < to; slot = this.firstFree(slot)',
    'slot < to - 1; slot = this.firstFree(slot)',
  ),
  mutant('coverage', 'a core has one link too few', 'while (reached < to) {', 'while (reached < to - 1) {'),
  mutant(
    'queue',
    'the order of enqueues does not matter',
    'if (insertInvoke[value]! >= enqueuedBefore) break;',
    '',
  ),
  mutant(
    'queue',
    'the order of dequeues does not matter',
    'if (dequeueFrom[value]! >= dequeuedBefore) break;',
    '',
  ),
  mutant(
    'queue',
    'what is never dequeued blocks nobody',
    'lives.removeInvoke.map((at, value) => Math.max(at, ',
    'lives.removeInvoke.map((at, value) => Math.max(at === lives.end ? 0 : at, ',
  ),
  mutant(
    'queue',
    'any front will do',
    'const fronts = new MinHeap(dequeueFrom);',
    'const fronts = new MinHeap(new Int32Array(count));',
  ),
  mutant(
    'queue',
    'enqueues as early as can be',
    'enqueueAt[i] = Math.min(earliest, dequeueAt[i]!);',
    'enqueueAt[i] = 0;',
  ),
  mutant(
    'min-heap',
    'the heap sinks to the wrong child',
    'keys[members[child + 1]!]! < keys[members[child]!]!',
    'keys[members[child + 1]!]! > keys[members[child]!]!',
  ),
  mutant(
    'priority-queue',
    'equal priorities stand in each other’s way',
    '(last === first || keys[byUrgency[last]!] === key);',
    'last === first;',
  ),
  mutant(
    'priority-queue',
    'a removal may come before its insertion',
    'inside.firstFree(Math.max(insertInvoke[value]!, removeInvoke[value]!))',
    'inside.firstFree(removeInvoke[value]!)',
  ),
  mutant(
    'priority-queue',
    'one moment too late',
    'removeOp[value] !== -1 && slot >= removeComplete[value]!',
    'removeOp[value] !== -1 && slot > removeComplete[value]! + 1',
  ),
  mutant(
    'priority-queue',
    'values that stay stand in nobody’s way',
    'inside.cover(insertComplete[byUrgency[i]!]!, removeInvoke[byUrgency[i]!]!);',
    'if (removeOp[byUrgency[i]!] !== -1) inside.cover(insertComplete[byUrgency[i]!]!, removeInvoke[byUrgency[i]!]!);',
  ),
  mutant(
    'priority-queue',
    'insertions as early as can be',
    'removeOp[value] === -1\n        ? insertComplete[value]! - 1',
    'true\n        ? lives.insertInvoke[value]!',
  ),
  mutant(
    'stack',
    'the bottom need not be pushed first',
    'later.below(firstMember, lastMember + 1, opens)',
    'later.below(firstMember, lastMember + 1, NO_KEY)',
  ),
  mutant(
    'stack',
    'the bottom need not be popped last',
    'candidates.below(firstMember, lastMember + 1, -closes)',
    'candidates.below(firstMember, lastMember + 1, NO_KEY)',
  ),
  mutant(
    'stack',
    'groups are not looked for behind the first',
    'if (lastHere < last) work.push(lastHere + 1, last);',
    '',
  ),
  mutant(
    'stack',
    'a bottom that was removed is still there',
    'next[bottom] = bottom + 1;',
    'next[bottom] = bottom === first ? bottom + 1 : bottom;',
  ),
  mutant('stack', 'a bottom that was removed still connects', 'over.remove(from[bottom]!, to[bottom]!);', ''),
  mutant(
    'stack',
    'what passes in a moment stays',
    'if (insertComplete[value]! < removeInvoke[value]!) staying.push(value);',
    'if (insertComplete[value]! !== removeInvoke[value]!) staying.push(value);',
  ),
  mutant(
    'span-counter',
    'only the left half is counted',
    'least[node] = (a < b ? a : b) + added[node]!;',
    'least[node] = a + added[node]!;',
  ),
  mutant(
    'range-minimum',
    'a range ends too early',
    'if (right & 1 && least[--right]! < limit) return this.descend(right, limit);',
    '',
  ),
  mutant('stack-sequence', 'empty pops go last', 'if (depth === 0) findNothing(insertComplete[value]!);', ''),
  mutant(
    'stack-sequence',
    'passing values go last',
    'pass(now - 1);\n    order.push(op);',
    'order.push(op);',
  ),
  mutant(
    'stack',
    'a smaller tangle is any tangle',
    'if (!window.some(isBottom)) return window;',
    'return window;',
  ),
  mutant(
    'priority-queue',
    'a value without priority has one',
    'accepts: (value) => !Number.isNaN(urgency(value)),',
    '',
  ),
  mutant(
    'register-conflicts',
    'the core lacks one side',
    'const operations = [side, facing].flatMap(',
    'const operations = [side].flatMap(',
  ),
  mutant(
    'register-conflicts',
    'the core lacks the chain',
    'const operations = [...chain.slice(0, stage + 1).map((at) => columns.writer[at]!), opens.op, closes.op];',
    'const operations = [opens.op, closes.op];',
  ),
  mutant(
    'register-conflicts',
    'the core does not show that a crashed operation happened',
    "const unsure = columns.history[closes.op]!.type !== 'ok';",
    'const unsure = false;',
  ),
  mutant(
    'register-conflicts',
    'members are chosen on the wrong side',
    'columns.invoke[op]! > after;',
    'columns.invoke[op]! < after;',
  ),
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

/** Seeded mutants of the linearizability searches: each reduction, broken, must be caught by the suite. */
import { search } from './linearizability-mutant.js';
import { VERDICT_MUTANTS } from './linearizability-verdicts.js';
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const LINEARIZABILITY_MUTANT_TESTS = [
  'test/checkers/linearizability',
  'test/checkers/models/objects.test.ts',
];

export const LINEARIZABILITY_MUTANTS: readonly Mutant[] = [
  // Classes: what is the same
  search(
    'class-index',
    'outputs do not tell operations apart',
    "operation.type !== 'info'",
    "operation.type !== 'info' && operation.output === undefined",
  ),
  search(
    'class-index',
    'outcomes do not tell operations apart',
    'let at = follow(this.root, operation.type);',
    'let at = this.root;',
  ),
  search(
    'class-index',
    'inputs do not tell operations apart',
    'follow(follow(at, name), identityOf(input[name]))',
    'follow(at, name)',
  ),
  search(
    'automaton',
    'classes of the same effect are merged',
    'const text = row.join();',
    'const text = String(seen);',
  ),
  search(
    'automaton',
    'partial operations count as total',
    'if (row.includes(IMPOSSIBLE)) return SOMETIMES;',
    '',
  ),
  search(
    'automaton',
    'all that is total overwrites',
    'return row.every((code) => code === row[0] && code >= FIRST_STATE) ? OVERWRITES : ALWAYS;',
    'return OVERWRITES;',
  ),
  search(
    'automaton',
    'what never kept a state is said to',
    'if (this.inVain[cls]! >= ATTEMPTS) return false;',
    'if (this.inVain[cls]! >= ATTEMPTS) return true;',
  ),
  search(
    'automaton',
    'only the first of several states is possible',
    'code < 0 && this.choice(code).includes(to)',
    'code < 0 && this.choice(code)[0] === to',
  ),
  search('automaton', 'broken promises go unnoticed', 'if (kept) return;', 'return;'),
  // The window
  search(
    'window',
    'the last to return is used first',
    'returns[this.open[place - 1]!]! > deadline',
    'returns[this.open[place - 1]!]! < deadline',
  ),
  search(
    'window',
    'partial operations can be overwritten',
    'if (kind === ALWAYS || kind === OVERWRITES) this.total',
    'if (kind !== READS) this.total',
  ),
  search('window', 'places remember whom they had', 'this.total[slot >>> 5]! &= ~(1 << (slot & 31));', ''),
  search(
    'window',
    'masks outlive what they were made for',
    'const kind = this.automaton.kinds[classes[operation]!]!;\n    this.version++;',
    'const kind = this.automaton.kinds[classes[operation]!]!;',
  ),
  search(
    'window',
    'a read with an alibi still has to be reached',
    '(this.hopeless[from + word]! & ~rows[at + 1 + windowWords + word]!) !== 0',
    'this.hopeless[from + word] !== 0',
  ),
  search(
    'window',
    'an open overwrite gives no hope',
    'if ((this.overwriting[word]! & ~rows[at + 1 + word]!) !== 0) return false;',
    '',
  ),
  search(
    'window',
    'an overwrite to come gives no hope',
    'if (foresight.lastOverwrite[operation]! >= this.at) return false;',
    '',
  ),
  search('window', 'a crashed overwrite gives no hope', ' || this.crashedOverwrites > 0', ''),
  search(
    'foresight',
    'an overwrite by a read that is open when the events end is not seen',
    '.fill(events.length)',
    '.fill(-1)',
  ),
  search('foresight', 'reads taken up are still to come', ' && at >= takenUp', ''),
  // Moves
  search(
    'expansion',
    'an alibi never counts for less',
    'hasAlibi && kind !== OVERWRITES ? WITH_ALIBI : OVER',
    'OVER',
  ),
  search('expansion', 'crashed operations never run out', 'if (used >= invoked) continue;', ''),
  search(
    'expansion',
    'all total operations overwrite',
    '(kind === OVERWRITES ? total[word]! : 0)',
    '(kind !== SOMETIMES ? total[word]! : 0)'.replace('SOMETIMES', '0'),
  ),
  search(
    'expansion',
    'an overwrite gives alibis to nobody but may be counted on',
    'masks[from + word]! | (kind === OVERWRITES ? total[word]! : 0)',
    '-1',
  ),
  search(
    'expansion',
    'only the first of several states is tried',
    'for (const next of automaton.choice(code)) {',
    'for (const next of automaton.choice(code).slice(0, 1)) {',
  ),
  search('expansion', 'a used operation can be used again', 'if ((rows[word]! & bit) !== 0) continue;', ''),
  // Dominance
  search(
    'front',
    'used is as good as open',
    '((as[a + word]! ^ bs[b + word]!) | bs[b + word + windowWords]!)',
    'bs[b + word + windowWords]!',
  ),
  search(
    'front',
    'an alibi is worth nothing',
    '((as[a + word]! ^ bs[b + word]!) | bs[b + word + windowWords]!)',
    '(as[a + word]! ^ bs[b + word]!)',
  ),
  search(
    'front',
    'more crashed operations used is better',
    '((bs[b + countsAt + word]! | guard) - as[a + countsAt + word]!)',
    '((as[a + countsAt + word]! | guard) - bs[b + countsAt + word]!)',
  ),
  search(
    'front',
    'crashed operations do not count',
    'if ((((bs[b + countsAt',
    'if (guard === 0 && (((bs[b + countsAt',
  ),
  search(
    'front',
    'states do not matter',
    'this.links[row] = this.heads[state]!;',
    'this.links[row] = this.heads[state] ?? NONE; this.heads.fill(row);',
  ),
  // Breadth-first
  search(
    'breadth',
    'writes are eager',
    'const pure = problem.automaton.kinds[problem.classes[operation]!] === READS;',
    'const pure = true;',
  ),
  search(
    'breadth',
    'whatever gets an alibi is done',
    'if (!(hasAlibi && pure)) pending.add',
    'if (!hasAlibi) pending.add',
  ),
  search(
    'breadth',
    'an alibi gained on the way does not count',
    'if (hasAlibi && !hadAlibi) this.finish',
    'if (hasAlibi && !hadAlibi && pure) this.finish',
  ),
  search(
    'breadth',
    'places are not cleared',
    'row[word]! &= ~bit;\n    row[word + this.layout.windowWords]! &= ~bit;',
    '',
  ),
  search(
    'breadth',
    'no alibi at the invocation',
    'if (optional || automaton.keeps(classes[operation]!, front.rows[at]!)) front.rows[at + word]! |= bit;',
    '',
  ),
  // Depth-first
  search(
    'depth',
    'writes are eager',
    'if (automaton.kinds[classes[operation]!] !== READS)\n          this.queue',
    'if (automaton.kinds[classes[operation]!] !== automaton.kinds[classes[operation]!])\n          this.queue',
  ),
  search(
    'depth',
    'the window stays behind',
    'while (window.at > event) window.backward();',
    'while (window.at > event) window.at--;',
  ),
  search(
    'depth',
    'whatever gets an alibi is done',
    'if (operation !== returning && !(hasAlibi && pure))',
    'if (operation !== returning && !hasAlibi)',
  ),
  search('visited', 'events do not matter', 'events[other] !== event || ', ''),
  // Problems
  search(
    'problem',
    'operations of unknown outcome are ignored',
    'if (unheard && kinds[classes[i]!] === READS) silent[i] = 1;',
    'if (unheard) silent[i] = 1;',
  ),
  search(
    'problem',
    'touching operations follow each other',
    'next.invoke <= operations[done]!.complete',
    'next.invoke < operations[done]!.complete',
  ),
  search(
    'problem',
    'counters are a bit too small',
    '32 - Math.clz32(operations.length)',
    '31 - Math.clz32(operations.length)',
  ),
  search('problem', 'counters overlap', 'used += bits + 1;', 'used += bits;'),
  search('trail', 'states are left behind', 'this.states[kept] = this.states[at]!;', ''),
  // Witnesses and cores
  search(
    'witness',
    'what was overwritten is forgotten',
    'if (automaton.kinds[classes[operation]!] === OVERWRITES) placeOpen(isTotal);',
    '',
  ),
  search(
    'witness',
    'what changes nothing when it begins is forgotten',
    'if (automaton.canKeep(classes[event]!, state)) place(event);',
    '',
  ),
  search(
    'core',
    'operations that return later are obliged',
    "type !== 'info' && complete <= failing.complete;",
    "type !== 'info';",
  ),
  search(
    'core',
    'a suffix begins in the initial state',
    'this.startStates = [...automaton.states.keys()];',
    'this.startStates = [0];',
  ),
  search('core', 'nothing is excused', '(index) => !mustHappen.has(included[index]!)', '() => false'),
  search('core', 'single operations are not tried', 'size >= 1;', 'size >= 2;'),
  // Explanations
  search('breakdown', 'all reads are foreseen', 'foreseen: end }', 'foreseen: end + 1 }'),
  search('support', 'who left what is shown is not asked', 'if (!shows(thing)) continue;', 'continue;'),
  search(
    'passing-over',
    'what others left counts',
    '?.every((writer) => known.has(writer)) !== false',
    ' !== null',
  ),
  search(
    'minimal-failing',
    'the first half is not looked at',
    'return [...ofFirst, ...ofSecond];',
    'return [...ofSecond];',
  ),
  ...VERDICT_MUTANTS,
];

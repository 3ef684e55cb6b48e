/** Seeded mutants of the checkers of orders: each must be caught by the suite. */

import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const ORDER_MUTANT_TESTS = ['test/checkers/orders'];

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `orders/${file}: ${name}`,
  file: `checkers/orders/${file}.ts`,
  find,
  replace,
});

export const ORDER_MUTANTS: readonly Mutant[] = [
  mutant(
    'registers',
    'a write that never returned precedes what its session did next',
    "const floating = operation.type === 'info';",
    'const floating = false;',
  ),
  mutant(
    'registers',
    'a write that never returned follows nothing',
    'newChain(session.at(-1))',
    'newChain(undefined)',
  ),
  mutant(
    'registers',
    'the initial value was always written by nobody',
    'value === initial ? [INITIAL, ...writes] : writes',
    'value === initial ? [INITIAL] : writes',
  ),
  mutant('registers', 'failed writes count', "if (operation.type === 'fail') return false;", ''),
  mutant(
    'registers',
    'of two writes of unknown outcome in a session the first is older',
    "a.operation.type !== 'info' && ",
    '',
  ),
  mutant(
    'precedence',
    'what precedes a predecessor is forgotten',
    'if (known > clocks[target * width + c]!)',
    'if (c === chain && known > clocks[target * width + c]!)',
  ),
  mutant(
    'precedence',
    'the last of a chain is not seen',
    'clocks[id * width + chain] = seq + 1;',
    'clocks[id * width + chain] = seq;',
  ),
  mutant('latest-writes', 'off by one', 'write.seq >= count) - 1', 'write.seq >= count - 1) - 1'),
  mutant('saturation', 'one round is enough', 'if (!grew) return undefined;', 'return undefined;'),
  mutant('saturation', 'what a read overwrote is not ordered', 'order.add(overwritten.id, source.id);', ''),
  mutant(
    'saturation',
    'a read of nothing contradicts nothing',
    "if (!source) return { kind: 'initial-read', write: overwritten, read };",
    'if (!source) continue;',
  ),
  mutant(
    'saturation',
    'a read may follow what replaced its value',
    'order.add(read.id, overwriting.id);',
    '',
  ),
  mutant(
    'causal-patterns',
    'reading from a write does not make it known',
    'if (source !== INITIAL) order.add(source, read);',
    '',
  ),
  mutant(
    'causal-patterns',
    'concurrent writes count as overwritten',
    ' || (source && !causal.before(source, write))',
    '',
  ),
  mutant(
    'causal-patterns',
    'causal memory knows of everything',
    'access === last || causal.before(access, last)',
    'access === last',
  ),
  mutant(
    'causal-patterns',
    'only the first session has a memory',
    'for (const session of history.sessions) {',
    'for (const session of history.sessions.slice(0, 1)) {',
  ),
  mutant('causal-patterns', 'convergence is weak', "variant === 'weak'", "variant !== 'memory'"),
  mutant(
    'reads-from',
    'the first way the reads can have read decides',
    'if (anomalies.length === 0 && tryFrom(next + 1)) return true;',
    'return anomalies.length === 0 && tryFrom(next + 1);',
  ),
  mutant(
    'pram',
    'a session sees only its own writes',
    "access.kind === 'write' || own.has(access)",
    "(access.kind === 'write' && access.process === reads[0]!.process) || own.has(access)",
  ),
  mutant(
    'session-guarantees',
    'what was read before an own write may come back',
    'for (const id of key.seen.splice(0)) key.replaced.add(id);',
    '',
  ),
  mutant(
    'session-guarantees',
    'an earlier own write may come back',
    'if (key.write) key.replaced.add(key.write.id);',
    '',
  ),
  mutant(
    'session-guarantees',
    'a value seen replaced may come back',
    'known || source === INITIAL',
    'source === INITIAL',
  ),
  mutant('session-guarantees', 'a value the writer replaced may come back', 'later = newest;', ''),
  mutant(
    'missed-dependencies',
    'sessions observe themselves',
    '!found || found.process === observer',
    '!found',
  ),
  mutant(
    'missed-dependencies',
    'what was read after writing counts',
    'via.operation.invoke < later.operation.invoke',
    'via.operation.invoke < Infinity',
  ),
  mutant(
    'missed-dependencies',
    'a corrected value may come back',
    'dependency.write === found && before(dependency)',
    'dependency.write !== found && false',
  ),
  mutant(
    'missed-dependencies',
    'own writes are read from oneself',
    'write.process === process || known.has(write)',
    'known.has(write)',
  ),
  mutant(
    'interleave',
    'optional operations must be placed',
    'sum + (optional[i] ? 0 : chain.length)',
    'sum + chain.length',
  ),
  mutant(
    'interleave',
    'places alone make a configuration',
    '`${here.placed.join()};${here.state.join()}`',
    '`${here.placed.join()}`',
  ),
  mutant(
    'interleave',
    'only one of several states is tried',
    'for (const state of item.step(here.state[item.part]!))',
    'for (const state of item.step(here.state[item.part]!).slice(0, 1))',
  ),
  mutant(
    'sequential',
    'order between sessions does not bind the search',
    'order.countBefore(access, other) > placed[other]!',
    'false',
  ),
  mutant(
    'sequential',
    'values that repeat must be read before they are overwritten',
    'distinct && access.kind',
    'access.kind',
  ),
  mutant(
    'missed-dependencies',
    'the first of a list counts, not the newest',
    'before && before.write.operation.invoke > write.operation.invoke ? before : own',
    'before ?? own',
  ),
  mutant(
    'model-sessions',
    'what never returned happened',
    'newChain(before, true)',
    'newChain(before, false)',
  ),
  mutant(
    'model-sessions',
    'what never returned may come before its own session',
    'placed[after[chain]!.chain]! >= after[chain]!.count',
    'placed.length > 0',
  ),
  mutant(
    'freshness',
    'reads of what is yet to be written',
    'candidates.filter((write) => write.invoke <= read.complete)',
    'candidates',
  ),
  mutant(
    'freshness',
    'a write that never returned ended',
    "write.type === 'info' ? Infinity : write.complete",
    'write.invoke',
  ),
  mutant(
    'freshness',
    'a safe read owes nothing',
    'if (!writes.overlaps(read)) judge',
    'if (writes.overlaps(read)) judge',
  ),
  mutant(
    'write-timeline',
    'what overlaps the read supersedes',
    'write.complete >= read.invoke',
    'write.complete >= read.complete',
  ),
  mutant(
    'write-timeline',
    'what overlaps the write supersedes it',
    'if (write.invoke > end) yield write;',
    'yield write;',
  ),
  mutant('write-timeline', 'one version too many', '++missed > allowed', '++missed > allowed + 1'),
  mutant(
    'convergence',
    'states from before the last update count',
    'if (state.operation.invoke > quiet) last',
    'last',
  ),
  mutant(
    'convergence',
    'the order in which updates were seen matters',
    'nameOf(id)))].sort()',
    'nameOf(id)))]',
  ),
  mutant(
    'ladder',
    'causal convergence implies PRAM',
    "'causal-convergence': ['causal', 'monotonic-reads']",
    "'causal-convergence': ['causal', 'pram']",
  ),
  mutant(
    'ladder',
    'the weakest are the strongest',
    'broken.some((other) => implies(level, other))',
    'broken.some((other) => implies(other, level))',
  ),
];

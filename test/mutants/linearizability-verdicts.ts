/** Seeded mutants around the linearizability searches: what is searched for, and what is made of it. */
import { mutant, search } from './linearizability-mutant.js';
import type { Mutant } from './mutant.js';

export const VERDICT_MUTANTS: readonly Mutant[] = [
  // Partitions and verdicts
  search(
    'partition',
    'keys of one operation are not joined',
    'for (const other of keys) joined.join(key, other);',
    'joined.join(key, key);',
  ),
  search('partition', 'keys do not matter', "if (model.partition === 'whole')", 'if (model)'),
  mutant(
    'linearizable',
    'parts are not put in time',
    'at = Math.max(at, operation.invoke);',
    'at = Math.max(at, 0);',
  ),
  mutant(
    'linearizable',
    'failed operations happened',
    "type === 'fail' && model.observesFail?.(input as Input) !== true",
    'type === undefined && input === undefined',
  ),
  mutant(
    'linearizable',
    'a hard part is finished first',
    'contest.run(factor * contest.firstSteps)',
    'contest.run(Infinity)',
  ),
  // Online
  search(
    'thread',
    'a failed operation may be counted on',
    'return !this.assumed.delete(operation);',
    'this.assumed.delete(operation);\n    return true;',
  ),
  search(
    'thread',
    'guesses are not compared with answers',
    'return automaton.leads(cls, assumption.before, assumption.after);',
    'return true;',
  ),
  search('thread', 'states before the invocation count', 'if (since[at]! <= operation.invoke) break;', ''),
  search(
    'carried',
    'what was used is forgotten',
    'if (isUsed) row[1 + (slot >>> 5)]! |= 1 << (slot & 31);',
    '',
  ),
  search('carried', 'alibis are forgotten', 'if (alibis.has(operation)) row', 'if (false) row'),
  search('thread', 'crashed operations can be used again', ' || this.spent.has(other)', ''),
  search(
    'carried',
    'crashed operations that were used are forgotten',
    'if (isUsed) row[1 + 2 * windowWords',
    'if (false) row[1 + 2 * windowWords',
  ),
  search('online-part', 'operations open at the base are forgotten', 'operation.complete >= cut)', 'false)'),
  search(
    'online-part',
    'operations given up are vouched for',
    "if (type !== 'info') this.tooLong ??= operation;",
    '',
  ),
  // Budgets and malformed histories
  mutant('budget', 'slow steps are not timed', ' || this.deadline !== Infinity', ''),
  mutant('budget', 'memory is not counted', 'this.bytes += bytes;', ''),
  mutant('budget', 'the memory of a search is not counted', 'this.searchBytes += bytes;', ''),
  mutant(
    'budget',
    'a search may take all memory where nothing is said',
    'budget.searchBytes ?? SEARCH_BYTES',
    'budget.searchBytes ?? Infinity',
  ),
  mutant(
    'budget',
    'a search may not be given more memory',
    'budget.searchBytes ?? SEARCH_BYTES',
    'Math.min(budget.searchBytes ?? SEARCH_BYTES, SEARCH_BYTES)',
  ),
  mutant(
    'well-formed',
    'a crashed process may not go on',
    "last.type !== 'info' && last.complete > operation.invoke",
    'last.complete > operation.invoke',
  ),
  mutant(
    'well-formed',
    'a process may do two things at once',
    ' && last.complete > operation.invoke)',
    ' && false)',
  ),
  // Models
  mutant(
    'models/register',
    'a cas of unknown outcome always succeeds',
    "if (outcome === 'info') return matches ? input.to : value;",
    "if (outcome === 'info') return input.to;",
  ),
  mutant(
    'models/register',
    'a refused cas says nothing',
    'if (matches !== succeeded) return undefined;',
    'if (succeeded && !matches) return undefined;',
  ),
  mutant(
    'models/key-value',
    'a put appends',
    "case 'put':\n          return input.value;",
    "case 'put':\n          return value + input.value;",
  ),
  mutant(
    'models/counter',
    'an add may tell anything',
    'output === null || output === after',
    "output === null || input.f === 'add' || output === after",
  ),
  mutant(
    'models/mutex',
    'anybody may release',
    'holder === null : holder === owner',
    'holder === null : holder !== null',
  ),
  mutant(
    'models/multi-register',
    'a transaction does not see its own writes',
    'const held = registers.has(key) ? registers.get(key) : initial;',
    'const held = before.has(key) ? before.get(key) : initial;',
  ),
  mutant(
    'models/list-append',
    'a transaction does not see its own appends',
    'const list = lists.get(key) ?? NOTHING;\n        if',
    'const list = before.get(key) ?? NOTHING;\n        if',
  ),
  mutant(
    'models/bank',
    'accounts are overdrawn',
    'overdraft || (balances[from] ?? 0) >= amount',
    'true || overdraft || amount',
  ),
  mutant(
    'models/unique-ids',
    'duplicates go unnoticed',
    'if (other) {',
    'if (!other && operation.invoke < -1) {',
  ),
];

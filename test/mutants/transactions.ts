/** Seeded mutants of the argument about transactions on lists: each must be caught by the suite. */
import { FAST_PATH_MUTANT_TESTS } from './fast-paths.js';
import type { Mutant, MutantList } from './mutant.js';

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/transactions/${file}.ts`,
  find,
  replace,
});

const MUTANTS: readonly Mutant[] = [
  mutant(
    'real-time',
    'what completed before what began is not in order',
    'if (event > 0 && barrier >= 0)',
    'if (event > 0 && barrier < 0)',
  ),
  mutant(
    'lists',
    'a read that lacks an element comes at any time',
    'if (next >= 0) this.edges.add(reader, next, READ_WRITE, number);',
    '',
  ),
  mutant(
    'lists',
    'who reads all may come after what nobody read',
    'for (const op of readers) if (!isBoth.has(op)) this.edges.add(op, end, READ_WRITE, number);',
    '',
  ),
  mutant(
    'lists',
    'two that read all and append may both come first',
    'for (const op of readers) this.edges.add(op, both[0]!, READ_WRITE, number);',
    '',
  ),
  mutant(
    'lists',
    'what was appended twice was so by the first',
    'else key.isAmbiguous = true;',
    'else key.places.get(value);',
  ),
  mutant(
    'lists',
    'a list of unknown outcome does not happen though it was seen',
    'else if (!key.isAmbiguous) happened[writer] = 1;',
    '',
  ),
  mutant(
    'lists',
    'an own append may be missed',
    'if (own.hasUnread || own.last >= list.length)',
    'if (own.hasUnread && own.last >= list.length)',
  ),
  mutant(
    'graph',
    'a component is left too early',
    'if (parent >= 0 && low[node]! < low[parent]!) low[parent] = low[node]!;',
    '',
  ),
  mutant(
    'list-sentences',
    'two that miss each other are told as one that does',
    "antidependencies > 1\n      ? 'G2-item'",
    "antidependencies > 2\n      ? 'G2-item'",
  ),
];

export const TRANSACTION_MUTANT_LIST: MutantList = {
  name: 'transactions',
  tests: FAST_PATH_MUTANT_TESTS,
  mutants: MUTANTS,
};

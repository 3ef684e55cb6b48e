/** Seeded mutants of the judging of recorded files: what completions say, what nobody recognises, files as they are written, arguments in one pass. */
import type { Mutant, MutantList } from './mutant.js';

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/${file}.ts`,
  find,
  replace,
});

const COMPLETIONS: readonly Mutant[] = [
  mutant(
    'formats/completion',
    'what was left open stays open',
    'if (asked === null) return told;',
    'if (asked === null) return asked;',
  ),
  mutant('formats/completion', 'lists are as long as they like', ' || told.length !== asked.length', ''),
  mutant(
    'formats/pair',
    'what the completion says counts for nothing',
    '? adapter.settled(draft.input, invocation, completion)',
    '? adapter.settled(draft.input, invocation)',
  ),
  mutant('formats/pair', 'another key is accepted', 'completion.key !== invocation.key && !open', 'false'),
  mutant(
    'formats/adapters',
    'a contradiction is accepted',
    "if (value === undefined) throw contradiction(invocation, completion, 'value', [asked, told]);",
    'if (value === undefined) return input;',
  ),
  mutant(
    'formats/plain',
    'a contradiction of fields is accepted',
    'if (both === undefined) throw contradiction(invocation, completion, name, [asked, told]);',
    'if (both === undefined) continue;',
  ),
  mutant(
    'formats/transaction',
    'other micro-operations are accepted',
    'return names(wanted) === names(ran) ? told : undefined;',
    'return told;',
  ),
  mutant(
    'models/ran',
    'micro-operations go by their position',
    'return left.length === 0 ? output : ops;',
    'return ops;',
  ),
];

const NAMES: readonly Mutant[] = [
  mutant('findings', 'nothing recognised passes', 'if (judged === 0 && findings.silent)', 'if (false)'),
  mutant(
    'findings',
    'nothing that succeeded passes',
    'if (findings.empty && nothingSucceeded(history))',
    'if (false)',
  ),
  mutant(
    'registry/functions',
    'a file of other functions is judged',
    'if (strange.length > 0 && missing.length > 0)',
    'if (false)',
  ),
  mutant(
    'registry/functions',
    'a misspelt parameter passes',
    '(values[parameter] !== undefined ||',
    '(false ||',
  ),
  mutant(
    'registry/functions',
    'half of a history is enough',
    '(neededWith?.some(succeeded) === true && ',
    '(false && ',
  ),
  mutant(
    'registry/renamed-functions',
    'a misspelt name of an object passes',
    'if (!names.has(f)) return invocation;',
    'return invocation;',
  ),
  mutant(
    'registry',
    'parameters nobody knows pass',
    'if (!parameter) throw new ParameterError(`${name} has no parameter ${key}`);',
    'if (!parameter) continue;',
  ),
  mutant(
    'identity',
    'a text and the number that looks like it are shown alike',
    'return isMistakable(value) ? JSON.stringify(value) : value;',
    'return value;',
  ),
  mutant(
    'identity',
    'a text inside data is the number that looks like it',
    "case 'string':\n      return JSON.stringify(value);",
    "case 'string':\n      return value;",
  ),
];

const FILES: readonly Mutant[] = [
  mutant(
    'formats/order',
    'the times decide the order',
    "if (order === 'time') return",
    "if (order !== 'index') return",
  ),
  mutant(
    'formats/order',
    'what looks impossible before lines step back is refused',
    'fault = error;',
    'throw error;',
  ),
  mutant('formats/unsaid', 'completions alone are questions alone', '    next(whole);\n', ''),
  mutant('formats/unsaid', 'completions without a process are of one client', '`#${line}`', "'#'"),
  mutant(
    'formats/rename',
    'names are not given',
    'next(name === undefined ? event : { ...event, f: name });',
    'next(event);',
  ),
  mutant(
    'formats/edn-number',
    'hex is text',
    'if (/^0[xX][\\da-fA-F]+$/.test(digits)) return BigInt(digits);',
    '',
  ),
  mutant('formats/independent', 'a cas by another name is no cas', "modelName(f) === 'cas'", "f === 'cas'"),
  mutant('formats/porcupine-kv', 'other functions need a key', ' && isOfStore(event)', ''),
  mutant(
    'formats/adapters',
    'somebody is called false',
    "typeof value === 'boolean' ? undefined : keyOf(value)",
    'keyOf(value)',
  ),
];

const ARGUMENTS: readonly Mutant[] = [
  mutant(
    'fast-paths/set-reads',
    'what may have been added was added',
    "if (low !== NONE && type === 'ok') {",
    'if (low !== NONE) {',
  ),
  mutant(
    'fast-paths/set-reads',
    'an element added again counts from its last addition',
    'this.columns.addOp[element] === op && ',
    '',
  ),
  mutant(
    'fast-paths/counter',
    'open additions do not count',
    'const most = initial + certainDown[op]! + begunUp;',
    'const most = initial + certainDown[op]! + doneUp;',
  ),
  mutant(
    'fast-paths/counter',
    'open subtractions do not count',
    'const least = initial + certainUp[op]! + begunDown;',
    'const least = initial + certainUp[op]! + doneDown;',
  ),
  mutant(
    'fast-paths/counter',
    'counters never fall',
    'if (amounts.some((amount) => amount < 0)) return undefined;',
    '',
  ),
  mutant(
    'fast-paths/bank-total',
    'a read of some accounts shows the total',
    'if (!isWhole || found === total) continue;',
    'if (found === total) continue;',
  ),
  mutant(
    'fast-paths/bank-total',
    'wrong totals are no matter',
    'if (!isWhole || found === total) continue;',
    'continue;',
  ),
  mutant(
    'agreement/conservation',
    'one read is compared with itself',
    'if (reads === 1 && options.total === undefined)',
    'if (false)',
  ),
  mutant(
    'workloads/long-fork',
    'keys go by their short text',
    'const name = nameOf(key);',
    'const name = show(key);',
  ),
];

const EVIDENCE: readonly Mutant[] = [
  mutant(
    'linearizability/contest',
    'operations on other objects are evidence',
    'this.fast && model.fastPathTakesAll === true && suspects[0]',
    'false && suspects[0]',
  ),
];

export const RECORDED_MUTANT_LISTS: readonly MutantList[] = [
  {
    name: 'what completions say',
    tests: [
      'test/checkers/formats/completion.test.ts',
      'test/checkers/formats/pair.test.ts',
      'test/checkers/models/objects.test.ts',
    ],
    mutants: COMPLETIONS,
  },
  {
    name: 'what is recognised',
    tests: [
      'test/checkers/unrecognised.test.ts',
      'test/checkers/registry.test.ts',
      'test/checkers/kinds-told-apart.test.ts',
      'test/checkers/values.test.ts',
    ],
    mutants: NAMES,
  },
  {
    name: 'files as they are written',
    tests: [
      'test/checkers/formats/stages.test.ts',
      'test/checkers/formats/edn.test.ts',
      'test/checkers/formats/independent.test.ts',
      'test/checkers/formats/jepsen-edn.test.ts',
    ],
    mutants: FILES,
  },
  {
    name: 'arguments in one pass',
    tests: [
      'test/checkers/fast-paths.fuzz.test.ts',
      'test/checkers/fast-paths/sums.test.ts',
      'test/checkers/fast-paths/sets.test.ts',
      'test/checkers/agreement/agreement.test.ts',
      'test/checkers/agreement/logs.test.ts',
      'test/checkers/workloads/workloads.test.ts',
    ],
    mutants: ARGUMENTS,
  },
  { name: 'evidence', tests: ['test/checkers/linearizability/verdicts.test.ts'], mutants: EVIDENCE },
];

/** Seeded mutants of the readers of history files. */
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const FORMAT_MUTANT_TESTS = ['test/checkers/formats', 'test/checkers/models/objects.test.ts'];

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/${file}.ts`,
  find,
  replace,
});

export const FORMAT_MUTANTS: readonly Mutant[] = [
  mutant('formats/edn-number', 'octal is decimal', 'BigInt(`0o${digits}`)', 'BigInt(digits)'),
  mutant('formats/edn-number', 'a radix is not heeded', 'value * BigInt(radix)', 'value * 10n'),
  mutant('formats/edn-number', 'long decimals lose digits', 'significant.length > 15', 'false'),
  mutant('formats/edn', 'octal escapes are no escapes', 'if (code <= 0o377)', 'if (false)'),
  mutant(
    'formats/jepsen-edn',
    'what the nemesis did refuses a file',
    'if (after === undefined)',
    'if (true)',
  ),
  mutant(
    'formats/jepsen-log',
    'text behind a value is data',
    'if (!reader.skip()) return value;',
    'return value;',
  ),
  mutant(
    'formats/fields',
    'the nemesis is read as clients are',
    'const read = isClient(process);',
    'const read = true;',
  ),
  mutant(
    'formats/fields',
    'a client is no process',
    "if (named === undefined && more?.['client'] !== undefined)",
    'if (false)',
  ),
  mutant(
    'formats/json-forms',
    'brackets in texts count',
    'if (inString) withinString(code);',
    'if (false) withinString(code);',
  ),
  mutant(
    'formats/json-forms',
    'a quote ends a text though it is escaped',
    'if (escaped) escaped = false;',
    'if (false) escaped = false;',
  ),
  mutant(
    'formats/json-forms',
    'the line is that of the end',
    'line = lines.at(chunk, pos);',
    'line = lines.at(chunk, chunk.length);',
  ),
  mutant('formats/order', 'steps back are not told', 'if (steps === 0) return;', 'return;'),
  mutant(
    'formats/order',
    'an index counts for nothing',
    "if (index !== undefined && order === 'auto')",
    'if (false)',
  ),
  mutant(
    'formats/order',
    'twins are not seen',
    'if (placeOf === indexOf) refuseTwins',
    'if (false) refuseTwins',
  ),
  mutant(
    'formats/unsaid',
    'completions alone are refused',
    "if (event.type !== 'invoke') alone = event;",
    '',
  ),
  mutant(
    'formats/unsaid',
    'what was read was asked for',
    "kind === 'r' || kind === 'read' ? [kind, key, null] : ",
    '',
  ),
  mutant(
    'formats/rename',
    'a name nobody has is no matter',
    'if (!found.has(f)) throw unknown',
    'if (false) throw unknown',
  ),
  mutant(
    'formats/independent',
    'a cas of three has no key',
    'if (key === undefined && isCas && isKeyedCas(value)) return true;',
    '',
  ),
  mutant(
    'formats/porcupine-operations',
    'returns come before calls',
    'a.order - b.order',
    'b.order - a.order',
  ),
  mutant('formats/porcupine-operations', 'what never came back came back', 'returned >= 0 && ', ''),
  mutant(
    'formats/porcupine-operations',
    'a client does one thing at a time',
    'while (busy.has(lane)) lane++;',
    '',
  ),
  mutant('formats/porcupine-request', 'errors are answers', "fault !== '' && fault !== false", 'false'),
  mutant(
    'formats/etcd-request',
    'a failed transaction ran',
    "answer['Failure'] === true ? onFailure : onSuccess",
    'onSuccess',
  ),
  mutant('formats/etcd-request', 'the past is the present', 'if (isSet(Revision) || unknown) return [];', ''),
  mutant(
    'formats/etcd-request',
    'leases never end',
    'return [...keysOf(asked.key ?? null)].map',
    'return [].map',
  ),
  mutant(
    'formats/sessions',
    'sessions have no order',
    "const seen: Micro = before === 0 ? [] : [['r', key, before]];",
    'const seen: Micro = [];',
  ),
  mutant(
    'formats/sessions',
    'nothing is held at first',
    '[...read].filter((key) => !written.has(key))',
    '[]',
  ),
  mutant(
    'formats/isolation-text',
    'what was aborted happened',
    'isAborted: name === ABORTED',
    'isAborted: false',
  ),
  mutant('formats/dbcop-text', 'what was not committed was', "isAborted: mark === '!'", 'isAborted: false'),
  mutant(
    'models/key-value',
    'a cas needs no match',
    "if (outcome !== 'info' && matches === (output === false)) return undefined;",
    '',
  ),
  mutant(
    'exact-json',
    'whole numbers beyond 2^53 are rounded',
    'return `"${ESCAPED_MARK}${found}"`;',
    'return found;',
  ),
  mutant(
    'formats/edn-number',
    'whole numbers beyond 2^53 are texts',
    'return Number.isSafeInteger(value) ? value : integer;',
    'return Number.isSafeInteger(value) ? value : String(integer);',
  ),
  mutant(
    'formats/edn',
    'a keyword is the text of its name',
    'return this.areValues ? this.keywords.get(this.word()) : this.word();',
    'return this.word();',
  ),
  mutant(
    'exact-number',
    'sums beyond 2^53 are rounded',
    'return Number.isSafeInteger(short) ? short : sum;',
    'return short;',
  ),
  mutant(
    'fast-paths/counter',
    'totals that lose digits are added up',
    'if (reach > Number.MAX_SAFE_INTEGER) return undefined;',
    '',
  ),
];

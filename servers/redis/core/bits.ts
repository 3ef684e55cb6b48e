/** Commands of strings as rows of bits, the first one the highest of the first byte. */
import type { CommandRows, RunCommand } from './command.js';
import { readInteger } from './integers.js';
import { changed, findString, put, remove, replace } from './keyspace.js';
import { refuse, refuseSyntax } from './reply.js';

const NO_OFFSET = 'bit offset is not an integer or out of range';

function readOffset(word: string | undefined): number {
  const offset = readInteger(word, NO_OFFSET);
  return offset < 0 || offset >= 4_294_967_296 ? refuse(NO_OFFSET) : offset;
}

const bitOf = (text: string, at: number): number => ((text.charCodeAt(at >> 3) || 0) >> (7 - (at & 7))) & 1;

const setbit: RunCommand = ([, key = '', where, bit], turn) => {
  const at = readOffset(where);
  if (bit !== '0' && bit !== '1') return refuse('bit is not an integer or out of range');
  const byte = Math.floor(at / 8);
  const given = findString(turn, key);
  const text = (given ?? '').padEnd(byte + 1, '\0');
  const before = bitOf(text, at);
  // Nothing is changed: nothing is written.
  if (text === given && before === Number(bit)) return before;
  const mask = 1 << (7 - (at & 7));
  const code = text.charCodeAt(byte);
  const next = String.fromCharCode(bit === '1' ? code | mask : code & ~mask);
  put(turn, key, text.slice(0, byte) + next + text.slice(byte + 1));
  changed(turn, key, '$', 'setbit');
  return before;
};

const getbit: RunCommand = ([, key = '', where], turn) => {
  const at = readOffset(where);
  return bitOf(findString(turn, key) ?? '', at);
};

/** First and last bit of a range of bytes or bits. */
function bitsBetween(words: readonly string[], size: number): readonly [number, number] {
  const isBits = words[2]?.toUpperCase() === 'BIT';
  const total = isBits ? size * 8 : size;
  const [start, end] = [readInteger(words[0]), readInteger(words[1])];
  // An end far before the beginning is the beginning.
  const first = Math.max(0, start < 0 ? total + start : start);
  const last = Math.min(total - 1, Math.max(0, end < 0 ? total + end : end));
  return isBits ? [first, last] : [first * 8, last * 8 + 7];
}

const isUnit = (word: string | undefined): boolean =>
  word === undefined || ['BIT', 'BYTE'].includes(word.toUpperCase());

const bitcount: RunCommand = ([, key = '', ...words], turn) => {
  const text = findString(turn, key);
  if (text === undefined) return 0;
  if (words.length === 1 || words.length > 3) return refuseSyntax();
  if (words.length > 0) {
    readInteger(words[0]);
    readInteger(words[1]);
    if (isReversed(words)) return 0;
  }
  if (!isUnit(words[2])) return refuseSyntax();
  const [first, last] = words.length === 0 ? [0, text.length * 8 - 1] : bitsBetween(words, text.length);
  let count = 0;
  for (let at = first; at <= last; at++) count += bitOf(text, at);
  return count;
};

/** Both count from the end, and the first is behind the last. */
const isReversed = ([start, end]: readonly string[]): boolean =>
  Number(start) < 0 && Number(end) < 0 && Number(start) > Number(end);

const bitpos: RunCommand = ([, key = '', bit, ...words], turn) => {
  const wanted = readInteger(bit);
  if (wanted !== 0 && wanted !== 1) return refuse('The bit argument must be 1 or 0.');
  const text = findString(turn, key);
  if (text === undefined) return wanted === 1 ? -1 : 0;
  if (words.length > 3) return refuseSyntax();
  if (words.length > 0) readInteger(words[0]);
  if (!isUnit(words[2])) return refuseSyntax();
  if (words.length > 1) readInteger(words[1]);
  const range = [words[0] ?? '0', words[1] ?? '-1', words[2] ?? 'BYTE'];
  const [first, last] = bitsBetween(range, text.length);
  for (let at = first; at <= last; at++) if (bitOf(text, at) === wanted) return at;
  // Behind the end of a string all bits are 0, unless an end was given.
  return wanted === 0 && words.length < 2 && first <= last ? text.length * 8 : -1;
};

const bitop: RunCommand = ([, operation = '', to = '', ...keys], turn) => {
  const name = operation.toUpperCase();
  if (!['AND', 'OR', 'XOR', 'NOT'].includes(name)) return refuseSyntax();
  if (name === 'NOT' && keys.length !== 1)
    return refuse('BITOP NOT must be called with a single source key.');
  const texts = keys.map((key) => findString(turn, key) ?? '');
  const size = Math.max(...texts.map(({ length }) => length));
  if (size === 0) {
    removeKey(turn, to);
    return 0;
  }
  let result = '';
  for (let at = 0; at < size; at++) {
    const [first = 0, ...rest] = texts.map((text) => text.charCodeAt(at) || 0);
    const byte =
      name === 'NOT'
        ? ~first & 255
        : rest.reduce(
            (sum, code) => (name === 'AND' ? sum & code : name === 'OR' ? sum | code : sum ^ code),
            first,
          );
    result += String.fromCharCode(byte);
  }
  replace(turn, to, result);
  changed(turn, to, '$', 'set');
  return size;
};

function removeKey(turn: Parameters<RunCommand>[1], key: string): void {
  if (!remove(turn, key)) return;
  changed(turn, key, 'g', 'del');
}

export const bitCommands: CommandRows = {
  SETBIT: [4, 'write oom', setbit],
  GETBIT: [3, 'read', getbit],
  BITCOUNT: [-2, 'read', bitcount],
  BITPOS: [-3, 'read', bitpos],
  BITOP: [-4, 'write oom', bitop],
};

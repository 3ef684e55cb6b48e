/** `struct`: values as bytes, by a format. */
import { raise } from '../state.js';
import type { Lua, LuaValue } from '../values.js';
import { badArgument, takeIntegerOr, takeNumber, takeText, type Library, type Native } from './given.js';

/** One letter of a format, with its size, and what aligns it. */
interface Part {
  readonly letter: string;
  readonly size: number;
  /** So many bytes come before it. */
  pad(at: number): number;
  readonly isLittle: boolean;
}

const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  h: 2,
  H: 2,
  l: 8,
  L: 8,
  T: 8,
  f: 4,
  d: 8,
  x: 1,
};
const MAX_SIZE = 32;

function* partsOf(lua: Lua, format: string): Generator<Part> {
  let [isLittle, align] = [true, 1];
  for (let at = 0; at < format.length;) {
    const letter = format[at++] as string;
    const number = (otherwise: number): number => {
      const digits = /^\d*/.exec(format.slice(at))?.[0] ?? '';
      at += digits.length;
      if (Number(digits) > 2_147_483_647) raise(lua, 'integral size overflow');
      return digits === '' ? otherwise : Number(digits);
    };
    if (letter === '<' || letter === '>') isLittle = letter === '<';
    else if (letter === '!') {
      align = number(8);
      if (align < 1 || (align & (align - 1)) !== 0) raise(lua, `alignment ${align} is not a power of 2`);
    } else if (letter !== ' ') {
      const size =
        letter === 'c' ? number(1) : letter === 'i' || letter === 'I' ? number(4) : (SIZES[letter] ?? 0);
      if ('iI'.includes(letter) && size > MAX_SIZE)
        raise(lua, `integral size ${size} is larger than limit of ${MAX_SIZE}`);
      if (size === 0 && letter !== 's' && letter !== 'c')
        badArgument(lua, 1, `invalid format option '${letter}'`);
      const unit = Math.min(size, align);
      const pad = (place: number): number =>
        letter === 'c' || size === 0 ? 0 : (unit - (place & (unit - 1))) & (unit - 1);
      yield { letter, size, pad, isLittle };
    }
  }
}

const view = new DataView(new ArrayBuffer(8));

function bytesOf(value: bigint, size: number, isLittle: boolean): string {
  let rest = BigInt.asUintN(64, value);
  let text = '';
  for (let at = 0; at < size; at++) {
    const byte = String.fromCharCode(Number(rest & 255n));
    text = isLittle ? text + byte : byte + text;
    rest >>= 8n;
  }
  return text;
}

const pack: Native = (lua, given) => {
  let text = '';
  let place = 2;
  for (const { letter, size, pad, isLittle } of partsOf(lua, takeText(lua, given, 1))) {
    text += '\0'.repeat(pad(text.length));
    if (letter === 'x') text += '\0';
    else if (letter === 'f' || letter === 'd') {
      const value = takeNumber(lua, given, place++);
      if (letter === 'f') view.setFloat32(0, value, isLittle);
      else view.setFloat64(0, value, isLittle);
      text += String.fromCharCode(...new Uint8Array(view.buffer, 0, size));
    } else if (letter === 'c' || letter === 's') {
      const value = takeText(lua, given, place++);
      const length = size === 0 ? value.length : size;
      if (value.length < length) badArgument(lua, place, 'string too short');
      text += value.slice(0, length) + (letter === 's' ? '\0' : '');
    } else {
      const value = Math.trunc(takeNumber(lua, given, place++));
      text += bytesOf(Number.isFinite(value) ? BigInt(value) : 0n, size, isLittle);
    }
  }
  return [text];
};

function integerIn(bytes: string, isLittle: boolean, isSigned: boolean): number {
  let value = 0n;
  const ordered = isLittle ? [...bytes].toReversed() : [...bytes];
  for (const byte of ordered) value = (value << 8n) | BigInt(byte.charCodeAt(0));
  const bits = Math.min(bytes.length * 8, 64);
  return Number(isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
}

const unpack: Native = (lua, given) => {
  const [format, data] = [takeText(lua, given, 1), takeText(lua, given, 2)];
  const begin = takeIntegerOr(lua, given, 3, 1);
  if (begin < 1) badArgument(lua, 3, 'offset must be 1 or greater');
  let at = begin - 1;
  const values: LuaValue[] = [];
  const need = (size: number): void => {
    if (at + size > data.length) badArgument(lua, 2, 'data string too short');
  };
  for (const { letter, size, pad, isLittle } of partsOf(lua, format)) {
    at += pad(at);
    need(size);
    let length = size;
    if (letter === 'f' || letter === 'd') {
      for (let byte = 0; byte < size; byte++) view.setUint8(byte, data.charCodeAt(at + byte));
      values.push(letter === 'f' ? view.getFloat32(0, isLittle) : view.getFloat64(0, isLittle));
    } else if (letter === 'c') {
      if (size === 0) {
        const before = values.pop();
        if (typeof before !== 'number') return raise(lua, "format 'c0' needs a previous size");
        length = before;
        need(length);
      }
      values.push(data.slice(at, at + length));
    } else if (letter === 's') {
      const end = data.indexOf('\0', at);
      if (end < 0) raise(lua, 'unfinished string in data');
      length = end - at + 1;
      values.push(data.slice(at, end));
    } else if (letter !== 'x')
      values.push(integerIn(data.slice(at, at + size), isLittle, letter === letter.toLowerCase()));
    at += length;
  }
  return [...values, at + 1];
};

const size: Native = (lua, given) => {
  let at = 0;
  for (const part of partsOf(lua, takeText(lua, given, 1))) {
    if (part.letter === 's') badArgument(lua, 1, "option 's' has no fixed size");
    if (part.letter === 'c' && part.size === 0) badArgument(lua, 1, "option 'c0' has no fixed size");
    at += part.pad(at) + part.size;
  }
  return [at];
};

export const struct: Library = { pack, unpack, size };

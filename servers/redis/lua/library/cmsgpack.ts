/** `cmsgpack`: MessagePack, as Redis's own library writes it. */
import { raise, spend } from '../state.js';
import { LuaTable, type Lua, type LuaValue } from '../values.js';
import {
  badArgument,
  takeInteger,
  takeIntegerOr,
  takeText,
  type Given,
  type Library,
  type Native,
} from './given.js';
import { readPacked } from './read-packed.js';

/** Tables deeper inside are nil. */
const MAX_DEPTH = 16;

const bytes = (...codes: readonly number[]): string => String.fromCharCode(...codes);

/** A number of so many bytes, the highest first. */
function big(value: number | bigint, size: number): string {
  let rest = BigInt.asUintN(size * 8, BigInt(value));
  let text = '';
  for (let at = 0; at < size; at++) {
    text = bytes(Number(rest & 255n)) + text;
    rest >>= 8n;
  }
  return text;
}

const view = new DataView(new ArrayBuffer(8));
const viewed = (size: number): string => bytes(...new Uint8Array(view.buffer, 0, size));

function numberBytes(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 9_223_372_036_854_775_808) return integerBytes(value);
  if (Math.fround(value) === value || value === -9_223_372_036_854_775_808) {
    if (value === -9_223_372_036_854_775_808) return bytes(0xd3) + big(value, 8);
    view.setFloat32(0, value);
    return bytes(0xca) + viewed(4);
  }
  view.setFloat64(0, value);
  return bytes(0xcb) + viewed(8);
}

function integerBytes(value: number): string {
  if (value >= 0) {
    if (value <= 0x7f) return bytes(value);
    if (value <= 0xff) return bytes(0xcc, value);
    if (value <= 0xffff) return bytes(0xcd) + big(value, 2);
    return value <= 0xffff_ffff ? bytes(0xce) + big(value, 4) : bytes(0xcf) + big(value, 8);
  }
  if (value >= -32) return bytes(value & 255);
  if (value >= -0x80) return bytes(0xd0, value & 255);
  if (value >= -0x8000) return bytes(0xd1) + big(value, 2);
  return value >= -0x8000_0000 ? bytes(0xd2) + big(value, 4) : bytes(0xd3) + big(value, 8);
}

function textBytes(text: string): string {
  const { length } = text;
  if (length < 32) return bytes(0xa0 | length) + text;
  if (length <= 0xff) return bytes(0xd9, length) + text;
  return (length <= 0xffff ? bytes(0xda) + big(length, 2) : bytes(0xdb) + big(length, 4)) + text;
}

/** The size of a list or a map. */
const sizeBytes = (size: number, short: number, long: number): string =>
  size <= 15
    ? bytes(short | size)
    : size <= 0xffff
      ? bytes(long) + big(size, 2)
      : bytes(long + 1) + big(size, 4);

function packed(lua: Lua, value: LuaValue, depth: number): string {
  spend(lua, 1);
  switch (typeof value) {
    case 'string':
      return textBytes(value);
    case 'number':
      return numberBytes(value);
    case 'boolean':
      return bytes(value ? 0xc3 : 0xc2);
    default:
      return value instanceof LuaTable && depth < MAX_DEPTH ? tableBytes(lua, value, depth) : bytes(0xc0);
  }
}

function tableBytes(lua: Lua, table: LuaTable, depth: number): string {
  const entries = [...table.entries()];
  const isList = entries.every(([key]) => typeof key === 'number' && Number.isInteger(key) && key > 0);
  const most = isList ? Math.max(0, ...entries.map(([key]) => key as number)) : -1;
  if (most === entries.length) {
    const list = Array.from({ length: most }, (_, at) => packed(lua, table.get(at + 1), depth + 1));
    return sizeBytes(most, 0x90, 0xdc) + list.join('');
  }
  const fields = entries.map(([key, value]) => packed(lua, key, depth + 1) + packed(lua, value, depth + 1));
  return sizeBytes(entries.length, 0x80, 0xde) + fields.join('');
}

function unpacked(lua: Lua, given: Given, limit: number, offset: number): readonly LuaValue[] {
  const text = takeText(lua, given, 1);
  if (offset < 0 || limit < 0)
    raise(lua, `Invalid request to unpack with offset of ${offset} and limit of ${text.length}.`);
  if (offset > text.length) raise(lua, `Start offset ${offset} greater than input length ${text.length}.`);
  const readsAll = limit === 0 && offset === 0;
  const { values, end } = readPacked(lua, text, offset, readsAll ? Infinity : limit);
  return readsAll ? values : [end === text.length ? -1 : end, ...values];
}

const pack: Native = (lua, given) => {
  if (given.length === 0) badArgument(lua, 0, 'MessagePack pack needs input.');
  return [given.map((value) => packed(lua, value, 0)).join('')];
};

export const cmsgpack: Library = {
  pack,
  unpack: (lua, given) => unpacked(lua, given, 0, 0),
  unpack_one: (lua, given) => unpacked(lua, given, 1, takeIntegerOr(lua, given, 2, 0)),
  unpack_limit: (lua, given) =>
    unpacked(lua, given, takeInteger(lua, given, 2), takeIntegerOr(lua, given, 3, 0)),
  _NAME: 'cmsgpack',
  _VERSION: 'lua-cmsgpack 0.4.0',
};

/** `cjson`: JSON, with 14 digits and with the errors of lua-cjson 2.1. */
import { numberText } from '../number-texts.js';
import { raise, spend } from '../state.js';
import { LuaTable, NULL_POINTER, typeOf, type Lua, type LuaValue } from '../values.js';
import { badArgument, takeText, type Library, type Native } from './given.js';
import { readJson } from './read-json.js';

const MAX_DEPTH = 1000;

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': String.raw`\"`, '\\': String.raw`\\`, '/': String.raw`\/` },
  ...{
    '\b': String.raw`\b`,
    '\t': String.raw`\t`,
    '\n': String.raw`\n`,
    '\f': String.raw`\f`,
    '\r': String.raw`\r`,
  },
};

const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\/\u0000-\u001F\u007F]/g, (letter) => ESCAPES[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;

const refuse = (lua: Lua, value: LuaValue, why: string): never =>
  raise(lua, `Cannot serialise ${typeOf(value)}: ${why}`);

/** How long a list is; -1: it is none. */
function lengthOf(lua: Lua, table: LuaTable): number {
  let [most, count] = [0, 0];
  for (const [key] of table.entries()) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 1) return -1;
    most = Math.max(most, key);
    count++;
  }
  if (most > count * 2 && most > 10) return refuse(lua, table, 'excessively sparse array');
  return most;
}

function written(lua: Lua, value: LuaValue, depth: number): string {
  spend(lua, 1);
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? numberText(value) : refuse(lua, value, 'must not be NaN or Inf');
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'null';
    default:
      if (value instanceof LuaTable) return tableText(lua, value, depth + 1);
      return value === NULL_POINTER ? 'null' : refuse(lua, value, 'type not supported');
  }
}

function tableText(lua: Lua, table: LuaTable, depth: number): string {
  if (depth > MAX_DEPTH) raise(lua, `Cannot serialise, excessive nesting (${depth})`);
  const length = lengthOf(lua, table);
  if (length > 0)
    return `[${Array.from({ length }, (_, at) => written(lua, table.get(at + 1), depth)).join(',')}]`;
  const fields: string[] = [];
  for (const [key, value] of table.entries()) {
    if (typeof key !== 'string' && typeof key !== 'number')
      refuse(lua, key, 'table key must be a number or string');
    const name = typeof key === 'string' ? quoted(key) : `"${written(lua, key, depth)}"`;
    fields.push(`${name}:${written(lua, value, depth)}`);
  }
  return `{${fields.join(',')}}`;
}

const settings: Library = Object.fromEntries(
  [
    ...['encode_sparse_array', 'encode_max_depth', 'decode_max_depth', 'encode_number_precision'],
    ...['encode_keep_buffer', 'encode_invalid_numbers', 'decode_invalid_numbers', 'new'],
  ].map((name): [string, Native] => [name, (lua) => raise(lua, `cjson.${name} is not there in this Redis`)]),
);

export const cjson: Library = {
  encode: (lua, given) => {
    if (given.length !== 1) badArgument(lua, 1, 'expected 1 argument');
    return [written(lua, given[0], 0)];
  },
  decode: (lua, given) => {
    if (given.length !== 1) badArgument(lua, 1, 'expected 1 argument');
    return [readJson(lua, takeText(lua, given, 1))];
  },
  ...settings,
  null: NULL_POINTER,
  _NAME: 'cjson',
  _VERSION: '2.1.0',
};

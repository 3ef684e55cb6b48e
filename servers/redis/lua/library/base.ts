/** The functions that need no table in front: types, metatables, going through tables, errors. */
import { compile } from '../compile.js';
import { placeOf } from '../hashes.js';
import { call, metaMethod, rawSet } from '../operations.js';
import { NO_SITE, raise } from '../state.js';
import {
  isTrue,
  type Lua,
  LuaError,
  LuaFunction,
  LuaTable,
  type LuaValue,
  toNumber,
  toText,
  typeOf,
  NULL_POINTER,
} from '../values.js';
import {
  badArgument,
  takeAny,
  takeInteger,
  takeIntegerOr,
  takeTable,
  takeText,
  type Library,
  type Native,
} from './given.js';

/** So many values a function of a library may give back. */
const MAX_RESULTS = 8_000;

/** A value as `tostring` shows it. */
export function shownText(lua: Lua, value: LuaValue): string {
  const method = metaMethod(lua, value, '__tostring');
  if (method !== undefined) {
    lua.site = NO_SITE;
    return toText(call(lua, method, [value])[0]) ?? raise(lua, "'tostring' must return a string to 'print'");
  }
  if (value === undefined) return 'nil';
  if (value === NULL_POINTER) return 'userdata: (nil)';
  if (typeof value === 'object')
    return `${typeOf(value)}: 0x${placeOf(value).toString(16).padStart(12, '0')}`;
  return toText(value) ?? String(value);
}

/** Calls a function, and what it throws is a value. */
function protectedCall(
  lua: Lua,
  work: () => readonly LuaValue[],
  caught: (error: LuaError) => readonly LuaValue[],
): readonly LuaValue[] {
  const [depth, { site }] = [lua.sites.length, lua];
  try {
    lua.sites.push(site);
    lua.site = NO_SITE;
    const values = work();
    lua.sites.length = depth;
    lua.site = site;
    return [true, ...values];
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    lua.sites.length = depth;
    lua.site = site;
    return [false, ...caught(error)];
  }
}

/** Redis's own: of an error of a command it gives the text. */
const pcall: Native = (lua, given) => {
  takeAny(lua, given, 1);
  return protectedCall(
    lua,
    () => call(lua, given[0], given.slice(1)),
    ({ value }) => [value instanceof LuaTable ? (toText(value.get('err')) ?? value) : value],
  );
};

const xpcall: Native = (lua, given) => {
  takeAny(lua, given, 2);
  return protectedCall(
    lua,
    () => call(lua, given[0], []),
    ({ value }) => call(lua, given[1], [value]),
  );
};

const next: Native = (lua, given) => {
  const found = takeTable(lua, given, 1).after(given[1]);
  if (found === 'unknown') return raise(lua, "invalid key to 'next'", -1);
  return found ?? [undefined];
};
const nextFunction = new LuaFunction(next);

const nextInList = new LuaFunction((lua, given) => {
  const at = takeInteger(lua, given, 2) + 1;
  const value = takeTable(lua, given, 1).get(at);
  return value === undefined ? [] : [at, value];
});

const error: Native = (lua, given) => {
  const [value] = given;
  const level = takeIntegerOr(lua, given, 2, 1);
  if ((typeof value !== 'string' && typeof value !== 'number') || level <= 0)
    throw new LuaError(value, lua.site.line);
  const { line } = level === 1 ? lua.site : (lua.sites.at(1 - level) ?? NO_SITE);
  throw new LuaError(line < 0 ? toText(value) : `user_script:${line}: ${toText(value) ?? ''}`, lua.site.line);
};

/** One more than 64 bits hold. */
const UNSIGNED_END = 18_446_744_073_709_551_616;

const tonumber: Native = (lua, given) => {
  const base = takeIntegerOr(lua, given, 2, 10);
  if (base === 10) return [toNumber(takeAny(lua, given, 1))];
  const text = takeText(lua, given, 1);
  if (base < 2 || base > 36) badArgument(lua, 2, 'base out of range');
  const [, sign, digits = ''] =
    /^[ \t\n\v\f\r]*([+-]?)(\w+)[ \t\n\v\f\r]*$/.exec(base === 16 ? text.replace(/0x/i, '') : text) ?? [];
  let value = 0;
  for (const letter of digits.toLowerCase()) {
    const digit = '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(letter);
    if (digit < 0 || digit >= base) return [undefined];
    value = value * base + digit;
  }
  if (digits === '') return [undefined];
  return [value > UNSIGNED_END ? UNSIGNED_END : sign === '-' && value > 0 ? UNSIGNED_END - value : value];
};

const unpack: Native = (lua, given) => {
  const table = takeTable(lua, given, 1);
  const from = takeIntegerOr(lua, given, 2, 1);
  const to = given[2] === undefined ? table.length() : takeInteger(lua, given, 3);
  if (from > to) return [];
  if (to - from + 1 > MAX_RESULTS - given.length) return raise(lua, 'too many results to unpack');
  return Array.from({ length: to - from + 1 }, (_, at) => table.get(from + at));
};

const select: Native = (lua, given) => {
  if (given[0] === '#') return [given.length - 1];
  const from = takeInteger(lua, given, 1);
  const at = from < 0 ? given.length + from : from;
  if (at < 1) badArgument(lua, 1, 'index out of range');
  return given.slice(at);
};

const setmetatable: Native = (lua, given) => {
  const table = takeTable(lua, given, 1);
  const meta = given[1];
  if (given.length < 2 || (meta !== undefined && !(meta instanceof LuaTable)))
    return badArgument(lua, 2, 'nil or table expected');
  if (table.metatable?.get('__metatable') !== undefined)
    return raise(lua, 'cannot change a protected metatable');
  if (table.isReadonly) return raise(lua, 'Attempt to modify a readonly table', -1);
  table.metatable = meta;
  return [table];
};

const loadstring: Native = (lua, given) => {
  try {
    return [compile(takeText(lua, given, 1))];
  } catch (error_) {
    if (!(error_ instanceof LuaError)) throw error_;
    const name = (takeText(lua, given, 1).split('\n')[0] ?? '').slice(0, 60);
    return [undefined, String(error_.value).replace('user_script', `[string "${name}"]`)];
  }
};

export const base: Library = {
  assert: (lua, given) => {
    if (isTrue(takeAny(lua, given, 1))) return given;
    return raise(lua, given[1] === undefined ? 'assertion failed!' : takeText(lua, given, 2));
  },
  collectgarbage: () => [0],
  error,
  getmetatable: (lua, given) => {
    const value = takeAny(lua, given, 1);
    const meta =
      value instanceof LuaTable ? value.metatable : typeof value === 'string' ? lua.stringMeta : undefined;
    return [meta?.get('__metatable') ?? meta];
  },
  ipairs: (lua, given) => [nextInList, takeTable(lua, given, 1), 0],
  loadstring,
  next,
  pairs: (lua, given) => [nextFunction, takeTable(lua, given, 1), undefined],
  pcall,
  rawequal: (lua, given) => [takeAny(lua, given, 1) === takeAny(lua, given, 2)],
  rawget: (lua, given) => [takeTable(lua, given, 1).get(takeAny(lua, given, 2))],
  rawset: (lua, given) => {
    const table = takeTable(lua, given, 1);
    const [, key, value] = [0, takeAny(lua, given, 2), takeAny(lua, given, 3)];
    rawSet(lua, table, key, value);
    return [table];
  },
  select,
  setmetatable,
  tonumber,
  tostring: (lua, given) => [shownText(lua, takeAny(lua, given, 1))],
  type: (lua, given) => [typeOf(takeAny(lua, given, 1))],
  unpack,
  xpcall,
  _VERSION: 'Lua 5.1',
};

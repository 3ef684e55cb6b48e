/** `table`: lists. */
import { call, rawSet } from '../operations.js';
import { NO_SITE, raise, spend } from '../state.js';
import { type Lua, LuaFunction, type LuaTable, type LuaValue, toText, typeOf } from '../values.js';
import {
  takeInteger,
  takeIntegerOr,
  takeTable,
  takeTextOr,
  wrongArgument,
  type Library,
  type Native,
} from './given.js';
import { sort } from './sort.js';

const concat: Native = (lua, given) => {
  const separator = takeTextOr(lua, given, 2, '');
  const table = takeTable(lua, given, 1);
  const from = takeIntegerOr(lua, given, 3, 1);
  const to = given[3] === undefined ? table.length() : takeInteger(lua, given, 4);
  const parts: string[] = [];
  for (let at = from; at <= to; at++) {
    spend(lua, 1);
    const value = table.get(at);
    const text = toText(value);
    if (text === undefined)
      return raise(lua, `invalid value (${typeOf(value)}) at index ${at} in table for 'concat'`);
    parts.push(text);
  }
  return [parts.join(separator)];
};

const insert: Native = (lua, given) => {
  const table = takeTable(lua, given, 1);
  const end = table.length() + 1;
  if (given.length === 2) {
    rawSet(lua, table, end, given[1]);
    return [];
  }
  if (given.length !== 3) return raise(lua, "wrong number of arguments to 'insert'");
  const place = takeInteger(lua, given, 2);
  const last = Math.max(place, end);
  spend(lua, last - place);
  for (let at = last; at > place; at--) rawSet(lua, table, at, table.get(at - 1));
  rawSet(lua, table, place, given[2]);
  return [];
};

const remove: Native = (lua, given) => {
  const table = takeTable(lua, given, 1);
  const end = table.length();
  const place = takeIntegerOr(lua, given, 2, end);
  if (place < 1 || place > end) return [];
  const value = table.get(place);
  spend(lua, end - place);
  for (let at = place; at < end; at++) rawSet(lua, table, at, table.get(at + 1));
  rawSet(lua, table, end, undefined);
  return [value];
};

const takeFunction = (lua: Lua, given: readonly LuaValue[], place: number): LuaFunction => {
  const value = given[place - 1];
  return value instanceof LuaFunction ? value : wrongArgument(lua, given, place, 'function');
};

/** Calls a function for each, until it gives something. */
function forEach(
  lua: Lua,
  visit: LuaFunction,
  entries: Iterable<readonly [LuaValue, LuaValue]>,
): readonly LuaValue[] {
  for (const [key, value] of entries) {
    spend(lua, 1);
    lua.site = NO_SITE;
    const [found] = call(lua, visit, [key, value]);
    if (found !== undefined) return [found];
  }
  return [];
}

function* listed(table: LuaTable): Generator<readonly [LuaValue, LuaValue]> {
  const length = table.length();
  for (let at = 1; at <= length; at++) yield [at, table.get(at)];
}

export const tables: Library = {
  concat,
  foreach: (lua, given) => forEach(lua, takeFunction(lua, given, 2), takeTable(lua, given, 1).entries()),
  foreachi: (lua, given) => forEach(lua, takeFunction(lua, given, 2), listed(takeTable(lua, given, 1))),
  getn: (lua, given) => [takeTable(lua, given, 1).length()],
  insert,
  maxn: (lua, given) => {
    let most = 0;
    for (const [key] of takeTable(lua, given, 1).entries())
      if (typeof key === 'number' && key > most) most = key;
    return [most];
  },
  remove,
  setn: (lua) => raise(lua, "'setn' is obsolete"),
  sort: (lua, given) => {
    const table = takeTable(lua, given, 1);
    sort(lua, table, given[1] === undefined ? undefined : takeFunction(lua, given, 2));
    return [];
  },
};

/** What a function of the libraries was given: checked, with Lua's words where it is wrong. */
import { raise } from '../state.js';
import type { NULL_POINTER } from '../values.js';
import { LuaFunction, LuaTable, toNumber, toText, typeOf, type Lua, type LuaValue } from '../values.js';

export type Given = readonly LuaValue[];

/** A row of a library: what the function does. */
export type Native = (lua: Lua, given: Given) => readonly LuaValue[];

/** A library: its functions and constants. */
export type Library = Readonly<Record<string, Native | number | string | typeof NULL_POINTER>>;

/** Fills a table with a library, in the order of the library. */
export function tableOf(library: Library, table = new LuaTable()): LuaTable {
  for (const [name, value] of Object.entries(library))
    table.set(name, typeof value === 'function' ? new LuaFunction(value) : value);
  return table;
}

/** `place` counts from 1. */
export function badArgument(lua: Lua, place: number, text: string): never {
  const { name = '?', isMethod = false } = lua.site;
  if (isMethod && place === 1) raise(lua, `calling '${name}' on bad self (${text})`);
  return raise(lua, `bad argument #${isMethod ? place - 1 : place} to '${name}' (${text})`);
}

const got = (given: Given, place: number): string =>
  place > given.length ? 'no value' : typeOf(given[place - 1]);

export const wrongArgument = (lua: Lua, given: Given, place: number, expected: string): never =>
  badArgument(lua, place, `${expected} expected, got ${got(given, place)}`);

export function takeAny(lua: Lua, given: Given, place: number): LuaValue {
  return place > given.length ? badArgument(lua, place, 'value expected') : given[place - 1];
}

export function takeTable(lua: Lua, given: Given, place: number): LuaTable {
  const value = given[place - 1];
  return value instanceof LuaTable ? value : wrongArgument(lua, given, place, 'table');
}

export const takeText = (lua: Lua, given: Given, place: number): string =>
  toText(given[place - 1]) ?? wrongArgument(lua, given, place, 'string');

export const takeNumber = (lua: Lua, given: Given, place: number): number =>
  toNumber(given[place - 1]) ?? wrongArgument(lua, given, place, 'number');

const INTEGERS_END = 9_223_372_036_854_775_808;

/** A number without its part behind the point. */
export function takeInteger(lua: Lua, given: Given, place: number): number {
  const number = Math.trunc(takeNumber(lua, given, place));
  return Math.abs(number) < INTEGERS_END ? number + 0 : -INTEGERS_END;
}

export const takeIntegerOr = (lua: Lua, given: Given, place: number, otherwise: number): number =>
  given[place - 1] === undefined ? otherwise : takeInteger(lua, given, place);

export const takeTextOr = (lua: Lua, given: Given, place: number, otherwise: string): string =>
  given[place - 1] === undefined ? otherwise : takeText(lua, given, place);

/** What a script at work has: its globals, where it is, how many steps it may still take, and the Redis it calls. */
import { LuaError, type Lua, type LuaValue, type Site } from './values.js';

/** No place of the script: a library calls. */
export const NO_SITE: Site = { line: -1 };

/** Lua allows 20,000 calls inside each other; here JavaScript's own stack is the bound. */
const MAX_DEPTH = 400;

/**
 * @param line -1: the error comes from a library, and tells no place
 * @throws LuaError with the place of the script in front, as Lua's own errors have it
 */
export function raise(lua: Lua, text: string, line = lua.site.line): never {
  throw new LuaError(line < 0 ? text : `user_script:${line}: ${text}`, line < 0 ? lua.site.line : line);
}

/** A script that never ends: no `pcall` catches it. */
export class OutOfSteps extends Error {
  override readonly name = 'OutOfSteps';
}

/** Counts work. @throws OutOfSteps */
export function spend(lua: Lua, steps: number): void {
  if ((lua.left -= steps) < 0) throw new OutOfSteps();
}

/** A function of the script begins. */
export function enter(lua: Lua): void {
  if (lua.sites.length >= MAX_DEPTH) raise(lua, 'stack overflow');
  if (--lua.left < 0) throw new OutOfSteps();
  lua.sites.push(lua.site);
}

/** Calls a value from inside a library. */
export type CallValue = (lua: Lua, callee: LuaValue, given: readonly LuaValue[]) => readonly LuaValue[];

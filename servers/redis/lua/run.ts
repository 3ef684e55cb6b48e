/**
 * Lua 5.1 as Redis 7.0 has it: a script runs to its end, in one go, and always does the same. Read once into a tree, which
 * is built into functions of JavaScript.
 */
import { Refusal, refuse, type RedisReply } from '../core/reply.js';
import { compile } from './compile.js';
import { newGlobals, stringMeta } from './globals.js';
import { shownText } from './library/base.js';
import { errorLine, errorText, replyOf } from './replies.js';
import { NO_SITE, OutOfSteps } from './state.js';
import { type Lua, LuaError, LuaTable, type ScriptServer } from './values.js';

/** Loops, calls and the work of libraries: some half a second. */
const MAX_STEPS = 5_000_000;

export interface ScriptRun {
  /** The script, without what Redis reads itself in front of it. */
  readonly source: string;
  /** By which errors call it. */
  readonly name: string;
  readonly keys: readonly string[];
  readonly argv: readonly string[];
}

/** @throws Refusal where it is no Lua */
export function checkScript(source: string): void {
  try {
    compile(source);
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    refuse(errorLine(`Error compiling script (new function): ${String(error.value)}`));
  }
}

/** Runs a script. @throws Refusal where it fails */
export function runScript({ source, name, keys, argv }: ScriptRun, server: ScriptServer): RedisReply {
  const lua: Lua = {
    globals: newGlobals(listOf(keys), listOf(argv)),
    stringMeta,
    site: NO_SITE,
    sites: [],
    left: MAX_STEPS,
    protocol: 2,
    server,
  };
  try {
    return replyOf(compile(source).call(lua, [])[0], lua.protocol);
  } catch (error) {
    if (error instanceof OutOfSteps)
      throw new Refusal(`BUSY script ${name} took more than ${MAX_STEPS} steps, and was ended`);
    if (!(error instanceof LuaError)) throw error;
    const { value, line } = error;
    const text = value instanceof LuaTable ? (errorText(value) ?? '') : `ERR ${shownText(lua, value)}`;
    throw new Refusal(errorLine(`${text} script: ${name}, on @user_script:${line}.`));
  }
}

function listOf(words: readonly string[]): LuaTable {
  const table = new LuaTable();
  for (const [at, word] of words.entries()) table.set(at + 1, word);
  return table;
}

/** The globals that each script finds: the libraries, which it cannot change. */
import { base } from './library/base.js';
import { bit } from './library/bit.js';
import { cjson } from './library/cjson.js';
import { cmsgpack } from './library/cmsgpack.js';
import { tableOf, type Library } from './library/given.js';
import { maths } from './library/maths.js';
import { redis } from './library/redis.js';
import { strings } from './library/strings.js';
import { struct } from './library/struct.js';
import { tables } from './library/tables.js';
import { raise } from './state.js';
import { LuaFunction, LuaTable, toText } from './values.js';

const libraries: Readonly<Record<string, Library>> = {
  table: tables,
  string: strings,
  math: maths,
  redis,
  cjson,
  cmsgpack,
  struct,
  bit,
};

function frozen(table: LuaTable): LuaTable {
  table.isReadonly = true;
  return table;
}

const made = Object.entries(libraries).map(([name, library]) => [name, frozen(tableOf(library))] as const);

/** What all strings have. */
export const stringMeta = frozen(new LuaTable());
stringMeta.set('__index', made.find(([name]) => name === 'string')?.[1]);

const functions = frozen(tableOf(base));

/** What is not there must not be asked for. */
const guard = frozen(new LuaTable());
guard.set(
  '__index',
  new LuaFunction((lua, [, name]) =>
    raise(lua, `Script attempted to access nonexistent global variable '${toText(name) ?? ''}'`),
  ),
);

export function newGlobals(keys: LuaTable, argv: LuaTable): LuaTable {
  const globals = new LuaTable(0, 64);
  for (const [name, value] of functions.entries()) globals.set(name, value);
  for (const [name, table] of made) globals.set(name, table);
  globals.set('_G', globals);
  globals.set('KEYS', keys);
  globals.set('ARGV', argv);
  globals.metatable = guard;
  return frozen(globals);
}

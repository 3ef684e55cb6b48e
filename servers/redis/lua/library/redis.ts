/** `redis`: calling commands, answers that are errors, what is written, and the log. */
import { redisDouble } from '../../core/doubles.js';
import { Refusal } from '../../core/reply.js';
import { sha1 } from '../../core/sha1.js';
import { errorText, field, luaOf } from '../replies.js';
import { type Lua, LuaError, type LuaTable, type LuaValue, toNumber, toText } from '../values.js';
import type { Given, Library, Native } from './given.js';

const VERSION = '7.0.15';
const VERSION_NUMBER = 0x07_00_0f;

/** An error as `redis.pcall` gives it: with a code in front. */
function errorTable(text: string): LuaTable {
  const line = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  return field('err', line);
}

const withCode = (text: string): LuaTable => errorTable(`ERR ${text}`);

function refuse(lua: Lua, text: string): never {
  throw new LuaError(withCode(text), lua.site.line);
}

/** Numbers have 17 digits. */
function wordsOf(given: Given): readonly string[] | undefined {
  const words: string[] = [];
  for (const value of given) {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    words.push(typeof value === 'string' ? value : redisDouble(value));
  }
  return words;
}

/** Carries out a command. @returns its answer, or a table with its error */
function carryOut(lua: Lua, given: Given): LuaValue {
  if (given.length === 0) return withCode('Please specify at least one argument for this redis lib call');
  const words = wordsOf(given);
  if (words === undefined) return withCode('Lua redis lib command arguments must be strings or integers');
  try {
    return luaOf(lua.server.call(words, lua.protocol), lua.protocol);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const table = errorTable(error.message);
    table.set('ignore_error_stats_update', true);
    return table;
  }
}

const call: Native = (lua, given) => {
  const value = carryOut(lua, given);
  if (errorText(value) !== undefined) throw new LuaError(value, lua.site.line);
  return [value];
};

const errorReply: Native = (_, given) => {
  const [text] = given;
  if (given.length !== 1 || typeof text !== 'string') return [withCode('wrong number or type of arguments')];
  const plain = text.startsWith('-') ? text.slice(1) : text;
  return [plain.includes(' ') ? errorTable(plain) : withCode(plain)];
};

const statusReply: Native = (_, given) =>
  given.length === 1 && typeof given[0] === 'string'
    ? [field('ok', given[0])]
    : [withCode('wrong number or type of arguments')];

/** Which of the followers are told: bits. */
const REPL_ALL = 3;

const setRepl: Native = (lua, given) => {
  if (given.length !== 1) refuse(lua, 'redis.set_repl() requires one argument.');
  const flags = Math.trunc(toNumber(given[0]) ?? 0);
  if ((flags & ~REPL_ALL) !== 0)
    refuse(lua, 'Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.');
  lua.server.tells(flags !== 0);
  return [];
};

const log: Native = (lua, given) => {
  if (given.length < 2) refuse(lua, 'redis.log() requires two arguments or more.');
  const level = toNumber(given[0]);
  if (level === undefined) return refuse(lua, 'First argument must be a number (log level).');
  if (level < 0 || level >= 4) refuse(lua, 'Invalid log level.');
  return [];
};

const setresp: Native = (lua, given) => {
  if (given.length !== 1) refuse(lua, 'redis.setresp() requires one argument.');
  const version = Math.trunc(toNumber(given[0]) ?? 0);
  if (version !== 2 && version !== 3) return refuse(lua, 'RESP version must be 2 or 3.');
  lua.protocol = version;
  return [];
};

export const redis: Library = {
  call,
  pcall: (lua, given) => [carryOut(lua, given)],
  log,
  LOG_DEBUG: 0,
  LOG_VERBOSE: 1,
  LOG_NOTICE: 2,
  LOG_WARNING: 3,
  REDIS_VERSION_NUM: VERSION_NUMBER,
  REDIS_VERSION: VERSION,
  setresp,
  sha1hex: (lua, given) =>
    given.length === 1 ? [sha1(toText(given[0]) ?? '')] : refuse(lua, 'wrong number of arguments'),
  error_reply: errorReply,
  status_reply: statusReply,
  set_repl: setRepl,
  REPL_NONE: 0,
  REPL_AOF: 1,
  REPL_SLAVE: 2,
  REPL_REPLICA: 2,
  REPL_ALL,
  replicate_commands: () => [true],
};

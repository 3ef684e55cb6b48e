/** The values of Lua 5.1, as scripts of Redis see them: nil is undefined, a string is a string of bytes. */
import { readDouble } from '../core/doubles.js';
import { numberText } from './number-texts.js';
import { Table } from './table.js';
import type { RedisReply } from '../core/reply.js';

export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction | LuaPointer;

/** A function: one of the script's, or one of the libraries. */
export class LuaFunction {
  /** @param call carries it out: what it is given, and what it gives back */
  constructor(
    readonly call: (lua: Lua, given: readonly LuaValue[]) => readonly LuaValue[],
    /** One of the libraries has no lines of its own. */
    readonly isNative = true,
  ) {}
}

/** A light userdata: `cjson.null` is the only one. */
class LuaPointer {
  readonly address = 0;
}

export const NULL_POINTER = new LuaPointer();

export class LuaTable extends Table<LuaValue> {
  metatable: LuaTable | undefined;
  /** The libraries and the globals: scripts may not change them. */
  isReadonly = false;
}

/** A place of the script where a function is called: errors tell of it. */
export interface Site {
  readonly line: number;
  /** How the function is called there, if it has a name. */
  readonly name?: string;
  readonly isMethod?: boolean;
}

/** What a script at work has: its globals, where it is, how many steps it may still take, and the Redis it calls. */
export interface Lua {
  readonly globals: LuaTable;
  /** What strings have: their methods. */
  readonly stringMeta: LuaTable;
  /** Where the script calls, at the moment. */
  site: Site;
  /** Where the functions at work were called, the first one outside. */
  readonly sites: Site[];
  /** So many steps are left: loops, calls, and work of the libraries. */
  left: number;
  /** What `redis.setresp` was told. */
  protocol: 2 | 3;
  readonly server: ScriptServer;
}

/** What a script calls. */
export interface ScriptServer {
  /** Carries out a command. @throws Refusal */
  call(words: readonly string[], protocol: 2 | 3): RedisReply;
  /** Whether what it writes from now on is told to those who follow. */
  tells(followers: boolean): void;
  /** Where `math.random` is: 48 bits, as two halves. It goes on from script to script. */
  readonly seed: [high: number, low: number];
}

/** What a script throws: any value. */
export class LuaError extends Error {
  override readonly name = 'LuaError';

  /** @param line of the script, that was at work */
  constructor(
    readonly value: LuaValue,
    readonly line: number,
  ) {
    super(typeof value === 'string' ? value : 'an error of a script');
  }
}

export type LuaType = 'nil' | 'boolean' | 'number' | 'string' | 'table' | 'function' | 'userdata';

export function typeOf(value: LuaValue): LuaType {
  switch (typeof value) {
    case 'undefined':
      return 'nil';
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    default:
      if (value instanceof LuaFunction) return 'function';
      return value instanceof LuaPointer ? 'userdata' : 'table';
  }
}

export const isTrue = (value: LuaValue): boolean => value !== undefined && value !== false;

/** The number that a text is, with blanks around it, up to a zero byte; undefined: it is none. */
export function textNumber(text: string): number | undefined {
  const trimmed = (text.split('\0', 1)[0] ?? '')
    .replace(/^[ \t\n\v\f\r]+/, '')
    .replace(/[ \t\n\v\f\r]+$/, '');
  if (/^[+-]?nan$/i.test(trimmed)) return Number.NaN;
  return readDouble(trimmed);
}

/** A number, or a text that is one. */
export const toNumber = (value: LuaValue): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' ? textNumber(value) : undefined;

/** A text, or a number as one. */
export const toText = (value: LuaValue): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? numberText(value) : undefined;

/** Answers of commands as values of Lua, and values as answers: Redis's rules for both ways. */
import type { RedisReply } from '../core/reply.js';
import { redisResp2 } from '../core/resp2.js';
import { LuaTable, type LuaValue, toText } from './values.js';

/** What a script sees of an answer. */
export const luaOf = (reply: RedisReply, protocol: 2 | 3): LuaValue =>
  protocol === 2 ? valueOf(redisResp2(reply), false) : valueOf(reply, undefined);

function valueOf(reply: RedisReply, nothing: undefined | false): LuaValue {
  if (reply === null) return nothing;
  if (typeof reply !== 'object') return typeof reply === 'bigint' ? Number(reply) : reply;
  if (Array.isArray(reply)) return listOf(reply as readonly RedisReply[], nothing);
  if ('status' in reply) return field('ok', reply.status);
  if ('error' in reply) return field('err', reply.error);
  if ('record' in reply) return field('map', mapOf(reply.record, nothing));
  if ('byKey' in reply) return field('map', mapOf(reply.byKey, nothing));
  if ('pairs' in reply) return listOf(reply.pairs, nothing);
  if ('set' in reply) {
    const members = new LuaTable();
    for (const member of reply.set) members.set(valueOf(member, nothing), true);
    return field('set', members);
  }
  if ('double' in reply) return field('double', reply.double);
  if ('boolean' in reply) return reply.boolean;
  if ('verbatim' in reply) {
    const text = field('string', reply.verbatim);
    text.set('format', 'txt');
    return field('verbatim_string', text);
  }
  if ('push' in reply) return listOf(reply.push, nothing);
  return nothing;
}

function listOf(replies: readonly RedisReply[], nothing: undefined | false): LuaTable {
  const table = new LuaTable();
  for (const [at, reply] of replies.entries()) table.set(at + 1, valueOf(reply, nothing));
  return table;
}

function mapOf(
  entries: readonly (readonly [RedisReply, RedisReply])[],
  nothing: undefined | false,
): LuaTable {
  const table = new LuaTable();
  for (const [key, value] of entries) table.set(valueOf(key, nothing), valueOf(value, nothing));
  return table;
}

export function field(name: string, value: LuaValue): LuaTable {
  const table = new LuaTable();
  table.set(name, value);
  return table;
}

/** Tables inside each other any deeper are refused. */
const MAX_DEPTH = 500;

const INTEGERS_END = 9_223_372_036_854_775_808;

/** What a script gives back, as an answer. `protocol` is what the script has set. */
export function replyOf(value: LuaValue, protocol: 2 | 3, depth = 0): RedisReply {
  if (depth > MAX_DEPTH) return { error: 'ERR reached lua stack limit' };
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return integerOf(value);
    case 'boolean':
      return protocol === 3 ? { boolean: value } : value ? 1 : null;
    default:
      return value instanceof LuaTable ? tableReply(value, protocol, depth) : null;
  }
}

/** Its part behind the point is cut off. */
function integerOf(value: number): RedisReply {
  const whole = Math.trunc(value);
  if (!(Math.abs(whole) < INTEGERS_END)) return -9_223_372_036_854_775_808n;
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole);
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');

function tableReply(table: LuaTable, protocol: 2 | 3, depth: number): RedisReply {
  const error = table.get('err');
  if (typeof error === 'string') return { error: errorLine(error) };
  const status = table.get('ok');
  if (typeof status === 'string') return { status: oneLine(status) };
  const double = table.get('double');
  if (typeof double === 'number') return { double };
  const big = table.get('big_number');
  if (typeof big === 'string') return oneLine(big);
  const verbatim = table.get('verbatim_string');
  if (verbatim instanceof LuaTable && typeof verbatim.get('format') === 'string') {
    const text = verbatim.get('string');
    if (typeof text === 'string') return { verbatim: text };
  }
  const map = table.get('map');
  const inside = (value: LuaValue): RedisReply => replyOf(value, protocol, depth + 1);
  if (map instanceof LuaTable)
    return { record: [...map.entries()].map(([key, value]) => [inside(key), inside(value)] as const) };
  const set = table.get('set');
  if (set instanceof LuaTable) return { set: [...set.entries()].map(([key]) => inside(key)) };
  const list: RedisReply[] = [];
  for (let at = 1; ; at++) {
    const value = table.get(at);
    if (value === undefined) return list;
    list.push(inside(value));
  }
}

/** Errors have one line. */
export const errorLine = (text: string): string => oneLine(text.replace(/[\r\n]+$/, ''));

/** The text of an error table. */
export const errorText = (value: LuaValue): string | undefined =>
  value instanceof LuaTable ? toText(value.get('err')) : undefined;

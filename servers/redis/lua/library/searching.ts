/** `string.find`, `match`, `gmatch` and `gsub`. */
import { call, index } from '../operations.js';
import { NO_SITE, raise } from '../state.js';
import { isTrue, type Lua, LuaFunction, LuaTable, type LuaValue, toText, typeOf } from '../values.js';
import { badArgument, takeIntegerOr, takeText, type Library, type Native } from './given.js';
import { Matcher } from './patterns.js';

const SPECIAL = /[$^*+?.([%-]/;

/** A match of the whole text from a place on. */
interface Match {
  readonly from: number;
  readonly to: number;
  readonly matcher: Matcher;
}

/** What one capture has; without captures the first is the whole match. */
function captured({ matcher, from, to }: Match, at: number): LuaValue {
  const { captures, lua, text } = matcher;
  const capture = captures[at];
  if (capture === undefined) return at === 0 ? text.slice(from, to) : raise(lua, 'invalid capture index');
  if (capture.length === 'place') return capture.start + 1;
  if (capture.length === 'open') return raise(lua, 'unfinished capture');
  return text.slice(capture.start, capture.start + capture.length);
}

const allCaptured = (match: Match, isWholeToo = true): LuaValue[] =>
  Array.from({ length: Math.max(match.matcher.captures.length, isWholeToo ? 1 : 0) }, (_, at) =>
    captured(match, at),
  );

function firstMatch(lua: Lua, text: string, pattern: string, from: number): Match | undefined {
  const isAnchored = pattern.startsWith('^');
  for (let at = from; at <= text.length; at++) {
    const matcher = new Matcher(lua, text, pattern);
    const to = matcher.match(at, isAnchored ? 1 : 0);
    if (to !== undefined) return { from: at, to, matcher };
    if (isAnchored) break;
  }
  return undefined;
}

/** Where a search begins: places count from either end. */
function startOf(lua: Lua, given: readonly LuaValue[], text: string): number {
  const place = takeIntegerOr(lua, given, 3, 1);
  const from = (place < 0 ? text.length + place + 1 : place) - 1;
  return Math.min(Math.max(from, 0), text.length);
}

const find: Native = (lua, given) => {
  const [text, pattern] = [takeText(lua, given, 1), takeText(lua, given, 2)];
  const from = startOf(lua, given, text);
  if (isTrue(given[3]) || !SPECIAL.test(pattern)) {
    const at = text.indexOf(pattern, from);
    return at < 0 ? [undefined] : [at + 1, at + pattern.length];
  }
  const match = firstMatch(lua, text, pattern, from);
  return match === undefined ? [undefined] : [match.from + 1, match.to, ...allCaptured(match, false)];
};

const matchText: Native = (lua, given) => {
  const [text, pattern] = [takeText(lua, given, 1), takeText(lua, given, 2)];
  const match = firstMatch(lua, text, pattern, startOf(lua, given, text));
  return match === undefined ? [undefined] : allCaptured(match);
};

const gmatch: Native = (lua, given) => {
  const [text, pattern] = [takeText(lua, given, 1), takeText(lua, given, 2)];
  let from = 0;
  const next = new LuaFunction((inside) => {
    for (; from <= text.length; from++) {
      const matcher = new Matcher(inside, text, pattern);
      const to = matcher.match(from, 0);
      if (to === undefined) continue;
      const match = { from, to, matcher };
      from = to === from ? to + 1 : to;
      return allCaptured(match);
    }
    return [];
  });
  return [next];
};

const gsub: Native = (lua, given) => {
  const [text, given2] = [takeText(lua, given, 1), takeText(lua, given, 2)];
  const by = given[2];
  const type = typeOf(by);
  if (!['number', 'string', 'table', 'function'].includes(type))
    badArgument(lua, 3, 'string/function/table expected');
  const isAnchored = given2.startsWith('^');
  const most = takeIntegerOr(lua, given, 4, text.length + 1);
  const { site } = lua;
  let [from, count, result] = [0, 0, ''];
  while (count < most) {
    const matcher = new Matcher(lua, text, given2);
    const to = matcher.match(from, isAnchored ? 1 : 0);
    if (to !== undefined) {
      count++;
      result += replaced(lua, { from, to, matcher }, by);
      lua.site = site;
    }
    if (to !== undefined && to > from) from = to;
    else if (from < text.length) result += text[from++] as string;
    else break;
    if (isAnchored) break;
  }
  return [result + text.slice(from), count];
};

function replaced(lua: Lua, match: Match, by: LuaValue): string {
  const whole = match.matcher.text.slice(match.from, match.to);
  if (typeof by === 'string' || typeof by === 'number')
    return (toText(by) as string).replaceAll(/%([\s\S]?)/g, (_, letter: string) =>
      letter >= '0' && letter <= '9' && letter !== ''
        ? letter === '0'
          ? whole
          : (toText(captured(match, Number(letter) - 1)) as string)
        : letter === ''
          ? '\0'
          : letter,
    );
  const given = by instanceof LuaTable ? [captured(match, 0)] : allCaptured(match);
  const { site } = lua;
  lua.site = NO_SITE;
  const value = by instanceof LuaTable ? index(lua, by, given[0], undefined, -1) : call(lua, by, given)[0];
  lua.site = site;
  if (!isTrue(value)) return whole;
  return toText(value) ?? raise(lua, `invalid replacement value (a ${typeOf(value)})`);
}

export const searching: Library = { find, gfind: gmatch, gmatch, gsub, match: matchText };

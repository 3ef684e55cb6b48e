/** What operators do, with metatables, and what Lua says where a value is of the wrong kind. */
import { exactMath } from 'seedstorm';
import { raise, type CallValue } from './state.js';
import {
  isTrue,
  type Lua,
  LuaFunction,
  LuaTable,
  type LuaValue,
  toNumber,
  toText,
  typeOf,
} from './values.js';

/** How a value is called in the script, such as `local 'x'`. */
export type Described = string | undefined;

/** Metatables that point to each other for ever. */
const MAX_LOOPS = 100;

function wrongType(lua: Lua, what: string, value: LuaValue, described: Described, line: number): never {
  const type = typeOf(value);
  return raise(
    lua,
    described === undefined
      ? `attempt to ${what} a ${type} value`
      : `attempt to ${what} ${described} (a ${type} value)`,
    line,
  );
}

const metaOf = (lua: Lua, value: LuaValue): LuaTable | undefined =>
  value instanceof LuaTable ? value.metatable : typeof value === 'string' ? lua.stringMeta : undefined;

export const metaMethod = (lua: Lua, value: LuaValue, name: string): LuaValue =>
  metaOf(lua, value)?.get(name);

export const call: CallValue = (lua, callee, given) => {
  if (callee instanceof LuaFunction) return callee.call(lua, given);
  return callOther(lua, callee, given, undefined, lua.site.line);
};

/** Calls what is no function, by its metatable. */
export function callOther(
  lua: Lua,
  callee: LuaValue,
  given: readonly LuaValue[],
  described: Described,
  line: number,
): readonly LuaValue[] {
  const method = metaMethod(lua, callee, '__call');
  if (!(method instanceof LuaFunction)) return wrongType(lua, 'call', callee, described, line);
  return method.call(lua, [callee, ...given]);
}

export function index(
  lua: Lua,
  table: LuaValue,
  key: LuaValue,
  described: Described,
  line: number,
): LuaValue {
  let from = table;
  for (let loop = 0; loop < MAX_LOOPS; loop++) {
    let method: LuaValue;
    if (from instanceof LuaTable) {
      const value = from.get(key);
      if (value !== undefined || from.metatable === undefined) return value;
      method = from.metatable.get('__index');
      if (method === undefined) return undefined;
    } else {
      method = metaMethod(lua, from, '__index');
      if (method === undefined)
        return wrongType(lua, 'index', from, loop === 0 ? described : undefined, line);
    }
    if (method instanceof LuaFunction) {
      lua.site = { line };
      return method.call(lua, [from, key])[0];
    }
    from = method;
  }
  return raise(lua, 'loop in gettable', line);
}

export function setIndex(
  lua: Lua,
  table: LuaValue,
  key: LuaValue,
  value: LuaValue,
  described: Described,
  line: number,
): void {
  let into = table;
  for (let loop = 0; loop < MAX_LOOPS; loop++) {
    let method: LuaValue;
    if (into instanceof LuaTable) {
      if (into.metatable === undefined || into.get(key) !== undefined)
        return rawSet(lua, into, key, value, line);
      method = into.metatable.get('__newindex');
      if (method === undefined) return rawSet(lua, into, key, value, line);
    } else {
      method = metaMethod(lua, into, '__newindex');
      if (method === undefined)
        return wrongType(lua, 'index', into, loop === 0 ? described : undefined, line);
    }
    if (method instanceof LuaFunction) {
      lua.site = { line };
      method.call(lua, [into, key, value]);
      return;
    }
    into = method;
  }
  raise(lua, 'loop in settable', line);
}

/** Sets a key without metatables. */
export function rawSet(lua: Lua, table: LuaTable, key: LuaValue, value: LuaValue, line = -1): void {
  if (table.isReadonly) raise(lua, 'Attempt to modify a readonly table', line);
  if (key === undefined) raise(lua, 'table index is nil', line);
  if (key !== key) raise(lua, 'table index is NaN', line);
  table.set(key, value);
}

export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '^';

const EVENTS: Readonly<Record<Arithmetic, string>> = {
  ...{ '+': '__add', '-': '__sub', '*': '__mul', '/': '__div', '%': '__mod', '^': '__pow' },
};

export function calculate(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left - Math.floor(left / right) * right;
    case '^':
      return power(left, right);
  }
}

/** Whole powers are exact as long as a double holds them. */
export function power(base: number, exponent: number): number {
  if (exponent === 0.5 && base >= 0) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 1100)
    return base === 0 ? (exponent > 0 ? 0 : Infinity) : exactMath.pow(base, exponent);
  let result = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / result : result;
}

/** An operator with what are no two numbers: texts that are numbers, or metatables. */
export function calculateOther(
  lua: Lua,
  operator: Arithmetic,
  left: LuaValue,
  right: LuaValue,
  describe: readonly [Described, Described],
  line: number,
): LuaValue {
  const [one, other] = [toNumber(left), toNumber(right)];
  if (one !== undefined && other !== undefined) return calculate(operator, one, other);
  const method = metaMethod(lua, left, EVENTS[operator]) ?? metaMethod(lua, right, EVENTS[operator]);
  if (method !== undefined) return callMeta(lua, method, [left, right], line);
  const isLeft = one === undefined;
  return wrongType(lua, 'perform arithmetic on', isLeft ? left : right, describe[isLeft ? 0 : 1], line);
}

export function negate(lua: Lua, value: LuaValue, described: Described, line: number): LuaValue {
  const number = toNumber(value);
  if (number !== undefined) return -number;
  const method = metaMethod(lua, value, '__unm');
  if (method !== undefined) return callMeta(lua, method, [value, value], line);
  return wrongType(lua, 'perform arithmetic on', value, described, line);
}

export function concat(
  lua: Lua,
  left: LuaValue,
  right: LuaValue,
  describe: readonly [Described, Described],
  line: number,
): LuaValue {
  const [one, other] = [toText(left), toText(right)];
  if (one !== undefined && other !== undefined) return one + other;
  const method = metaMethod(lua, left, '__concat') ?? metaMethod(lua, right, '__concat');
  if (method !== undefined) return callMeta(lua, method, [left, right], line);
  const isLeft = one === undefined;
  return wrongType(lua, 'concatenate', isLeft ? left : right, describe[isLeft ? 0 : 1], line);
}

export function sizeOf(lua: Lua, value: LuaValue, described: Described, line: number): LuaValue {
  if (typeof value === 'string') return value.length;
  if (value instanceof LuaTable) return value.length();
  return wrongType(lua, 'get length of', value, described, line);
}

export function areEqual(lua: Lua, left: LuaValue, right: LuaValue, line: number): boolean {
  if (left === right) return true;
  if (!(left instanceof LuaTable && right instanceof LuaTable)) return false;
  const method = left.metatable?.get('__eq');
  if (method === undefined || method !== right.metatable?.get('__eq')) return false;
  return isTrue(callMeta(lua, method, [left, right], line));
}

export function isLess(lua: Lua, left: LuaValue, right: LuaValue, line: number): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  const method = sharedMethod(lua, left, right, '__lt');
  if (method !== undefined) return isTrue(callMeta(lua, method, [left, right], line));
  return refuseOrder(lua, left, right, line);
}

export function isAtMost(lua: Lua, left: LuaValue, right: LuaValue, line: number): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left <= right;
  if (typeof left === 'string' && typeof right === 'string') return left <= right;
  const method = sharedMethod(lua, left, right, '__le');
  if (method !== undefined) return isTrue(callMeta(lua, method, [left, right], line));
  const less = sharedMethod(lua, right, left, '__lt');
  if (less !== undefined) return !isTrue(callMeta(lua, less, [right, left], line));
  return refuseOrder(lua, left, right, line);
}

/** Both must have the same. */
function sharedMethod(lua: Lua, left: LuaValue, right: LuaValue, name: string): LuaValue {
  if (typeOf(left) !== typeOf(right)) return undefined;
  const method = metaMethod(lua, left, name);
  return method !== undefined && method === metaMethod(lua, right, name) ? method : undefined;
}

function refuseOrder(lua: Lua, left: LuaValue, right: LuaValue, line: number): never {
  const [one, other] = [typeOf(left), typeOf(right)];
  return raise(
    lua,
    one === other ? `attempt to compare two ${one} values` : `attempt to compare ${one} with ${other}`,
    line,
  );
}

function callMeta(lua: Lua, method: LuaValue, given: readonly LuaValue[], line: number): LuaValue {
  lua.site = { line };
  return call(lua, method, given)[0];
}

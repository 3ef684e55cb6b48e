/** Turns expressions into functions of JavaScript, once for a script. */
import { buildCall } from './build-calls.js';
import { buildTable } from './build-tables.js';
import { described } from './described.js';
import type { Box, Build, Evaluate, EvaluateAll, Frame } from './frame.js';
import {
  areEqual,
  calculate,
  calculateOther,
  concat,
  index,
  isAtMost,
  isLess,
  negate,
  sizeOf,
  type Described,
} from './operations.js';
import type { Expression, IndexNode } from './syntax.js';
import { isTrue, LuaTable, type LuaValue } from './values.js';

export function buildOne(node: Expression, build: Build): Evaluate {
  switch (node.kind) {
    case 'constant': {
      const { value } = node;
      return () => value;
    }
    case 'more':
      return ({ more }) => more[0];
    case 'function': {
      return build.closure(node.node);
    }
    case 'local': {
      const { slot } = node.variable;
      // Whether it is captured is known once all of its function is read: that was before.
      return node.variable.isCaptured
        ? ({ slots }) => (slots[slot] as Box).value
        : ({ slots }) => slots[slot] as LuaValue;
    }
    case 'upvalue':
      return ({ upvalues }) => (upvalues[node.index] as Box).value;
    case 'global': {
      const { name, line } = node;
      return ({ lua }) => lua.globals.get(name) ?? index(lua, lua.globals, name, undefined, line);
    }
    case 'index':
      return buildIndex(node, build);
    case 'call': {
      const evaluate = buildCall(node, build);
      return (frame) => evaluate(frame)[0];
    }
    case 'group':
      return build.one(node.inner);
    case 'and':
    case 'or': {
      const [left, right] = [build.one(node.left), build.one(node.right)];
      const stopsAt = node.kind === 'or';
      return (frame) => {
        const value = left(frame);
        return isTrue(value) === stopsAt ? value : right(frame);
      };
    }
    case 'unary':
      return buildUnary(node, build);
    case 'binary':
      return buildBinary(node, build);
    case 'table':
      return buildTable(node, build);
  }
}

/** All values of an expression that may have many. */
export function buildAll(node: Expression, build: Build): EvaluateAll {
  if (node.kind === 'call') return buildCall(node, build);
  if (node.kind === 'more') return ({ more }) => more;
  const evaluate = build.one(node);
  return (frame) => [evaluate(frame)];
}

/** A list: the last of it may have many values. */
export function buildList(nodes: readonly Expression[], build: Build): EvaluateAll {
  const last = nodes.at(-1);
  if (last === undefined) return () => [];
  if (last.kind === 'call' || last.kind === 'more') {
    const rest = buildAll(last, build);
    if (nodes.length === 1) return rest;
    const first = nodes.slice(0, -1).map(build.one);
    return (frame) => {
      const values = first.map((evaluate) => evaluate(frame));
      values.push(...rest(frame));
      return values;
    };
  }
  const all = nodes.map(build.one);
  const [one, two] = all;
  if (one !== undefined && all.length === 1) return (frame) => [one(frame)];
  if (one !== undefined && two !== undefined && all.length === 2) return (frame) => [one(frame), two(frame)];
  return (frame) => all.map((evaluate) => evaluate(frame));
}

function buildIndex(node: IndexNode, build: Build): Evaluate {
  const { line } = node;
  const table = build.one(node.table);
  const name = described(node.table);
  if (node.key.kind === 'constant') {
    const key = node.key.value;
    return (frame) => take(frame, table(frame), key, name, line);
  }
  const key = build.one(node.key);
  return (frame) => take(frame, table(frame), key(frame), name, line);
}

const take = ({ lua }: Frame, table: LuaValue, key: LuaValue, name: Described, line: number): LuaValue =>
  table instanceof LuaTable && table.metatable === undefined
    ? table.get(key)
    : index(lua, table, key, name, line);

function buildUnary({ operator, inner, line }: Expression & { kind: 'unary' }, build: Build): Evaluate {
  const evaluate = build.one(inner);
  const name = described(inner);
  switch (operator) {
    case 'not':
      return (frame) => !isTrue(evaluate(frame));
    case '-':
      return (frame) => negate(frame.lua, evaluate(frame), name, line);
    case '#':
      return (frame) => sizeOf(frame.lua, evaluate(frame), name, line);
  }
}

function buildBinary(node: Expression & { kind: 'binary' }, build: Build): Evaluate {
  const { operator, line } = node;
  const [left, right] = [build.one(node.left), build.one(node.right)];
  switch (operator) {
    case '==':
      return (frame) => areEqual(frame.lua, left(frame), right(frame), line);
    case '~=':
      return (frame) => !areEqual(frame.lua, left(frame), right(frame), line);
    case '<':
      return (frame) => isLess(frame.lua, left(frame), right(frame), line);
    case '<=':
      return (frame) => isAtMost(frame.lua, left(frame), right(frame), line);
    case '>':
    case '>=': {
      const compare = operator === '>' ? isLess : isAtMost;
      return (frame) => {
        const one = left(frame);
        return compare(frame.lua, right(frame), one, line);
      };
    }
    case '..': {
      const names = [described(node.left), described(node.right)] as const;
      return (frame) => {
        const one = left(frame);
        const other = right(frame);
        return typeof one === 'string' && typeof other === 'string'
          ? one + other
          : concat(frame.lua, one, other, names, line);
      };
    }
    default: {
      const names = [described(node.left), described(node.right)] as const;
      return (frame) => {
        const one = left(frame);
        const other = right(frame);
        return typeof one === 'number' && typeof other === 'number'
          ? calculate(operator, one, other)
          : calculateOther(frame.lua, operator, one, other, names, line);
      };
    }
  }
}

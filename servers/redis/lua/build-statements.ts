/** Turns statements into functions of JavaScript. */
import { buildCall } from './build-calls.js';
import { described } from './described.js';
import { buildCount, buildEach, buildWhile, buildRepeat } from './build-loops.js';
import { BREAK, declare, type Box, type Build, type EvaluateAll, type Frame, type Run } from './frame.js';
import { setIndex } from './operations.js';
import type { Expression, Statement, Target } from './syntax.js';
import { isTrue, type LuaValue } from './values.js';

export function buildBlock(body: readonly Statement[], build: Build): Run {
  const steps = body.map((node) => buildStatement(node, build));
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return (frame) => {
    for (const step of steps) {
      const end = step(frame);
      if (end !== undefined) return end;
    }
    return undefined;
  };
}

function buildStatement(node: Statement, build: Build): Run {
  switch (node.kind) {
    case 'declare':
      return buildDeclare(node, build);
    case 'declare function': {
      const { variable } = node;
      const make = build.closure(node.node);
      return (frame) => {
        // It may call itself: the variable is there first.
        declare(frame, variable, undefined);
        const made = make(frame);
        if (variable.isCaptured) (frame.slots[variable.slot] as Box).value = made;
        else frame.slots[variable.slot] = made;
        return undefined;
      };
    }
    case 'assign':
      return buildAssign(node, build);
    case 'call': {
      const evaluate = buildCall(node.call, build);
      return (frame) => void evaluate(frame);
    }
    case 'do':
      return build.block(node.body);
    case 'while':
      return buildWhile(node, build);
    case 'repeat':
      return buildRepeat(node, build);
    case 'if':
      return buildIf(node, build);
    case 'count':
      return buildCount(node, build);
    case 'each':
      return buildEach(node, build);
    case 'return':
      return build.list(node.values);
    case 'break':
      return () => BREAK;
  }
}

function buildDeclare({ variables, values }: Statement & { kind: 'declare' }, build: Build): Run {
  const [variable] = variables;
  const [value] = values;
  if (variable !== undefined && value !== undefined && variables.length === 1 && values.length === 1) {
    const evaluate = build.one(value);
    return (frame) => void declare(frame, variable, evaluate(frame));
  }
  const evaluate = buildExactly(values, variables.length, build);
  return (frame) => {
    const all = evaluate(frame);
    for (const [at, one] of variables.entries()) declare(frame, one, all[at]);
    return undefined;
  };
}

/** As many values as there are names; only the last expression may have many, and all are evaluated. */
function buildExactly(values: readonly Expression[], count: number, build: Build): EvaluateAll {
  if (values.length < count || values.length === 0) return build.list(values);
  const all = values.map(build.one);
  return (frame) => all.map((evaluate) => evaluate(frame));
}

type Assign = (frame: Frame, place: Place, value: LuaValue) => void;

/** What must be known of a target before values are evaluated: a table and a key. */
type Place = readonly [LuaValue, LuaValue] | undefined;

interface Setter {
  readonly find: ((frame: Frame) => Place) | undefined;
  readonly assign: Assign;
}

function buildAssign({ targets, values, line }: Statement & { kind: 'assign' }, build: Build): Run {
  const setters = targets.map((target) => buildTarget(target, line, build));
  const [only] = setters;
  const [value] = values;
  if (only !== undefined && value !== undefined && setters.length === 1 && values.length === 1) {
    const evaluate = build.one(value);
    const { find, assign } = only;
    return (frame) => void assign(frame, find?.(frame), evaluate(frame));
  }
  const evaluate = buildExactly(values, targets.length, build);
  return (frame) => {
    const places = setters.map(({ find }) => find?.(frame));
    const all = evaluate(frame);
    // The last one first, as Lua does it.
    for (let at = setters.length - 1; at >= 0; at--) setters[at]?.assign(frame, places[at], all[at]);
    return undefined;
  };
}

function buildTarget(target: Target, line: number, build: Build): Setter {
  switch (target.kind) {
    case 'local': {
      const { slot, isCaptured } = target.variable;
      const assign: Assign = isCaptured
        ? ({ slots }, _, value) => void ((slots[slot] as Box).value = value)
        : ({ slots }, _, value) => void (slots[slot] = value);
      return { find: undefined, assign };
    }
    case 'upvalue': {
      const { index } = target;
      return {
        find: undefined,
        assign: ({ upvalues }, _, value) => void ((upvalues[index] as Box).value = value),
      };
    }
    case 'global': {
      const { name } = target;
      return {
        find: undefined,
        assign: ({ lua }, _, value) => void setIndex(lua, lua.globals, name, value, undefined, line),
      };
    }
    case 'index': {
      const [table, key] = [build.one(target.table), build.one(target.key)];
      const name = described(target.table);
      return {
        find: (frame) => [table(frame), key(frame)],
        assign: ({ lua }, place, value) => void setIndex(lua, place?.[0], place?.[1], value, name, line),
      };
    }
  }
}

function buildIf({ branches, otherwise }: Statement & { kind: 'if' }, build: Build): Run {
  const built = branches.map(({ condition, body }) => ({
    condition: build.one(condition),
    body: build.block(body),
  }));
  const last = build.block(otherwise);
  return (frame) => {
    for (const { condition, body } of built) if (isTrue(condition(frame))) return body(frame);
    return last(frame);
  };
}

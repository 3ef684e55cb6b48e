/** Turns loops into functions of JavaScript. Each round is a step that counts. */
import { BREAK, declare, type Build, type Frame, type Run } from './frame.js';
import { callOther } from './operations.js';
import { raise, spend } from './state.js';
import type { Statement, Variable } from './syntax.js';
import { isTrue, LuaFunction, toNumber, type LuaValue } from './values.js';

type Loop<Kind extends Statement['kind']> = Statement & { kind: Kind };

export function buildWhile(node: Loop<'while'>, build: Build): Run {
  const condition = build.one(node.condition);
  const body = build.block(node.body);
  return (frame) => {
    while (isTrue(condition(frame))) {
      spend(frame.lua, 1);
      const end = body(frame);
      if (end === BREAK) break;
      if (end !== undefined) return end;
    }
    return undefined;
  };
}

export function buildRepeat(node: Loop<'repeat'>, build: Build): Run {
  const condition = build.one(node.condition);
  const body = build.block(node.body);
  return (frame) => {
    do {
      spend(frame.lua, 1);
      const end = body(frame);
      if (end === BREAK) break;
      if (end !== undefined) return end;
    } while (!isTrue(condition(frame)));
    return undefined;
  };
}

export function buildCount(node: Loop<'count'>, build: Build): Run {
  const { variable, line } = node;
  const [from, to] = [build.one(node.from), build.one(node.to)];
  const step = node.step === undefined ? () => 1 : build.one(node.step);
  const body = build.block(node.body);
  return (frame) => {
    const [first, last, by] = [from(frame), to(frame), step(frame)];
    const begin = numberFor(frame, 'initial value', first, line);
    const end = numberFor(frame, 'limit', last, line);
    const stride = numberFor(frame, 'step', by, line);
    // As Lua does it: one step back, then forward in each round.
    for (let at = begin - stride + stride; stride > 0 ? at <= end : end <= at; at += stride) {
      spend(frame.lua, 1);
      declare(frame, variable, at);
      const left = body(frame);
      if (left === BREAK) break;
      if (left !== undefined) return left;
    }
    return undefined;
  };
}

function numberFor({ lua }: Frame, what: string, value: LuaValue, line: number): number {
  return toNumber(value) ?? raise(lua, `'for' ${what} must be a number`, line);
}

export function buildEach(node: Loop<'each'>, build: Build): Run {
  const { variables, line } = node;
  const values = build.list(node.values);
  const body = build.block(node.body);
  const site = { line, name: '(for generator)' };
  return (frame) => {
    const { lua } = frame;
    const [next, state, first] = values(frame);
    let control = first;
    for (;;) {
      spend(lua, 1);
      lua.site = site;
      const found =
        next instanceof LuaFunction
          ? next.call(lua, [state, control])
          : callOther(lua, next, [state, control], undefined, line);
      control = found[0];
      if (control === undefined) return undefined;
      for (let at = 0; at < variables.length; at++) declare(frame, variables[at] as Variable, found[at]);
      const end = body(frame);
      if (end === BREAK) return undefined;
      if (end !== undefined) return end;
    }
  };
}

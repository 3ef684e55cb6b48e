/** Turns functions of a script into functions of JavaScript. */
import { declare, Frame, type Box, type Build } from './frame.js';
import { enter } from './state.js';
import type { FunctionNode, Variable } from './syntax.js';
import { LuaFunction, LuaTable, type LuaValue } from './values.js';

/** @returns makes the function, where it stands in another one */
export function buildFunction(node: FunctionNode, build: Build): (around: Frame | undefined) => LuaFunction {
  const { parameters, takesMore, arg, upvalues: wanted, slots } = node;
  const run = build.block(node.body);
  return (around) => {
    const upvalues = wanted.map((one) =>
      one.from === 'upvalue'
        ? ((around as Frame).upvalues[one.index] as Box)
        : ((around as Frame).slots[one.variable.slot] as Box),
    );
    return new LuaFunction((lua, given) => {
      enter(lua);
      const frame = new Frame(lua, slots, upvalues, takesMore ? given.slice(parameters.length) : NOTHING);
      for (let at = 0; at < parameters.length; at++) declare(frame, parameters[at] as Variable, given[at]);
      if (arg !== undefined) declare(frame, arg, tableOf(frame.more));
      const result = run(frame);
      lua.site = lua.sites.pop() ?? lua.site;
      return typeof result === 'object' ? result : NOTHING;
    }, false);
  };
}

const NOTHING: readonly LuaValue[] = [];

/** The old way to everything that was given: a list with its size. */
function tableOf(values: readonly LuaValue[]): LuaTable {
  const table = new LuaTable(values.length, 1);
  for (const [at, value] of values.entries()) table.set(at + 1, value);
  table.set('n', values.length);
  return table;
}

/** Scripts, ready to run: read and built once for all who run them. */
import { buildAll, buildList, buildOne } from './build-expressions.js';
import { buildFunction } from './build-functions.js';
import { buildBlock } from './build-statements.js';
import type { Build } from './frame.js';
import { readScript } from './read-statements.js';
import type { LuaFunction } from './values.js';

const build: Build = {
  one: (node) => buildOne(node, build),
  all: (node) => buildAll(node, build),
  list: (nodes) => buildList(nodes, build),
  block: (body) => buildBlock(body, build),
  closure: (node) => buildFunction(node, build),
};

/** What was read last, by its text. */
const known = new Map<string, () => LuaFunction>();
const MAX_KNOWN = 500;

/** @throws LuaError where it is no Lua, in Lua's words */
export function compile(source: string): LuaFunction {
  let make = known.get(source);
  if (make === undefined) {
    const closure = build.closure(readScript(source));
    make = () => closure(undefined);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(source, make);
  }
  return make();
}

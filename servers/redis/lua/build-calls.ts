/** Turns calls into functions of JavaScript. */
import { described } from './described.js';
import type { Build, EvaluateAll } from './frame.js';
import { callOther, index } from './operations.js';
import type { CallNode, Expression } from './syntax.js';
import { LuaFunction, type Site } from './values.js';

export function buildCall(node: CallNode, build: Build): EvaluateAll {
  return node.method === undefined ? buildPlain(node, build) : buildMethod(node, node.method, build);
}

function buildPlain({ callee: calleeNode, given: givenNodes, line }: CallNode, build: Build): EvaluateAll {
  const callee = build.one(calleeNode);
  const given = build.list(givenNodes);
  const name = described(calleeNode);
  const site = siteOf(line, calleeNode);
  return (frame) => {
    const { lua } = frame;
    const called = callee(frame);
    const values = given(frame);
    lua.site = site;
    return called instanceof LuaFunction
      ? called.call(lua, values)
      : callOther(lua, called, values, name, line);
  };
}

function buildMethod(
  { callee, given: givenNodes, line }: CallNode,
  method: string,
  build: Build,
): EvaluateAll {
  const object = build.one(callee);
  const given = build.list(givenNodes);
  const name = described(callee);
  const site: Site = { line, name: method, isMethod: true };
  return (frame) => {
    const { lua } = frame;
    const self = object(frame);
    const called = index(lua, self, method, name, line);
    const values = [self, ...given(frame)];
    lua.site = site;
    return called instanceof LuaFunction
      ? called.call(lua, values)
      : callOther(lua, called, values, `method '${method}'`, line);
  };
}

function siteOf(line: number, callee: Expression): Site {
  const [, name] = /'(.*)'/.exec(described(callee) ?? '') ?? [];
  return { line, ...(name !== undefined && { name }) };
}

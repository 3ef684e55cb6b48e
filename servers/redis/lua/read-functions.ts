/** Reads functions. */
import type { Parser } from './parser.js';
import { FunctionScope } from './scope.js';
import type { FunctionNode } from './syntax.js';

/** The parameters and the body, behind `function` and a name. */
export function readFunction(parser: Parser, line: number, isMethod = false): FunctionNode {
  parser.expect('(');
  const names = isMethod ? ['self'] : [];
  let takesMore = false;
  if (!parser.is(')'))
    do {
      if (parser.accept('...')) takesMore = true;
      else names.push(parser.token.kind === 'name' ? parser.name() : parser.fail("<name> or '...' expected"));
    } while (!takesMore && parser.accept(','));
  parser.expect(')');
  const outside = parser.scope;
  const scope = new FunctionScope(outside, takesMore);
  parser.scope = scope;
  const parameters = names.map((name) => scope.declare(name));
  const arg = takesMore ? scope.declare('arg') : undefined;
  const body = parser.readBlock(parser);
  parser.close('end', 'function', line);
  parser.scope = outside;
  const { upvalues, slots, usesMore } = scope;
  return { parameters, takesMore, arg: usesMore ? undefined : arg, upvalues, slots, body };
}

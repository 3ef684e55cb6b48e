/** Reads a script: statement by statement. */
import { Parser } from './parser.js';
import { readExpression, readList, readSuffixed } from './read-expressions.js';
import { readFunction } from './read-functions.js';
import type { Expression, FunctionNode, Statement, Target, Variable } from './syntax.js';

/** @throws LuaError where it is no Lua, in Lua's words */
export function readScript(source: string): FunctionNode {
  const parser = new Parser(source, readBlock);
  const body = readBlock(parser);
  if (parser.token.kind !== 'end') parser.fail("'<eof>' expected");
  const { upvalues, slots } = parser.scope;
  return { parameters: [], takesMore: true, arg: undefined, upvalues, slots, body };
}

const ENDS = new Set(['else', 'elseif', 'end', 'until']);

const isAtEnd = ({ token: { kind, text } }: Parser): boolean =>
  kind === 'end' || (kind === 'sign' && ENDS.has(text));

function readBlock(parser: Parser): Statement[] {
  const end = parser.scope.block();
  const body = readStatements(parser);
  end();
  return body;
}

const readStatements = (parser: Parser): Statement[] =>
  parser.nested(() => {
    const body: Statement[] = [];
    while (!isAtEnd(parser)) {
      const statement = readStatement(parser);
      body.push(statement);
      parser.accept(';');
      if (statement.kind === 'return' || statement.kind === 'break') break;
    }
    return body;
  });

function readLoop(parser: Parser): Statement[] {
  parser.scope.loops++;
  const body = readBlock(parser);
  parser.scope.loops--;
  return body;
}

function readStatement(parser: Parser): Statement {
  const { line } = parser;
  if (parser.accept('if')) return readIf(parser, line);
  if (parser.accept('while')) {
    const condition = readExpression(parser);
    parser.expect('do');
    const body = readLoop(parser);
    parser.close('end', 'while', line);
    return { kind: 'while', condition, body };
  }
  if (parser.accept('do')) {
    const body = readBlock(parser);
    parser.close('end', 'do', line);
    return { kind: 'do', body };
  }
  if (parser.accept('for')) return readFor(parser, line);
  if (parser.accept('repeat')) return readRepeat(parser, line);
  if (parser.accept('function')) return readNamed(parser, line);
  if (parser.accept('local')) return readLocal(parser, line);
  if (parser.accept('return'))
    return { kind: 'return', values: isAtEnd(parser) || parser.is(';') ? [] : readList(parser) };
  if (parser.accept('break')) {
    if (parser.scope.loops === 0) parser.fail('no loop to break');
    return { kind: 'break' };
  }
  return readCallOrAssignment(parser);
}

function readIf(parser: Parser, line: number): Statement {
  const branches: { condition: Expression; body: Statement[] }[] = [];
  do {
    const condition = readExpression(parser);
    parser.expect('then');
    branches.push({ condition, body: readBlock(parser) });
  } while (parser.accept('elseif'));
  const otherwise = parser.accept('else') ? readBlock(parser) : [];
  parser.close('end', 'if', line);
  return { kind: 'if', branches, otherwise };
}

/** What is declared in the body can be seen by the condition. */
function readRepeat(parser: Parser, line: number): Statement {
  const end = parser.scope.block();
  parser.scope.loops++;
  const body = readStatements(parser);
  parser.scope.loops--;
  parser.close('until', 'repeat', line);
  const condition = readExpression(parser);
  end();
  return { kind: 'repeat', condition, body };
}

function readFor(parser: Parser, line: number): Statement {
  const end = parser.scope.block();
  const names = [parser.name()];
  const statement = parser.is('=')
    ? readCount(parser, names, line)
    : parser.is(',') || parser.is('in')
      ? readEach(parser, names, line)
      : parser.fail("'=' or 'in' expected");
  parser.close('end', 'for', line);
  end();
  return statement;
}

function readCount(parser: Parser, [name = '']: readonly string[], line: number): Statement {
  parser.expect('=');
  const from = readExpression(parser);
  parser.expect(',');
  const to = readExpression(parser);
  const step = parser.accept(',') ? readExpression(parser) : undefined;
  parser.expect('do');
  const variable = parser.scope.declare(name);
  return { kind: 'count', variable, from, to, step, body: readLoop(parser), line };
}

function readEach(parser: Parser, names: string[], line: number): Statement {
  while (parser.accept(',')) names.push(parser.name());
  parser.expect('in');
  const values = readList(parser);
  parser.expect('do');
  const variables = names.map((name) => parser.scope.declare(name));
  return { kind: 'each', variables, values, body: readLoop(parser), line };
}

/** `function a.b:c(…)`. */
function readNamed(parser: Parser, line: number): Statement {
  let target: Target = parser.scope.resolve(parser.name(), parser.lastLine);
  let isMethod = false;
  while (!isMethod && (parser.is('.') || parser.is(':'))) {
    isMethod = parser.advance().text === ':';
    const key = { kind: 'constant', value: parser.name() } as const;
    target = { kind: 'index', table: target, key, line: parser.lastLine };
  }
  const node = readFunction(parser, line, isMethod);
  return { kind: 'assign', targets: [target], values: [{ kind: 'function', node }], line };
}

function readLocal(parser: Parser, line: number): Statement {
  const { scope } = parser;
  if (parser.accept('function')) {
    const variable = scope.declare(parser.name());
    return { kind: 'declare function', variable, node: readFunction(parser, line) };
  }
  const variables: Variable[] = [];
  do variables.push(scope.make(parser.name()));
  while (parser.accept(','));
  const values = parser.accept('=') ? readList(parser) : [];
  scope.show(...variables);
  return { kind: 'declare', variables, values };
}

function readCallOrAssignment(parser: Parser): Statement {
  const first = readSuffixed(parser);
  if (first.kind === 'call') return { kind: 'call', call: first };
  const targets = [asTarget(parser, first)];
  while (parser.accept(',')) targets.push(asTarget(parser, readSuffixed(parser)));
  parser.expect('=');
  const values = readList(parser);
  return { kind: 'assign', targets, values, line: parser.lastLine };
}

function asTarget(parser: Parser, expression: Expression): Target {
  const { kind } = expression;
  if (kind === 'local' || kind === 'upvalue' || kind === 'global' || kind === 'index') return expression;
  return parser.fail('syntax error');
}

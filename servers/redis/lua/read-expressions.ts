/** Reads expressions: by the strength of their operators, in one pass. */
import { readFunction } from './read-functions.js';
import type { Parser } from './parser.js';
import type { BinaryOperator, CallNode, Expression, TableNode } from './syntax.js';

/** How strongly an operator binds what is left and right of it. */
const STRENGTH: Readonly<Record<string, readonly [left: number, right: number]>> = {
  ...{ or: [1, 1], and: [2, 2] },
  ...{ '<': [3, 3], '>': [3, 3], '<=': [3, 3], '>=': [3, 3], '~=': [3, 3], '==': [3, 3] },
  ...{ '..': [5, 4], '+': [6, 6], '-': [6, 6], '*': [7, 7], '/': [7, 7], '%': [7, 7], '^': [10, 9] },
};
const UNARY = 8;

export const readExpression = (parser: Parser, limit = 0): Expression =>
  parser.nested(() => {
    let left = readUnary(parser);
    for (;;) {
      const { kind, text } = parser.token;
      const strength = kind === 'sign' ? STRENGTH[text] : undefined;
      if (strength === undefined || strength[0] <= limit) return left;
      parser.advance();
      const right = readExpression(parser, strength[1]);
      left =
        text === 'and' || text === 'or'
          ? { kind: text, left, right }
          : { kind: 'binary', operator: text as BinaryOperator, left, right, line: parser.lastLine };
    }
  });

function readUnary(parser: Parser): Expression {
  const { token } = parser;
  for (const operator of ['not', '-', '#'] as const) {
    if (!parser.accept(operator)) continue;
    const inner = readExpression(parser, UNARY);
    if (operator === '-' && inner.kind === 'constant' && typeof inner.value === 'number')
      return { kind: 'constant', value: -inner.value };
    return { kind: 'unary', operator, inner, line: parser.lastLine };
  }
  if (token.kind === 'number' || token.kind === 'string') {
    parser.advance();
    return { kind: 'constant', value: token.value ?? token.text };
  }
  if (parser.accept('nil')) return { kind: 'constant', value: undefined };
  if (parser.accept('true')) return { kind: 'constant', value: true };
  if (parser.accept('false')) return { kind: 'constant', value: false };
  if (parser.is('...')) {
    if (!parser.scope.takesMore) parser.fail("cannot use '...' outside a vararg function");
    parser.scope.usesMore = true;
    parser.advance();
    return { kind: 'more' };
  }
  if (parser.is('{')) return readTable(parser);
  const { line } = parser;
  if (parser.accept('function')) return { kind: 'function', node: readFunction(parser, line) };
  return readSuffixed(parser);
}

/** A name or something in parentheses, and what is taken out of it or called. */
export function readSuffixed(parser: Parser): Expression {
  let base = readPrimary(parser);
  for (;;) {
    const { line } = parser;
    if (parser.accept('.')) {
      base = {
        kind: 'index',
        table: base,
        key: { kind: 'constant', value: parser.name() },
        line: parser.lastLine,
      };
    } else if (parser.accept('[')) {
      const key = readExpression(parser);
      parser.expect(']');
      base = { kind: 'index', table: base, key, line: parser.lastLine };
    } else if (parser.accept(':')) {
      const method = parser.name();
      base = { kind: 'call', callee: base, method, ...readGiven(parser) };
    } else if (parser.is('(') || parser.is('{') || parser.token.kind === 'string') {
      if (parser.is('(') && line !== parser.lastLine)
        parser.fail('ambiguous syntax (function call x new statement)');
      base = { kind: 'call', callee: base, ...readGiven(parser) };
    } else return base;
  }
}

function readPrimary(parser: Parser): Expression {
  const { line } = parser;
  if (parser.token.kind === 'name') return parser.scope.resolve(parser.name(), line);
  if (!parser.accept('(')) return parser.fail('unexpected symbol');
  const inner = readExpression(parser);
  parser.close(')', '(', line);
  // Of many values it leaves one.
  return inner.kind === 'call' || inner.kind === 'more' ? { kind: 'group', inner } : inner;
}

function readGiven(parser: Parser): Pick<CallNode, 'given' | 'line'> {
  const { line, token } = parser;
  if (token.kind === 'string') {
    parser.advance();
    return { given: [{ kind: 'constant', value: token.text }], line };
  }
  if (parser.is('{')) return { given: [readTable(parser)], line };
  if (!parser.accept('(')) return parser.fail('function arguments expected');
  if (line !== parser.lastLine) parser.fail('ambiguous syntax (function call x new statement)');
  if (parser.accept(')')) return { given: [], line };
  const given = readList(parser);
  parser.close(')', '(', line);
  return { given, line };
}

export function readList(parser: Parser): Expression[] {
  const list = [readExpression(parser)];
  while (parser.accept(',')) list.push(readExpression(parser));
  return list;
}

function readTable(parser: Parser): TableNode {
  const { line } = parser;
  const items: { key?: Expression; value: Expression }[] = [];
  parser.expect('{');
  while (!parser.is('}')) {
    if (parser.accept('[')) {
      const key = readExpression(parser);
      parser.expect(']');
      parser.expect('=');
      items.push({ key, value: readExpression(parser) });
    } else if (parser.token.kind === 'name' && parser.peek().kind === 'sign' && parser.peek().text === '=') {
      const key = { kind: 'constant', value: parser.name() } as const;
      parser.expect('=');
      items.push({ key, value: readExpression(parser) });
    } else items.push({ value: readExpression(parser) });
    if (!parser.accept(',') && !parser.accept(';')) break;
  }
  parser.close('}', '{', line);
  return { kind: 'table', items, line: parser.lastLine };
}

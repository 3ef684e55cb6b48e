/** Where the reader of a script is: the word it is at, and the function that it reads. */
import { FunctionScope } from './scope.js';
import type { Statement } from './syntax.js';
import { compileError, Tokens, type Token } from './tokens.js';

/** Deeper nested is no script. */
const MAX_LEVELS = 200;

export class Parser {
  scope = new FunctionScope(undefined, true);
  token: Token;
  /** Of the word before. */
  lastLine = 1;
  #ahead: Token | undefined;
  #levels = 0;
  readonly #tokens: Tokens;

  /** @param readBlock reads statements, as a function has them inside */
  constructor(
    source: string,
    readonly readBlock: (parser: Parser) => Statement[],
  ) {
    this.#tokens = new Tokens(source);
    this.token = this.#tokens.next();
  }

  get line(): number {
    return this.token.line;
  }

  /** Goes on to the next word. @returns the one it leaves */
  advance(): Token {
    const { token } = this;
    this.lastLine = token.line;
    this.token = this.#ahead ?? this.#tokens.next();
    this.#ahead = undefined;
    return token;
  }

  /** The word behind this one. */
  peek(): Token {
    this.#ahead ??= this.#tokens.next();
    return this.#ahead;
  }

  is(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.text === sign;
  }

  accept(sign: string): boolean {
    const isIt = this.is(sign);
    if (isIt) this.advance();
    return isIt;
  }

  expect(sign: string): void {
    if (!this.accept(sign)) this.fail(`'${sign}' expected`);
  }

  /** The word that ends what began on this line. */
  close(sign: string, opened: string, line: number): void {
    if (this.accept(sign)) return;
    this.fail(
      line === this.line ? `'${sign}' expected` : `'${sign}' expected (to close '${opened}' at line ${line})`,
    );
  }

  name(): string {
    return this.token.kind === 'name' ? this.advance().text : this.fail("'<name>' expected");
  }

  fail(text: string): never {
    return compileError(this.line, text, this.token.shown);
  }

  /** One level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#levels > MAX_LEVELS) compileError(this.line, 'chunk has too many syntax levels');
    const result = read();
    this.#levels--;
    return result;
  }
}

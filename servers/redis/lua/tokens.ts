/** The words of a script: names, numbers, texts and signs, with the line that each ends on. */
import { LuaError, textNumber } from './values.js';

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  /** A name or a sign; of a text what it says; of a number its digits. */
  readonly text: string;
  readonly value?: number;
  /** As errors show it. */
  readonly shown: string;
  readonly line: number;
}

/** Words that are no names. */
const RESERVED = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

const SIGNS = /\.\.\.|\.\.|==|<=|>=|~=|[-+*/%^#<>=(){}[\];:,.]/y;
const BLANKS = /[ \t\v\f]+/y;
const NAME = /[A-Za-z_]\w*/y;
/** With whatever stands behind it: then it is none. */
const NUMBER = /(?=\.?\d)[\d.]*(?:[Ee][+-]?)?\w*/y;

/** What a backslash and a letter mean. */
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

/** @throws LuaError as Lua tells what is wrong */
export function compileError(line: number, text: string, near?: string): never {
  throw new LuaError(`user_script:${line}: ${text}${near === undefined ? '' : ` near '${near}'`}`, line);
}

export class Tokens {
  #at = 0;
  #line = 1;

  constructor(readonly source: string) {}

  next(): Token {
    const { source } = this;
    for (;;) {
      this.#match(BLANKS);
      if (this.#at >= source.length) return this.#token('end', '<eof>');
      const letter = source[this.#at] as string;
      if (letter === '\n' || letter === '\r') this.#newLine();
      else if (letter === '-' && source[this.#at + 1] === '-') this.#comment();
      else break;
    }
    const name = this.#match(NAME);
    if (name !== undefined) return this.#token(RESERVED.has(name) ? 'sign' : 'name', name);
    const letter = source[this.#at] as string;
    if (letter === '"' || letter === "'") return this.#quoted(letter);
    if (letter === '[') {
      const level = this.#longLevel();
      if (level >= 0) return this.#long(level, 'string');
      if (level < -1) compileError(this.#line, 'invalid long string delimiter', '['.padEnd(-level, '='));
    }
    const digits = this.#match(NUMBER);
    if (digits !== undefined) {
      const value = textNumber(digits);
      if (value === undefined || /^[a-z]/i.test(digits)) compileError(this.#line, 'malformed number', digits);
      return { kind: 'number', text: digits, shown: digits, value: value as number, line: this.#line };
    }
    const sign = this.#match(SIGNS);
    if (sign !== undefined) return this.#token('sign', sign);
    this.#at++;
    const shown = letter < ' ' ? `char(${letter.charCodeAt(0)})` : letter;
    return { kind: 'sign', text: letter, shown, line: this.#line };
  }

  #token(kind: Token['kind'], text: string): Token {
    return { kind, text, shown: text, line: this.#line };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.source)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  /** CR LF and LF CR are one. */
  #newLine(): void {
    const [one, other] = [this.source[this.#at], this.source[this.#at + 1]];
    this.#at += (other === '\n' || other === '\r') && other !== one ? 2 : 1;
    this.#line++;
  }

  #comment(): void {
    this.#at += 2;
    if (this.source[this.#at] === '[') {
      const level = this.#longLevel();
      if (level >= 0) {
        this.#long(level, 'comment');
        return;
      }
    }
    while (this.#at < this.source.length && !'\n\r'.includes(this.source[this.#at] as string)) this.#at++;
  }

  /** How many `=` a long bracket has; below 0: it is none, and below -1 it began as one. */
  #longLevel(): number {
    let at = this.#at + 1;
    while (this.source[at] === '=') at++;
    const level = at - this.#at - 1;
    return this.source[at] === '[' ? level : -level - 1;
  }

  #long(level: number, what: 'string' | 'comment'): Token {
    const begin = this.#at;
    const close = `]${'='.repeat(level)}]`;
    this.#at += level + 2;
    if ('\n\r'.includes(this.source[this.#at] ?? ' ')) this.#newLine();
    let text = '';
    for (;;) {
      const letter = this.source[this.#at];
      if (letter === undefined) compileError(this.#line, `unfinished long ${what}`, '<eof>');
      if (letter === ']' && this.source.startsWith(close, this.#at)) break;
      if (letter === '\n' || letter === '\r') {
        this.#newLine();
        text += '\n';
      } else {
        text += letter as string;
        this.#at++;
      }
    }
    this.#at += close.length;
    return { kind: 'string', text, shown: this.source.slice(begin, this.#at), line: this.#line };
  }

  #quoted(quote: string): Token {
    let text = '';
    this.#at++;
    for (;;) {
      const letter = this.source[this.#at];
      if (letter === undefined) compileError(this.#line, 'unfinished string', '<eof>');
      if (letter === '\n' || letter === '\r') compileError(this.#line, 'unfinished string', quote + text);
      this.#at++;
      if (letter === quote) break;
      text += letter === '\\' ? this.#escape(quote + text) : (letter as string);
    }
    return { kind: 'string', text, shown: quote + text + quote, line: this.#line };
  }

  #escape(before: string): string {
    const letter = this.source[this.#at];
    if (letter === undefined) return '';
    if (letter === '\n' || letter === '\r') {
      this.#newLine();
      return '\n';
    }
    if (letter >= '0' && letter <= '9') {
      const digits = /^\d{1,3}/.exec(this.source.slice(this.#at, this.#at + 3))?.[0] ?? '';
      this.#at += digits.length;
      if (Number(digits) > 255) compileError(this.#line, 'escape sequence too large', before);
      return String.fromCharCode(Number(digits));
    }
    this.#at++;
    return ESCAPES[letter] ?? letter;
  }
}

/** Reads JSON as lua-cjson 2.1 does, with its errors, and with the numbers beyond JSON that it takes. */
import { raise, spend } from '../state.js';
import { LuaTable, NULL_POINTER, textNumber, type Lua, type LuaValue } from '../values.js';

const MAX_DEPTH = 1000;

type Kind =
  | 'OBJ_BEGIN'
  | 'OBJ_END'
  | 'ARR_BEGIN'
  | 'ARR_END'
  | 'STRING'
  | 'NUMBER'
  | 'BOOLEAN'
  | 'NULL'
  | 'COLON'
  | 'COMMA'
  | 'END';

/** `wrong`: what is there instead of a word. */
type Token = { readonly at: number } & (
  { readonly kind: Kind; readonly value?: LuaValue } | { readonly kind: 'wrong'; readonly text: string }
);

const SIGNS: Readonly<Record<string, Kind>> = {
  ...{ '{': 'OBJ_BEGIN', '}': 'OBJ_END', '[': 'ARR_BEGIN', ']': 'ARR_END', ':': 'COLON', ',': 'COMMA' },
};

const WORDS: readonly (readonly [string, Kind, LuaValue])[] = [
  ['true', 'BOOLEAN', true],
  ['false', 'BOOLEAN', false],
  ['null', 'NULL', NULL_POINTER],
];

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' },
};

/** What C's `strtod` takes. */
const NUMBER =
  /[+-]?(?:0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)/iy;

export function readJson(lua: Lua, text: string): LuaValue {
  if (text.length >= 2 && (text[0] === '\0' || text[1] === '\0'))
    raise(lua, 'JSON parser does not support UTF-16 or UTF-32');
  const reader = new Reader(lua, text);
  const value = reader.value(reader.next(), 0);
  const end = reader.next();
  if (end.kind !== 'END') reader.refuse('the end', end);
  return value;
}

class Reader {
  #at = 0;

  constructor(
    readonly lua: Lua,
    readonly text: string,
  ) {}

  refuse(expected: string, token: Token): never {
    const found = token.kind === 'wrong' ? token.text : `T_${token.kind}`;
    return raise(this.lua, `Expected ${expected} but found ${found} at character ${token.at + 1}`);
  }

  value(token: Token, depth: number): LuaValue {
    switch (token.kind) {
      case 'STRING':
      case 'NUMBER':
      case 'BOOLEAN':
      case 'NULL':
        return token.value;
      case 'OBJ_BEGIN':
        return this.#object(this.#deeper(depth));
      case 'ARR_BEGIN':
        return this.#list(this.#deeper(depth));
      default:
        return this.refuse('value', token);
    }
  }

  #deeper(depth: number): number {
    if (depth >= MAX_DEPTH)
      raise(this.lua, `Found too many nested data structures (${depth + 1}) at character ${this.#at}`);
    return depth + 1;
  }

  #object(depth: number): LuaTable {
    const table = new LuaTable();
    let token = this.next();
    if (token.kind === 'OBJ_END') return table;
    for (;;) {
      if (token.kind !== 'STRING') return this.refuse('object key string', token);
      const key = token.value;
      token = this.next();
      if (token.kind !== 'COLON') return this.refuse('colon', token);
      table.set(key, this.value(this.next(), depth));
      token = this.next();
      if (token.kind === 'OBJ_END') return table;
      if (token.kind !== 'COMMA') return this.refuse('comma or object end', token);
      token = this.next();
    }
  }

  #list(depth: number): LuaTable {
    const table = new LuaTable();
    let token = this.next();
    if (token.kind === 'ARR_END') return table;
    for (let at = 1; ; at++) {
      table.set(at, this.value(token, depth));
      token = this.next();
      if (token.kind === 'ARR_END') return table;
      if (token.kind !== 'COMMA') return this.refuse('comma or array end', token);
      token = this.next();
    }
  }

  next(): Token {
    const { text } = this;
    spend(this.lua, 1);
    while (this.#at < text.length && ' \t\n\r'.includes(text[this.#at] as string)) this.#at++;
    const at = this.#at;
    const letter = text[at];
    if (letter === undefined) return { kind: 'END', at };
    const sign = SIGNS[letter];
    if (sign !== undefined) {
      this.#at++;
      return { kind: sign, at };
    }
    if (letter === '"') return this.#string();
    for (const [word, kind, value] of WORDS)
      if (text.startsWith(word, at)) {
        this.#at += word.length;
        return { kind, at, value };
      }
    NUMBER.lastIndex = at;
    const digits = /[-+\dIiNn]/.test(letter) ? NUMBER.exec(text)?.[0] : undefined;
    if (digits === undefined)
      return {
        kind: 'wrong',
        text: letter === '-' || letter === '+' ? 'invalid number' : 'invalid token',
        at,
      };
    this.#at += digits.length;
    return { kind: 'NUMBER', at, value: textNumber(digits) };
  }

  #string(): Token {
    const { text } = this;
    const begin = this.#at;
    let value = '';
    for (let at = begin + 1; ;) {
      const letter = text[at];
      if (letter === undefined) return { kind: 'wrong', text: 'unexpected end of string', at };
      if (letter === '"') {
        this.#at = at + 1;
        return { kind: 'STRING', at: begin, value };
      }
      if (letter !== '\\') {
        value += letter;
        at++;
      } else if (text[at + 1] === 'u') {
        const code = unicodeAt(text, at);
        if (code === undefined) return { kind: 'wrong', text: 'invalid unicode escape code', at };
        value += bytesOf(code);
        at += code > 0xffff ? 12 : 6;
      } else {
        const meant = ESCAPES[text[at + 1] ?? ''];
        if (meant === undefined) return { kind: 'wrong', text: 'invalid escape code', at };
        value += meant;
        at += 2;
      }
    }
  }
}

const hexAt = (text: string, at: number): number | undefined => {
  const [digits] = /^\\u([\da-f]{4})/i.exec(text.slice(at, at + 6)) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits.slice(2), 16);
};

/** One code, or two halves of one. */
function unicodeAt(text: string, at: number): number | undefined {
  const code = hexAt(text, at);
  if (code === undefined || (code & 0xf800) !== 0xd800) return code;
  const low = (code & 0x400) === 0 ? hexAt(text, at + 6) : undefined;
  if (low === undefined || (low & 0xfc00) !== 0xdc00) return undefined;
  return 0x1_0000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
}

/** UTF-8. */
const bytesOf = (code: number): string => Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');

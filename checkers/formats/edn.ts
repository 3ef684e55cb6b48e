/**
 * A small reader of EDN (extensible data notation, https://github.com/edn-format/edn), as Clojure programs print
 * their data. It reads plain data: a tagged value is read as the value, symbols become strings, sets become arrays,
 * integers beyond 2^53 bigints; keywords become strings where they name something, keys of maps above all.
 */
import { Keyword, named } from '../keyword.js';
import { Keywords, withNames } from './edn-keywords.js';
import type { OnTwin } from './edn-keywords.js';
import { ednNumber } from './edn-number.js';
import { MAX_DEPTH } from './events.js';
import type { Value } from './events.js';
import { Words } from './words.js';

/** The text ended before the form did; the caller may come back with more. */
export class Incomplete extends Error {}

const incomplete = new Incomplete();

/** Whitespace in EDN includes commas. */
const isSpace = (code: number): boolean => code <= 32 || code === 44 || code === 0xfeff;

const DELIMITERS = Uint8Array.from({ length: 128 }, (_, code) =>
  isSpace(code) || '()[]{}";'.includes(String.fromCharCode(code)) ? 1 : 0,
);

const isDelimiter = (code: number): boolean => code < 128 && DELIMITERS[code] === 1;

/** Reads forms out of `text`, from `pos` on. */
export class EdnReader {
  pos = 0;
  private depth = 0;
  private readonly words = new Words();
  private readonly keywords: Keywords;
  /** Whether keywords are values, and not names. */
  private areValues = false;

  text = '';

  /** @param onTwin hears what is read as a keyword and as a text */
  constructor(onTwin: OnTwin = () => undefined) {
    this.keywords = new Keywords(onTwin);
  }

  /** Goes on with other text, from `pos`. */
  over(text: string, pos = 0): void {
    this.text = text;
    this.pos = pos;
    this.depth = 0;
  }

  /** A fault at `pos`, or at `at`. */
  fail(reason: string, at = this.pos): never {
    throw new EdnError(reason, at);
  }

  /** Skips whitespace and comments. False at the end of the text. */
  skip(): boolean {
    const { text } = this;
    while (this.pos < text.length) {
      const code = text.charCodeAt(this.pos);
      if (isSpace(code)) this.pos++;
      else if (code === 0x3b) {
        const end = text.indexOf('\n', this.pos);
        if (end < 0) return false;
        this.pos = end + 1;
      } else return true;
    }
    return false;
  }

  /** The code of the next significant character. */
  peek(): number {
    if (!this.skip()) throw incomplete;
    return this.text.charCodeAt(this.pos);
  }

  /** Reads one form. */
  read(): Value {
    const code = this.peek();
    if (++this.depth > MAX_DEPTH) this.fail(`nested more than ${MAX_DEPTH} deep`);
    const value = this.form(code);
    this.depth--;
    return value;
  }

  /** Reads one form in which keywords are values: `:a` is not "a". */
  readValue(): Value {
    this.areValues = true;
    try {
      return withNames(this.read());
    } finally {
      this.areValues = false;
    }
  }

  private form(code: number): Value {
    switch (code) {
      case 0x22:
        return this.valueText(this.string());
      case 0x3a:
        this.pos++;
        return this.areValues ? this.keywords.get(this.word()) : this.word();
      case 0x5b:
        return this.items(0x5d);
      case 0x28:
        return this.items(0x29);
      case 0x7b:
        return this.map();
      case 0x23:
        return this.dispatch();
      case 0x5c:
        return this.character();
      case 0x5e: // metadata says nothing about the value
        this.pos++;
        this.read();
        return this.read();
      case 0x27: // nor does a quote
        this.pos++;
        return this.read();
      case 0x5d:
      case 0x29:
      case 0x7d:
        return this.fail(`unexpected "${String.fromCharCode(code)}"`);
      default:
        return this.atom();
    }
  }

  /** A run of characters up to the next delimiter: keyword, symbol, number. The same word is the same string. */
  word(): string {
    const { text } = this;
    const start = this.pos;
    let end = start;
    let hash = 0;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (isDelimiter(code)) break;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    if (end === text.length) throw incomplete;
    this.pos = end;
    return this.words.get(text, start, end, hash);
  }

  private items(close: number): Value[] {
    this.pos++;
    const items: Value[] = [];
    for (;;) {
      if (this.peek() === close) {
        this.pos++;
        return items;
      }
      if (!this.discarded()) items.push(this.read());
    }
  }

  private map(): Value {
    const start = this.pos;
    const items = this.items(0x7d);
    if (items.length % 2 === 1) this.fail('a map needs a value for every key', start);
    const entries: [string, Value][] = [];
    for (let i = 0; i < items.length; i += 2) entries.push([keyText(items[i] ?? null), items[i + 1] ?? null]);
    const map = Object.fromEntries(entries);
    if (Object.keys(map).length < entries.length)
      this.fail(`two keys of a map are both called ${twice(entries)}`, start);
    return map;
  }

  /** `#_ form` is a form commented out. */
  discarded(): boolean {
    if (this.text.charCodeAt(this.pos) !== 0x23) return false;
    const next = this.text.charCodeAt(this.pos + 1);
    if (next !== next) throw incomplete;
    if (next !== 0x5f) return false;
    this.pos += 2;
    this.read();
    return true;
  }

  /** After `#`: a set, a symbolic number, a pattern, a discarded form, whatever Clojure prints so, or a tag. */
  private dispatch(): Value {
    const start = this.pos;
    if (this.discarded()) return this.read();
    const next = this.text.charCodeAt(++this.pos);
    switch (next) {
      case 0x7b:
        return this.items(0x7d);
      case 0x28: // a function
        return this.items(0x29);
      case 0x22:
        return this.string(true);
      case 0x23:
        return this.symbolic(start);
      case 0x3c:
        return this.unreadable(start);
      case 0x27: // a var: its name
      case 0x5e: // metadata, as it was once written
        return this.read();
    }
    const tag = this.word();
    if (tag === '') this.fail('a tag needs a name', start);
    const value = this.read();
    return tag.startsWith(':') ? inNamespace(tag.replace(/^:+/, ''), value) : value;
  }

  /** `##NaN` and the infinities. */
  private symbolic(start: number): number {
    this.pos++;
    const name = this.word();
    const value = SYMBOLIC[name];
    return value ?? this.fail(`there is no number ##${name}; there are ##NaN, ##Inf and ##-Inf`, start);
  }

  /** `#<…>` is how old Clojure prints what cannot be read again. */
  private unreadable(start: number): string {
    const { text } = this;
    let open = 0;
    for (let end = this.pos; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === 0x3c) open++;
      else if (code === 0x3e && --open === 0) {
        this.pos = end + 1;
        return text.slice(start, this.pos);
      } else if (code === 0x0a) this.fail('what begins with #< needs a > on its line', start);
    }
    throw incomplete;
  }

  private character(): string {
    const start = this.pos++;
    if (this.pos === this.text.length) throw incomplete;
    const first = this.text.charAt(this.pos++);
    const rest = this.word();
    const name = first + rest;
    if (rest === '') return first;
    const named = CHARACTERS[name];
    if (named !== undefined) return named;
    const [, unicode, octal] = /^(?:u([0-9a-fA-F]{4})|o([0-3]?[0-7]{1,2}))$/.exec(name) ?? [];
    if (unicode !== undefined) return String.fromCharCode(parseInt(unicode, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    return this.fail(`unknown character \\${name}`, start);
  }

  private valueText(text: string): string {
    if (this.areValues) this.keywords.text(text);
    return text;
  }

  /** A text; that of a pattern keeps its backslashes. */
  private string(isPattern = false): string {
    const { text } = this;
    const start = this.pos;
    let end = text.indexOf('"', start + 1);
    let escaped = false;
    for (; end >= 0; end = text.indexOf('"', end + 1)) {
      let slashes = 0;
      while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
      if (slashes % 2 === 0) break;
      escaped = true;
    }
    if (end < 0) throw incomplete;
    this.pos = end + 1;
    const body = text.slice(start + 1, end);
    if (body.length < 13 && !escaped && !body.includes('\\')) return body;
    if (isPattern) return JSON.parse(JSON.stringify(body)) as string;
    try {
      // EDN's escapes are JSON's, but for octal ones; raw line ends and tabs must be escaped first. Parsing also makes
      // a copy, so that the string does not keep the chunk alive.
      return JSON.parse(`"${body.replace(NOT_JSON, asJson)}"`) as string;
    } catch {
      return this.fail('a string holds an unknown escape', start);
    }
  }

  private atom(): Value {
    const { text } = this;
    const start = this.pos;
    // Whole numbers are nearly everything there is; fifteen digits are always exact.
    const limit = Math.min(text.length, start + 16);
    let end = start;
    let number = 0;
    let code = 0;
    for (; end < limit; end++) {
      code = text.charCodeAt(end);
      if (code < 0x30 || code > 0x39) break;
      number = number * 10 + code - 0x30;
    }
    if (
      end > start &&
      end < limit &&
      isDelimiter(code) &&
      (end === start + 1 || text.charCodeAt(start) !== 0x30)
    ) {
      this.pos = end;
      return number;
    }
    const word = this.word();
    if (word === 'nil') return null;
    if (word === 'true') return true;
    if (word === 'false') return false;
    return /^[-+]?\d/.test(word)
      ? this.number(word, start)
      : word === ''
        ? this.fail(`unexpected ${JSON.stringify(text.charAt(start))}`, start)
        : word;
  }

  private number(word: string, start: number): Value {
    return ednNumber(word) ?? this.fail(`${word} is not a number this reader knows`, start);
  }
}

const SYMBOLIC: Readonly<Record<string, number>> = { NaN, Inf: Infinity, '-Inf': -Infinity };

/** In the body of a string: each escape, which may be octal, and each raw control character. */
const NOT_JSON = /\\(?:([0-7]{1,3})|[^])|[\u0000-\u001f]/g;
const asJson = (found: string, octal: string | undefined): string => {
  const code = parseInt(octal ?? '', 8);
  if (code <= 0o377) return JSON.stringify(String.fromCharCode(code)).slice(1, -1);
  return found.length === 1 ? JSON.stringify(found).slice(1, -1) : found;
};

/** The keys of `#:a{:b 1}` are `:a/b`; one that has a namespace, or `_` for none, keeps it. */
function inNamespace(namespace: string, value: Value): Value {
  if (typeof value !== 'object' || value === null || isArray(value) || value instanceof Keyword) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.startsWith('_/') ? key.slice(2) : /^\d|\//.test(key) ? key : `${namespace}/${key}`,
      part,
    ]),
  );
}

const CHARACTERS: Record<string, string> = {
  newline: '\n',
  return: '\r',
  space: ' ',
  tab: '\t',
  formfeed: '\f',
  backspace: '\b',
};

/** A fault at an offset of the text being read; whoever knows the lines turns it into a `HistoryError`. */
export class EdnError extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
  }
}

/** A map's key, as the name of a property. */
function keyText(key: Value): string {
  const name = named(key);
  return typeof name === 'string' ? name : printEdn(name);
}

const twice = (entries: readonly (readonly [string, Value])[]): string =>
  entries.find(([name], at) => entries.findIndex(([other]) => other === name) < at)?.[0] ?? '';

/** Prints plain data as EDN. Strings stay strings; keywords are the caller's business. */
export function printEdn(value: Value): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  // Long integers are bigints; a number that long must not look like one.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return value.toExponential();
  if (typeof value === 'number' && !Number.isFinite(value))
    return value !== value ? '##NaN' : value > 0 ? '##Inf' : '##-Inf';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Keyword) return value.text;
  if (isArray(value)) return `[${value.map(printEdn).join(' ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${/^-?\d+$/.test(key) ? key : JSON.stringify(key)} ${printEdn(item)}`)
    .join(', ')}}`;
}

const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);

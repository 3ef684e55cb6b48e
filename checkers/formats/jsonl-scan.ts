/**
 * Reads the lines recorders really write, flat objects without spaces, several times faster than a JSON parser can.
 * Whatever is unusual is left to the parser: the scanner gives up rather than guess.
 */
import type { Value } from './events.js';
import type { Fields } from './fields.js';
import { Words } from './words.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

interface FieldName {
  readonly name: Exclude<keyof Fields, 'more'>;
  readonly text: string;
}

const NAMES: readonly FieldName[] = (
  ['type', 'process', 'f', 'key', 'value', 'time', 'timeMs', 'error'] as const
).map((name) => ({ name, text: `"${name}":` }));

export class LineScanner {
  private readonly words = new Words();
  private text = '';
  private pos = 0;
  private end = 0;
  private readonly order: FieldName[] = [];

  /** The fields of the line from `start` to `end`, or `undefined` where a JSON parser must look. */
  scan(text: string, start: number, end: number): Fields | undefined {
    this.text = text;
    this.pos = start;
    this.end = end;
    if (!this.eat(OPEN_OBJECT)) return undefined;
    // One shape for all lines, whatever fields they have.
    const fields: Fields = {
      type: undefined,
      process: undefined,
      f: undefined,
      key: undefined,
      value: undefined,
      time: undefined,
      timeMs: undefined,
      error: undefined,
      more: undefined,
    };
    for (let place = 0; ; place++) {
      const name = this.fieldName(place);
      if (name === undefined) return undefined;
      const value = this.value();
      if (value === undefined) return undefined;
      fields[name] = value;
      if (this.eat(COMMA)) continue;
      return this.eat(CLOSE_OBJECT) && this.pos === end ? fields : undefined;
    }
  }

  /** Lines name their fields in the same order as the line before, nearly always. */
  private fieldName(place: number): FieldName['name'] | undefined {
    const expected = this.order[place];
    if (expected && this.text.startsWith(expected.text, this.pos)) {
      this.pos += expected.text.length;
      return expected.name;
    }
    const found = NAMES.find((candidate) => this.text.startsWith(candidate.text, this.pos));
    if (!found) return undefined;
    this.order[place] = found;
    this.pos += found.text.length;
    return found.name;
  }

  private eat(code: number): boolean {
    if (this.text.charCodeAt(this.pos) !== code) return false;
    this.pos++;
    return true;
  }

  private value(): Value | undefined {
    const code = this.text.charCodeAt(this.pos);
    if (code === QUOTE) return this.string();
    if (code === OPEN_LIST) return this.list();
    if (code === MINUS || (code >= 0x30 && code <= 0x39)) return this.number();
    if (this.text.startsWith('null', this.pos)) return this.past(4, null);
    if (this.text.startsWith('true', this.pos)) return this.past(4, true);
    if (this.text.startsWith('false', this.pos)) return this.past(5, false);
    return undefined;
  }

  private past<T>(length: number, value: T): T {
    this.pos += length;
    return value;
  }

  private list(): Value[] | undefined {
    const items: Value[] = [];
    this.pos++;
    if (this.eat(CLOSE_LIST)) return items;
    for (;;) {
      // Lists within lists could nest too deep: they are the parser's.
      const item = this.text.charCodeAt(this.pos) === OPEN_LIST ? undefined : this.value();
      if (item === undefined) return undefined;
      items.push(item);
      if (this.eat(COMMA)) continue;
      return this.eat(CLOSE_LIST) ? items : undefined;
    }
  }

  private string(): string | undefined {
    const { text } = this;
    if (!this.eat(QUOTE)) return undefined;
    const start = this.pos;
    let hash = 0;
    for (let end = start; end < this.end; end++) {
      const code = text.charCodeAt(end);
      if (code === QUOTE) {
        this.pos = end + 1;
        return this.words.get(text, start, end, hash);
      }
      if (code === BACKSLASH || code < 0x20) return undefined;
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    return undefined;
  }

  /** At most fifteen digits, which are exact, and perhaps a fraction. */
  private number(): number | undefined {
    const { text } = this;
    const start = this.pos;
    const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
    let pos = first;
    let number = 0;
    let code = text.charCodeAt(pos);
    while (code >= 0x30 && code <= 0x39) {
      number = number * 10 + code - 0x30;
      code = text.charCodeAt(++pos);
    }
    const digits = pos - first;
    if (digits === 0 || digits > 15 || (digits > 1 && text.charCodeAt(first) === 0x30)) return undefined;
    if (code === DOT) {
      const fraction = ++pos;
      while ((code = text.charCodeAt(pos)) >= 0x30 && code <= 0x39) pos++;
      if (pos === fraction) return undefined;
      number = Number(text.slice(first, pos));
    }
    if (code !== COMMA && code !== CLOSE_OBJECT && code !== CLOSE_LIST) return undefined;
    this.pos = pos;
    return first === start ? number : -number;
  }
}

/** Patterns of Lua: matching a text at a place, with captures. */
import { raise, spend } from '../state.js';
import type { Lua } from '../values.js';

/** A captured part; `length` 'open' until it ends, 'place' where only the place was asked for. */
interface Capture {
  readonly start: number;
  length: number | 'open' | 'place';
}

const MAX_CAPTURES = 32;
/** Deeper calls inside each other the real one does not survive either. */
const MAX_DEPTH = 200;

type Test = (code: number) => boolean;

const between =
  (...ranges: readonly (readonly [number, number])[]): Test =>
  (code) =>
    ranges.some(([from, to]) => code >= from && code <= to);

const isAlpha = between([65, 90], [97, 122]);
const isDigit = between([48, 57]);
const isAlnum: Test = (code) => isAlpha(code) || isDigit(code);
const CLASSES: Readonly<Record<string, Test>> = {
  a: isAlpha,
  c: (code) => code < 32 || code === 127,
  d: isDigit,
  l: between([97, 122]),
  p: (code) => code > 32 && code < 127 && !isAlnum(code),
  s: (code) => code === 32 || (code >= 9 && code <= 13),
  u: between([65, 90]),
  w: isAlnum,
  x: between([48, 57], [65, 70], [97, 102]),
  z: (code) => code === 0,
};

/** `%a`, `%A`, or a letter that stands for itself. */
function isInClass(code: number, letter: string): boolean {
  const test = CLASSES[letter.toLowerCase()];
  if (test === undefined || !/[a-z]/i.test(letter)) return letter.charCodeAt(0) === code;
  return test(code) === (letter === letter.toLowerCase());
}

export class Matcher {
  captures: Capture[] = [];
  #depth = 0;

  constructor(
    readonly lua: Lua,
    readonly text: string,
    readonly pattern: string,
  ) {}

  /** Matches the pattern from its place `at` on. @returns where the match ends */
  match(from: number, at: number): number | undefined {
    if (this.#depth++ > MAX_DEPTH) return raise(this.lua, 'pattern too complex');
    try {
      return this.#match(from, at);
    } finally {
      this.#depth--;
    }
  }

  #match(from: number, at: number): number | undefined {
    const { text, pattern, lua } = this;
    for (;;) {
      spend(lua, 1);
      if (at >= pattern.length) return from;
      const letter = pattern[at];
      if (letter === '(')
        return pattern[at + 1] === ')' ? this.#open(from, at + 2, 'place') : this.#open(from, at + 1, 'open');
      if (letter === ')') return this.#close(from, at + 1);
      if (letter === '%') {
        const next = pattern[at + 1];
        if (next === 'b') {
          const end = this.#balanced(from, at + 2);
          if (end === undefined) return undefined;
          [from, at] = [end, at + 4];
          continue;
        }
        if (next === 'f') {
          at += 2;
          if (pattern[at] !== '[') raise(lua, "missing '[' after '%f' in pattern");
          const end = this.#classEnd(at);
          const before = from === 0 ? 0 : text.charCodeAt(from - 1);
          const here = from < text.length ? text.charCodeAt(from) : 0;
          if (this.#isInSet(before, at, end - 1) || !this.#isInSet(here, at, end - 1)) return undefined;
          at = end;
          continue;
        }
        if (next !== undefined && next >= '0' && next <= '9') {
          const end = this.#back(from, next);
          if (end === undefined) return undefined;
          [from, at] = [end, at + 2];
          continue;
        }
      } else if (letter === '$' && at + 1 === pattern.length) return from === text.length ? from : undefined;
      const end = this.#classEnd(at);
      const isHere = from < text.length && this.#isSingle(from, at, end);
      switch (pattern[end]) {
        case '?': {
          const found = isHere ? this.match(from + 1, end + 1) : undefined;
          if (found !== undefined) return found;
          at = end + 1;
          continue;
        }
        case '*':
          return this.#most(from, at, end);
        case '+':
          return isHere ? this.#most(from + 1, at, end) : undefined;
        case '-':
          return this.#least(from, at, end);
        default:
          if (!isHere) return undefined;
          [from, at] = [from + 1, end];
      }
    }
  }

  /** Where the single class at this place ends. */
  #classEnd(at: number): number {
    const { pattern, lua } = this;
    const letter = pattern[at++];
    if (letter === '%') {
      if (at >= pattern.length) raise(lua, "malformed pattern (ends with '%')");
      return at + 1;
    }
    if (letter !== '[') return at;
    if (pattern[at] === '^') at++;
    do {
      if (at >= pattern.length) raise(lua, "malformed pattern (missing ']')");
      if (pattern[at++] === '%' && at < pattern.length) at++;
    } while (pattern[at] !== ']');
    return at + 1;
  }

  #isSingle(from: number, at: number, end: number): boolean {
    const { text, pattern } = this;
    const code = text.charCodeAt(from);
    switch (pattern[at]) {
      case '.':
        return true;
      case '%':
        return isInClass(code, pattern[at + 1] as string);
      case '[':
        return this.#isInSet(code, at, end - 1);
      default:
        return pattern.charCodeAt(at) === code;
    }
  }

  /** `at` is the bracket that opens the set, `end` the one that closes it. */
  #isInSet(code: number, at: number, end: number): boolean {
    const { pattern } = this;
    let isIn = true;
    if (pattern[at + 1] === '^') {
      isIn = false;
      at++;
    }
    while (++at < end) {
      if (pattern[at] === '%') {
        at++;
        if (isInClass(code, pattern[at] as string)) return isIn;
      } else if (pattern[at + 1] === '-' && at + 2 < end) {
        at += 2;
        if (pattern.charCodeAt(at - 2) <= code && code <= pattern.charCodeAt(at)) return isIn;
      } else if (pattern.charCodeAt(at) === code) return isIn;
    }
    return !isIn;
  }

  #most(from: number, at: number, end: number): number | undefined {
    let count = 0;
    while (from + count < this.text.length && this.#isSingle(from + count, at, end)) count++;
    spend(this.lua, count);
    for (; count >= 0; count--) {
      const found = this.match(from + count, end + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #least(from: number, at: number, end: number): number | undefined {
    for (;;) {
      const found = this.match(from, end + 1);
      if (found !== undefined) return found;
      if (from >= this.text.length || !this.#isSingle(from, at, end)) return undefined;
      from++;
    }
  }

  #open(from: number, at: number, length: 'open' | 'place'): number | undefined {
    if (this.captures.length >= MAX_CAPTURES) raise(this.lua, 'too many captures');
    this.captures.push({ start: from, length });
    const found = this.match(from, at);
    if (found === undefined) this.captures.pop();
    return found;
  }

  #close(from: number, at: number): number | undefined {
    const capture = this.captures.findLast(({ length }) => length === 'open');
    if (capture === undefined) return raise(this.lua, 'invalid pattern capture');
    capture.length = from - capture.start;
    const found = this.match(from, at);
    if (found === undefined) capture.length = 'open';
    return found;
  }

  #balanced(from: number, at: number): number | undefined {
    const { text, pattern } = this;
    if (at + 1 >= pattern.length) raise(this.lua, 'unbalanced pattern');
    const [open, close] = [pattern[at], pattern[at + 1]];
    if (text[from] !== open || from >= text.length) return undefined;
    let depth = 1;
    for (let place = from + 1; place < text.length; place++) {
      if (text[place] === close) {
        if (--depth === 0) return place + 1;
      } else if (text[place] === open) depth++;
    }
    return undefined;
  }

  /** What was captured stands here again. */
  #back(from: number, digit: string): number | undefined {
    const capture = this.captures[Number(digit) - 1];
    if (capture === undefined || capture.length === 'open') return raise(this.lua, 'invalid capture index');
    const length = capture.length === 'place' ? 0 : capture.length;
    const part = this.text.slice(capture.start, capture.start + length);
    return this.text.startsWith(part, from) ? from + length : undefined;
  }
}

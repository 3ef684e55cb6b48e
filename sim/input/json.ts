/** Reads JSON, and says in one line where it is none: the same on every version of Node. */
import { InputError } from './error.js';

/** @throws InputError such as `line 3, column 5: expected a value, got "}"` */
export function parseJson(text: string): unknown {
  // Editors on Windows put a mark before it that is no part of it.
  const bare = withoutMark(text);
  try {
    return JSON.parse(bare) as unknown;
  } catch {
    const { at, expected } = new Scanner(bare).trouble();
    throw new InputError('', `${placeOf(bare, at)}: expected ${expected}, got ${found(bare, at)}`);
  }
}

/** Text without the byte order mark that some editors begin a file with. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function found(text: string, at: number): string {
  return at >= text.length ? 'the end' : JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

interface Trouble {
  readonly at: number;
  readonly expected: string;
}

const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** A string as far as it is one. */
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

/** Finds the first place where a text stops being JSON. It holds what is open in a list, as a file may be nested deeply. */
class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  trouble(): Trouble {
    const open: ('{' | '[')[] = [];
    for (;;) {
      let trouble = this.value(open);
      if (trouble !== undefined) return trouble;
      // After a value: whatever it ends, or the next one.
      for (;;) {
        this.take(BLANK);
        const within = open.at(-1);
        if (within === undefined) return { at: this.at, expected: 'nothing more' };
        const close = within === '{' ? '}' : ']';
        if (this.next() === close) {
          this.at++;
          open.pop();
          continue;
        }
        if (this.next() !== ',') return { at: this.at, expected: `"," or "${close}"` };
        this.at++;
        trouble = within === '{' ? this.key() : undefined;
        if (trouble !== undefined) return trouble;
        break;
      }
    }
  }

  /** One value, or the beginning of a list or object with its first key. */
  private value(open: ('{' | '[')[]): Trouble | undefined {
    for (;;) {
      this.take(BLANK);
      const next = this.next();
      if (next === '"') return this.string();
      if (next !== '{' && next !== '[')
        return this.take(WORD) || this.take(NUMBER) ? undefined : { at: this.at, expected: 'a value' };
      this.at++;
      this.take(BLANK);
      if (this.next() === (next === '{' ? '}' : ']')) {
        this.at++;
        return undefined;
      }
      open.push(next);
      const trouble = next === '{' ? this.key() : undefined;
      if (trouble !== undefined) return trouble;
    }
  }

  private key(): Trouble | undefined {
    this.take(BLANK);
    if (this.next() !== '"') return { at: this.at, expected: 'a name in double quotes' };
    const trouble = this.string();
    if (trouble !== undefined) return trouble;
    this.take(BLANK);
    if (this.next() !== ':') return { at: this.at, expected: '":"' };
    this.at++;
    return undefined;
  }

  private string(): Trouble | undefined {
    this.take(TEXT);
    if (this.next() !== '"')
      return { at: this.at, expected: 'the rest of a text, and the quote that ends it' };
    this.at++;
    return undefined;
  }

  private next(): string | undefined {
    return this.text[this.at];
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null || match[0] === '') return false;
    this.at += match[0].length;
    return true;
  }
}

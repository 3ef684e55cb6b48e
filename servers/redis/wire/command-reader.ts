/**
 * Commands of a client out of the bytes that it sends, in whichever pieces they come: lists of words by their lengths, as
 * clients send them, or lines, as people type them.
 */
import { inlineWords } from './inline-words.js';

/** What is no command: the server says so, and ends the connection. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const LONGEST_LINE = 64 * 1024;
const MOST_WORDS = 0x7fff_ffff;

const wrong = (what: string): never => {
  throw new ProtocolError(`ERR Protocol error: ${what}`);
};

export class CommandReader {
  private chunks: Buffer[] = [];
  private length = 0;
  private at = 0;
  /** Before so many bytes are there, looking again is of no use. */
  private needed = 0;
  /** The list that has begun: its words so far, and how many are still to come. */
  private words: string[] = [];
  private left = 0;
  /** The length of the word that has begun. */
  private wordLength: number | undefined;

  /** @param longest the longest word, in bytes: proto-max-bulk-len */
  constructor(private readonly longest = 512 * 1024 * 1024) {}

  add(bytes: Buffer): void {
    if (this.waiting === 0) {
      this.chunks = [];
      this.length = this.at = this.needed = 0;
    }
    this.chunks.push(bytes);
    this.length += bytes.length;
  }

  /** How many bytes are there that were not read yet. */
  get waiting(): number {
    return this.length - this.at;
  }

  /** @returns the next command, if it is there as a whole @throws ProtocolError */
  next(): string[] | undefined {
    if (this.length < this.needed || this.waiting === 0) return undefined;
    const bytes = this.whole();
    for (;;) {
      if (this.left > 0) return this.list(bytes);
      if (this.at >= bytes.length) return undefined;
      const begins = bytes[this.at] === 0x2a;
      const line = this.line(bytes, begins ? 'too big mbulk count string' : 'too big inline request');
      if (line === undefined) return undefined;
      if (begins) {
        this.left = count(line.slice(1));
        this.words = [];
        continue;
      }
      const words = inlineWords(line) ?? wrong('unbalanced quotes in request');
      if (words.length > 0) return words;
    }
  }

  private list(bytes: Buffer): string[] | undefined {
    while (this.left > 0) {
      if (this.wordLength === undefined) {
        const first = bytes[this.at];
        if (first === undefined) return undefined;
        const line = this.line(bytes, 'too big bulk count string');
        if (line === undefined) return undefined;
        if (first !== 0x24) return wrong(`expected '$', got '${String.fromCharCode(first)}'`);
        this.wordLength = this.lengthIn(line.slice(1));
      }
      const end = this.at + this.wordLength;
      this.needed = end + 2;
      if (bytes.length < this.needed) return undefined;
      this.words.push(bytes.toString('latin1', this.at, end));
      this.at = this.needed;
      this.wordLength = undefined;
      this.left--;
    }
    return this.words;
  }

  private lengthIn(text: string): number {
    const length = /^\d{1,15}$/.test(text) ? Number(text) : -1;
    return length < 0 || length > this.longest ? wrong('invalid bulk length') : length;
  }

  /** The line that begins here, without its end; what comes after is read next. */
  private line(bytes: Buffer, tooLong: string): string | undefined {
    const end = bytes.indexOf(0x0a, this.at);
    if (end < 0) {
      if (bytes.length - this.at > LONGEST_LINE) return wrong(tooLong);
      this.needed = bytes.length + 1;
      return undefined;
    }
    const hasReturn = end > this.at && bytes[end - 1] === 0x0d;
    const line = bytes.toString('latin1', this.at, hasReturn ? end - 1 : end);
    this.at = end + 1;
    return line;
  }

  private whole(): Buffer {
    const [first = EMPTY] = this.chunks;
    if (this.chunks.length < 2) return first;
    const bytes = Buffer.concat([first.subarray(this.at), ...this.chunks.slice(1)]);
    this.chunks = [bytes];
    this.length = bytes.length;
    this.needed = Math.max(0, this.needed - this.at);
    this.at = 0;
    return bytes;
  }
}

const EMPTY = Buffer.alloc(0);

function count(text: string): number {
  const words = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(words <= MOST_WORDS)) return wrong('invalid multibulk length');
  // A list of nothing is passed over.
  return Math.max(0, words);
}

/** Lines: cutting chunks of text into them, and counting them in text that passes by. */
import { HistoryError, MAX_LENGTH, tooLong } from './events.js';

export interface LineSplitter {
  feed(chunk: string): void;
  /** Hands over the last line, if it has no line end. */
  end(): void;
}

/** A line is `text` from `start` to `end`, without its line end; `number` counts from 1. */
export type OnLine = (text: string, start: number, end: number, number: number, complete: boolean) => void;

/** Hands over each line, still in its chunk: cutting it out is left to those who need it. */
export function lineSplitter(onLine: OnLine): LineSplitter {
  let rest = '';
  let number = 0;
  const hand = (text: string, start: number, end: number, complete: boolean): void => {
    onLine(text, start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end, ++number, complete);
  };
  return {
    feed(chunk) {
      let end = chunk.indexOf('\n');
      if (end < 0) {
        rest += chunk;
        if (rest.length > MAX_LENGTH) throw tooLong(number + 1);
        return;
      }
      rest += chunk.slice(0, end);
      hand(rest, 0, rest.length, true);
      let start = end + 1;
      for (end = chunk.indexOf('\n', start); end >= 0; end = chunk.indexOf('\n', start)) {
        hand(chunk, start, end, true);
        start = end + 1;
      }
      rest = chunk.slice(start);
    },
    end() {
      if (rest !== '') hand(rest, 0, rest.length, false);
    },
  };
}

/** Turns offsets into lines and columns while text is consumed from the front. Offsets must not go back. */
export class LineCounter {
  private line = 1;
  /** Where the current line begins; negative if that part of the text is gone. */
  private start = 0;
  /** The next line end, once known: a text may be one huge line, and should be searched once. */
  private next: number | undefined;

  at(text: string, offset: number): number {
    for (;;) {
      if (this.next === undefined) {
        const found = text.indexOf('\n', this.start);
        this.next = found < 0 ? Infinity : found;
      }
      if (this.next >= offset) return this.line;
      this.line++;
      this.start = this.next + 1;
      this.next = undefined;
    }
  }

  /** The first `consumed` characters go; what follows may change. */
  drop(text: string, consumed: number): void {
    this.at(text, consumed);
    this.start -= consumed;
    this.next = undefined;
  }

  error(text: string, offset: number, reason: string): HistoryError {
    const line = this.at(text, offset);
    return new HistoryError(reason, line, offset - this.start + 1);
  }
}

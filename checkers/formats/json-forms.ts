/**
 * Cuts JSON text into the objects it holds, wherever lines end: one array of them, or one after another. Commas and line
 * ends between them say nothing.
 */
import { HistoryError, MAX_LENGTH, tooLong } from './events.js';
import { cutOff } from './json-operation.js';
import { LineCounter } from './lines.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export interface JsonForms {
  feed(chunk: string): void;
  end(): void;
}

/** Hands over each object: `text` from `start` to `end`, and the line it begins on. */
export function jsonForms(
  onObject: (text: string, start: number, end: number, line: number) => void,
): JsonForms {
  const lines = new LineCounter();
  /** The chunk, and where in it. */
  let chunk = '';
  let pos = 0;
  /** How deep in brackets; 0 between objects. */
  let depth = 0;
  /** Where the object begins that is being read: in this chunk, or with `held` before it. */
  let start = 0;
  let held = '';
  let line = 1;
  let inString = false;
  let escaped = false;
  let array: 'none' | 'open' | 'closed' = 'none';

  const between = (code: number): void => {
    if (code <= 32 || code === COMMA || code === 0xfeff) return;
    if (code === OPEN_OBJECT) {
      start = pos;
      depth = 1;
      line = lines.at(chunk, pos);
    } else if (code === OPEN_LIST && array === 'none') array = 'open';
    else if (code === CLOSE_LIST && array === 'open') array = 'closed';
    else throw lines.error(chunk, pos, 'an event, {"type":…,"process":…,"f":…}, is needed here');
  };

  const within = (code: number): void => {
    if (code === QUOTE) inString = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth === 0) {
      if (held === '') onObject(chunk, start, pos + 1, line);
      else {
        const text = held + chunk.slice(0, pos + 1);
        held = '';
        onObject(text, 0, text.length, line);
      }
    }
  };

  const withinString = (code: number): void => {
    if (escaped) escaped = false;
    else if (code === BACKSLASH) escaped = true;
    else if (code === QUOTE) inString = false;
  };

  return {
    feed(next) {
      chunk = next;
      start = 0;
      for (pos = 0; pos < next.length; pos++) {
        const code = next.charCodeAt(pos);
        if (inString) withinString(code);
        else if (depth > 0) within(code);
        else between(code);
      }
      if (depth > 0) held += next.slice(start);
      if (held.length > MAX_LENGTH) throw tooLong(line);
      lines.drop(next, next.length);
    },
    end() {
      if (depth > 0) throw cutOff(line);
      if (array === 'open')
        throw new HistoryError('the file ends before the closing ]: it is cut off', lines.at('', 0));
    },
  };
}

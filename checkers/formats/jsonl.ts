/**
 * Our own history format, JSON Lines: one event a line, UTF-8, in the order the recorder saw the events.
 *
 * ```
 * {"type":"invoke","process":0,"f":"write","key":"x","value":3,"timeMs":1.25}
 * {"type":"ok","process":0,"f":"write","key":"x","value":3,"timeMs":4.5}
 * {"type":"invoke","process":1,"f":"cas","key":"x","value":[3,4],"timeMs":5}
 * {"type":"info","process":1,"f":"cas","key":"x","value":[3,4],"timeMs":105,"error":"timeout"}
 * ```
 *
 * - `type`: `invoke` begins an operation; `ok` it happened, `fail` it certainly did not, `info` it may have.
 * - `process`: integer or name of the client. It has at most one outstanding operation. `nemesis` is no client: its
 *   events are skipped.
 * - `f`: the function; a completion may leave it out.
 * - `key`: string or number, optional: which object.
 * - `value`: any JSON; what is asked for at `invoke`, what was answered at `ok`. Absent is the same as `null`.
 *   Integers beyond 2^53 keep their digits: they are read as strings.
 * - `time` in nanoseconds, as Jepsen has it, or `timeMs` in milliseconds; optional. Time does not go backwards.
 * - `error`: text, optional.
 *
 * Other fields are kept for judges that read them (`partition`, `offset`, `term` …), else they say nothing; `input/type`
 * is an input's own field `type`. Empty lines are allowed. An operation that has no completion stays open: it may have
 * happened.
 */
import { HistoryError, shown } from './events.js';
import type { Emit, EventParser, HistoryEvent, Value } from './events.js';
import {
  besideOwn,
  errorText,
  eventType,
  functionName,
  keyOf,
  ofInput,
  processId,
  timeInMs,
} from './fields.js';
import { LineScanner } from './jsonl-scan.js';
import type { Fields } from './jsonl-scan.js';
import { lineSplitter } from './lines.js';
import type { OnLine } from './lines.js';

/** Strings, and whole numbers with all that belongs to them: the digits of a fraction are no integer. */
const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** Reads events out of JSON Lines. Throws {@link HistoryError}. */
export function jsonLinesParser(emit: Emit): EventParser {
  const scanner = new LineScanner();
  const onLine: OnLine = (text, start, end, number, complete) => {
    const event = scanner.scan(text, start, end) ?? record(text.slice(start, end), number, complete);
    if (event === undefined) return;
    if (event.time !== undefined && event.timeMs !== undefined)
      throw new HistoryError('give time (nanoseconds) or timeMs, not both', number);
    if (event.value === Infinity || event.value === -Infinity)
      throw new HistoryError('the value is too large a number', number);
    emit({
      line: number,
      type: eventType(event.type, number),
      process: processId(event.process, number),
      f: functionName(event.f, number),
      key: keyOf(event.key),
      value: event.value ?? null,
      timeMs:
        event.timeMs === undefined ? timeInMs(event.time, 1e6, number) : timeInMs(event.timeMs, 1, number),
      error: errorText(event.error),
      more: ofInput(event.more),
    });
  };
  const lines = lineSplitter(onLine);
  return { feed: (chunk) => lines.feed(chunk), end: () => lines.end() };
}

function record(line: string, number: number, complete: boolean): Fields | undefined {
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(/\d{16}/.test(line) ? line.replace(TEXTS_AND_NUMBERS, keepDigits) : line);
  } catch (error) {
    if (!complete && /^\s*\{.*[^}\s]\s*$/s.test(line))
      throw new HistoryError('the file ends in the middle of this line: it is cut off', number);
    throw new HistoryError(
      `this is not JSON (${error instanceof Error ? error.message.replace(/, "?\S.* is not valid JSON$/s, '') : ''}); every line holds one event, {"type":…,"process":…,"f":…}`,
      number,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const {
      type,
      process,
      f,
      key,
      value: told,
      time,
      timeMs,
      error,
      ...more
    } = value as Omit<Fields, 'more'>;
    const noted = Object.keys(more).length === 0 ? undefined : (more as Record<string, Value>);
    return { type, process, f, key, value: told, time, timeMs, error, more: noted };
  }
  throw new HistoryError(
    `every line holds one event, {"type":…,"process":…,"f":…}, not ${shown(value)}`,
    number,
  );
}

const keepDigits = (text: string): string =>
  !LONG_INTEGER.test(text) || Number.isSafeInteger(Number(text)) ? text : `"${BigInt(text)}"`;

const OWN = new Set(['type', 'process', 'f', 'key', 'value', 'time', 'timeMs', 'error']);

/** Prints one event as one line, without the line end. */
export function printJsonLine(event: HistoryEvent): string {
  const { type, process, f, key, value, timeMs, error, more } = event;
  return JSON.stringify({ type, process, f, key, value, timeMs, error, ...besideOwn(more, OWN) });
}

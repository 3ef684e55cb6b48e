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
 * - `process`, or `client`: integer or name of the client. It has at most one outstanding operation. `nemesis` is no
 *   client: its events are skipped.
 * - `f`: the function; a completion may leave it out, and so may a transaction.
 * - `key`: string or number, optional: which object.
 * - `value`: any JSON; what is asked for at `invoke`, what was answered at `ok`. Absent is the same as `null`.
 *   Integers beyond 2^53 keep their digits: they are read as bigints.
 * - `time` in nanoseconds, as Jepsen has it, or `timeMs` in milliseconds; optional. The order of the lines counts.
 * - `error`: text, optional.
 *
 * Other fields are kept for judges that read them (`partition`, `offset`, `term` …), else they say nothing; `input/type`
 * is an input's own field `type`. Empty lines are allowed. An operation that has no completion stays open: it may have
 * happened.
 */
import { printExactJson } from '../exact-json.js';
import type { Emit, EventParser, HistoryEvent } from './events.js';
import { besideOwn } from './fields.js';
import type { Fields } from './fields.js';
import { jsonForms } from './json-forms.js';
import { fieldsOf, jsonEvent, parseObject } from './json-operation.js';
import { LineScanner } from './jsonl-scan.js';
import { lineSplitter } from './lines.js';
import type { OnLine } from './lines.js';

/** Reads events out of JSON Lines. Throws {@link HistoryError}. */
export function jsonLinesParser(emit: Emit): EventParser {
  const scanner = new LineScanner();
  const onLine: OnLine = (text, start, end, number, complete) => {
    const fields = scanner.scan(text, start, end) ?? record(text.slice(start, end), number, complete);
    if (fields !== undefined) emit(jsonEvent(fields, number));
  };
  const lines = lineSplitter(onLine);
  return { feed: (chunk) => lines.feed(chunk), end: () => lines.end() };
}

/** A comma behind an event is what is left of an array. */
function record(line: string, number: number, complete: boolean): Fields | undefined {
  const text = line.replace(/[\s,]+$/, '');
  return text === '' ? undefined : fieldsOf(parseObject(text, number, !complete && !text.endsWith('}')));
}

/** Reads the same events out of one JSON array, or of objects that go over several lines. Throws {@link HistoryError}. */
export function jsonParser(emit: Emit): EventParser {
  const scanner = new LineScanner();
  return jsonForms((text, start, end, line) => {
    const fields =
      scanner.scan(text, start, end) ?? fieldsOf(parseObject(text.slice(start, end), line, false));
    emit(jsonEvent(fields, line));
  });
}

const OWN = new Set(['type', 'process', 'f', 'key', 'value', 'time', 'timeMs', 'error']);

/** Prints one event as one line, without the line end. */
export function printJsonLine(event: HistoryEvent): string {
  const { type, process, f, key, value, timeMs, error, more } = event;
  return printExactJson({ type, process, f, key, value, timeMs, error, ...besideOwn(more, OWN) })!;
}

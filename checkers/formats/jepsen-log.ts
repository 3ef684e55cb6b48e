/**
 * Histories as Jepsen logs them while it runs: `INFO  jepsen.util - 0	:invoke	:read	nil`, whatever stands before the
 * process. Lines without an operation are other log messages and skipped. Times are not read: log prefixes have
 * many shapes, and the order of the lines is what counts.
 */
import { EdnError, EdnReader, Incomplete, printEdn } from './edn.js';
import { HistoryError, isEventType } from './events.js';
import type { OnTwin } from './edn-keywords.js';
import type { Emit, EventParser, EventType, HistoryEvent, Note, Value } from './events.js';
import { errorText, keyOf } from './fields.js';
import { lineSplitter } from './lines.js';
import type { OnLine } from './lines.js';

/** Process, type, function, then value and perhaps an error. */
const OPERATION = /(?:^|\s)(:?[\w.-]+)\s+:(invoke|ok|fail|info)\s+:([^\s,]+)(?:\s+|$)/;

/** Whether a line logs an operation. */
export const isOperationLine = (line: string): boolean => OPERATION.test(line);

/** Reads events out of log lines. Throws {@link HistoryError}. */
export function jepsenLogParser(emit: Emit, _note?: Note, onTwin?: OnTwin): EventParser {
  const reader = new EdnReader(onTwin);
  const onLine: OnLine = (text, start, end, number, complete) => {
    const line = text.slice(start, end);
    const match = OPERATION.exec(line);
    if (match === null) {
      if (!complete && /\s:(i|o|f)[a-z]*$/.test(line))
        throw new HistoryError('the file ends in the middle of this line: it is cut off', number);
      return;
    }
    const [found, name = '', type = '', f = ''] = match;
    if (!isEventType(type)) return;
    reader.over(`${line}\n`, match.index + found.length);
    try {
      emitLine(type, name, f, number);
    } catch (error) {
      if (!(error instanceof Incomplete) && !(error instanceof EdnError)) throw error;
      // What did not succeed has no answer: whatever stands there is why.
      if (complete && (type === 'fail' || type === 'info'))
        return emitWith(type, name, f, number, { error: line.slice(match.index + found.length).trim() });
      if (error instanceof Incomplete)
        throw new HistoryError(
          complete
            ? 'the value is not closed on its line'
            : 'the file ends in the middle of this line: it is cut off',
          number,
        );
      throw new HistoryError(error.reason, number, error.offset + 1);
    }
  };
  const emitLine = (type: EventType, name: string, f: string, line: number): void => {
    let key: Value | undefined;
    let value: Value = null;
    let isReason = false;
    if (reader.skip()) {
      // Older logs put the reason in the value's place.
      isReason = type === 'info' && reader.text[reader.pos] === ':';
      if (reader.text.startsWith('#jepsen.independent', reader.pos)) {
        const tuple = reader.readValue();
        if (!Array.isArray(tuple) || tuple.length !== 2) reader.fail('an independent tuple is [key value]');
        [key, value] = tuple as [Value, Value];
      } else value = reader.readValue();
    }
    const said = isReason ? value : rest(reader);
    const error = type === 'invoke' || type === 'ok' ? undefined : errorText(said);
    emitWith(type, name, f, line, { key: keyOf(key), value, error });
  };
  const emitWith = (
    type: EventType,
    name: string,
    f: string,
    line: number,
    { key, value = null, error }: Partial<Pick<HistoryEvent, 'key' | 'value' | 'error'>>,
  ): void => {
    const process = /^-?\d+$/.test(name) ? Number(name) : name.replace(/^:/, '');
    emit({ line, type, process, f, key, value, timeMs: undefined, error, more: undefined });
  };
  const lines = lineSplitter(onLine);
  return { feed: (chunk) => lines.feed(chunk), end: () => lines.end() };
}

/** What stands behind the value: the error, as data where it is that, else just text. */
function rest(reader: EdnReader): Value | undefined {
  if (!reader.skip()) return undefined;
  const text = reader.text.slice(reader.pos).trim();
  try {
    const value = reader.read();
    if (!reader.skip()) return value;
  } catch (error) {
    if (!(error instanceof EdnError) && !(error instanceof Incomplete)) throw error;
  }
  return text;
}

/** Prints one event as a log line. A key becomes an independent tuple, as there is no other place for it. */
export function printJepsenLog(event: HistoryEvent): string {
  const value =
    event.key === undefined
      ? printEdn(event.value)
      : `#jepsen.independent.Tuple [${printEdn(event.key)} ${printEdn(event.value)}]`;
  const error = event.error === undefined ? '' : `\t${JSON.stringify(event.error)}`;
  return `INFO  jepsen.util - ${event.process}\t:${event.type}\t:${event.f ?? ''}\t${value}${error}`;
}

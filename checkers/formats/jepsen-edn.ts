/**
 * Histories as Jepsen and Knossos keep them (`history.edn`): maps or `#jepsen.history.Op{…}` records, in one vector
 * or list, or one after another. Knows `:type :process :f :value :key :time :index :error`, and `:client` for `:process`;
 * other keys are kept for judges that read them, `:input/index` as an input's own field `index`.
 */
import { EdnError, EdnReader, Incomplete, printEdn } from './edn.js';
import { HistoryError, MAX_LENGTH, tooLong } from './events.js';
import type { OnTwin } from './edn-keywords.js';
import type { Emit, EventParser, HistoryEvent, Note, Value } from './events.js';
import { besideOwn, eventOf } from './fields.js';
import { LineCounter } from './lines.js';

const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const HASH = 0x23;
const COLON = 0x3a;
const NS_PER_MS = 1e6;

/** What is read of an operation; the first place is for whatever else it says. */
const OTHER = 0;
const FIELDS = ['', 'type', 'process', 'f', 'key', 'value', 'time', 'index', 'error'];
const KEY = FIELDS.indexOf('key');
const VALUE = FIELDS.indexOf('value');

/** Reads events out of EDN text. Throws {@link HistoryError} with line and column. */
export function jepsenEdnParser(emit: Emit, _note?: Note, onTwin?: OnTwin): EventParser {
  const reader = new EdnReader(onTwin);
  /** The bracket that closes the history; 0 outside. */
  let close = 0;
  const lines = new LineCounter();
  let retryAt = 0;
  let ended = false;
  /** Operations name their fields in the same order and spacing as the one before, nearly always. */
  const order: { readonly text: string; readonly field: number }[] = [];
  /** The name of a field that is not in `FIELDS`. */
  let otherName = '';
  const values = new Array<Value | undefined>(FIELDS.length);

  const drop = (consumed: number): void => {
    lines.drop(reader.text, consumed);
    reader.over(reader.text.slice(consumed));
  };

  const readAll = (): void => {
    let start = reader.pos;
    try {
      for (; reader.skip(); start = reader.pos) {
        start = reader.pos;
        const code = reader.text.charCodeAt(reader.pos);
        if (code === close) {
          close = 0;
          reader.pos++;
        } else if (close === 0 && (code === 0x5b || code === 0x28)) {
          close = code === 0x5b ? 0x5d : 0x29;
          reader.pos++;
        } else if (code === OPEN_MAP || code === HASH) {
          if (!reader.discarded()) event(start);
        } else reader.fail('an operation, {:type … :process … :f …}, is needed here');
      }
      start = reader.pos;
    } catch (error) {
      if (error instanceof EdnError) {
        const after = pastNemesis(reader.text, start, ended);
        if (after === undefined) throw lines.error(reader.text, error.offset, error.reason);
        if (after !== INCOMPLETE) {
          drop(after);
          return readAll();
        }
      } else if (!(error instanceof Incomplete)) throw error;
    }
    drop(start);
    if (reader.text.length > MAX_LENGTH) throw tooLong(lines.at(reader.text, 0));
  };

  /** Reads up to the value of the next field; `undefined` at the end of the map. */
  const fieldAt = (place: number): number | undefined => {
    const expected = order[place];
    if (expected && reader.text.startsWith(expected.text, reader.pos)) {
      reader.pos += expected.text.length;
      return expected.field;
    }
    const start = reader.pos;
    while (reader.peek() !== CLOSE_MAP && reader.discarded());
    if (reader.peek() === CLOSE_MAP) return undefined;
    if (reader.peek() !== COLON) reader.fail('the keys of an operation are keywords such as :type');
    reader.pos++;
    const name = reader.word();
    if (reader.peek() === CLOSE_MAP) reader.fail(`:${name} has no value`);
    const field = FIELDS.indexOf(name, 1);
    const text = reader.text.slice(start, reader.pos);
    if (field > 0 && /^[\s,]*:\w+\s$/.test(text)) order[place] = { text, field };
    otherName = name;
    return Math.max(field, OTHER);
  };

  const event = (start: number): void => {
    if (reader.text.charCodeAt(reader.pos) === HASH) {
      reader.pos++;
      reader.word();
    }
    if (reader.peek() !== OPEN_MAP) reader.fail('an operation, {:type … :process … :f …}, is needed here');
    reader.pos++;
    values.fill(undefined);
    let more: Record<string, Value> | undefined;
    for (let place = 0; ; place++) {
      const field = fieldAt(place);
      if (field === undefined) break;
      if (field === OTHER) (more ??= {})[otherName] = reader.read();
      else if (field !== VALUE) values[field] = reader.read();
      else if (!reader.text.startsWith('#jepsen.independent', reader.pos)) values[VALUE] = reader.readValue();
      else [values[KEY], values[VALUE]] = independentTuple(reader);
    }
    const [, type, process, f, key, value, time, index, error] = values;
    reader.pos++;
    const at = lines.at(reader.text, start);
    emit(eventOf({ type, process, f, key, value, time, timeMs: undefined, error, more }, at, index));
  };

  return {
    feed(chunk) {
      reader.text += chunk;
      // A form longer than the text so far is tried again only when the text has doubled.
      if (reader.text.length < retryAt && reader.text.length <= MAX_LENGTH) return;
      readAll();
      retryAt = reader.text.length > 1 << 16 ? 2 * reader.text.length : 0;
    },
    end() {
      ended = true;
      reader.text += ' '; // a word ends where the text does
      readAll();
      const line = lines.at(reader.text, reader.pos);
      if (reader.skip())
        throw new HistoryError(
          'the file ends in the middle of the operation that begins here: it is cut off',
          line,
        );
      if (close !== 0)
        throw new HistoryError(
          `the file ends before the closing ${close === 0x5d ? ']' : ')'}: it is cut off`,
          line,
        );
    },
  };
}

const INCOMPLETE = -1;

/**
 * Where the next form begins after an operation of the nemesis, at `start`, that cannot be read but ends with its line;
 * `undefined` if it is none.
 */
function pastNemesis(text: string, start: number, ended: boolean): number | undefined {
  const found = text.indexOf('\n', start);
  if (found < 0 && !ended) return INCOMPLETE;
  const line = text.slice(start, found < 0 ? text.length : found);
  const [operation] = /^.*:process :nemesis.*\}(?=[\s,]*[\])]?\s*$)/.exec(line) ?? [];
  return operation === undefined ? undefined : start + operation.length;
}

/** Jepsen's independent tests pair every value with the key it belongs to. */
function independentTuple(reader: EdnReader): [Value, Value] {
  const start = reader.pos;
  const tuple = reader.readValue();
  if (Array.isArray(tuple) && tuple.length === 2)
    return [(tuple as Value[])[0] ?? null, (tuple as Value[])[1] ?? null];
  if (tuple !== null && typeof tuple === 'object' && 'key' in tuple && 'value' in tuple)
    return [tuple.key ?? null, tuple.value ?? null];
  return reader.fail('an independent tuple is [key value]', start);
}

const OWN = new Set(FIELDS.slice(1));

/** Prints one event as an EDN map, the way Jepsen prints its histories. */
export function printJepsenEdn(event: HistoryEvent, index: number): string {
  const { process, key, f } = event;
  const fields = [
    `:index ${index}`,
    ...(event.timeMs === undefined ? [] : [`:time ${Math.round(event.timeMs * NS_PER_MS)}`]),
    `:type :${event.type}`,
    `:process ${typeof process === 'number' ? process : JSON.stringify(process)}`,
    ...(f === undefined ? [] : [`:f ${keyword(f)}`]),
    ...(key === undefined ? [] : [`:key ${printEdn(key)}`]),
    `:value ${f === 'txn' ? printTransaction(event.value) : printEdn(event.value)}`,
    ...(event.error === undefined ? [] : [`:error ${JSON.stringify(event.error)}`]),
    ...Object.entries(besideOwn(event.more, OWN) ?? {}).map(
      ([name, value]) => `${keyword(name)} ${printEdn(value)}`,
    ),
  ];
  return `{${fields.join(', ')}}`;
}

/** The kinds of micro-operations are keywords, as Elle reads them. */
function printTransaction(value: Value): string {
  if (!Array.isArray(value)) return printEdn(value);
  const micro = (value as readonly Value[]).map((operation) => {
    if (!Array.isArray(operation) || typeof operation[0] !== 'string') return printEdn(operation);
    return `[${[keyword(operation[0]), ...operation.slice(1).map((part: Value) => printEdn(part))].join(' ')}]`;
  });
  return `[${micro.join(' ')}]`;
}

/** A name as a keyword, if it can be one. */
const keyword = (name: string): string =>
  /^[A-Za-z*+!_?<>=-][\w*+!?<>=./-]*$/.test(name) ? `:${name}` : JSON.stringify(name);

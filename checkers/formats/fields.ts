/** What the fields of an event may hold, and how each fault is called: the part all formats share. */
import { isNumber } from '../exact-number.js';
import type { ProcessId } from '../history.js';
import { Keyword, named } from '../keyword.js';
import { EVENT_TYPES, HistoryError, UNNAMED, isClient, isEventType, shown } from './events.js';
import type { EventType, HistoryEvent, Value } from './events.js';
import { printEdn } from './edn.js';

/** The fields of an event as they stand in a file. */
export interface Fields {
  type: Value | undefined;
  process: Value | undefined;
  f: Value | undefined;
  key: Value | undefined;
  value: Value | undefined;
  /** In nanoseconds. */
  time: Value | undefined;
  timeMs: Value | undefined;
  error: Value | undefined;
  /** Fields with other names. */
  more: More | undefined;
}

/** The event; `index` is its place as its recorder counted. Throws {@link HistoryError}. */
export function eventOf(fields: Fields, line: number, index?: Value): HistoryEvent {
  let { process: named, more } = fields;
  if (named === undefined && more?.['client'] !== undefined) {
    const { client, ...others } = more;
    named = client;
    more = Object.keys(others).length === 0 ? undefined : others;
  }
  const process = processId(named, line);
  // What the nemesis did is nobody's answer, however it is written.
  const read = isClient(process);
  const { type, f, time, timeMs } = fields;
  return {
    line,
    type: !read && !isEventType(type) ? 'info' : eventType(type, line),
    process,
    f: !read && typeof f !== 'string' ? undefined : functionName(f, line),
    key: keyOf(fields.key),
    value: fields.value ?? null,
    timeMs: !read
      ? undefined
      : timeMs === undefined
        ? timeInMs(time, NS_PER_MS, line)
        : timeInMs(timeMs, 1, line),
    error: errorText(fields.error),
    index: isNumber(index) && index >= 0 ? indexNumber(index, line) : undefined,
    more: ofInput(more),
  };
}

const NS_PER_MS = 1e6;

function indexNumber(index: number | bigint, line: number): number {
  if (typeof index === 'number') return index;
  throw new HistoryError(`:index is a number within 2^53, not ${index}`, line);
}

function eventType(value: Value | undefined, line: number): EventType {
  if (isEventType(value)) return value;
  throw new HistoryError(
    `the type of an event is one of ${EVENT_TYPES.join(', ')}, not ${shown(value)}`,
    line,
  );
}

function processId(value: Value | undefined, line: number): ProcessId {
  if (value === undefined || value === null) return UNNAMED;
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'bigint') return String(value);
  throw new HistoryError(`a process is an integer or a name, not ${shown(value)}`, line);
}

function functionName(value: Value | undefined, line: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new HistoryError(`f is the name of a function, not ${shown(value)}`, line);
}

/** A key tells objects apart; one that is neither text nor number goes by its printed form, a keyword by its name. */
export function keyOf(value: Value | undefined): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  const name = named(value);
  return typeof name === 'string' || typeof name === 'number' ? name : printEdn(name);
}

/** Whether a value is a list of micro-operations, `[kind key value]`. */
export const isTransaction = (value: Value): value is readonly (readonly Value[])[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (micro: Value) =>
      Array.isArray(micro) &&
      micro.length > 1 &&
      (typeof micro[0] === 'string' || micro[0] instanceof Keyword),
  );

/** A time in units of 1/`perMs` milliseconds. Jepsen writes -1 where it has none. */
function timeInMs(value: Value | undefined, perMs: number, line: number): number | undefined {
  if (value === undefined || value === null || value === -1) return undefined;
  const isWhole = typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value));
  const time = isWhole ? Number(value) : value;
  if (typeof time === 'number' && Number.isFinite(time) && time >= 0) return time / perMs;
  throw new HistoryError(`a time is a number that is not negative, not ${shown(value)}`, line);
}

export function errorText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  const name = named(value);
  return typeof name === 'string' ? name : printEdn(name);
}

type More = Readonly<Record<string, Value>>;

/** Fields of an input under names that an event has a meaning of its own for carry this before them. */
const OF_INPUT = 'input/';

/** The other fields of an input, none of which may pass for one of the event's. */
export function besideOwn(more: More | undefined, own: ReadonlySet<string>): More | undefined {
  if (more === undefined) return undefined;
  const clashes = (name: string): boolean => own.has(name) || name.startsWith(OF_INPUT);
  if (!Object.keys(more).some(clashes)) return more;
  return Object.fromEntries(
    Object.entries(more).map(([name, value]) => [clashes(name) ? OF_INPUT + name : name, value]),
  );
}

/** The way back from `besideOwn`. */
function ofInput(more: More | undefined): More | undefined {
  if (more === undefined || !Object.keys(more).some((name) => name.startsWith(OF_INPUT))) return more;
  return Object.fromEntries(
    Object.entries(more).map(([name, value]) => [
      name.startsWith(OF_INPUT) ? name.slice(OF_INPUT.length) : name,
      value,
    ]),
  );
}

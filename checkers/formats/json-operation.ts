/** What the JSON formats share: the text of one object, with every digit of its numbers, and the event it tells of. */
import { parseExactJson } from '../exact-json.js';
import { HistoryError, MAX_DEPTH, shown } from './events.js';
import type { HistoryEvent, Value } from './events.js';
import { eventOf } from './fields.js';
import type { Fields } from './fields.js';

export type JsonObject = Readonly<Record<string, Value>>;

/** Reads an object; integers beyond 2^53 are bigints. `cut`: where its end may be missing. */
export function parseObject(text: string, line: number, cut: boolean): JsonObject {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch (error) {
    if (cut && /^\s*\{/.test(text)) throw cutOff(line);
    const why = error instanceof Error ? error.message.replace(/,? "?\S.* is not valid JSON$/s, '') : '';
    throw new HistoryError(`this is not JSON (${why.replace(/\s+/g, ' ')}); ${NEEDED}`, line);
  }
  if (text.length > 2 * MAX_DEPTH && isTooDeep(value))
    throw new HistoryError(`nested more than ${MAX_DEPTH} deep`, line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new HistoryError(`${NEEDED}, not ${shown(value)}`, line);
}

const NEEDED = 'every line holds one event, {"type":…,"process":…,"f":…}';

/** Whoever walks a value calls himself once a level: what is too deep for that is refused here, found level by level. */
function isTooDeep(value: unknown): boolean {
  const isNested = (part: unknown): part is object => typeof part === 'object' && part !== null;
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((nested) => Object.values(nested).filter(isNested));
  }
  return false;
}

export const cutOff = (line: number): HistoryError =>
  new HistoryError('the file ends in the middle of what begins here: it is cut off', line);

/** The fields of an object that we know by name, and the others. */
export function fieldsOf(object: JsonObject): Fields {
  const { type, process, f, key, value, time, timeMs, error, ...more } = object;
  const noted = Object.keys(more).length === 0 ? undefined : (more as Record<string, Value>);
  return { type, process, f, key, value, time, timeMs, error, more: noted };
}

/** The event of these fields; `index` is a field of the input like any other. Throws {@link HistoryError}. */
export function jsonEvent(fields: Fields, line: number): HistoryEvent {
  if (fields.time !== undefined && fields.timeMs !== undefined)
    throw new HistoryError('give time (nanoseconds) or timeMs, not both', line);
  if (fields.value === Infinity || fields.value === -Infinity)
    throw new HistoryError('the value is too large a number', line);
  return eventOf(fields, line);
}

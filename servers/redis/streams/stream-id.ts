/**
 * Ids of entries: milliseconds and a number within them, both of 64 bits. They are kept as text, `5-0`, which is exact and
 * can be read in every trace.
 */
import { refuse } from './reply.js';

/** `ms-number`, both without zeros in front. */
export type StreamId = string;

const MAX = 18_446_744_073_709_551_615n;
export const FIRST_ID: StreamId = '0-0';
export const LAST_ID: StreamId = `${MAX}-${MAX}`;

/** Below 0, 0 or above 0, as `a` is before, equal to or after `b`. */
export function compareIds(a: StreamId, b: StreamId): number {
  if (a === b) return 0;
  const [aMs = '', aNumber = ''] = a.split('-');
  const [bMs = '', bNumber = ''] = b.split('-');
  return compareDigits(aMs, bMs) || compareDigits(aNumber, bNumber);
}

function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

const partsOf = (id: StreamId): [bigint, bigint] => id.split('-').map(BigInt) as [bigint, bigint];

/** The id right after this one; undefined after the last of all. */
export function idAfter(id: StreamId): StreamId | undefined {
  const [ms, number] = partsOf(id);
  if (number < MAX) return `${ms}-${number + 1n}`;
  return ms < MAX ? `${ms + 1n}-0` : undefined;
}

/** The id right before this one; undefined before the first of all. */
function idBefore(id: StreamId): StreamId | undefined {
  const [ms, number] = partsOf(id);
  if (number > 0n) return `${ms}-${number - 1n}`;
  return ms > 0n ? `${ms - 1n}-${MAX}` : undefined;
}

const INVALID = 'Invalid stream ID specified as stream command argument';

function number64(text: string): bigint {
  if (!/^\d{1,40}$/.test(text)) return refuse(INVALID);
  const value = BigInt(text);
  return value > MAX ? refuse(INVALID) : value;
}

/** Reads an id. What is missing behind the milliseconds is `missing`. @throws Refusal */
export function readId(text: string, missing: bigint | 'last' = 0n): StreamId {
  const [ms = '', number, more] = text.split('-');
  if (more !== undefined) refuse(INVALID);
  return `${number64(ms)}-${number === undefined ? (missing === 'last' ? MAX : missing) : number64(number)}`;
}

/** Reads one end of a range: `-`, `+`, an id, milliseconds alone, or `(` before an id that does not belong to it. @throws Refusal */
export function readEnd(text: string, end: 'start' | 'end'): StreamId {
  if (text === '-') return FIRST_ID;
  if (text === '+') return LAST_ID;
  const missing = end === 'end' ? 'last' : 0n;
  if (!text.startsWith('(')) return readId(text, missing);
  const id = readId(text.slice(1), missing);
  return (end === 'start' ? idAfter(id) : idBefore(id)) ?? refuse(`invalid ${end} ID for the interval`);
}

/** The id of a new entry: `*`, `ms-*` or an id, later than `last`. Undefined: it would not be later. @throws Refusal */
export function newId(asked: string, last: StreamId, nowMs: number): StreamId | undefined {
  if (asked === '*') return newId(`${BigInt(Math.floor(nowMs))}-*`, last, nowMs) ?? idAfter(last);
  const [ms = '', number] = asked.split('-');
  if (number !== '*') {
    const id = readId(asked);
    return compareIds(id, last) > 0 ? id : undefined;
  }
  const wanted = number64(ms);
  const [lastMs] = partsOf(last);
  if (wanted < lastMs) return undefined;
  if (wanted > lastMs) return `${wanted}-0`;
  const next = idAfter(last);
  return next?.startsWith(`${lastMs}-`) ? next : undefined;
}

/** What the fields of an event may hold, and how each fault is called: the part all formats share. */
import type { ProcessId } from '../history.js';
import { EVENT_TYPES, HistoryError, isEventType, shown } from './events.js';
import type { EventType, Value } from './events.js';
import { printEdn } from './edn.js';

export function eventType(value: Value | undefined, line: number): EventType {
  if (isEventType(value)) return value;
  throw new HistoryError(
    `the type of an event is one of ${EVENT_TYPES.join(', ')}, not ${shown(value)}`,
    line,
  );
}

export function processId(value: Value | undefined, line: number): ProcessId {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new HistoryError(`an event needs a process, an integer or a name, not ${shown(value)}`, line);
}

export function functionName(value: Value | undefined, line: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new HistoryError(`f is the name of a function, not ${shown(value)}`, line);
}

/** A key tells objects apart; one that is neither text nor number goes by its printed form. */
export function keyOf(value: Value | undefined): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : printEdn(value);
}

/** A time in units of 1/`perMs` milliseconds. Jepsen writes -1 where it has none. */
export function timeInMs(value: Value | undefined, perMs: number, line: number): number | undefined {
  if (value === undefined || value === null || value === -1) return undefined;
  const time = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof time === 'number' && Number.isFinite(time) && time >= 0) return time / perMs;
  throw new HistoryError(`a time is a number that is not negative, not ${shown(value)}`, line);
}

export function errorText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : printEdn(value);
}

/**
 * What every history format boils down to: a sequence of events, Jepsen-shaped. Parsers turn text into events,
 * `pair.ts` turns events into operations, printers go the other way.
 */
import { printExactJson } from '../exact-json.js';
import type { ProcessId } from '../history.js';
import { Keyword } from '../keyword.js';

/**
 * Plain data, as JSON has it, with whole numbers beyond 2^53 as bigints. EDN sets become arrays, EDN maps objects, symbols
 * strings; keywords stay what they are where they are values, and are strings where they name something.
 */
export type Value =
  null | boolean | number | bigint | string | Keyword | readonly Value[] | { readonly [name: string]: Value };

export const EVENT_TYPES = ['invoke', 'ok', 'fail', 'info'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One line of a history: an operation begins (`invoke`) or ends (`ok`, `fail`, `info`). */
export interface HistoryEvent {
  /** Where it stands in the text, counted from 1. */
  readonly line: number;
  readonly type: EventType;
  /** {@link UNNAMED} where the recorder names none. */
  readonly process: ProcessId;
  /** The function asked for. A completion may leave it out: it is the invocation's. */
  readonly f: string | undefined;
  readonly key: string | number | undefined;
  readonly value: Value;
  readonly timeMs: number | undefined;
  readonly error: string | undefined;
  /** Its place in the history as the recorder counted, if it did. */
  readonly index?: number | undefined;
  /** Whatever else the recorder noted, for judges that read it: `partition`, `offset`, `term` … */
  readonly more: Readonly<Record<string, Value>> | undefined;
}

export type Emit = (event: HistoryEvent) => void;

/** Takes events and hands them on, changed or in another order. */
export interface Stage {
  readonly event: Emit;
  /** No more events: hands on what it still holds. */
  end(): void;
}

/** Hears what the reader of a history should know of how it was read: one sentence each time. */
export type Note = (sentence: string) => void;

/** Texts longer than this are not held: no operation is that long, and no string may be much longer. */
export const MAX_LENGTH = 1 << 28;

/** Values may nest so deep: what walks them calls itself once a level. */
export const MAX_DEPTH = 500;

/** A push parser: text goes in by chunks of any size, events come out as soon as they are complete. */
export interface EventParser {
  feed(chunk: string): void;
  /** No more text. Throws a {@link HistoryError} if the text stops in the middle of an event. */
  end(): void;
}

/** A history that cannot be judged because it cannot be read. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  constructor(
    /** What was expected, what came. */
    readonly reason: string,
    /** Counted from 1; `undefined` where the fault is the whole file's. */
    readonly line?: number,
    readonly column?: number,
  ) {
    const place =
      line === undefined ? '' : column === undefined ? `line ${line}: ` : `line ${line}, column ${column}: `;
    super(place + reason);
  }
}

/** A history that cannot be judged because nothing in it has a name that it should have. */
export class UnknownName extends HistoryError {
  constructor(
    reason: string,
    /** What nobody knows. */
    readonly wrong: string,
    /** What it may stand for. */
    readonly known: readonly string[],
    line?: number,
  ) {
    super(reason, line);
  }
}

/** The fault of a text that goes on and on where something should end. */
export const tooLong = (line: number): HistoryError =>
  new HistoryError('what begins here does not end within 268 million characters', line);

/** The process of an event whose recorder names none. */
export const UNNAMED = '';

/** Parsers share one view of who takes part: Jepsen's `nemesis` injects faults and is no client. */
export const isClient = (process: ProcessId): boolean => process !== 'nemesis';

export const isEventType = (text: unknown): text is EventType =>
  text === 'invoke' || text === 'ok' || text === 'fail' || text === 'info';

/** A value as short as an error message can bear. */
export function shown(value: unknown): string {
  const text =
    value instanceof Keyword
      ? value.text
      : typeof value === 'number' || value === undefined
        ? String(value)
        : (printExactJson(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

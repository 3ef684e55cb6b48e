/**
 * What was thrown, in words. A program may throw anything: an object without a prototype, one whose `toString` throws, a
 * proxy. Nothing is asked of it here that it could refuse.
 */
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';

const MAX_LENGTH = 600;

/** `RangeError: out of range` of an error, the value itself of anything else; one line. */
export function thrownText(thrown: unknown): string {
  try {
    if (isError(thrown)) return line(`${asText(thrown.name)}: ${asText(thrown.message)}`);
    return line(asText(thrown));
  } catch {
    return `${typeof thrown === 'function' ? 'a function' : 'an object'} that cannot be read`;
  }
}

const hints = new WeakMap<object, string>();

/** Says more of an error than its message does, for whoever reads of it in the end; the message stays as it is. */
export function hint(error: Error, text: string): Error {
  hints.set(error, text);
  return error;
}

/** What was said more, as `: text`; empty where nothing was. */
export function hintOf(thrown: unknown): string {
  const text = isError(thrown) ? hints.get(thrown) : undefined;
  return text === undefined ? '' : `: ${text}`;
}

/** Any value in at most so many characters, on one line. */
export function valueText(value: unknown, length = MAX_LENGTH): string {
  try {
    if (typeof (value as { then?: unknown } | null | undefined)?.then === 'function') return aPromise(value);
    return line(asText(value), length);
  } catch {
    return 'an object that cannot be read';
  }
}

/** A promise nobody waits for must not end the process when it fails. */
function aPromise(value: unknown): string {
  Promise.resolve(value).then(undefined, () => undefined);
  return 'a promise';
}

/** Where in the caller's code it was thrown, as ` (src/lock.sim.ts:12:5)`; empty where that cannot be told. */
export function thrownAt(thrown: unknown): string {
  for (const line of stackOf(thrown).split('\n').slice(1)) {
    const place = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(line.trim())?.[1];
    // Our own frames and Node's say nothing to the author of the program.
    if (place === undefined || /^node:/.test(place) || own.some((folder) => place.includes(folder))) continue;
    return ` (${place.split(/[\\/]/).slice(-2).join('/')})`;
  }
  return '';
}

const own = ['sim', 'explore', 'property', 'checkers', 'programs', 'cli'].map((folder) =>
  fileURLToPath(new URL(`../../${folder}/`, import.meta.url)),
);

function stackOf(thrown: unknown): string {
  try {
    return isError(thrown) && typeof thrown.stack === 'string' ? thrown.stack : '';
  } catch {
    return '';
  }
}

/** `instanceof` that never throws, whatever was thrown. */
export function isA<T>(thrown: unknown, type: abstract new (...given: never[]) => T): thrown is T {
  try {
    return thrown instanceof type;
  } catch {
    return false;
  }
}

/** Errors of other realms, such as a `vm` context, count too. */
export function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || isA(thrown, Error);
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value) ?? 'an object';
}

function line(text: string, length = MAX_LENGTH): string {
  const short = text.length > length ? `${text.slice(0, length)}…` : text;
  return short.replace(/\s+/g, ' ').trim();
}

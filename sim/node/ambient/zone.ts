/**
 * Local time is UTC inside worlds, whatever the zone of the process: `Date` in local terms, `Intl.DateTimeFormat`
 * without a zone or a date, and `Temporal`. Where the process is in UTC already, `Date` needs nothing.
 */
import type { AmbientHost } from './host.js';
import { currentHost, declarePatch, replaceMethod } from './patch.js';

/** The real one: nodes have their own. */
const realEnvironment = process.env;
const native = Date;
const nativeFormat = Intl.DateTimeFormat;

/** What of Date speaks of local time, and what does the same in UTC. */
const inUtc: Readonly<Record<string, string>> = Object.fromEntries(
  ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'].flatMap((part) => [
    [`get${part}`, `getUTC${part}`],
    ...(part === 'Day' ? [] : [[`set${part}`, `setUTC${part}`]]),
  ]),
);

let zoneText: string | undefined = 'not asked yet';
let zoneIsUtc = false;

/** Whether the process is in UTC; it may change its mind by `process.env.TZ`. */
function isUtc(): boolean {
  const { TZ } = realEnvironment;
  if (TZ !== zoneText) {
    zoneText = TZ;
    const { timeZone } = new nativeFormat('en-US').resolvedOptions();
    zoneIsUtc = /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)$/i.test(timeZone);
  }
  return zoneIsUtc;
}

export function declareZone(): void {
  declareLocalTime();
  declareFormats();
  const temporal = (globalThis as { Temporal?: { Now: object } }).Temporal;
  if (temporal !== undefined)
    replaceMethod<() => string>(temporal.Now, 'timeZoneId', (original) => () => {
      return currentHost() === undefined ? original.value() : 'UTC';
    });
}

/** The arguments of `new Date(…)` as they mean the same in UTC. */
export function dateInUtc(args: unknown[]): unknown[] {
  if (args.length === 0 || isUtc()) return args;
  if (args.length > 1) return [Reflect.apply(native.UTC, native, args)];
  const [only] = args;
  return typeof only === 'string' ? [parseInUtc(only)] : args;
}

/** ECMAScript reads a date alone as UTC, a date with a time as local time unless a zone follows. */
export function parseInUtc(given: string): number {
  const text = String(given);
  if (isUtc()) return parse(text);
  const hasZone =
    /^\s*[+-]?\d{4,6}(-\d\d){0,2}\s*$/.test(text) ||
    /(Z|[+-]\d\d:?\d\d|\b(UTC?|GMT|[ECMP][SD]T)\b)[^\d]*$/i.test(text);
  if (hasZone) return parse(text);
  const zoned = parse(
    /^\s*[+-]?\d{4,6}-\d\d/.test(text) && /T/i.test(text) ? `${text.trim()}Z` : `${text} UTC`,
  );
  return Number.isNaN(zoned) ? parse(text) : zoned;
}

const parse: (text: string) => number = native.parse.bind(native);

type Reader = (this: Date, ...args: unknown[]) => unknown;

function declareLocalTime(): void {
  const prototype = native.prototype as unknown as Record<string, Reader>;
  const originals = new Map<string, Reader>();
  const replacements = new Map<string, Reader>();
  const replace = (name: string, read: Reader): void => {
    const original = prototype[name];
    if (original === undefined) return;
    originals.set(name, original);
    const replacement = function (this: Date, ...args: unknown[]): unknown {
      return Reflect.apply(currentHost() === undefined ? original : read, this, args);
    };
    for (const key of ['name', 'length'])
      Object.defineProperty(
        replacement,
        key,
        Object.getOwnPropertyDescriptor(original, key) as PropertyDescriptor,
      );
    replacements.set(name, replacement);
  };
  for (const [name, utc] of Object.entries(inUtc)) replace(name, prototype[utc] as Reader);
  const { getUTCFullYear, setUTCFullYear, toUTCString } = native.prototype;
  replace('getTimezoneOffset', function () {
    return Number.isNaN(this.getTime()) ? NaN : 0;
  });
  replace('getYear', function () {
    return getUTCFullYear.call(this) - 1900;
  });
  replace('setYear', function (year) {
    const number = Math.trunc(Number(year));
    return setUTCFullYear.call(this, number >= 0 && number <= 99 ? 1900 + number : number);
  });
  // `Thu, 01 Jan 2026 00:00:00 GMT` is `Thu Jan 01 2026` and `00:00:00 GMT+0000 (…)` in the words of toString.
  const words = (date: Date): readonly [string, string] | undefined => {
    const [, day, number, month, year, time] =
      /^(\w+), (\d+) (\w+) (-?\d+) ([\d:]+) GMT$/.exec(toUTCString.call(date)) ?? [];
    if (day === undefined) return undefined;
    return [`${day} ${month} ${number} ${year}`, `${time} GMT+0000 (Coordinated Universal Time)`];
  };
  replace('toString', function () {
    return words(this)?.join(' ') ?? 'Invalid Date';
  });
  replace('toDateString', function () {
    return words(this)?.[0] ?? 'Invalid Date';
  });
  replace('toTimeString', function () {
    return words(this)?.[1] ?? 'Invalid Date';
  });
  let put = false;
  declarePatch({
    put() {
      put = !isUtc();
      if (put) for (const [name, replacement] of replacements) prototype[name] = replacement;
    },
    putBack() {
      if (put) for (const [name, original] of originals) prototype[name] = original;
    },
  });
}

type Options = Intl.DateTimeFormatOptions | undefined;

/** English and UTC where nothing else is asked for. */
function settled(locales: unknown, options: Options): [string, Options] {
  return [(locales ?? 'en-US') as string, { ...options, timeZone: options?.timeZone ?? 'UTC' }];
}

function declareFormats(): void {
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'])
    replaceMethod<Reader>(
      native.prototype,
      name,
      (original) =>
        function (locales, options) {
          const args =
            currentHost() === undefined ? [locales, options] : settled(locales, options as Options);
          return Reflect.apply(original.value, this, args);
        },
    );
  function DateTimeFormat(this: unknown, locales?: unknown, options?: Options): object {
    const target =
      new.target === undefined || (new.target as unknown) === DateTimeFormat ? nativeFormat : new.target;
    const args = currentHost() === undefined ? [locales, options] : settled(locales, options);
    return Reflect.construct(nativeFormat, args, target) as object;
  }
  replaceMethod<(...args: never[]) => unknown>(Intl, 'DateTimeFormat', () => {
    Object.defineProperty(DateTimeFormat, 'prototype', { value: nativeFormat.prototype, writable: false });
    return DateTimeFormat as never;
  });
  declareNow();
}

/** Formats without a date speak of now. */
function declareNow(): void {
  type Format = (date?: unknown) => unknown;
  const { prototype } = nativeFormat;
  replaceMethod<Reader>(
    prototype,
    'formatToParts',
    (original) =>
      function (date) {
        return Reflect.apply(original.value, this, [date ?? nowOf(currentHost())]);
      },
  );
  const found = Object.getOwnPropertyDescriptor(prototype, 'format') as PropertyDescriptor;
  const formats = new WeakMap<Format, Format>();
  const get = function (this: unknown): Format {
    const format = found.get?.call(this) as Format;
    const known = formats.get(format);
    if (known !== undefined) return known;
    const made: Format = (date) => format(date ?? nowOf(currentHost()));
    formats.set(format, made);
    return made;
  };
  declarePatch({
    put: () => void Object.defineProperty(prototype, 'format', { ...found, get }),
    putBack: () => void Object.defineProperty(prototype, 'format', found),
  });
}

function nowOf(host: AmbientHost | undefined): number | undefined {
  return host && Math.floor(host.wallMs());
}

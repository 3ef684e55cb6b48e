/**
 * The language is English inside worlds, whatever that of the process: sorting, case and numbers where no locale is
 * named. In a process that speaks American English there is nothing to replace.
 */
import { currentHost, replaceMethod } from './patch.js';

const WORLD_LOCALE = 'en-US';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Methods that take a locale, and as which argument. */
const methods: readonly (readonly [object, string, number])[] = [
  [String.prototype, 'localeCompare', 1],
  [String.prototype, 'toLocaleLowerCase', 0],
  [String.prototype, 'toLocaleUpperCase', 0],
  [Number.prototype, 'toLocaleString', 0],
  [BigInt.prototype, 'toLocaleString', 0],
  [Array.prototype, 'toLocaleString', 0],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, 'toLocaleString', 0],
];

const constructors = [
  'Collator',
  'NumberFormat',
  'PluralRules',
  'ListFormat',
  'RelativeTimeFormat',
  'Segmenter',
];

export function declareLocale(): void {
  if (new Intl.NumberFormat().resolvedOptions().locale === WORLD_LOCALE) return;
  for (const [target, name, at] of methods)
    replaceMethod<Method>(
      target,
      name,
      (original) =>
        function (...args) {
          if (currentHost() !== undefined && args[at] === undefined) args[at] = WORLD_LOCALE;
          return Reflect.apply(original.value, this, args);
        },
    );
  for (const name of [...constructors, 'DurationFormat']) declareConstructor(name);
}

function declareConstructor(name: string): void {
  const native = (Intl as unknown as Record<string, unknown>)[name];
  if (typeof native !== 'function') return;
  function Format(this: unknown, locales?: unknown, options?: unknown): object {
    const target =
      new.target === undefined || (new.target as unknown) === Format ? (native as never) : new.target;
    const language = currentHost() === undefined ? locales : (locales ?? WORLD_LOCALE);
    return Reflect.construct(native as new () => object, [language, options] as never, target);
  }
  replaceMethod<(...args: never[]) => unknown>(Intl, name, () => {
    Object.defineProperty(Format, 'prototype', { value: native.prototype as object, writable: false });
    return Format as never;
  });
}

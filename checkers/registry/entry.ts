/** What the registry knows of a judge, and the parameters judges take. */
import { printExactJson } from '../exact-json.js';
import { isNumber } from '../exact-number.js';
import type { Adapter } from '../formats/pair.js';
import type { Checker, Operation } from '../history.js';
import { show } from '../identity.js';
import { Keyword, named } from '../keyword.js';

/** A judge ready to judge, and how to read a history for it. */
export interface Judge {
  readonly checker: Checker;
  readonly adapter: Adapter;
  /** Whether values of the history may be Jepsen's independent tuples, `[key value]`. */
  readonly independent: boolean;
  /** An operation in a few words. */
  print(operation: Operation): string;
}

/** A parameter of a judge. */
export interface Parameter {
  readonly summary: string;
  /** It is called like the function that it gives another name: a list of parameters can do without it. */
  readonly obvious?: true;
  /** The value to use; throws {@link ParameterError}. */
  read(given: unknown): unknown;
}

export interface RegistryEntry {
  /** What it looks at, and what for. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** `values` hold what the parameters' `read` returned, for those that were given. Throws {@link ParameterError}. */
  make(values: Readonly<Record<string, unknown>>): Judge;
}

/** A value a parameter does not take: what it takes, and what came. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/** Anything; `nil` is what Jepsen's world calls `null`. */
const value = (summary: string): Parameter => ({
  summary,
  read: (given) => (given === 'nil' ? null : given),
});

/** What objects hold at first. */
export const initial = value('what it, or a key of it, holds at first (default: nil, or empty text)');

export const text = (summary: string): Parameter => ({
  summary,
  read: (given) =>
    given instanceof Keyword ? given.text : typeof given === 'string' ? given : printExactJson(given),
});

/** Names with commas between them, or a list of them. */
export const names = (summary: string): Parameter => ({
  summary,
  read(given) {
    const list = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : given;
    const isName = (name: unknown): boolean => (typeof name === 'string' && name !== '') || isNumber(name);
    if (Array.isArray(list) && list.length > 0 && list.every(isName)) return list;
    throw new ParameterError(`names with commas between them, such as n1,n2, not ${show(given)}`);
  },
});

/** The name of a function. */
export const functionName = (summary: string): Parameter => ({
  summary,
  read(given) {
    const name = isNumber(given) ? String(given) : named(given);
    if (typeof name === 'string' && name.trim() !== '') return name;
    throw new ParameterError(`the name of a function, not ${show(given)}`);
  },
});

export const choice = (summary: string, ...choices: readonly string[]): Parameter => ({
  summary,
  read(given) {
    const name = named(given);
    if (typeof name === 'string' && choices.includes(name)) return name;
    throw new ParameterError(`${choices.join(' or ')}, not ${show(given)}`);
  },
});

export const number = (summary: string, minimum = -Infinity): Parameter => ({
  summary,
  read(given) {
    if (typeof given === 'number' && given >= minimum) return given;
    throw new ParameterError(
      `${minimum === -Infinity ? 'a number' : `a number of at least ${minimum}`}, not ${show(given)}`,
    );
  },
});

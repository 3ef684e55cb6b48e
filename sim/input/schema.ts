/**
 * How input is read: schemas of zod that turn unknown JSON into typed data, or refuse it in one sentence. Each of these
 * knows what it expects, as people say it; `read` finds the one refusal that counts.
 */
import { z } from 'zod';
import { InputError } from './error.js';
import { plainCopy } from './plain-copy.js';
import { enumerate, placeOf, refusal, unknownField } from './refusal.js';

/** What a schema gives, as nobody may change it. A field that may be absent is never `undefined`. */
export type Data<T> = T extends readonly (infer Item)[]
  ? readonly Data<Item>[]
  : T extends (...args: never[]) => unknown
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Data<Exclude<T[K], undefined>> }
      : T;

/** What `schema` reads. */
export type Read<S extends z.ZodType> = Data<z.output<S>>;

/**
 * Reads a copy: nothing of the input (accessors, prototypes, later changes) lives on.
 * @throws InputError in one sentence: where, what was expected, and what came
 */
export function read<S extends z.ZodType>(schema: S, value: unknown, path = ''): Read<S> {
  const result = schema.safeParse(plainCopy(value, path));
  if (result.success) return result.data as Read<S>;
  const { path: parts, message } = first(result.error.issues);
  throw new InputError(placeOf(path, parts), message);
}

/** A field that nobody knows comes before what is wrong with the others: it may be one of those, misspelt. */
function first(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [one] = issues as readonly [z.core.$ZodIssue];
  const stranger = issues.findLast(
    ({ code, path }) => code === 'unrecognized_keys' && path.every((part, depth) => part === one.path[depth]),
  );
  return stranger ?? one;
}

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What a schema says of anything that it does not take. @param expected completes the sentence "expected …" */
export function expecting(
  expected: string | (() => string),
  known: () => readonly string[] = () => [],
): { readonly error: (issue: Issue) => string } {
  return {
    error: ({ input }) => refusal(typeof expected === 'string' ? expected : expected(), input, known()),
  };
}

/** A number between two limits, both included. NaN is refused. */
export function number(low: number, high: number, noun = 'a number'): z.ZodType<number> {
  return numberThat(() => true, low, high, noun);
}

export function integer(low: number, high: number): z.ZodType<number> {
  return numberThat(Number.isInteger, low, high, 'a whole number');
}

function numberThat(
  holds: (value: number) => boolean,
  low: number,
  high: number,
  noun: string,
): z.ZodType<number> {
  const isIt = (value: unknown): boolean =>
    typeof value === 'number' && value >= low && value <= high && holds(value);
  return z.custom<number>(isIt, expecting(`${noun} between ${low} and ${high}`)).overwrite(withoutMinusZero);
}

export function withoutMinusZero(value: number): number {
  return value + 0;
}

/** A non-empty string of limited length. */
export function text(maxLength: number): z.ZodString {
  const says = expecting(`a string of 1 to ${maxLength} characters`);
  return z.string(says).min(1, says).max(maxLength, says);
}

/** One of a few words. */
export function word<const T extends string>(...words: readonly T[]): z.ZodEnum<{ [W in T]: W }> {
  return z.enum(
    words,
    expecting(`one of (${enumerate(words)})`, () => words),
  );
}

/** One of the names that are known when it is read, such as a node. */
export function nameOf(noun: string, known: () => readonly string[]): z.ZodType<string> {
  return z.custom<string>(
    (value) => typeof value === 'string' && known().includes(value),
    expecting(() => `${noun} (${enumerate(known())})`, known),
  );
}

export const yesOrNo = z.boolean(expecting('true or false'));

export function aFunction<F>(): z.ZodType<F> {
  return z.custom<F>((value) => typeof value === 'function', expecting('a function'));
}

/** A list with at least `minLength` items. */
export function list<S extends z.ZodType>(item: S, maxLength: number, minLength = 0): z.ZodArray<S> {
  const says = expecting(`a list of ${minLength} to ${maxLength} items`);
  return z.array(item, says).min(minLength, says).max(maxLength, says);
}

/** A list without repetitions. */
export function set<S extends z.ZodType<string>>(item: S, maxLength: number): z.ZodArray<S> {
  return list(item, maxLength, 1).superRefine((items, context) => {
    const again = items.findIndex((each, index) => items.indexOf(each) < index);
    const message = refusal('each name once', items[again]);
    if (again >= 0) context.addIssue({ code: 'custom', path: [again], message });
  });
}

/** An object with exactly the fields of the shape. */
export function object<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const fields = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownField(issue.keys[0] as string, fields)
        : refusal(`an object with ${fields.join(', ')}`, issue.input),
  });
}

/** An object with these fields, and whatever else: a later version may know more. */
export function openObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S> {
  return z.looseObject(shape, expecting('an object')) as unknown as z.ZodObject<S>;
}

/** Adds what one field alone cannot tell: `objection` names the field and completes "expected …". */
export function refined<S extends z.ZodType<object>>(
  schema: S,
  objection: (read: Read<S>) => readonly [field: string, expected: string] | undefined,
): S {
  return schema.superRefine((value, context) => {
    const wrong = objection(value as Read<S>);
    if (wrong === undefined) return;
    const [field, expected] = wrong;
    const came = (value as Readonly<Record<string, unknown>>)[field];
    context.addIssue({ code: 'custom', path: [field], message: refusal(expected, came), input: came });
  });
}

/** Reads by the schema that the value itself picks. @throws nothing: what the schema refuses, this refuses */
export function choice<S extends z.ZodType>(pick: (value: unknown) => S): z.ZodType<z.output<S>> {
  return z.unknown().transform((value, context) => {
    const result = pick(value).safeParse(value);
    if (result.success) return result.data;
    context.issues.push(...(result.error.issues as unknown as z.core.$ZodRawIssue[]));
    return z.NEVER;
  }) as z.ZodType<z.output<S>>;
}

/** An object whose field `tag` decides its shape. */
export function variant<S extends Readonly<Record<string, z.ZodType>>>(
  tag: string,
  variants: S,
): z.ZodType<z.output<S[keyof S]>> {
  const tagged = z.looseObject({ [tag]: word(...Object.keys(variants)) }, expecting(`an object with ${tag}`));
  return choice((value) => {
    const name: unknown = Object(value)[tag];
    return typeof name === 'string' && Object.hasOwn(variants, name)
      ? (variants[name] as S[keyof S])
      : (tagged as unknown as S[keyof S]);
  });
}

/** Any JSON value. */
export function json(): z.ZodUnknown {
  return z.unknown().superRefine((value, context) => {
    const path: PropertyKey[] = [];
    const stranger = noJson(value, path);
    if (stranger === undefined) return;
    context.addIssue({ code: 'custom', path, message: refusal('a JSON value', stranger.value) });
  });
}

/** What of a plain copy no JSON could hold. @param path becomes the way to it */
function noJson(value: unknown, path: PropertyKey[]): { readonly value: unknown } | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return undefined;
  if (typeof value !== 'object') return { value };
  for (const [key, item] of Object.entries(value)) {
    path.push(Array.isArray(value) ? Number(key) : key);
    const found = noJson(item, path);
    if (found !== undefined) return found;
    path.pop();
  }
  return undefined;
}

/** Values, messages and changes of states in plain words, for the lines of a story. */
import { shorten, shortenBoth } from '../../checkers/shorten.js';
import { namingField, stepWords, unquoted, type Fields } from '../data/words.js';
import type { StateStep } from './state-changes.js';

/** A value in a story; what is longer is cut so that it stays readable. */
const VALUE_LENGTH = 60;
const PAYLOAD_LENGTH = 80;

/** Which items of a long list are not to be left out. */
export type Keeps = (item: string) => boolean;

/** A value as people write it: quotes around plain words are left out. `undefined`: none. */
export function valueWords(value: unknown, limit = VALUE_LENGTH, keeps?: Keeps): string {
  return shorten(bare(value), limit, { keeps });
}

function bare(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : value;
  return unquoted(JSON.stringify(value) ?? String(value));
}

/** `role follower → leader`, `log gains {term: 2}`: what changed at one place in the state of a node. */
export function stepWordsOf({ path, before, after }: StateStep, keeps?: Keeps): string {
  const place = pathWords(path);
  if (Array.isArray(before) && Array.isArray(after)) return `${place} ${listWords(before, after, keeps)}`;
  const [old, now] =
    isNested(before) && isNested(after)
      ? shortenBoth(bare(before), bare(after), VALUE_LENGTH)
      : [before, after].map((value) => valueWords(value, VALUE_LENGTH, keeps));
  // Nothing and null read alike, and so do 5 and "5": what changed there is told as JSON has it.
  const [was, is] = old === now ? shortenBoth(exact(before), exact(after), VALUE_LENGTH) : [old, now];
  return `${place === '' ? 'state' : place} ${was} → ${is}`;
}

const exact = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

function listWords(before: readonly unknown[], after: readonly unknown[], keeps?: Keeps): string {
  const [gone, come] = [missingFrom(after, before), missingFrom(before, after)];
  const told = (items: readonly unknown[]): string =>
    items.length === 1 ? valueWords(items[0], VALUE_LENGTH, keeps) : valueWords(items, VALUE_LENGTH, keeps);
  const parts = [
    ...(come.length > 0 ? [`gains ${told(come)}`] : []),
    ...(gone.length > 0 ? [after.length === 0 ? `loses all: ${told(gone)}` : `loses ${told(gone)}`] : []),
  ];
  return parts.length === 0 ? 'is in another order' : parts.join(' and ');
}

/** All that is new or gone there, whole. */
export function stepRaw({ before, after }: StateStep): string {
  const [gone, come] =
    Array.isArray(before) && Array.isArray(after)
      ? [missingFrom(after, before), missingFrom(before, after)]
      : [before, after];
  return `${JSON.stringify(gone) ?? ''} ${JSON.stringify(come) ?? ''}`;
}

/** Those of `items` that `others` has not, as often. */
function missingFrom(others: readonly unknown[], items: readonly unknown[]): unknown[] {
  // Mostly something was added or taken at one place: what stayed is the very same, before it and behind.
  const shorter = Math.min(others.length, items.length);
  let from = 0;
  while (from < shorter && others[from] === items[from]) from++;
  let behind = 0;
  while (behind < shorter - from && others.at(-1 - behind) === items.at(-1 - behind)) behind++;
  return missingAmong(others.slice(from, others.length - behind), items.slice(from, items.length - behind));
}

function missingAmong(others: readonly unknown[], items: readonly unknown[]): unknown[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(JSON.stringify(other), (left.get(JSON.stringify(other)) ?? 0) + 1);
  return items.filter((item) => {
    const text = JSON.stringify(item);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

/** `book.granted.n2.open`, `log[3].term`. */
function pathWords(path: readonly (string | number)[]): string {
  return path
    .map((name, index) => (typeof name === 'number' ? `[${name}]` : index === 0 ? name : `.${name}`))
    .join('');
}

/** Like {@link pathWords}, but alike for all items and for all names that are numbered. */
export function pathFeature(path: readonly (string | number)[]): string {
  return path.map((name) => (typeof name === 'number' ? '#' : name.replace(/\d+/g, '#'))).join('.');
}

/** A whole state: what of it is short. */
export function wholeWords(state: unknown, keeps?: Keeps): string {
  return typeof state === 'object' && state !== null && !Array.isArray(state)
    ? shorten(
        Object.entries(state)
          .map(([name, value]) => `${name} ${bare(value)}`)
          .join(', '),
        PAYLOAD_LENGTH,
        { keeps },
      )
    : valueWords(state, VALUE_LENGTH, keeps);
}

/** The name of what a payload is: `append`, `vote`; undefined where it has none. */
export function payloadName(payload: unknown): string | undefined {
  if (typeof payload === 'string') return payload.length <= 40 ? payload : undefined;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  const field = namingField(payload as Fields);
  return field === undefined ? undefined : ((payload as Fields)[field] as string);
}

/** `grant id=1 amount=6`: the name of a message first, then its fields. */
export function payloadWords(payload: unknown, keeps?: Keeps): string {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return valueWords(payload, PAYLOAD_LENGTH, keeps);
  const name = payloadName(payload);
  if (name === undefined) return valueWords(payload, PAYLOAD_LENGTH, keeps);
  const fields = Object.entries(payload).filter(([, value]) => value !== name && value !== undefined);
  return shorten(
    [name, ...fields.map(([field, value]) => `${field}=${bare(value)}`)].join(' '),
    PAYLOAD_LENGTH,
    { keeps },
  );
}

/** `write a 3`: the function and its arguments, names left out where values say enough. */
export function requestWords(input: unknown): string {
  if (typeof input !== 'object' || input === null) return valueWords(input, PAYLOAD_LENGTH);
  const { f, ...rest } = input as Readonly<Record<string, unknown>>;
  return [String(f), ...Object.entries(rest).map(([name, value]) => argument(name, value))]
    .filter((word) => word !== '')
    .join(' ');
}

function argument(name: string, value: unknown): string {
  const steps = stepWords(value);
  if (steps !== undefined) return shorten(steps, PAYLOAD_LENGTH);
  const text = shorten(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), VALUE_LENGTH);
  return name === 'key' || name === 'value' ? text : `${name}=${text}`;
}

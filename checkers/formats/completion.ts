/**
 * What the completion says counts: the one rule by which the two lines of an operation become one question and one answer.
 *
 * An operation is invoked with what somebody wants and completes with what happened. Where it ended `ok`:
 * - what the invocation left open (nil, or nil inside a list or a map) is what the completion says;
 * - where both say the same, or the completion says nothing, that is it;
 * - where they contradict each other in what was asked (another written value, another key), the history is refused with
 *   both lines: one of them is wrong, and nobody can tell which.
 *
 * What a completion says beside the question is the answer. What comes with `fail` and `info` explains why there is none,
 * and is never taken for part of the operation.
 */
import { sameValue, showBoth } from '../identity.js';
import { Keyword, named } from '../keyword.js';
import { HistoryError, shown } from './events.js';
import type { HistoryEvent, Value } from './events.js';

/** Both values as one, with nil filled in from the other side; `undefined` if they contradict each other. */
export function unified(asked: Value, told: Value): Value | undefined {
  if (Object.is(asked, told) || told === null) return asked;
  if (asked === null) return told;
  if (!isNested(asked) || !isNested(told)) return sameValue(asked, told) ? asked : undefined;
  return Array.isArray(asked)
    ? unifiedLists(asked as readonly Value[], told)
    : unifiedMaps(asked as ValueMap, told);
}

/** Whether parts of a value may be open. */
const isNested = (value: Value): value is readonly Value[] | ValueMap =>
  typeof value === 'object' && value !== null && !(value instanceof Keyword);

type ValueMap = { readonly [name: string]: Value };

function unifiedLists(asked: readonly Value[], told: Value): Value | undefined {
  if (!Array.isArray(told) || told.length !== asked.length) return undefined;
  const parts = asked.map((part, index) => unified(part, (told as readonly Value[])[index]!));
  return parts.includes(undefined) ? undefined : (parts as Value[]);
}

function unifiedMaps(asked: ValueMap, told: Value): Value | undefined {
  if (Array.isArray(told)) return undefined;
  const parts = new Map<string, Value>(Object.entries(asked));
  for (const [name, value] of Object.entries(told as ValueMap)) {
    const part = unified(parts.get(name) ?? null, value);
    if (part === undefined) return undefined;
    parts.set(name, part);
  }
  return Object.fromEntries(parts);
}

/** Whether a completion only says that it worked, as many systems answer a write; never where that could be the value. */
export function isAcknowledgement(told: Value, asked: Value): boolean {
  if (told === true) return typeof asked !== 'boolean';
  const word = named(told);
  return typeof word === 'string' && word.toLowerCase() === 'ok';
}

/** The refusal of two lines that contradict each other: in their values, or in what `name` says. */
export function contradiction(
  { process, f, line, value }: HistoryEvent,
  completion: HistoryEvent,
  name = 'value',
  values: readonly [asked: Value, told: Value] = [value, completion.value],
): HistoryError {
  const [asked, told] = showBoth(...values);
  const call = `${f ?? 'an operation'}${name === 'value' ? '' : ` with ${name}`}`;
  return new HistoryError(
    `process ${shown(process)} completes ${call} ${told}, but on line ${line} it began ${call} ${asked}: one of the two lines is wrong`,
    completion.line,
  );
}

/**
 * Transactions in histories: lists of micro-operations `[kind key value]`. The completion alone says what ran, and in which
 * order: clients may report micro-operations in another order than they asked for them. It may not report others.
 */
import { isNumber } from '../exact-number.js';
import { nameOf } from '../identity.js';
import { named } from '../keyword.js';
import { unified } from './completion.js';
import { HistoryError, shown } from './events.js';
import type { Value } from './events.js';
import { keyOf } from './fields.js';

/** How histories name the kinds of micro-operations, and which of the model's kinds they stand for. */
export type Kinds = Readonly<Record<string, string>>;

type Micro = readonly [kind: string, key: string | number, value: Value];

/** The micro-operations of a value. Throws {@link HistoryError}. */
export function microOperations(kinds: Kinds, value: Value, line: number): readonly Micro[] {
  const listed = Array.isArray(value)
    ? (value as readonly Value[]).map((micro) => microOperation(kinds, micro))
    : [undefined];
  const fault = listed.indexOf(undefined);
  if (fault < 0) return listed as readonly Micro[];
  const what = Array.isArray(value) ? (value as readonly Value[])[fault] : value;
  throw new HistoryError(
    `a transaction is a list of [${Object.keys(kinds).join('|')} key value], not ${shown(what)}`,
    line,
  );
}

function microOperation(kinds: Kinds, micro: Value): Micro | undefined {
  const [kind, key, argument = null] = Array.isArray(micro) ? (micro as readonly Value[]) : [];
  const word = named(kind);
  const name = typeof word === 'string' && Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  const place = keyOf(key);
  return name === undefined || place === undefined ? undefined : [name, place, argument];
}

/**
 * What a transaction was asked for, now that its completion tells what ran; `undefined` if that is something else. Values of
 * reads are no part of the question.
 */
export function settledTransaction(kinds: Kinds, asked: Value, told: Value): Value | undefined {
  if (asked === null || told === null) return asked ?? told;
  const ran = listed(kinds, told);
  const wanted = listed(kinds, asked);
  if (ran === undefined) return asked; // reading the answer refuses it, and says why
  if (wanted === undefined || ran.length !== wanted.length) return undefined;
  if (wanted.every((micro, index) => isSameQuestion(micro, ran[index]!))) {
    const open = wanted.some(([kind, , value]) => kind !== 'r' && value === null);
    return open ? told : asked;
  }
  const names = (list: readonly Micro[]): string => nameOf(list.map(questionName).sort());
  return names(wanted) === names(ran) ? told : undefined;
}

function listed(kinds: Kinds, value: Value): readonly Micro[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = (value as readonly Value[]).map((micro) => microOperation(kinds, micro));
  return list.includes(undefined) ? undefined : (list as readonly Micro[]);
}

const isSameQuestion = ([kind, key, value]: Micro, [ranKind, ranKey, ranValue]: Micro): boolean =>
  kind === ranKind && key === ranKey && (kind === 'r' || unified(value, ranValue) !== undefined);

const questionName = ([kind, key, value]: Micro): string =>
  nameOf(kind === 'r' ? [kind, key] : [kind, key, value]);

/**
 * What a transaction on a log was asked for, as {@link settledTransaction} has it: `[send key value]` completes as
 * `[send key [offset value]]`, and what `[poll]` answers is no part of the question.
 */
export function settledSends(asked: Value, told: Value): Value | undefined {
  const [wanted, ran] = [sendsIn(asked), sendsIn(told)];
  if (wanted === undefined || ran === undefined) return asked ?? told;
  return nameOf(wanted) === nameOf(ran) ? told : undefined;
}

/** The names of the messages that a list of micro-operations sends. */
function sendsIn(value: Value): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const steps = value as readonly Value[];
  if (!steps.every((step) => Array.isArray(step) && (step[0] === 'send' || step[0] === 'poll')))
    return undefined;
  const sends = (steps as readonly (readonly Value[])[]).filter(([kind]) => kind === 'send');
  return sends.map(([, key = null, sent = null]) => nameOf([key, messageOf(sent)])).sort();
}

function messageOf(sent: Value): Value {
  const [offset, message = null] = Array.isArray(sent) && sent.length === 2 ? (sent as readonly Value[]) : [];
  return isNumber(offset) || offset === null ? message : sent;
}

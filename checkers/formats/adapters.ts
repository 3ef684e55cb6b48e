/**
 * How the functions of each model are written in histories: `f`, `key` and `value` of an event on one side, the
 * model's input and output on the other. Where Jepsen has a convention, it is followed.
 */
import { isNumber } from '../exact-number.js';
import type { Input } from '../history.js';
import { Keyword, named } from '../keyword.js';
import { contradiction, isAcknowledgement, unified } from './completion.js';
import { HistoryError, shown, UnknownName } from './events.js';
import type { HistoryEvent, Value } from './events.js';
import { isTransaction, keyOf } from './fields.js';
import type { Adapter } from './pair.js';
import { microOperations, settledTransaction } from './transaction.js';
import type { Kinds } from './transaction.js';

/** One function of a model. */
interface Call {
  /** The model's name for it, if that is another. */
  readonly as?: string;
  /** Other names histories give it. */
  readonly aliases?: readonly string[];
  /** The fields of the input besides `f` and `key`, from the value asked with. */
  ask(value: Value, line: number): object;
  /** The value, where an event says it by fields of its own; `null` if it does not. */
  noted?(more: NonNullable<HistoryEvent['more']>): Value;
  /** Whether it can be asked with no value: else the completion must say it where the invocation does not. */
  readonly bare?: true;
  /**
   * The value that was asked for, from those of the invocation and its `ok` completion; `undefined` if they contradict each
   * other. If absent: both must say the same, where both say something.
   */
  settle?(asked: Value, told: Value): Value | undefined;
  /** The output, from the value of the completion; none if absent. */
  answer?(value: Value, line: number, input: unknown): unknown;
}

const nothing = {};

/** Where a completion answers the question and does not repeat it. */
const answersOnly = (asked: Value): Value => asked;

/** A completion repeats the question, or says that it worked. */
const repeats = (asked: Value, told: Value): Value | undefined =>
  asked !== null && isAcknowledgement(told, asked) ? asked : unified(asked, told);

/** A completion repeats the question, or says whether it worked. */
const repeatsOrTells = (asked: Value, told: Value): Value | undefined =>
  asked !== null && typeof told === 'boolean' && typeof asked !== 'boolean' ? asked : repeats(asked, told);

/** Asks for nothing in particular and answers a value. */
const observe = (...aliases: string[]): Call => ({
  aliases,
  bare: true,
  ask: () => nothing,
  settle: answersOnly,
  answer: (value) => value,
});

/** Asks with a value and answers nothing. */
const give = (...aliases: string[]): Call => ({
  aliases,
  bare: true,
  ask: (value) => ({ value }),
});

/** Asks with a value that is not nothing. */
const giveSome = (...aliases: string[]): Call => ({
  aliases,
  ask: (value, line) => {
    if (value === null) throw new HistoryError('this function needs a value', line);
    return { value };
  },
});

const cas: Call = {
  aliases: ['compare-and-set'],
  ask(value, line) {
    if (!Array.isArray(value) || value.length !== 2)
      throw new HistoryError(`cas needs the value [from to], or [key [from to]], not ${shown(value)}`, line);
    const [from = null, to = null] = value as readonly Value[];
    return { from, to };
  },
  // Jepsen repeats the invocation's value; a recorder of a real system may tell what the system said.
  settle: repeatsOrTells,
  answer: (value) => (value === false ? false : undefined),
};

/** Numbers and keywords count as the text they print as: stores give back what was put as text. */
const text = (value: Value, line: number): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Keyword) return value.text;
  if (isNumber(value)) return String(value);
  throw new HistoryError(`a key-value store holds text, not ${shown(value)}`, line);
};
const giveText = (...aliases: string[]): Call => ({
  aliases,
  ask: (value, line) => ({ value: text(value, line) }),
  settle: (asked, told) =>
    typeof asked !== typeof told && String(asked) === String(told) ? asked : repeats(asked, told),
});

/** Changes something about a value, and may answer whether it did. Jepsen repeats the value: that says nothing. */
const change = (...aliases: string[]): Call => ({
  ...giveSome(...aliases),
  settle: repeatsOrTells,
  answer: (value, _line, input) =>
    typeof value === 'boolean' && value !== (input as { value: Value }).value ? value : undefined,
});

/** Asks about a value: yes or no. */
const test = (): Call => ({
  ...giveSome(),
  settle: answersOnly,
  answer(value, line) {
    if (typeof value === 'boolean') return value;
    throw new HistoryError(`this function answers true or false, not ${shown(value)}`, line);
  },
});

function wholeNumber(value: Value, line: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new HistoryError(`a whole number within 2^53 is needed, not ${shown(value)}`, line);
}

/** A whole number of any size, for objects that add up exactly. */
const anyWhole = (value: Value, line: number): number | bigint =>
  typeof value === 'bigint' ? value : wholeNumber(value, line);

const sizeOf = (value: number | bigint): number | bigint => (value < 0 ? -value : value);

function elements(value: Value, line: number): readonly Value[] | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value as readonly Value[];
  throw new HistoryError(`a read of the whole set answers its elements, not ${shown(value)}`, line);
}

function prioritised(value: Value, line: number): { value: Value } {
  const priority: unknown = Array.isArray(value) && value.length === 2 ? value[0] : value;
  if (typeof priority === 'number') return { value };
  throw new HistoryError(
    `a priority queue holds numbers within 2^53, or [priority value], not ${shown(value)}`,
    line,
  );
}

/** Adds to a counter. Jepsen's completions repeat the value; any other number is the total. */
const add = (sign: 1 | -1, ...aliases: string[]): Call => ({
  as: 'add',
  aliases,
  bare: true,
  settle: (asked, told) => (asked !== null && isNumber(told) ? asked : repeats(asked, told)),
  ask(value, line) {
    const by = value === null ? 1 : anyWhole(value, line);
    return { by: sign === 1 ? by : -by };
  },
  answer: (value, _line, input) =>
    !isNumber(value) || sizeOf(value) === sizeOf((input as { by: number | bigint }).by) ? undefined : value,
});

/** Works or is refused; may say by whom it is done. A number that nobody asked with is a fencing token. */
const lock = (...aliases: string[]): Call => ({
  aliases,
  bare: true,
  noted: ({ owner = null }) => owner,
  ask(value) {
    // Whether it worked is nobody's name, where the completion is all there is.
    const owner = typeof value === 'boolean' ? undefined : keyOf(value);
    return owner === undefined ? nothing : { owner };
  },
  settle(asked, told) {
    if (asked !== null) return isNumber(told) && !isNumber(asked) ? asked : repeatsOrTells(asked, told);
    if (isMap(told)) return told['owner'] ?? told['client'] ?? null;
    return typeof named(told) === 'string' && !isAcknowledgement(told, asked) ? told : null;
  },
  answer: (value) => (value === false ? false : undefined),
});

const transfer: Call = {
  noted: ({ from = null, to = null, amount = null }) =>
    from === null && to === null ? null : { from, to, amount },
  ask(value, line) {
    const { from, to, amount } = isMap(value) ? value : ({} as ValueMap);
    const [source, target] = [keyOf(from), keyOf(to)];
    if (source === undefined || target === undefined || !isNumber(amount)) {
      throw new HistoryError(`transfer needs the value {from, to, amount}, not ${shown(value)}`, line);
    }
    return { from: source, to: target, amount };
  },
  settle: repeatsOrTells,
  answer: (value) => (value === false ? false : undefined),
};

function balances(value: Value, line: number): Value | undefined {
  if (value === null) return undefined;
  if (isObject(value) && Object.values(value).every(isNumber)) return value;
  throw new HistoryError(`a read of the bank answers the balance of each account, not ${shown(value)}`, line);
}

const isObject = (value: Value): value is object & Value =>
  typeof value === 'object' && value !== null && !(value instanceof Keyword);

type ValueMap = Readonly<Record<string, Value | undefined>>;

const isMap = (value: Value): value is { readonly [name: string]: Value } =>
  isObject(value) && !Array.isArray(value);

/** A transaction: a list of micro-operations `[kind key value]`. */
const transaction = (kinds: Kinds): Call => ({
  ask: (value, line) => ({ ops: microOperations(kinds, value, line) }),
  settle: (asked, told) => settledTransaction(kinds, asked, told === true ? null : told),
  answer: (value, line) => (Array.isArray(value) ? microOperations(kinds, value, line) : undefined),
});

/** Writes what stands for nothing. */
const erase = (as: string, value: Value): Call => ({
  as,
  bare: true,
  ask: () => ({ value }),
  settle: answersOnly,
});

const REGISTER = { read: observe('get'), write: give('put'), delete: erase('write', null) };
const TABLES = {
  register: REGISTER,
  'cas-register': { ...REGISTER, cas },
  'key-value': {
    get: {
      ...observe('read'),
      answer: (value: Value, line: number) => (value === null ? null : text(value, line)),
    },
    put: giveText('write'),
    append: giveText(),
    cas: {
      ...cas,
      ask(value: Value, line: number) {
        const { from, to } = cas.ask(value, line) as { from: Value; to: Value };
        return { from: from === null ? '' : text(from, line), to: text(to, line) };
      },
    },
    delete: erase('put', ''),
  },
  queue: { enqueue: giveSome(), dequeue: observe() },
  stack: { push: giveSome(), pop: observe() },
  'priority-queue': {
    insert: { ...giveSome('enqueue', 'add'), ask: prioritised },
    extract: observe('dequeue', 'extract-min', 'delete-min'),
  },
  set: { add: change(), remove: change(), contains: test(), read: { ...observe(), answer: elements } },
  multiset: {
    add: giveSome(),
    remove: change(),
    contains: test(),
    count: { ...giveSome(), settle: answersOnly, answer: wholeNumber },
  },
  counter: {
    add: add(1, 'increment', 'inc'),
    decrement: add(-1, 'dec', 'subtract'),
    read: observe(),
  },
  mutex: { acquire: lock('lock'), release: lock('unlock') },
  bank: { read: { ...observe(), answer: balances }, transfer },
  'list-append': { txn: transaction({ append: 'append', r: 'r', read: 'r' }) },
  'multi-register': { txn: transaction({ r: 'r', w: 'w', read: 'r', write: 'w' }) },
  'unique-ids': { generate: { ...observe(), answer: (value: Value) => value ?? undefined } },
} satisfies Record<string, Record<string, Call>>;

/** Models that histories can be read for. */
export type AdapterName = keyof typeof TABLES;

/** The functions of a model, by the names it has for them. */
export const functionsOf = (model: AdapterName): readonly string[] => Object.keys(TABLES[model]);

/** The adapter for a model. `judge`: who asks for it, and the functions it knows, where that is not the model itself. */
export const adapterFor = (
  model: AdapterName,
  judge: Knowing = { name: model, functions: functionsOf(model) },
): Adapter => adapterOf(judge, TABLES[model]);

/** Who refuses a function, and which it knows. */
interface Knowing {
  readonly name: string;
  readonly functions: readonly string[];
}

/** The models that know the function `f`. */
const modelsKnowing = (f: string): string[] =>
  Object.entries<Record<string, Call>>(TABLES)
    .filter(([, calls]) => Object.hasOwn(calls, f))
    .map(([name]) => name);

function adapterOf(judge: Knowing, calls: Readonly<Record<string, Call>>): Adapter {
  const names = new Map<string, { f: string; call: Call }>();
  for (const [f, call] of Object.entries(calls)) {
    for (const name of [f, ...(call.aliases ?? [])]) names.set(name, { f: call.as ?? f, call });
  }
  // Transactions go by many names; what they are is seen by their micro-operations.
  const txn = names.get('txn');
  const callOf = (invocation: HistoryEvent): { readonly f: string; readonly call: Call } => {
    const found = names.get(invocation.f ?? '') ?? (isTransaction(invocation.value) ? txn : undefined);
    if (!found) throw unknownFunction(judge, invocation);
    return found;
  };
  return {
    modelName: (f) => names.get(f)?.f,
    input(invocation) {
      const { f, call } = callOf(invocation);
      const value = valueIn(call, invocation);
      // What is left open here, the completion may say.
      const fields = value === null && call.bare !== true ? nothing : call.ask(value, invocation.line);
      return inputOf(f, invocation.key, fields);
    },
    settled(input, invocation, completion) {
      const { f, call } = callOf(invocation);
      const asked = valueIn(call, invocation);
      if (completion === undefined) {
        if (asked === null && call.bare !== true) call.ask(null, invocation.line);
        return input;
      }
      const key = invocation.key ?? completion.key;
      // Where fields of their own say what is asked, they say it on both lines, and the value is an answer.
      const byFields = invocation.value === null && asked !== null;
      const told = byFields ? notedIn(call, completion) : valueIn(call, completion);
      if (
        key === invocation.key &&
        (told === asked || told === null) &&
        (asked !== null || call.bare === true)
      )
        return input;
      const value = (call.settle ?? repeats)(asked, told);
      if (value === undefined) throw contradiction(invocation, completion, 'value', [asked, told]);
      return inputOf(f, key, call.ask(value, value === null ? invocation.line : completion.line));
    },
    output(completion, input) {
      return names.get((input as Input).f)?.call.answer?.(completion.value, completion.line, input);
    },
  };
}

const notedIn = (call: Call, { more }: HistoryEvent): Value =>
  (more === undefined ? undefined : call.noted?.(more)) ?? null;

const valueIn = (call: Call, event: HistoryEvent): Value => event.value ?? notedIn(call, event);

const inputOf = (f: string, key: string | number | undefined, fields: object): object =>
  key === undefined ? { f, ...fields } : { f, key, ...fields };

function unknownFunction({ name, functions }: Knowing, { f = '', line }: HistoryEvent): HistoryError {
  const others = modelsKnowing(f);
  const meant = functions.find((known) => known === f.toLowerCase()) ?? functions[0];
  const hint =
    others.length === 0
      ? `; if it is one of these by another name, say so by --rename ${f}=${meant}`
      : `; ${f} is a function of ${others.join(', ')}`;
  const reason = `${name} knows the functions ${functions.join(', ')}, not ${shown(f)}${hint}`;
  return new UnknownName(reason, f, functions, line);
}

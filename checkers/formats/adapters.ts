/**
 * How the functions of each model are written in histories: `f`, `key` and `value` of an event on one side, the
 * model's input and output on the other. Where Jepsen has a convention, it is followed.
 */
import type { Input } from '../history.js';
import { HistoryError, shown } from './events.js';
import type { HistoryEvent, Value } from './events.js';
import { keyOf } from './fields.js';
import type { Adapter } from './pair.js';

/** One function of a model. */
interface Call {
  /** The model's name for it, if that is another. */
  readonly as?: string;
  /** Other names histories give it. */
  readonly aliases?: readonly string[];
  /** The fields of the input besides `f` and `key`, from the value of the invocation. */
  ask(value: Value, line: number, more: HistoryEvent['more']): object;
  /** The output, from the value of the completion; none if absent. */
  answer?(value: Value, line: number, input: unknown): unknown;
}

const nothing = {};

/** Asks for nothing in particular and answers a value. */
const observe = (...aliases: string[]): Call => ({
  aliases,
  ask: () => nothing,
  answer: (value) => value,
});

/** Asks with a value and answers nothing. */
const give = (...aliases: string[]): Call => ({
  aliases,
  ask: (value) => ({ value }),
});

/** Asks with a value that is not nothing. */
const giveSome = (...aliases: string[]): Call => ({
  ...give(...aliases),
  ask: (value, line) => {
    if (value === null) throw new HistoryError('this function needs a value', line);
    return { value };
  },
});

const cas: Call = {
  aliases: ['compare-and-set'],
  ask(value, line) {
    if (!Array.isArray(value) || value.length !== 2)
      throw new HistoryError(`cas needs the value [from to], not ${shown(value)}`, line);
    const [from = null, to = null] = value as readonly Value[];
    return { from, to };
  },
  // Jepsen repeats the invocation's value; a recorder of a real system may tell what the system said.
  answer: (value) => (value === false ? false : undefined),
};

/** Numbers count as the text they print as: stores give back what was put as text. */
const text = (value: Value, line: number): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new HistoryError(`a key-value store holds text, not ${shown(value)}`, line);
};
const giveText = (...aliases: string[]): Call => ({
  ...give(...aliases),
  ask: (value, line) => ({ value: text(value, line) }),
});

/** Changes something about a value, and may answer whether it did. Jepsen repeats the value: that says nothing. */
const change = (...aliases: string[]): Call => ({
  ...giveSome(...aliases),
  answer: (value, _line, input) =>
    typeof value === 'boolean' && value !== (input as { value: Value }).value ? value : undefined,
});

/** Asks about a value: yes or no. */
const test = (): Call => ({
  ...giveSome(),
  answer(value, line) {
    if (typeof value === 'boolean') return value;
    throw new HistoryError(`this function answers true or false, not ${shown(value)}`, line);
  },
});

function wholeNumber(value: Value, line: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new HistoryError(`a whole number within 2^53 is needed, not ${shown(value)}`, line);
}

function elements(value: Value, line: number): readonly Value[] | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value as readonly Value[];
  throw new HistoryError(`a read of the whole set answers its elements, not ${shown(value)}`, line);
}

function prioritised(value: Value, line: number): { value: Value } {
  const priority: unknown = Array.isArray(value) && value.length === 2 ? value[0] : value;
  if (typeof priority === 'number') return { value };
  throw new HistoryError(`a priority queue holds numbers, or [priority value], not ${shown(value)}`, line);
}

/** Adds to a counter. Jepsen's completions repeat the value; whatever else they say is the total. */
const add = (sign: 1 | -1, ...aliases: string[]): Call => ({
  as: 'add',
  aliases,
  ask: (value, line) => ({ by: sign * (value === null ? 1 : wholeNumber(value, line)) }),
  answer: (value, _line, input) =>
    typeof value !== 'number' || Math.abs(value) === Math.abs((input as { by: number }).by)
      ? undefined
      : value,
});

/** Works or is refused; may say by whom it is done. */
const lock = (...aliases: string[]): Call => ({
  aliases,
  ask(value, _line, more) {
    const owner = keyOf(value ?? more?.['owner']);
    return owner === undefined ? nothing : { owner };
  },
  answer: (value) => (value === false ? false : undefined),
});

const transfer: Call = {
  ask(value, line, more) {
    const { from, to, amount } = (isObject(value) ? value : (more ?? {})) as Readonly<
      Record<string, Value | undefined>
    >;
    const [source, target] = [keyOf(from), keyOf(to)];
    if (source === undefined || target === undefined || typeof amount !== 'number') {
      throw new HistoryError(`transfer needs the value {from, to, amount}, not ${shown(value)}`, line);
    }
    return { from: source, to: target, amount };
  },
  answer: (value) => (value === false ? false : undefined),
};

function balances(value: Value, line: number): Value | undefined {
  if (value === null) return undefined;
  if (isObject(value) && Object.values(value).every((balance) => typeof balance === 'number')) return value;
  throw new HistoryError(`a read of the bank answers the balance of each account, not ${shown(value)}`, line);
}

const isObject = (value: Value): value is object & Value => typeof value === 'object' && value !== null;

/** A transaction: a list of micro-operations `[kind key value]`. */
const transaction = (kinds: Readonly<Record<string, string>>): Call => {
  const microOperations = (value: Value, line: number): readonly unknown[] => {
    const fault = (what: unknown): HistoryError =>
      new HistoryError(
        `a transaction is a list of [${Object.keys(kinds).join('|')} key value], not ${shown(what)}`,
        line,
      );
    if (!Array.isArray(value)) throw fault(value);
    return value.map((micro: Value) => {
      const [kind, key, argument = null] = Array.isArray(micro) ? (micro as readonly Value[]) : [];
      const name = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
      const place = keyOf(key);
      if (name === undefined || place === undefined) throw fault(micro);
      return [name, place, argument];
    });
  };
  return {
    ask: (value, line) => ({ ops: microOperations(value, line) }),
    answer: (value, line) => (value === null ? undefined : microOperations(value, line)),
  };
};

const REGISTER = { read: observe('get'), write: give('put') };
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
  },
  queue: { enqueue: giveSome(), dequeue: observe() },
  stack: { push: giveSome(), pop: observe() },
  'priority-queue': {
    insert: { ...give('enqueue', 'add'), ask: prioritised },
    extract: observe('dequeue', 'extract-min', 'delete-min'),
  },
  set: { add: change(), remove: change(), contains: test(), read: { ...observe(), answer: elements } },
  multiset: {
    add: giveSome(),
    remove: change(),
    contains: test(),
    count: { ...giveSome(), answer: wholeNumber },
  },
  counter: { add: add(1, 'increment', 'inc'), decrement: add(-1, 'dec', 'subtract'), read: observe() },
  mutex: { acquire: lock('lock'), release: lock('unlock') },
  bank: { read: { ...observe(), answer: balances }, transfer },
  'list-append': { txn: transaction({ append: 'append', r: 'r', read: 'r' }) },
  'multi-register': { txn: transaction({ r: 'r', w: 'w', read: 'r', write: 'w' }) },
  'unique-ids': { generate: { ...observe(), answer: (value: Value) => value ?? undefined } },
} satisfies Record<string, Record<string, Call>>;

/** For judges that read operations by their fields: the input is `f`, `key`, `value` and whatever else was noted. */
export const plainAdapter: Adapter = {
  input: ({ f, key, value, more }) => ({
    f,
    ...(key === undefined ? {} : { key }),
    ...(value === null ? {} : { value }),
    ...more,
  }),
  output: ({ value }) => value ?? undefined,
};

/** Models that histories can be read for. */
export type AdapterName = keyof typeof TABLES;

/** The adapter for a model. */
export const adapterFor = (model: AdapterName): Adapter => adapterOf(model, TABLES[model]);

/** The models, other than `model`, that know the function `f`. */
const modelsKnowing = (f: string): string[] =>
  Object.entries<Record<string, Call>>(TABLES)
    .filter(([, calls]) => f in calls)
    .map(([name]) => name);

function adapterOf(model: string, calls: Readonly<Record<string, Call>>): Adapter {
  const names = new Map<string, { f: string; call: Call }>();
  for (const [f, call] of Object.entries(calls)) {
    for (const name of [f, ...(call.aliases ?? [])]) names.set(name, { f: call.as ?? f, call });
  }
  return {
    input(invocation) {
      const found = names.get(invocation.f ?? '');
      if (!found) throw unknownFunction(model, Object.keys(calls), invocation);
      const { f, call } = found;
      const fields = call.ask(invocation.value, invocation.line, invocation.more);
      return invocation.key === undefined ? { f, ...fields } : { f, key: invocation.key, ...fields };
    },
    output(completion, input) {
      return names.get((input as Input).f)?.call.answer?.(completion.value, completion.line, input);
    },
  };
}

function unknownFunction(model: string, known: readonly string[], { f, line }: HistoryEvent): HistoryError {
  const others = modelsKnowing(f ?? '');
  const hint = others.length === 0 ? '' : `; ${f} is a function of ${others.join(', ')}`;
  return new HistoryError(`${model} knows the functions ${known.join(', ')}, not ${shown(f)}${hint}`, line);
}

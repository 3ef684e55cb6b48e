/** Judges of objects: could one that works correctly, and one operation at a time, have answered so? */
import { conservation } from '../agreement/conservation.js';
import { adapterFor, functionsOf } from '../formats/adapters.js';
import type { AdapterName } from '../formats/adapters.js';
import { HistoryError } from '../formats/events.js';
import type { Adapter } from '../formats/pair.js';
import type { Input, Operation } from '../history.js';
import { show } from '../identity.js';
import { linearizable } from '../linearizable.js';
import type { Model } from '../model.js';
import { bankModel } from '../models/bank.js';
import { counterModel } from '../models/counter.js';
import { casKeyValueModel, keyValueModel } from '../models/key-value.js';
import type { KeyValueOptions } from '../models/key-value.js';
import { listAppendModel } from '../models/list-append.js';
import { multiRegisterModel } from '../models/multi-register.js';
import { multisetModel } from '../models/multiset.js';
import { mutexModel } from '../models/mutex.js';
import { priorityQueueModel } from '../models/priority-queue.js';
import { queueModel } from '../models/queue.js';
import { casRegisterModel, registerModel } from '../models/register.js';
import { setModel } from '../models/set.js';
import { stackModel } from '../models/stack.js';
import { uniqueIdsModel } from '../models/unique-ids.js';
import { ParameterError, choice, initial, number, text } from './entry.js';
import type { Judge, RegistryEntry } from './entry.js';
import { withFunctionNames } from './renamed-functions.js';

type Values = Readonly<Record<string, unknown>>;

const nilRead = choice(
  'a read of nil says that it held nil, or nothing at all: value or anything (default: by initial)',
  'value',
  'anything',
);
const failedCas = choice(
  'a failed cas says that the value differed, or nothing: observe or ignore (default: ignore)',
  'observe',
  'ignore',
);

const MODELS: Readonly<Record<AdapterName, RegistryEntry>> = {
  register: {
    summary: 'read, write',
    parameters: { initial, 'nil-read': nilRead },
    make: (values) => register('register', registerModel(registerOptions(values)), values),
  },
  'cas-register': {
    summary: 'read, write, cas [from to]',
    parameters: { initial, 'nil-read': nilRead, 'failed-cas': failedCas },
    make: (values) =>
      register(
        'cas-register',
        casRegisterModel({
          ...registerOptions(values),
          failedCas: values['failed-cas'] === 'observe' ? 'observe' : 'ignore',
        }),
        values,
      ),
  },
  'key-value': {
    summary: 'get, put, append, cas [from to] of text, by key',
    parameters: { initial: text(initial.summary) },
    make: ({ initial: first }) => keyValueJudge({ initial: (first as string | undefined) ?? '' }),
  },
  queue: {
    summary: 'enqueue, dequeue (nil: empty)',
    parameters: {},
    make: () => object('queue', queueModel()),
  },
  stack: { summary: 'push, pop (nil: empty)', parameters: {}, make: () => object('stack', stackModel()) },
  'priority-queue': {
    summary: 'insert of a number or [number anything], extract (nil: empty)',
    parameters: { order: choice('which goes first: min or max (default: min)', 'min', 'max') },
    make: ({ order }) =>
      object('priority-queue', priorityQueueModel({ order: order === 'max' ? 'max' : 'min' })),
  },
  set: { summary: 'add, remove, contains, read of all elements', parameters: {}, make: () => setJudge() },
  counter: {
    summary: 'add, decrement, read',
    parameters: { initial: number('the total of the counter at first (default: 0)') },
    make: ({ initial: first }) =>
      object('counter', counterModel({ initial: (first as number | undefined) ?? 0 })),
  },
  mutex: {
    summary: 'acquire, release, by an owner if their value names one',
    parameters: {},
    make: () => object('mutex', mutexModel()),
  },
  bank: {
    summary: 'transfer {from, to, amount}, read of all balances; the total alone, unless initial is given',
    parameters: {
      initial: {
        summary:
          'what each account of the bank holds at first, such as {"a":10,"b":0} (default: not known, and only totals are judged)',
        read: (given) => {
          if (typeof given === 'object' && given !== null && Object.values(given).every(Number.isFinite))
            return given;
          throw new ParameterError(`accounts and their balances, such as {"a":10,"b":0}, not ${show(given)}`);
        },
      },
      overdraft: choice(
        'whether accounts may be overdrawn: allow or forbid (default: forbid)',
        'allow',
        'forbid',
      ),
      total: number('what all balances add up to (default: what those of the first read do)'),
    },
    make: ({ initial: first, overdraft, total }) => {
      if (first === undefined) return totalsOfBank(total as number | undefined, overdraft);
      if (total !== undefined)
        throw new ParameterError(
          'bank takes initial or total, not both: the balances add up to what they do',
        );
      const accounts = first as Readonly<Record<string, number>>;
      return {
        ...object('bank', bankModel({ initial: accounts, overdraft: overdraft === 'allow' })),
        independent: false,
      };
    },
  },
  'list-append': {
    summary: 'txn of [append key value] and [r key list]',
    parameters: {},
    make: () => ({ ...object('list-append', listAppendModel()), independent: false }),
  },
  'multi-register': {
    summary: 'txn of [r key value] and [w key value]',
    parameters: { initial },
    make: ({ initial: first }) => ({
      ...object('multi-register', multiRegisterModel({ initial: first ?? null })),
      independent: false,
    }),
  },
  'unique-ids': {
    summary: 'generate: no identifier twice',
    parameters: {},
    make: () => object('unique-ids', uniqueIdsModel()),
  },
  multiset: {
    summary: 'add, remove, contains, count',
    parameters: {},
    make: () => object('multiset', multisetModel()),
  },
};

/** Models and what a history calls their functions. */
export const OBJECTS: Readonly<Record<string, RegistryEntry>> = Object.fromEntries(
  Object.entries(MODELS).map(([name, entry]) => [
    name,
    withFunctionNames(entry, functionsOf(name as AdapterName)),
  ]),
);

/** Without what the accounts held at first nothing is known but that transfers keep the total, as Jepsen judges banks. */
function totalsOfBank(total: number | undefined, overdraft: unknown): Judge {
  const judge = object('bank', bankModel({ initial: {} }));
  const negative = overdraft === 'allow' ? 'allow' : 'forbid';
  const checker = conservation({ ...(total === undefined ? {} : { total }), negative });
  return { ...judge, independent: false, checker };
}

function object<State, I extends Input, O>(name: AdapterName, model: Model<State, I, O>): Judge {
  return {
    checker: linearizable(model),
    adapter: adapterFor(name),
    independent: true,
    print: ({ input, output, type }) =>
      model.printOperation?.(input as I, output as O | undefined, type) ?? show(input),
  };
}

/** A history without a cas can be judged by more. */
const keyValueJudge = (options: KeyValueOptions): Judge =>
  byWhetherAny(
    'cas',
    object('key-value', casKeyValueModel(options)),
    object('key-value', keyValueModel(options)),
  );

/** Only a history that reads the whole set ties its elements together. */
const setJudge = (): Judge =>
  byWhetherAny('read', object('set', setModel({ wholeReads: true })), object('set', setModel()));

/** The one judge for histories in which the function `f` is asked for, the other for those in which it is not. */
function byWhetherAny(f: string, some: Judge, none: Judge): Judge {
  const isF = ({ input }: Operation): boolean => (input as Input).f === f;
  return {
    ...some,
    checker: {
      name: some.checker.name,
      check: (history, budget) => (history.some(isF) ? some : none).checker.check(history, budget),
    },
  };
}

/** Unless told otherwise, a register that does not hold nil at first never does, and a read of nil read nothing. */
function registerOptions(values: Values): { initial: unknown; nullRead: 'value' | 'anything' } {
  const first = values['initial'] ?? null;
  return {
    initial: first,
    nullRead:
      (values['nil-read'] as 'value' | 'anything' | undefined) ?? (first === null ? 'value' : 'anything'),
  };
}

function register<State, I extends Input, O>(
  name: AdapterName,
  model: Model<State, I, O>,
  values: Values,
): Judge {
  const made = object(name, model);
  if (values['nil-read'] !== undefined || registerOptions(values).nullRead === 'value') return made;
  const input: Adapter['input'] = (invocation) => {
    const asked = made.adapter.input(invocation) as { readonly value?: unknown; readonly to?: unknown };
    if (asked.value !== null && asked.to !== null) return asked;
    const reason =
      'nil is written here: say what a read of nil means, by the parameter nil-read=value or nil-read=anything';
    throw new HistoryError(reason, invocation.line);
  };
  return { ...made, adapter: { ...made.adapter, input } };
}

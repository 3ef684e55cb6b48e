/**
 * The judges by name, as the field names them: what the command line and other callers that know a judge only by its
 * name go by. Each comes with the reading of histories that suits it.
 */
import { adapterFor } from './formats/adapters.js';
import type { AdapterName } from './formats/adapters.js';
import { HistoryError } from './formats/events.js';
import type { Adapter } from './formats/pair.js';
import type { Checker, Input, Operation } from './history.js';
import { show } from './identity.js';
import { linearizable } from './linearizable.js';
import type { Model } from './model.js';
import { keyValueModel } from './models/key-value.js';
import { multisetModel } from './models/multiset.js';
import { priorityQueueModel } from './models/priority-queue.js';
import { queueModel } from './models/queue.js';
import { casRegisterModel, registerModel } from './models/register.js';
import { setModel } from './models/set.js';
import { stackModel } from './models/stack.js';

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
  /** The value to use; throws {@link ParameterError}. */
  read(value: unknown): unknown;
}

export interface RegistryEntry {
  readonly summary: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** `values` hold what the parameters' `read` returned, for those that were given. */
  make(values: Readonly<Record<string, unknown>>): Judge;
}

/** A value a parameter does not take: what it takes, and what came. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

const value = (summary: string): Parameter => ({
  summary,
  read: (given) => (given === 'nil' ? null : given),
});

const choice = (summary: string, ...choices: readonly string[]): Parameter => ({
  summary: `${summary}: ${choices.join(' or ')}`,
  read(given) {
    if (typeof given === 'string' && choices.includes(given)) return given;
    throw new ParameterError(`${choices.join(' or ')}, not ${show(given)}`);
  },
});

const text = (summary: string): Parameter => ({
  summary,
  read: (given) => (typeof given === 'string' ? given : JSON.stringify(given)),
});

const initial = value('what it holds at first (nil)');
const nilRead = choice(
  'what a read of nil says: the register held nil, or nothing at all (value, if it holds nil at first)',
  'value',
  'anything',
);
const failedCas = choice(
  'what a failed cas says: nothing, or that the register held something else (ignore)',
  'observe',
  'ignore',
);

const ENTRIES: Readonly<Record<string, RegistryEntry>> = {
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
    summary: 'get, put, append of text, by key',
    parameters: { initial: text('what a key holds before the first put (empty text)') },
    make: ({ initial: first }) =>
      judge('key-value', keyValueModel({ initial: (first as string | undefined) ?? '' })),
  },
  queue: {
    summary: 'enqueue, dequeue (nil: empty)',
    parameters: {},
    make: () => judge('queue', queueModel()),
  },
  stack: { summary: 'push, pop (nil: empty)', parameters: {}, make: () => judge('stack', stackModel()) },
  'priority-queue': {
    summary: 'insert of a number or [number anything], extract (nil: empty)',
    parameters: { order: choice('which goes first, the smallest or the largest (min)', 'min', 'max') },
    make: ({ order }) =>
      judge('priority-queue', priorityQueueModel({ order: order === 'max' ? 'max' : 'min' })),
  },
  set: {
    summary: 'add, remove, contains, read of all elements',
    parameters: {},
    make: () => {
      const [whole, apart] = [judge('set', setModel({ wholeReads: true })), judge('set', setModel())];
      const isRead = ({ input }: Operation): boolean => (input as Input).f === 'read';
      // Only a history that reads the whole set ties its elements together.
      return {
        ...whole,
        checker: {
          ...whole.checker,
          check: (history, budget) => (history.some(isRead) ? whole : apart).checker.check(history, budget),
        },
      };
    },
  },
  multiset: {
    summary: 'add, remove, contains, count',
    parameters: {},
    make: () => judge('multiset', multisetModel()),
  },
};

/** The names of all judges. */
export const judgeNames: readonly string[] = Object.keys(ENTRIES);

/** What is known of a judge; `undefined` for a name nobody has. */
export const registryEntry = (name: string): RegistryEntry | undefined =>
  Object.hasOwn(ENTRIES, name) ? ENTRIES[name] : undefined;

/** Makes the judge called `name`. Throws {@link ParameterError} for an unknown name or a parameter it does not take. */
export function makeJudge(name: string, given: Readonly<Record<string, unknown>> = {}): Judge {
  const entry = registryEntry(name);
  if (!entry) throw new ParameterError(`there is no checker ${name}`);
  const values: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(given)) {
    const parameter = entry.parameters[key];
    if (!parameter) throw new ParameterError(`${name} has no parameter ${key}`);
    try {
      values[key] = parameter.read(raw);
    } catch (error) {
      throw error instanceof ParameterError
        ? new ParameterError(`${key} of ${name} takes ${error.message}`)
        : error;
    }
  }
  return entry.make(values);
}

function judge<State, I extends Input, O>(name: AdapterName, model: Model<State, I, O>): Judge {
  return {
    checker: linearizable(model),
    adapter: adapterFor(name),
    independent: true,
    print: ({ input, output, type }) =>
      model.printOperation?.(input as I, output as O | undefined, type) ?? show(input),
  };
}

/** Unless told otherwise, a register that does not hold nil at first never holds it, and a read of nil read nothing. */
const registerOptions = (values: Readonly<Record<string, unknown>>) => ({
  initial: values['initial'] ?? null,
  nullRead:
    (values['nil-read'] as 'value' | 'anything' | undefined) ??
    ((values['initial'] ?? null) === null ? ('value' as const) : ('anything' as const)),
});

function register<State, I extends Input, O>(
  name: AdapterName,
  model: Model<State, I, O>,
  values: Readonly<Record<string, unknown>>,
): Judge {
  const made = judge(name, model);
  if (values['nil-read'] !== undefined || (values['initial'] ?? null) === null) return made;
  const input: Adapter['input'] = (invocation) => {
    const asked = made.adapter.input(invocation) as { readonly value?: unknown; readonly to?: unknown };
    if (asked.value !== null && asked.to !== null) return asked;
    throw new HistoryError(
      'nil is written here: say what a read of nil means, by the parameter nil-read=value or nil-read=anything',
      invocation.line,
    );
  };
  return { ...made, adapter: { ...made.adapter, input } };
}

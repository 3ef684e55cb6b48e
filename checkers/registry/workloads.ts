/** Judges of the workloads that Jepsen and Maelstrom record, by the names those give them. */
import * as delivery from '../delivery/index.js';
import { contradiction } from '../formats/completion.js';
import { HistoryError, shown } from '../formats/events.js';
import type { Value } from '../formats/events.js';
import type { Adapter } from '../formats/pair.js';
import { settledSends, settledTransaction } from '../formats/transaction.js';
import { show } from '../identity.js';
import * as workloads from '../workloads/index.js';
import { ParameterError, choice, number } from './entry.js';
import type { Parameter, RegistryEntry } from './entry.js';
import { namesFrom } from './functions.js';
import type { Functions } from './functions.js';
import { plain } from './scans.js';

const read = { name: 'read', asks: [] } as const;

const SET = {
  add: {
    name: 'add',
    summary: 'adds an element, also broadcast',
    asks: ['value'],
    neededWith: ['read'],
  },
  read: { ...read, summary: 'reads all elements' },
} as const satisfies Functions;

const COUNTER = {
  add: {
    name: 'add',
    summary: 'adds an amount',
    asks: ['value'],
    completion: 'answered',
    neededWith: ['read'],
  },
  read: { ...read, summary: 'reads the total' },
} as const satisfies Functions;

const QUEUE = {
  enqueue: {
    name: 'enqueue',
    summary: 'puts a message in',
    asks: ['value'],
    completion: 'acknowledged',
    neededWith: ['dequeue', 'drain'],
  },
  dequeue: { name: 'dequeue', summary: 'takes a message out', asks: [], neededWith: ['drain'] },
  drain: { name: 'drain', summary: 'takes out all that is left', asks: [] },
} as const satisfies Functions;

const LOG = {
  send: { name: 'send', summary: 'sends messages', asks: [], neededWith: ['poll'], orElse: ['txn'] },
  poll: { name: 'poll', summary: 'polls messages', asks: [], neededWith: ['send'], orElse: ['txn'] },
  txn: { name: 'txn', summary: 'does both at once', asks: [] },
} as const satisfies Functions;

const ECHO = {
  echo: { name: 'echo', summary: 'says something', asks: [] },
} as const satisfies Functions;

const yesOrNo = (summary: string): Parameter => ({
  summary,
  read(given) {
    if (given === true || given === 'true' || given === 'yes') return true;
    if (given === false || given === 'false' || given === 'no') return false;
    throw new ParameterError(`true or false, not ${show(given)}`);
  },
});

const allowed: Parameter = {
  summary: 'anomalies of Kafka that are permitted, such as unseen,poll-skip',
  read(given) {
    const names = Array.isArray(given) ? given.map(String) : String(given).split(',');
    const unknown = names.find((name) => !(ALL_KAFKA_ANOMALIES as readonly string[]).includes(name));
    if (unknown === undefined) return names as delivery.KafkaAnomaly[];
    throw new ParameterError(`some of ${ALL_KAFKA_ANOMALIES.join(', ')}, not ${show(unknown)}`);
  },
};
const ALL_KAFKA_ANOMALIES = [...delivery.KAFKA_ANOMALIES, 'G1c', 'phantom'] as const;

/** What an answer of `read` is, and how it is called where it is something else. */
interface Answer {
  readonly what: string;
  is(value: Value): boolean;
}

const ELEMENTS: Answer = { what: 'all elements, a list', is: (value) => Array.isArray(value) };
const TOTAL: Answer = { what: 'the total, a number within 2^53', is: (value) => typeof value === 'number' };

/** Refuses histories whose reads answer something else, with the line. */
function answering(entry: RegistryEntry, { what, is }: Answer): RegistryEntry {
  return {
    ...entry,
    make(values) {
      const made = entry.make(values);
      const name = values['read'] ?? read.name;
      return {
        ...made,
        adapter: {
          ...made.adapter,
          output(completion, input) {
            const { f } = input as { readonly f: string };
            const { value, line } = completion;
            if (f === name && value !== null && !is(value))
              throw new HistoryError(`${f} answers ${what}, not ${shown(value)}`, line);
            return made.adapter.output(completion, input);
          },
        },
      };
    },
  };
}

/** A set whose history calls additions `broadcast`, as Maelstrom does, needs no parameter for that. */
function orBroadcast(entry: RegistryEntry): RegistryEntry {
  return {
    ...entry,
    make(values) {
      const made = entry.make(values);
      if (values['add'] !== undefined) return made;
      const broadcasts = entry.make({ ...values, add: 'broadcast' }).adapter;
      return {
        ...made,
        adapter: {
          ...made.adapter,
          settled: (input, invocation, completion) =>
            (invocation.f === 'broadcast' ? broadcasts : made.adapter).settled(input, invocation, completion),
          recognise: (calls) => (calls.has('broadcast') ? broadcasts : made.adapter).recognise?.(calls),
        },
      };
    },
  };
}

const inSets = (entry: RegistryEntry): RegistryEntry => orBroadcast(answering(entry, ELEMENTS));

/** Refuses transactions whose completions contradict what was asked, with both lines. */
function settling(
  entry: RegistryEntry,
  settle: (asked: Value, told: Value) => Value | undefined,
): RegistryEntry {
  return {
    ...entry,
    make(values) {
      const made = entry.make(values);
      const settled: Adapter['settled'] = (input, invocation, completion) => {
        if (completion && settle(invocation.value, completion.value) === undefined)
          throw contradiction(invocation, completion);
        return made.adapter.settled(input, invocation, completion);
      };
      return { ...made, adapter: { ...made.adapter, settled } };
    },
  };
}

/** For a judge that knows its functions by one name alone: operations get that name, whatever the history calls them. */
function byOwnNames(entry: RegistryEntry, functions: Functions): RegistryEntry {
  return {
    ...entry,
    make(values) {
      const made = entry.make(values);
      const own = new Map(
        Object.entries(namesFrom(functions, values)).map(([parameter, name]) => [
          name,
          functions[parameter]!.name,
        ]),
      );
      const taken = new Set(Object.values(functions).map(({ name }) => name));
      const nameOf = (f: string): string => own.get(f) ?? (taken.has(f) ? `another ${f}` : f);
      const input: Adapter['input'] = (invocation) => ({
        ...(made.adapter.input(invocation) as object),
        f: nameOf(invocation.f ?? ''),
      });
      return { ...made, adapter: { ...made.adapter, input } };
    },
  };
}

/** The names that were given, since a judge may know functions by several names otherwise. */
const given = (values: Readonly<Record<string, unknown>>): workloads.SetFunctions => ({
  ...(values['add'] === undefined ? {} : { add: values['add'] as string }),
  ...(values['read'] === undefined ? {} : { read: values['read'] as string }),
});

export const WORKLOADS: Readonly<Record<string, RegistryEntry>> = {
  'set-full': inSets(
    plain(
      'add (or broadcast), read of all elements: each is stable, lost or never read',
      SET,
      (_names, values) =>
        workloads.setFull({ ...given(values), linearizable: values['linearizable'] === true }),
      { linearizable: yesOrNo('whether elements must be read at once: true or false (default: false)') },
    ),
  ),
  'eventual-set': inSets(
    plain(
      'add (or broadcast), final reads of all elements: nothing acknowledged is missing',
      SET,
      (_names, values) => workloads.eventualSet(given(values)),
    ),
  ),
  'eventual-counter': answering(
    plain(
      'add, final reads of the total: the sum of what was acknowledged, and of some of what may be',
      COUNTER,
      (names, { initial }) =>
        workloads.eventualCounter({ ...names, initial: (initial as number | undefined) ?? 0 }),
      { initial: number('the total of the counter at first (default: 0)') },
    ),
    TOTAL,
  ),
  'total-queue': plain(
    'enqueue, dequeue, drain: what goes in comes out',
    QUEUE,
    (names, { duplicates }) =>
      workloads.totalQueue({ ...names, duplicates: duplicates === 'forbid' ? 'forbid' : 'allow' }),
    {
      duplicates: choice(
        'whether a message may come out twice: allow or forbid (default: allow)',
        'allow',
        'forbid',
      ),
    },
  ),
  kafka: settling(
    byOwnNames(
      plain(
        'send, poll, txn of [send key value] and [poll]: the anomalies of a log',
        LOG,
        (_names, { subscribe, allowed: permitted }) =>
          delivery.kafka({
            ...(subscribe === undefined ? {} : { subscribe: subscribe as boolean }),
            ...(permitted === undefined ? {} : { allowed: permitted as delivery.KafkaAnomaly[] }),
          }),
        {
          subscribe: yesOrNo(
            'whether consumers subscribe, so that positions may move: true or false (default: by the history)',
          ),
          allowed,
        },
      ),
      LOG,
    ),
    settledSends,
  ),
  'long-fork': settling(
    plain(
      'transactions of [r key value] and [w key value], each key written once: all see one order',
      {},
      () => workloads.longFork(),
    ),
    (asked, told) => settledTransaction({ r: 'r', w: 'w', read: 'r', write: 'w' }, asked, told),
  ),
  echo: plain('echo: what was said comes back', ECHO, (names) => workloads.echoes(names)),
};

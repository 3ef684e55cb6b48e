/** Each judge of a recorded workload finds a bug in a system that runs, and finds nothing in the same runs without it. */
import { asyncProgram, clients, defineScenario, simulate, z, type Run, type Scenario } from 'seedstorm';
import {
  echoes,
  eventualCounter,
  eventualSet,
  longFork,
  setFull,
  totalQueue,
  type Checker,
} from 'seedstorm/checkers';
import { expect, it } from 'vitest';
import { objectScenario, type Requests, type ServedObject } from './object-server.js';

const SEEDS = 40;

type Input = Requests['input'];
const distinct = ({ client, clients: all, index }: Parameters<Input>[2]): number => 1 + client + all * index;
const valueFor =
  (...functions: string[]): Input =>
  (f, _random, operation) =>
    functions.includes(f) ? { value: distinct(operation) } : {};
const onlyReads = ({ f }: { readonly f: string }): boolean => f === 'read';

interface Value {
  readonly f: string;
  readonly value: number;
}

const set: ServedObject<number[], Value> = {
  empty: [],
  take: (content, { f, value }) =>
    f === 'read' ? [...content] : content.includes(value) ? null : void content.push(value),
  looks: onlyReads,
};
const setRequests: Requests = { mix: { add: 0.6, read: 0.4 }, input: valueFor('add') };

const counter: ServedObject<{ total: number }, Value> = {
  empty: { total: 0 },
  take: (held, { f, value }) => (f === 'read' ? held.total : void (held.total += value)),
  looks: onlyReads,
};

const queue: ServedObject<number[], Value> = {
  empty: [],
  take(content, { f, value }) {
    if (f === 'enqueue') return void content.push(value);
    return f === 'drain' ? content.splice(0) : (content.shift() ?? null);
  },
};

interface Transaction {
  readonly f: string;
  readonly value: readonly (readonly [string, string, number | null])[];
}

const registers: ServedObject<Record<string, number>, Transaction> = {
  empty: {},
  take: (content, { value }) =>
    value.map(([kind, key, written]) => {
      if (kind === 'w') content[key] = written!;
      return [kind, key, content[key] ?? null];
    }),
  looks: ({ value }) => value.every(([kind]) => kind === 'r'),
};

/** Two clients write one of two keys each, once, and otherwise all read both. */
const pairs: Input = (_f, _random, { client, index }) => {
  const group = Math.floor(index / 4);
  const keys = [`${group}a`, `${group}b`];
  const writes = client < 2 && index % 4 === client;
  return { value: writes ? [['w', keys[client]!, 1]] : keys.map((key) => ['r', key, null]) };
};

/** Says back what was said to it, or what was said last when it gets round to it. */
const parrot = defineScenario<object>({
  name: 'proof/parrot',
  summary: 'What is said to a node comes back',
  params: z.object({}),
  nodes: () => ['n1'],
  protocol: (_params, { bug }) =>
    asyncProgram<{ request: Value; reply: number }>(async (node) => {
      let last = 0;
      node.onRequest(async ({ value }) => {
        last = value;
        await node.sleep(5 * node.random.float());
        return bug === 'last-word' ? last : value;
      });
    }),
  workload: () => clients(3, { echo: 1 }, { everyMs: 5, input: valueFor('echo') }),
  faults: 'none',
  durationMs: 200,
  check: { echoes: echoes() },
  bugs: { 'last-word': { summary: 'One variable for what everybody says' } },
});

const serve = <Content, Request extends { readonly f: string }>(
  object: ServedObject<Content, Request>,
  requests: Requests,
  checker: Checker,
): Scenario<object> => objectScenario(object, requests, checker);

const adds: Requests = {
  mix: { add: 0.4, read: 0.6 },
  input: (f, random) => (f === 'add' ? { value: random.int(1, 9) } : {}),
};
const messages: Requests = { mix: { enqueue: 0.6, dequeue: 0.3, drain: 0.1 }, input: valueFor('enqueue') };

const rows: readonly (readonly [string, Checker, (checker: Checker) => Scenario<object>, string, string])[] =
  [
    ['setFull', setFull(), (checker) => serve(set, setRequests, checker), 'forgets', 'lost'],
    ['eventualSet', eventualSet(), (checker) => serve(set, setRequests, checker), 'forgets', 'lost'],
    [
      'eventualCounter',
      eventualCounter(),
      (checker) => serve(counter, adds, checker),
      'takes-twice',
      'impossible-total',
    ],
    ['totalQueue', totalQueue(), (checker) => serve(queue, messages, checker), 'forgets', 'lost'],
    [
      'longFork',
      longFork(),
      (checker) => serve(registers, { mix: { txn: 1 }, input: pairs }, checker),
      'forgets',
      'long-fork',
    ],
    ['echoes', echoes(), () => parrot, 'last-word', 'wrong-echo'],
  ];

const shows = ({ checks }: Run, anomaly: string): boolean =>
  checks.some(({ anomalies }) => anomalies.some(({ kind }) => kind === anomaly));

it.each(rows)('%s', async (_maker, checker, scenarioOf, bug, anomaly) => {
  const scenario = scenarioOf(checker);
  let found = false;
  let valid = 0;
  for (let seed = 1; seed <= SEEDS && !(found && valid > 0); seed++) {
    const twin = await simulate(scenario, { seed });
    expect(twin.verdict, `seed ${seed} without the bug`).not.toBe('invalid');
    if (twin.verdict === 'valid') valid++;
    found ||= shows(await simulate(scenario, { seed, bug }), anomaly);
  }
  expect({ found, valid: valid > 0 }).toEqual({ found: true, valid: true });
});

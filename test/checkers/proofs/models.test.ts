/**
 * Every model that ships is proven in a world: a server of such an object that crashes and recovers is clean over many
 * seeds, one with a planted bug is found out, by the anomaly named here, and its twin, the same runs without the bug,
 * is clean.
 */
import { simulate, type Random, type Run, type Scenario } from 'seedstorm';
import { linearizable, type Model } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';
import * as models from '../../../checkers/models/index.js';
import { objectScenario, type Bug, type Requests, type ServedObject } from './object-server.js';

const SOUND_SEEDS = 12;
const BUG_SEEDS = 40;

/** A model, an object that is what it says, and which bugs it sees as which anomaly. */
interface Proof<Content, Request extends { readonly f: string }, Options>
  extends ServedObject<Content, Request>, Requests {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what states and answers are is the model's affair
  readonly of: (options: Options) => Model<any, Request, any>;
  readonly options?: Options;
  readonly sees: { readonly [B in Bug]?: string };
}

interface Row {
  readonly name: string;
  readonly of: unknown;
  readonly scenario: Scenario<object>;
  readonly sees: readonly (readonly [string, string])[];
}

function row<Content, Request extends { readonly f: string }, Options>(
  proof: Proof<Content, Request, Options>,
): Row {
  const { of, options, sees } = proof;
  const given = options === undefined ? '' : ` ${JSON.stringify(options)}`;
  const checker = linearizable(of(options as Options));
  return {
    name: `${of.name}${given}`,
    of,
    scenario: objectScenario(proof, proof, checker),
    sees: Object.entries(sees),
  };
}

/** Different for each operation of a run, so that an answer names what it saw. */
type Numbered = Parameters<Requests['input']>[2];
const distinct = ({ client, clients, index }: Numbered): number => 1 + client + clients * index;
const valueFor =
  (...functions: string[]): Requests['input'] =>
  (f, _random, operation) =>
    functions.includes(f) ? { value: distinct(operation) } : {};
/** Few elements, so that clients meet. */
const element = (random: Random) => ({ value: random.pick(['x', 'y', 'z']) });
const isOneOf =
  (...functions: string[]) =>
  ({ f }: { readonly f: string }): boolean =>
    functions.includes(f);

type List = Record<string, unknown[]>;
type Registers = Record<string, unknown>;
/** Either looks at both keys or changes both. */
const bothKeys =
  (change: string): Requests['input'] =>
  (_f, random, operation) => {
    const changes = random.chance(0.5);
    return {
      ops: ['x', 'y'].map((key) => (changes ? [change, key, distinct(operation)] : ['r', key, null])),
    };
  };
const onlyReads = ({ ops }: { readonly ops: readonly (readonly [string, ...unknown[]])[] }): boolean =>
  ops.every(([kind]) => kind === 'r');

const accounts = { a: 100, b: 100, c: 100 };

const rows: readonly Row[] = [
  row({
    of: models.registerModel,
    empty: { value: null as unknown },
    take: (held, input) => (input.f === 'write' ? void (held.value = input.value) : held.value),
    looks: isOneOf('read'),
    mix: { read: 0.6, write: 0.4 },
    input: valueFor('write'),
    sees: { forgets: 'stale-read', 'takes-twice': 'stale-read', 'stale-copy': 'stale-read' },
  }),
  row({
    of: models.casRegisterModel,
    empty: { value: null as unknown },
    take(held, input) {
      if (input.f === 'read') return held.value;
      const fits = input.f === 'write' || held.value === input.from;
      if (fits) held.value = input.f === 'write' ? input.value : input.to;
      return fits;
    },
    looks: isOneOf('read'),
    mix: { read: 0.4, write: 0.3, cas: 0.3 },
    input: (f, random, operation) => {
      const value = distinct(operation);
      // A guess among recent values: right now and then.
      return f === 'read' ? {} : f === 'write' ? { value } : { from: value - random.int(1, 9), to: value };
    },
    sees: { forgets: 'stale-read', 'takes-twice': 'not-linearizable', 'stale-copy': 'stale-read' },
  }),
  row({
    of: models.counterModel,
    empty: { total: 0 },
    take: (held, input) => (input.f === 'add' ? void (held.total += input.by) : held.total),
    looks: isOneOf('read'),
    mix: { add: 0.5, read: 0.5 },
    input: (f, random) => (f === 'add' ? { by: random.int(1, 9) } : {}),
    sees: {
      forgets: 'wrong-total',
      'takes-twice': 'wrong-total',
      'stale-copy': 'wrong-total',
    },
  }),
  row({
    of: models.keyValueModel,
    empty: {} as Record<string, string>,
    take(store, input) {
      const key = String(input.key);
      const held = store[key] ?? '';
      if (input.f === 'get') return held;
      store[key] = input.f === 'put' ? input.value : held + input.value;
      return null;
    },
    looks: isOneOf('get'),
    mix: { get: 0.5, put: 0.1, append: 0.4 },
    input: (f, random, operation) => ({
      key: random.pick(['x', 'y']),
      ...(f === 'get' ? {} : { value: `${distinct(operation)} ` }),
    }),
    sees: {
      forgets: 'not-linearizable',
      'takes-twice': 'not-linearizable',
      'stale-copy': 'not-linearizable',
    },
  }),
  row({
    of: models.casKeyValueModel,
    empty: {} as Record<string, string>,
    take(store, input) {
      const key = String(input.key);
      const held = store[key] ?? null;
      if (input.f === 'get') return held;
      if (input.f === 'cas' && held !== input.from) return false;
      store[key] = input.f === 'cas' ? input.to : input.value;
      return input.f === 'cas' ? true : null;
    },
    looks: isOneOf('get'),
    mix: { get: 0.4, put: 0.3, cas: 0.3 },
    input: (f, random, operation) => {
      const value = distinct(operation);
      const asked = {
        put: { value: `${value}` },
        cas: { from: `${value - random.int(1, 9)}`, to: `${value}` },
      };
      return { key: random.pick(['x', 'y']), ...(f === 'get' ? {} : asked[f as 'put' | 'cas']) };
    },
    sees: {
      forgets: 'not-linearizable',
      'takes-twice': 'not-linearizable',
      'stale-copy': 'not-linearizable',
    },
  }),
  row({
    of: models.multiRegisterModel,
    empty: {} as Registers,
    take: (registers, { ops }) =>
      ops.map(([kind, key, value]) => {
        if (kind === 'w') registers[key] = value;
        return [kind, key, registers[key] ?? null];
      }),
    looks: onlyReads,
    mix: { txn: 1 },
    input: bothKeys('w'),
    sees: { forgets: 'cycle', 'takes-twice': 'cycle', 'stale-copy': 'cycle' },
  }),
  row({
    of: models.listAppendModel,
    empty: {} as List,
    take: (lists, { ops }) =>
      ops.map(([kind, key, value]) => {
        const list = (lists[key] ??= []);
        if (kind === 'append') list.push(value);
        return [kind, key, kind === 'append' ? value : [...list]];
      }),
    looks: onlyReads,
    mix: { txn: 1 },
    input: bothKeys('append'),
    sees: {
      forgets: 'G-single-realtime',
      'takes-twice': 'duplicate-elements',
      'stale-copy': 'G-single-realtime',
    },
  }),
  row({
    of: models.bankModel,
    options: { initial: accounts },
    empty: { ...accounts } as Record<string, number>,
    take(balances, input) {
      if (input.f === 'read') return { ...balances };
      const { from, to, amount } = input;
      if ((balances[from] ?? 0) < amount) return false;
      balances[from] = (balances[from] ?? 0) - amount;
      balances[to] = (balances[to] ?? 0) + amount;
      return null;
    },
    looks: isOneOf('read'),
    mix: { transfer: 0.5, read: 0.5 },
    input: (f, random) => {
      const [from, to] = random.shuffle(Object.keys(accounts));
      return f === 'read' ? {} : { from, to, amount: random.int(1, 60) };
    },
    sees: {
      forgets: 'not-linearizable',
      'takes-twice': 'not-linearizable',
      'stale-copy': 'not-linearizable',
    },
  }),
  ...[{ wholeReads: false }, { wholeReads: true }].map((options) =>
    row({
      of: models.setModel,
      options,
      empty: [] as unknown[],
      take(set, input) {
        if (input.f === 'read') return [...set];
        const at = set.indexOf(input.value);
        if (input.f === 'contains') return at >= 0;
        if (input.f === 'add' && at < 0) set.push(input.value);
        if (input.f === 'remove' && at >= 0) set.splice(at, 1);
        return at < 0 === (input.f === 'add');
      },
      looks: isOneOf('contains', 'read'),
      mix: { add: 0.3, remove: 0.3, [options.wholeReads ? 'read' : 'contains']: 0.4 },
      input: (f, random) => (f === 'read' ? {} : element(random)),
      sees: {
        forgets: 'not-linearizable',
        'takes-twice': 'not-linearizable',
        'stale-copy': 'not-linearizable',
      },
    }),
  ),
  row({
    of: models.multisetModel,
    empty: {} as Record<string, number>,
    take(times, { f, value }) {
      const name = String(value);
      const before = times[name] ?? 0;
      if (f === 'add') times[name] = before + 1;
      if (f === 'remove') times[name] = Math.max(0, before - 1);
      return f === 'count' ? before : before > 0;
    },
    looks: isOneOf('contains', 'count'),
    mix: { add: 0.3, remove: 0.2, contains: 0.1, count: 0.4 },
    input: (_f, random) => element(random),
    sees: {
      forgets: 'not-linearizable',
      'takes-twice': 'not-linearizable',
      'stale-copy': 'not-linearizable',
    },
  }),
  row({
    of: models.mutexModel,
    empty: { holder: null as unknown },
    take(lock, { f, owner }) {
      const fits = lock.holder === (f === 'acquire' ? null : owner);
      if (fits) lock.holder = f === 'acquire' ? owner : null;
      return fits;
    },
    mix: { acquire: 0.5, release: 0.5 },
    input: (_f, _random, { client }) => ({ owner: `c${client + 1}` }),
    sees: { forgets: 'not-linearizable', 'takes-twice': 'not-linearizable' },
  }),
  row({
    of: models.queueModel,
    empty: [] as unknown[],
    take: (queue, input) => (input.f === 'enqueue' ? void queue.push(input.value) : (queue.shift() ?? null)),
    mix: { enqueue: 0.5, dequeue: 0.5 },
    input: valueFor('enqueue'),
    sees: { forgets: 'VRepeat', 'takes-twice': 'VRepeat' },
  }),
  row({
    of: models.stackModel,
    empty: [] as unknown[],
    take: (stack, input) => (input.f === 'push' ? void stack.push(input.value) : (stack.pop() ?? null)),
    mix: { push: 0.5, pop: 0.5 },
    input: valueFor('push'),
    sees: { forgets: 'VRepeat', 'takes-twice': 'VRepeat' },
  }),
  ...(['min', 'max'] as const).map((order) =>
    row({
      of: models.priorityQueueModel,
      options: { order },
      empty: [] as number[],
      take(content, input) {
        if (input.f === 'insert') return void content.push(input.value as number);
        content.sort((a, b) => (order === 'min' ? a - b : b - a));
        return content.shift() ?? null;
      },
      mix: { insert: 0.5, extract: 0.5 },
      input: valueFor('insert'),
      sees: { forgets: 'VRepeat', 'takes-twice': 'VRepeat' },
    }),
  ),
  row({
    of: models.uniqueIdsModel,
    empty: { given: 0 },
    take: (ids) => ++ids.given,
    mix: { generate: 1 },
    input: () => ({}),
    // Nobody sees that an id was given to nobody.
    sees: { forgets: 'duplicate' },
  }),
];

const unsound = ({ seed, checks }: Run): string[] =>
  checks
    .filter(({ verdict }) => verdict === 'invalid')
    .map(({ name, reason }) => `seed ${String(seed)}: ${name}: ${reason}`);

const shows = ({ checks }: Run, anomaly: string): boolean =>
  checks.some(
    ({ name, anomalies }) => name === 'linearizable' && anomalies.some(({ kind }) => kind === anomaly),
  );

describe.each(rows.map((each) => [each.name, each] as const))('%s', (_name, { scenario, sees }) => {
  it('finds nothing in a sound server', async () => {
    const runs: Run[] = [];
    for (let seed = 1001; seed <= 1000 + SOUND_SEEDS; seed++) runs.push(await simulate(scenario, { seed }));
    expect(runs.flatMap(unsound)).toEqual([]);
    expect(runs.filter(({ verdict }) => verdict === 'unknown').length).toBeLessThanOrEqual(1);
    // Most of what was asked was answered, and not all of it: there was something to judge, and to withstand.
    const ended = (how: 'ok' | 'info'): number => runs.reduce((sum, run) => sum + run.operations[how], 0);
    expect(ended('ok')).toBeGreaterThan(10 * SOUND_SEEDS);
    expect(ended('info')).toBeGreaterThan(SOUND_SEEDS);
  });

  it.each(sees)('finds %s as %s, and nothing in its twin', async (bug, anomaly) => {
    const twins: Run[] = [];
    let found = false;
    for (let seed = 1; !found && seed <= BUG_SEEDS; seed++) {
      twins.push(await simulate(scenario, { seed }));
      found = shows(await simulate(scenario, { seed, bug }), anomaly);
    }
    expect(found, `a seed up to ${BUG_SEEDS} shows ${anomaly}`).toBe(true);
    expect(twins.flatMap(unsound)).toEqual([]);
  });
});

it('every model that ships is proven here', () => {
  const proven = new Set(rows.map(({ of }) => of));
  const missing = Object.entries(models).filter(([, model]) => !proven.has(model));
  expect(missing.map(([name]) => name)).toEqual([]);
});

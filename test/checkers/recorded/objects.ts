/** Objects by their sequential definitions, written down once more. */
import type { Random } from '../fuzz/random.js';
import type { Drawn, Fields } from './drawn.js';
import { draft, object, type Call, type Thing } from './object.js';
import { done, groupedBy, same } from './subject.js';
import type { Subject } from './subject.js';
import { transactions } from './transactions.js';

const silent = undefined;

/** A cas that worked may say so, or what was asked, or nothing. */
const tellCas = ({ input, output }: Drawn, random: Random): unknown => {
  if (input.f !== 'cas' && input.f !== 'transfer') return output ?? null;
  return output === false ? false : random.pick([true, null, input['value']]);
};
const saysWhether = (recorded: unknown, answer: unknown, { f }: Fields): boolean =>
  f === 'cas' || f === 'transfer' || f === 'acquire' || f === 'release'
    ? (recorded ?? true) === answer
    : recorded === undefined || same(recorded, answer);

const register = (first: unknown): Thing<unknown> => ({
  empty: first,
  does(held, { f, value }) {
    if (f === 'read') return [[held, held]];
    if (f === 'write') return [[silent, value]];
    if (f === 'delete') return [[silent, null]];
    const [from, to] = value as [unknown, unknown];
    return same(held, from) ? [[true, to]] : [[false, held]];
  },
  is: saysWhether,
});
const registers = (judge: string, first: unknown): Subject =>
  object(
    judge,
    register(first),
    (random, serial) => {
      const some = (): unknown => random.pick([first, 1, 2, 3, 4]);
      if (judge === 'cas-register' && random.chance(40))
        return draft('cas', [some(), serial()], () => random.chance(50));
      if (first === null && random.chance(8)) return draft('delete');
      return random.chance(50)
        ? draft('read', silent, some)
        : draft('write', random.chance(80) ? serial() : 1);
    },
    {
      ...(first === null ? {} : { params: { initial: first, 'nil-read': 'value' } }),
      open: { write: ['value'], cas: ['value'] },
      tell: (operation, random) =>
        operation.input.f === 'read' || operation.input.f === 'cas' ? tellCas(operation, random) : silent,
      contradicted: ['write'],
    },
  );

const text: Thing<string> = {
  empty: '',
  does(held, { f, value }) {
    if (f === 'get') return [[held, held]];
    if (f === 'put') return [[silent, value as string]];
    if (f === 'append') return [[silent, held + (value as string)]];
    if (f === 'delete') return [[silent, '']];
    const [from, to] = value as [string, string];
    return held === from ? [[true, to]] : [[false, held]];
  },
  is: (recorded, answer, input) =>
    input['f'] === 'get' ? (recorded ?? '') === answer : saysWhether(recorded, answer, input),
};

const container = (
  insert: string,
  remove: string,
  next: (held: readonly number[]) => number,
): Thing<readonly number[]> => ({
  empty: [],
  does(held, { f, value }) {
    if (f === insert) return [[silent, [...held, value as number]]];
    if (f !== remove) throw new Error(f);
    return held.length === 0 ? [[null, held]] : [[held[next(held)], held.toSpliced(next(held), 1)]];
  },
});
const containers = (
  judge: string,
  insert: string,
  remove: string,
  next: (held: readonly number[]) => number,
  more: Partial<Subject> = {},
): Subject =>
  object(
    judge,
    container(insert, remove, next),
    (random, serial) =>
      random.chance(50)
        ? draft(insert, random.chance(85) ? (serial() * 5) % 17 : 1 + random.below(3))
        : draft(remove, silent, () => (random.chance(25) ? null : (random.below(5) * 5) % 17)),
    { open: { [insert]: ['value'] }, contradicted: [insert], ...more },
  );
const placeOf = (held: readonly number[], wanted: number): number => held.indexOf(wanted);

const bag = (many: boolean): Thing<readonly number[]> => ({
  empty: [],
  does(held, { f, value }) {
    const element = value as number;
    const times = held.filter((other) => other === element).length;
    if (f === 'read') return [[held, held]];
    if (f === 'contains') return [[times > 0, held]];
    if (f === 'count') return [[times, held]];
    if (f === 'remove') return [[times > 0, times > 0 ? held.toSpliced(held.indexOf(element), 1) : held]];
    return [[many ? silent : times === 0, many || times === 0 ? [...held, element].sort() : held]];
  },
  is: (recorded, answer, { f }) =>
    recorded === undefined || same(f === 'read' ? [...(recorded as number[])].sort() : recorded, answer),
});
const bags = (judge: string, functions: readonly string[]): Subject =>
  object(
    judge,
    bag(judge === 'multiset'),
    (random) => {
      const f = random.pick(functions);
      const yesOrNo = (): boolean => random.chance(50);
      if (f === 'read') return draft(f, silent, () => [1, 2, 3].filter(yesOrNo));
      const guess =
        f === 'count' ? () => random.below(3) : f === 'add' && judge === 'multiset' ? silent : yesOrNo;
      return draft(f, 1 + random.below(3), guess);
    },
    {
      open: { add: ['value'], remove: ['value'] },
      contradicted: ['add', 'remove'],
      quiet: (random, answer, { f }) =>
        (f === 'add' || f === 'remove') && random.chance(60) ? silent : answer,
    },
  );

const counter: Thing<number> = {
  empty: 5,
  does(total, { f, value }) {
    if (f === 'read') return [[total, total]];
    const after = total + ((value ?? 1) as number) * (f === 'add' ? 1 : -1);
    return [[after, after]];
  },
};

const mutex: Thing<unknown> = {
  empty: null,
  does(holder, { f, value }) {
    const owner = value ?? true;
    const possible = f === 'acquire' ? holder === null : holder === owner;
    return [possible ? [true, f === 'acquire' ? owner : null] : [false, holder]];
  },
  is: saysWhether,
};

type Balances = Readonly<Record<string, number>>;
const bank: Thing<Balances> = {
  empty: { a: 5, b: 3 },
  does(held, { f, value }) {
    if (f === 'read') return [[held, held]];
    const { from, to, amount } = value as { from: string; to: string; amount: number };
    if (held[from]! < amount) return [[false, held]];
    const less = { ...held, [from]: held[from]! - amount };
    return [[true, { ...less, [to]: less[to]! + amount }]];
  },
  is: saysWhether,
};
const nextOfBank = (random: Random): Call => {
  const [from, to] = random.chance(50) ? ['a', 'b'] : ['b', 'a'];
  if (random.chance(50)) return draft('transfer', { from, to, amount: 1 + random.below(4) });
  return draft('read', silent, () => {
    const a = random.below(11) - 1;
    return { a, b: 8 - a + (random.chance(30) ? 1 : 0) };
  });
};
const banks = {
  whole: true,
  tell: tellCas,
  open: { transfer: ['value'] },
  contradicted: ['transfer'],
} as const;

export const OBJECT_SUBJECTS: readonly Subject[] = [
  registers('register', null),
  registers('register', 0),
  registers('cas-register', null),
  registers('cas-register', 0),
  object(
    'key-value',
    text,
    (random) => {
      const some = (): string => random.pick(['', 'a', 'b', 'ab', '7']);
      switch (random.below(6)) {
        case 0:
          return draft('cas', [some(), `${some()}c`], () => random.chance(50));
        case 1:
          return random.chance(30) ? draft('delete') : draft('append', 'b');
        case 2:
          return draft('put', `a${some()}`);
        default:
          return draft('get', silent, some);
      }
    },
    {
      open: { put: ['value'], append: ['value'], cas: ['value'] },
      tell: ({ input, output, ...rest }, random) =>
        input.f === 'cas'
          ? tellCas({ input, output, ...rest }, random)
          : input.f === 'get'
            ? output === '' && random.chance(50)
              ? null
              : output
            : silent,
      contradicted: ['put', 'append'],
    },
  ),
  containers('queue', 'enqueue', 'dequeue', () => 0),
  containers('stack', 'push', 'pop', (held) => held.length - 1),
  containers('priority-queue', 'insert', 'extract', (held) => placeOf(held, Math.min(...held))),
  containers('priority-queue', 'insert', 'extract', (held) => placeOf(held, Math.max(...held)), {
    params: { order: 'max' },
  }),
  bags('set', ['add', 'add', 'remove', 'contains']),
  bags('set', ['add', 'read']),
  bags('set', ['add', 'remove', 'contains', 'read']),
  bags('multiset', ['add', 'add', 'remove', 'contains', 'count']),
  object(
    'counter',
    counter,
    (random) => {
      if (random.chance(45)) return draft('read', silent, () => 2 + random.below(9));
      const value = random.chance(20) ? silent : random.below(5) - 1;
      return draft(random.chance(70) ? 'add' : 'decrement', value);
    },
    {
      params: { initial: 5 },
      open: { add: ['value'], decrement: ['value'] },
      // An addition may answer the total, but none that could be the amount.
      quiet: (random, answer, { f, value = null }) =>
        f === 'read' ||
        (value !== null && random.chance(40) && Math.abs(answer as number) !== Math.abs(value as number))
          ? answer
          : silent,
    },
  ),
  object(
    'mutex',
    mutex,
    (random, _serial, process) =>
      draft(random.chance(55) ? 'acquire' : 'release', `o${process % 10}`, () => random.chance(60)),
    {
      open: { acquire: ['value'], release: ['value'] },
      tell: ({ output }) => (output === false ? false : silent),
      contradicted: ['acquire', 'release'],
    },
  ),
  object(
    'mutex',
    mutex,
    (random) => draft(random.chance(55) ? 'acquire' : 'release', silent, () => random.chance(60)),
    {
      tell: ({ output }) => (output === false ? false : null),
    },
  ),
  object('bank', bank, nextOfBank, { ...banks, params: { initial: { a: 5, b: 3 } } }),
  object('bank', bank, nextOfBank, {
    ...banks,
    fine(operations) {
      const reads = done(operations, 'read').map(({ output }) => Object.values(output as Balances));
      const totals = new Set(reads.map(([a, b]) => a! + b!));
      if (totals.size > 1 || reads.flat().some((balance) => balance < 0)) return false;
      return reads.length > 1 ? true : undefined;
    },
  }),
  transactions('list-append', 'append'),
  transactions('multi-register', 'w'),
  {
    judge: 'unique-ids',
    start(random) {
      let count = 0;
      return () => ({ f: 'generate', answer: () => ++count, guess: () => random.below(6) });
    },
    fine: (operations) =>
      groupedBy(done(operations, 'generate'), ({ output }) => output).every((ids) => ids.length === 1),
  },
];

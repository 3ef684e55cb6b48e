/** What clients do to the objects the models describe, and what true objects answer. */

import type { Input } from '../../../checkers/history.js';
import type { BankInput } from '../../../checkers/models/bank.js';
import type { CounterInput } from '../../../checkers/models/counter.js';
import type { KeyValueInput } from '../../../checkers/models/key-value.js';
import type { ListAppendInput, ListMicroOperation } from '../../../checkers/models/list-append.js';
import type { MultiRegisterInput, RegisterMicroOperation } from '../../../checkers/models/multi-register.js';
import type { MutexInput } from '../../../checkers/models/mutex.js';
import type { CasRegisterInput } from '../../../checkers/models/register.js';
import { below } from './random-history.js';
import type { Random, Workload } from './random-history.js';

/** Reads, writes and, where `cas` is more than 0, compare-and-sets over few values. */
export function registerWorkload({
  values,
  cas = 0,
  failedCas = 'fail',
}: {
  values: number;
  cas?: number;
  failedCas?: 'fail' | 'false';
}): Workload<number | null> {
  return {
    initial: null,
    draw(random): CasRegisterInput {
      const kind = random();
      if (kind < cas) return { f: 'cas', from: below(random, values), to: below(random, values) };
      return kind < cas + (1 - cas) / 2 ? { f: 'read' } : { f: 'write', value: below(random, values) };
    },
    run(value, drawn) {
      const input = drawn as CasRegisterInput;
      if (input.f === 'read') return { state: value, output: value };
      if (input.f === 'write') return { state: input.value as number };
      if (value === input.from) return { state: input.to as number, output: true };
      return failedCas === 'fail' ? { state: value, type: 'fail' } : { state: value, output: false };
    },
    lie: (output, random) =>
      typeof output === 'boolean' ? !output : output === undefined ? output : below(random, values),
  };
}

/** Gets, puts and appends of short strings. */
export const keyValueWorkload: Workload<string> = {
  initial: '',
  draw(random): KeyValueInput {
    const kind = random();
    if (kind < 0.4) return { f: 'get' };
    return { f: kind < 0.55 ? 'put' : 'append', value: 'abc'[below(random, 3)]! };
  },
  run(value, drawn: Input) {
    const input = drawn as KeyValueInput;
    if (input.f === 'get') return { state: value, output: value };
    return { state: input.f === 'put' ? input.value : value + input.value };
  },
  lie: (output, random: Random) =>
    output === undefined ? output : random() < 0.5 ? `${String(output)}a` : String(output).slice(1),
};

/** Adds, of which some tell the total, and reads. */
export const counterWorkload: Workload<number> = {
  initial: 0,
  draw: (random): CounterInput => (random() < 0.5 ? { f: 'add', by: below(random, 4) - 1 } : { f: 'read' }),
  run(total, drawn, random) {
    const input = drawn as CounterInput;
    if (input.f === 'read') return { state: total, output: total };
    const after = total + input.by;
    return random() < 0.3 ? { state: after, output: after } : { state: after };
  },
  lie: (output, random) => (output === undefined ? output : (output as number) + below(random, 3) - 1),
};

/** Clients that acquire and release, named or not, whether it makes sense or not. */
export const mutexWorkload: Workload<string | number | true | null> = {
  initial: null,
  draw(random): MutexInput {
    const f = random() < 0.5 ? 'acquire' : 'release';
    return random() < 0.5 ? { f } : { f, owner: below(random, 2) };
  },
  run(holder, drawn) {
    const { f, owner = true } = drawn as MutexInput;
    const possible = f === 'acquire' ? holder === null : holder === owner;
    if (!possible) return { state: holder, output: false };
    return { state: f === 'acquire' ? owner : null, output: true };
  },
  lie: (output) => !output,
};

/** Small transactions on three registers. */
export const multiRegisterWorkload: Workload<readonly number[]> = {
  initial: [9, 9, 9],
  draw(random): MultiRegisterInput {
    const ops = Array.from({ length: 1 + below(random, 2) }, (): RegisterMicroOperation => {
      const key = below(random, 3);
      return random() < 0.5 ? ['r', key, null] : ['w', key, below(random, 3)];
    });
    return { f: 'txn', ops };
  },
  run(before, drawn) {
    const state = [...before];
    const output = (drawn as MultiRegisterInput).ops.map(([kind, key, value]): RegisterMicroOperation => {
      if (kind === 'w') state[key as number] = value as number;
      return [kind, key, state[key as number]];
    });
    return { state, output };
  },
  lie: (output, random) =>
    (output as readonly RegisterMicroOperation[]).map(([kind, key, value]) =>
      kind === 'r' ? [kind, key, below(random, 3)] : [kind, key, value],
    ),
};

/** Small transactions on two lists. */
export const listAppendWorkload: Workload<readonly (readonly number[])[]> = {
  initial: [[], []],
  draw(random): ListAppendInput {
    const ops = Array.from({ length: 1 + below(random, 2) }, (): ListMicroOperation => {
      const key = below(random, 2);
      return random() < 0.5 ? ['r', key, null] : ['append', key, below(random, 100)];
    });
    return { f: 'txn', ops };
  },
  run(before, drawn) {
    const state = [...before];
    const output = (drawn as ListAppendInput).ops.map(([kind, key, value]): ListMicroOperation => {
      if (kind === 'r') return ['r', key, state[key as number]!];
      state[key as number] = [...state[key as number]!, value as number];
      return ['append', key, value];
    });
    return { state, output };
  },
  lie: (output, random) =>
    (output as readonly ListMicroOperation[]).map(([kind, key, value]) =>
      kind === 'r' && random() < 0.7
        ? [kind, key, (value as readonly number[]).slice(1)]
        : [kind, key, value],
    ),
};

/** Transfers between three accounts that may lack money, and reads of all of them. */
export const bankWorkload: Workload<Readonly<Record<string, number>>> = {
  initial: { a: 2, b: 1, c: 0 },
  draw(random): BankInput {
    if (random() < 0.4) return { f: 'read' };
    const [from, to] = ['abc'[below(random, 3)]!, 'abc'[below(random, 3)]!];
    return { f: 'transfer', from, to, amount: 1 + below(random, 2) };
  },
  run(balances, drawn) {
    const input = drawn as BankInput;
    if (input.f === 'read') return { state: balances, output: balances };
    const { from, to, amount } = input;
    if (balances[from]! < amount) return { state: balances, output: false };
    const after = { ...balances, [from]: balances[from]! - amount };
    return { state: { ...after, [to]: after[to]! + amount } };
  },
  lie: (output, random) =>
    typeof output === 'object' && output !== null
      ? { ...output, a: below(random, 4) }
      : output === false
        ? undefined
        : output,
};

/** Ids that are unique as long as nobody lies. */
export const uniqueIdsWorkload: Workload<number> = {
  initial: 0,
  draw: () => ({ f: 'generate' }),
  run: (last) => ({ state: last + 1, output: last + 1 }),
  lie: (output, random) => Math.max(1, (output as number) - below(random, 3)),
};

/** A counter whose increments count once or twice, without saying so. */
export const lossyWorkload: Workload<number> = {
  initial: 0,
  draw: (random) => ({ f: random() < 0.5 ? 'bump' : 'read' }),
  run: (total, { f }, random) =>
    f === 'read' ? { state: total, output: total } : { state: total + 1 + below(random, 2) },
  lie: (output, random) => (output === undefined ? output : (output as number) + below(random, 3) - 1),
};

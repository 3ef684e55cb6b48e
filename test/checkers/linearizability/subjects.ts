/** Models and workloads that are judged by every algorithm and by the naive judge alike. */

import type { Input } from '../../../checkers/history.js';
import { oneOf } from '../../../checkers/model.js';
import type { Model } from '../../../checkers/model.js';
import { bankModel } from '../../../checkers/models/bank.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { keyValueModel } from '../../../checkers/models/key-value.js';
import { listAppendModel } from '../../../checkers/models/list-append.js';
import { multiRegisterModel } from '../../../checkers/models/multi-register.js';
import { mutexModel } from '../../../checkers/models/mutex.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { uniqueIdsModel } from '../../../checkers/models/unique-ids.js';
import { below } from './random-history.js';
import type { Workload } from './random-history.js';
import * as workloads from './workloads.js';

export interface Subject {
  readonly name: string;
  readonly model: Model<unknown, Input, unknown>;
  readonly workload: Workload<unknown>;
  /** The longest histories worth their time: states that remember everything make the naive judge slow. */
  readonly longest: number;
}

function subject<S, I extends Input, O, W>(
  name: string,
  model: Model<S, I, O>,
  workload: Workload<W>,
  longest = 11,
): Subject {
  return {
    name,
    model: model as unknown as Model<unknown, Input, unknown>,
    workload: workload as unknown as Workload<unknown>,
    longest,
  };
}

/** The same model without its promises and hints: the search has to find out for itself. */
function bare<S, I extends Input, O>(model: Model<S, I, O>): Model<S, I, O> {
  const { effect: _effect, mayLeadTo: _mayLeadTo, fastPath: _fastPath, ...rest } = model;
  return rest;
}

/**
 * The same model with a second, unbounded part of the state that no operation asks for: too many states to explore
 * beforehand, so the search has to go by promises.
 */
function unbounded<I extends Input, O>(model: Model<unknown, I, O>): Model<unknown, I, O> {
  const { key: _key, fastPath: _fastPath, ...rest } = model;
  return {
    ...rest,
    effect: (input, output, outcome) => {
      const effect = model.effect?.(input, output, outcome) ?? 'sometimes';
      return effect === 'overwrites' ? 'always' : effect;
    },
    initial: { value: model.initial, changes: '' },
    step(state, input, output, outcome) {
      const { value, changes } = state as { value: unknown; changes: string };
      const next = model.step(value, input, output, outcome);
      if (next === undefined || next === value) return next === undefined ? undefined : state;
      return { value: next, changes: changes + String(next) };
    },
  };
}

/** Increments count once or twice. */
const lossyModel: Model<number, Input, number> = {
  name: 'lossy counter',
  initial: 0,
  step(total, { f }, output) {
    if (f === 'bump') return oneOf(total + 1, total + 2);
    return output === undefined || output === total ? total : undefined;
  },
};

/** Increments count once or twice, but never above three. */
const cappedModel: Model<number, Input, number> = {
  ...lossyModel,
  name: 'capped lossy counter',
  step(total, input, output, outcome) {
    if (input.f === 'bump') return oneOf(Math.min(3, total + 1), Math.min(3, total + 2));
    return lossyModel.step(total, input, output, outcome);
  },
};
const cappedWorkload: Workload<number> = {
  ...workloads.lossyWorkload,
  run(total, input, random) {
    const { state, ...rest } = workloads.lossyWorkload.run(total, input, random);
    return { state: Math.min(3, state), ...rest };
  },
};

/** Three flags that may be raised and lowered again and again: what is done often changes nothing. */
const flagsModel: Model<number, Input & { readonly flag: number }, boolean> = {
  name: 'flags',
  initial: 0,
  step(flags, { f, flag }, output) {
    if (f === 'raise') return flags | (1 << flag);
    if (f === 'lower') return flags & ~(1 << flag);
    return output === undefined || output === ((flags & (1 << flag)) !== 0) ? flags : undefined;
  },
};
const flagsWorkload: Workload<number> = {
  initial: 0,
  draw: (random) => {
    const f = ['raise', 'lower', 'look', 'look'][below(random, 4)]!;
    return { f, flag: below(random, 3) } as Input;
  },
  run(flags, input) {
    const { f, flag } = input as Input & { readonly flag: number };
    if (f === 'look') return { state: flags, output: (flags & (1 << flag)) !== 0 };
    return { state: f === 'raise' ? flags | (1 << flag) : flags & ~(1 << flag) };
  },
  lie: (output) => (output === undefined ? output : !output),
};

/** A stock of at most two, from which nothing is taken when there is nothing: some steps change nothing, others do. */
export const stockModel: Model<number, Input, number> = {
  name: 'stock',
  initial: 0,
  step(stock, { f }, output) {
    if (f === 'put') return Math.min(2, stock + 1);
    if (f === 'take') return Math.max(0, stock - 1);
    return output === undefined || output === stock ? stock : undefined;
  },
};
const stockWorkload: Workload<number> = {
  initial: 0,
  draw: (random) => ({ f: ['put', 'take', 'look'][below(random, 3)]! }),
  run(stock, { f }) {
    if (f === 'look') return { state: stock, output: stock };
    return { state: f === 'put' ? Math.min(2, stock + 1) : Math.max(0, stock - 1) };
  },
  lie: (output, random) => (output === undefined ? output : below(random, 3)),
};

const registers = workloads.registerWorkload({ values: 3 });
const refusing = workloads.registerWorkload({ values: 3, cas: 0.5 });
const answering = workloads.registerWorkload({ values: 3, cas: 0.5, failedCas: 'false' });

export const REGISTERS: readonly Subject[] = [
  subject('register', registerModel(), registers),
  subject('cas-register, a failed cas observes', casRegisterModel({ failedCas: 'observe' }), refusing),
  subject('cas-register, a failed cas is ignored', casRegisterModel(), refusing),
  subject('cas-register that answers', casRegisterModel(), answering),
  subject('cas-register without promises', bare(casRegisterModel()), answering),
  subject('cas-register of unbounded state', unbounded(casRegisterModel()), answering, 9),
];

export const STORES: readonly Subject[] = [
  subject('key-value', keyValueModel(), workloads.keyValueWorkload),
  subject('key-value without promises', bare(keyValueModel()), workloads.keyValueWorkload),
  subject('counter', counterModel(), workloads.counterWorkload),
  subject('mutex', mutexModel(), workloads.mutexWorkload),
];

export const TRANSACTIONS: readonly Subject[] = [
  subject('multi-register', multiRegisterModel({ initial: 9 }), workloads.multiRegisterWorkload, 9),
  subject('list-append', listAppendModel(), workloads.listAppendWorkload, 8),
  subject('bank', bankModel({ initial: { a: 2, b: 1, c: 0 } }), workloads.bankWorkload),
];

export const OTHERS: readonly Subject[] = [
  subject('unique-ids', uniqueIdsModel(), workloads.uniqueIdsWorkload),
  subject(
    'unique-ids without a procedure of its own',
    bare(uniqueIdsModel()),
    workloads.uniqueIdsWorkload,
    9,
  ),
  subject('flags', flagsModel, flagsWorkload),
  subject('stock', stockModel, stockWorkload),
  subject(
    'stock of unbounded state',
    unbounded(stockModel as Model<unknown, Input, unknown>),
    stockWorkload,
    9,
  ),
  subject('lossy counter', lossyModel, workloads.lossyWorkload),
  subject('capped lossy counter', cappedModel, cappedWorkload),
];

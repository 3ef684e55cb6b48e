/** The models with a specialised procedure, and workloads that try its every branch. */
import type { Input } from '../../../checkers/history.js';
import type { Model } from '../../../checkers/model.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { listAppendModel } from '../../../checkers/models/list-append.js';
import { multiRegisterModel } from '../../../checkers/models/multi-register.js';
import { multisetModel } from '../../../checkers/models/multiset.js';
import { priorityQueueModel } from '../../../checkers/models/priority-queue.js';
import { queueModel } from '../../../checkers/models/queue.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { setModel } from '../../../checkers/models/set.js';
import { stackModel } from '../../../checkers/models/stack.js';
import type { Workload } from './history-maker.js';
import type { Random } from './random.js';

export interface Subject {
  readonly name: string;
  readonly model: Model<never, never, never>;
  readonly workload: Workload;
}

interface ValueInput extends Input {
  readonly value?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Mostly values that differ; now and then one that was there already, so that the assumptions fail. */
const fresh = (random: Random, serial: number): number => (random.chance(3) ? random.below(3) : serial + 1);

function registerWorkload(casPercent: number, initial: unknown, echo: boolean): Workload {
  return {
    draw(random, serial): ValueInput {
      const value = fresh(random, serial);
      if (random.chance(casPercent)) {
        const from = random.chance(20) ? initial : random.below(serial + 1);
        return { f: 'cas', from, to: random.chance(3) ? from : value };
      }
      return random.chance(45) ? { f: 'read' } : { f: 'write', value };
    },
    object() {
      let held = initial;
      return (input: ValueInput) => {
        if (input.f === 'read') return held;
        if (input.f === 'write') return void (held = input.value);
        if (held !== input.from) return false;
        held = input.to;
        return echo ? undefined : true;
      };
    },
    guess(random, { f }, serial) {
      if (random.chance(4)) return undefined;
      if (f === 'read') return random.chance(15) ? initial : random.below(serial + 2);
      return f === 'cas' ? random.chance(50) : undefined;
    },
  };
}

/** A container of which `next` tells the place of the value that is taken. */
function containerWorkload(
  insert: string,
  remove: string,
  next: (content: readonly unknown[]) => number,
  valueOf: (random: Random, serial: number) => unknown,
): Workload {
  return {
    draw: (random, serial): ValueInput =>
      random.chance(50) ? { f: insert, value: valueOf(random, serial) } : { f: remove },
    object() {
      const content: unknown[] = [];
      return ({ f, value }: ValueInput) => {
        if (f === insert) return void content.push(value);
        return content.length === 0 ? null : content.splice(next(content), 1)[0];
      };
    },
    guess(random, { f }, serial) {
      if (f === insert || random.chance(4)) return undefined;
      return random.chance(25) ? null : valueOf(random, random.below(serial + 1));
    },
  };
}

const smallest = (content: readonly unknown[], key: (value: unknown) => number): number =>
  content.reduce<number>((best, value, at) => (key(value) < key(content[best]) ? at : best), 0);

/** Priorities that do not follow the order of insertion. */
const shuffled = (random: Random, serial: number): number => (fresh(random, serial) * 7) % 23;

/** Three elements at most, so that they are added, removed and looked for while it happens. */
function elementWorkload(multiple: boolean): Workload {
  const element = (random: Random, serial: number): number => (random.chance(4) ? 0 : 1 + (serial % 3));
  return {
    draw(random, serial): ValueInput {
      const f = random.pick(
        multiple ? ['add', 'remove', 'contains', 'count'] : ['add', 'remove', 'contains'],
      );
      const key = random.chance(5) ? { key: 'other' } : {};
      return { f, value: element(random, serial + random.below(3)), ...key };
    },
    object() {
      const content: unknown[] = [];
      return ({ f, key, value }: ValueInput) => {
        const name = `${key}/${value}`;
        const times = content.filter((other) => other === name).length;
        if (f === 'contains') return times > 0;
        if (f === 'count') return times;
        if (f === 'remove') {
          if (times > 0) content.splice(content.indexOf(name), 1);
          return times > 0;
        }
        if (times === 0 || multiple) content.push(name);
        return multiple ? undefined : times === 0;
      };
    },
    guess(random, { f }) {
      if (random.chance(4)) return undefined;
      if (f === 'count') return random.below(3);
      return multiple && f === 'add' ? undefined : random.chance(50);
    },
  };
}

/** Elements that are added and a set that is read whole; now and then an element is added again, or an answer has it twice. */
const wholeReads: Workload = {
  draw: (random, serial): ValueInput =>
    random.chance(55) ? { f: 'add', value: random.chance(20) ? random.below(3) : serial } : { f: 'read' },
  object() {
    const content = new Set<unknown>();
    return ({ f, value }: ValueInput) => {
      if (f === 'read') return [...content];
      content.add(value);
      return undefined;
    };
  },
  guess(random, { f }, serial) {
    if (f === 'add' || random.chance(4)) return undefined;
    return Array.from({ length: random.below(4) }, () => random.below(serial + 1));
  },
};

interface CounterRequest extends Input {
  readonly by?: number;
}

/** Small amounts, so that many sums are alike; `least` of 0 or more never takes anything away. */
function counterWorkload(least: number): Workload {
  return {
    draw: (random): CounterRequest =>
      random.chance(50) ? { f: 'read' } : { f: 'add', by: least + random.below(5) },
    object() {
      let total = 0;
      return ({ f, by = 0 }: CounterRequest) => (f === 'read' ? total : void (total += by));
    },
    guess: (random, { f }, serial) =>
      f === 'add' || random.chance(4) ? undefined : random.below(serial + 3) - (least < 0 ? 2 : 0),
  };
}

interface TransactionRequest extends Input {
  readonly ops: readonly (readonly [string, string, unknown])[];
}

/** Transactions on a few keys; hardly a value twice. */
const transactions: Workload = {
  draw(random, serial): TransactionRequest {
    const keys = ['x', ...['y', 'z'].filter(() => random.chance(50))];
    return {
      f: 'txn',
      ops: keys.map((key) => (random.chance(45) ? ['w', key, fresh(random, serial)] : ['r', key, null])),
    };
  },
  object() {
    const held: Record<string, unknown> = {};
    return (input: Input) =>
      (input as TransactionRequest).ops.map(([kind, key, value]) => {
        if (kind === 'w') held[key] = value;
        return [kind, key, held[key] ?? null];
      });
  },
  guess: (random, input, serial) =>
    (input as TransactionRequest).ops.map(([kind, key, value]) =>
      kind === 'w' ? [kind, key, value] : [kind, key, random.chance(30) ? null : 1 + random.below(serial)],
    ),
};

/** Transactions on a few lists; now and then an element twice, or a list that is read otherwise than it was. */
const appends: Workload = {
  draw(random, serial): TransactionRequest {
    const steps = 1 + random.below(3);
    return {
      f: 'txn',
      ops: Array.from({ length: steps }, (_, step) => {
        const key = random.pick(['x', 'x', 'y', 'z']);
        return random.chance(50) ? ['append', key, 3 * fresh(random, serial) + step] : ['r', key, null];
      }),
    };
  },
  object() {
    const held: Record<string, readonly unknown[]> = {};
    return (input: Input) =>
      (input as TransactionRequest).ops.map(([kind, key, value]) => {
        if (kind === 'append') held[key] = [...(held[key] ?? []), value];
        return [kind, key, kind === 'append' ? value : (held[key] ?? null)];
      });
  },
  guess: (random, input, serial) =>
    (input as TransactionRequest).ops.map(([kind, key, value]) =>
      kind === 'append'
        ? [kind, key, value]
        : [kind, key, Array.from({ length: random.below(3) }, () => 3 * (1 + random.below(serial + 1)))],
    ),
};

const subject = <State, I extends Input, O>(
  name: string,
  model: Model<State, I, O>,
  workload: Workload,
): Subject => ({ name, model: model as unknown as Subject['model'], workload });

/** Every specialised procedure, under every option that changes what it does. */
export const FAST_PATH_SUBJECTS: readonly Subject[] = [
  subject('register', registerModel(), registerWorkload(0, null, false)),
  subject('register of 0', registerModel({ initial: 0 }), registerWorkload(0, 0, false)),
  subject(
    'register, silent reads',
    registerModel({ nullRead: 'anything' }),
    registerWorkload(0, null, false),
  ),
  subject('cas-register', casRegisterModel(), registerWorkload(50, null, true)),
  subject(
    'cas-register, failures observed',
    casRegisterModel({ failedCas: 'observe', initial: 0 }),
    registerWorkload(40, 0, false),
  ),
  subject(
    'queue',
    queueModel(),
    containerWorkload('enqueue', 'dequeue', () => 0, fresh),
  ),
  subject(
    'stack',
    stackModel(),
    containerWorkload('push', 'pop', (content) => content.length - 1, fresh),
  ),
  subject(
    'priority-queue',
    priorityQueueModel(),
    containerWorkload('insert', 'extract', (content) => smallest(content, Number), shuffled),
  ),
  subject(
    'priority-queue, largest first, with ties',
    priorityQueueModel({ order: 'max' }),
    containerWorkload(
      'insert',
      'extract',
      (content) => smallest(content, (value) => -(value as [number])[0]),
      (random, serial) => [shuffled(random, serial) % 4, fresh(random, serial)],
    ),
  ),
  subject('set', setModel(), elementWorkload(false)),
  subject('set read as a whole', setModel({ wholeReads: true }), wholeReads),
  subject('transactions', multiRegisterModel(), transactions),
  subject('lists in transactions', listAppendModel(), appends),
  subject('counter', counterModel(), counterWorkload(1)),
  subject('counter that goes up and down', counterModel(), counterWorkload(-2)),
  subject('multiset', multisetModel(), elementWorkload(true)),
];

/** The workloads that people record, by the definitions. */
import type { Random } from '../fuzz/random.js';
import {
  counterFaults,
  eventualSetFaults,
  forkFaults,
  queueFaults,
  setFullFaults,
} from '../workloads/definitions.js';
import type { Op } from '../workloads/definitions.js';
import type { Draft, Drawn } from './drawn.js';
import { done, same } from './subject.js';
import type { Subject } from './subject.js';

const asOps = (operations: readonly Drawn[]): readonly Op[] => operations as unknown as readonly Op[];

const most = <T>(random: Random, from: readonly T[]): T[] => [
  ...from.filter(() => random.chance(80)),
  ...(from.length > 0 && random.chance(10) ? [random.pick(from)] : []),
];
const finally_ = (random: Random): { readonly fields?: { readonly final: true } } =>
  random.chance(40) ? { fields: { final: true } } : {};

const set = (
  judge: string,
  faults: (operations: readonly Op[]) => readonly string[],
  params = {},
): Subject => ({
  judge,
  params,
  start(random) {
    const added: number[] = [];
    const add = random.pick(['add', 'broadcast']);
    return (): Draft => {
      if (random.chance(50) || added.length === 0) {
        const value = random.chance(85) ? added.length + 1 : 1;
        return { f: add, fields: { value }, answer: () => void (added.includes(value) || added.push(value)) };
      }
      return {
        f: 'read',
        ...finally_(random),
        answer: () => [...added],
        guess: () => most(random, random.chance(92) ? added : [9]),
      };
    };
  },
  fine: (operations) => faults(asOps(operations)).length === 0,
  open: { add: ['value'], broadcast: ['value'] },
  contradicted: ['add', 'broadcast'],
  mayDoubt: true,
});

const counter: Subject = {
  judge: 'eventual-counter',
  start(random) {
    let total = 0;
    return (): Draft => {
      if (random.chance(45))
        return { f: 'read', ...finally_(random), answer: () => total, guess: () => total - random.below(4) };
      const value = random.below(9) - 3;
      return { f: 'add', fields: { value }, answer: () => void (total += value) };
    };
  },
  fine: (operations) => counterFaults(asOps(operations)).length === 0,
  neverAlone: true,
  // What an addition is answered is not its amount.
  tell: ({ input, output }) => (input.f === 'add' ? null : output),
  mayDoubt: true,
};

const queue: Subject = {
  judge: 'total-queue',
  params: { duplicates: 'forbid' },
  start(random) {
    const held: number[] = [];
    let fresh = 0;
    return (): Draft => {
      if (random.chance(50)) {
        const value = random.chance(85) ? ++fresh : 1;
        return { f: 'enqueue', fields: { value }, answer: () => void held.push(value) };
      }
      if (random.chance(70))
        return { f: 'dequeue', answer: () => held.shift() ?? null, guess: () => 1 + random.below(4) };
      return { f: 'drain', answer: () => held.splice(0), guess: () => most(random, held) };
    };
  },
  fine: (operations) => {
    // An empty queue answers nothing.
    const all = asOps(operations).map((one) =>
      one.input.f === 'dequeue' && one.type === 'ok' ? { ...one, output: one.output ?? null } : one,
    );
    return queueFaults(all).length === 0;
  },
  open: { enqueue: ['value'] },
  contradicted: ['enqueue'],
  mayDoubt: true,
};

type Micro = readonly [kind: string, key: string, value: unknown];

const longFork: Subject = {
  judge: 'long-fork',
  start(random) {
    const written: string[] = [];
    const shown = new Set<string>();
    const write = random.pick(['w', 'write']);
    const read = random.pick(['r', 'read']);
    return (): Draft => {
      const fresh = ['x', 'y', 'z'].filter((key) => !written.includes(key));
      if (fresh.length > 0 && random.chance(45)) {
        const key = random.pick(fresh);
        written.push(key);
        const value = [[write, key, 1]];
        return { f: 'txn', fields: { value }, answer: () => (shown.add(key), value) };
      }
      const keys = random.chance(20) ? ['x', 'y'] : ['x', 'y', 'z'];
      const look = (sees: (key: string) => boolean): Micro[] =>
        keys.map((key) => [read, key, sees(key) ? 1 : null]);
      return {
        f: 'txn',
        fields: { value: look(() => false) },
        answer: () => look((key) => shown.has(key)),
        guess: () => look((key) => written.includes(key) && random.chance(75)),
      };
    };
  },
  fine(operations) {
    // The definition takes the writes from the question, and a read in the words of the model, with its keys in order.
    const ops = operations.map((one) => {
      const asked = one.input['value'] as Micro[];
      const isWrite = asked[0]![0].startsWith('w');
      const { output, ...rest } = one;
      const value = isWrite ? asked.map(([, key, given]) => ['w', key, given]) : [];
      const told =
        isWrite || output === undefined
          ? {}
          : { output: (output as Micro[]).toSorted(([, a], [, b]) => (a < b ? -1 : 1)) };
      return { ...rest, input: { ...one.input, value }, ...told };
    });
    return forkFaults(ops as unknown as readonly Op[]).length === 0;
  },
  open: { txn: ['value'] },
  contradicted: ['txn'],
};

const echo: Subject = {
  judge: 'echo',
  start(random) {
    return () => {
      const value = random.pick(['hello', 'good day', 7, [1, 'two']]);
      return {
        f: 'echo',
        fields: { value },
        answer: () => value,
        guess: () => random.pick(['hello', 'good', '7', [1]]),
      };
    };
  },
  fine: (operations) => done(operations, 'echo').every(({ input, output }) => same(input['value'], output)),
};

export const WORKLOAD_SUBJECTS: readonly Subject[] = [
  set('set-full', (all) => setFullFaults(all, false)),
  set('set-full', (all) => setFullFaults(all, true), { linearizable: true }),
  set('eventual-set', eventualSetFaults),
  counter,
  queue,
  longFork,
  echo,
];

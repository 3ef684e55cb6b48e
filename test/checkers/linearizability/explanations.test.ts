/** What explanations state is true: of random histories by trying all orders, of small ones by the right answer. */

import { describe, expect, it } from 'vitest';
import type { History } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import type { Model } from '../../../checkers/model.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { keyValueModel } from '../../../checkers/models/key-value.js';
import { listAppendModel } from '../../../checkers/models/list-append.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { coreFault, explanationFault } from './explanation-faults.js';
import { drawHistory } from './search-fuzz.js';
import { registerSentenceFault } from './register-sentence-faults.js';
import { sentenceFault } from './sentence-faults.js';
import { OTHERS, REGISTERS, STORES, TRANSACTIONS } from './subjects.js';

/** Fewer where the suite is run many times over; `npm run nightly` sets more. */
const HISTORIES = Math.min(100_000, Math.floor(Number(process.env['SEEDSTORM_FUZZ'] ?? 3_000) / 40));
const SUBJECTS = [...REGISTERS, ...STORES, ...TRANSACTIONS, ...OTHERS];

describe('every statement is true', () => {
  it.each(SUBJECTS)(`$name, ${HISTORIES} random histories`, (subject) => {
    const isOnLists = subject.name.startsWith('list-append');
    const histories = isOnLists ? 20 * HISTORIES : HISTORIES; // quickly judged, and few are circles
    const model = { ...subject.model, partition: 'whole' as const };
    let invalid = 0;
    let sentences = 0;
    for (let seed = 1; seed <= histories; seed++) {
      const history = drawHistory(subject, seed);
      const verdict = linearizable(model).check(history);
      if (verdict.verdict !== 'invalid') continue;
      invalid++;
      // Cycles of transactions are told by sentences instead.
      const isCycle = isOnLists ? verdict.explanation === undefined : verdict.because.length > 0;
      const told = isOnLists ? sentenceFault : registerSentenceFault;
      const fault =
        (isCycle ? told(history, verdict) : explanationFault(model, history, verdict)) ??
        coreFault(model, history, verdict);
      expect([seed, fault]).toEqual([seed, undefined]);
      if (isCycle && verdict.because.length > 0) sentences++;
    }
    if (isOnLists) expect(sentences).toBeGreaterThan(histories / 100);
    expect(invalid).toBeGreaterThan(HISTORIES / 50);
  });
});

/** `[input, output, invoke, complete]`, each by a process of its own, the number of its row. */
type Row = readonly [input: object, output: unknown, invoke: number, complete: number];

const done = (rows: readonly Row[]): History =>
  rows.map(([input, output, invoke, complete], process) => ({
    ...{ process, input, invoke, complete },
    ...(complete === Infinity ? { type: 'info' } : { type: 'ok', output }),
  }));
const write = (value: unknown, at: number): Row => [{ f: 'write', value }, undefined, at, at + 1];
const read = (value: unknown, at: number): Row => [{ f: 'read' }, value, at, at + 1];
const txn = (at: number, until: number, ...ops: (readonly unknown[])[]): Row => [
  { f: 'txn', ops: ops.map(([kind, key, value]) => [kind, key, kind === 'r' ? null : value]) },
  ops,
  at,
  until,
];

interface Told {
  readonly why?: RegExp;
  readonly reason?: RegExp;
  /** How many can be put in order; absent where sentences prove it instead. */
  readonly prefix?: number;
  readonly because?: readonly RegExp[];
  readonly states?: readonly string[];
  /** Rows of the core. */
  readonly core: readonly number[];
  readonly alone?: boolean;
}

const cases: readonly (readonly [string, Model<never, never, never>, readonly Row[], Told])[] = [
  [
    'a value nobody wrote is impossible alone, after all that was written',
    registerModel() as never,
    [write(8, 0), read(8, 2), write(9, 4), read(7, 6)],
    { why: /the register can only be 9$/, prefix: 3, states: ['9'], core: [3] },
  ],
  [
    'a value that was overwritten comes with who wrote it',
    casRegisterModel() as never,
    [write(8, 0), [{ f: 'cas', from: 8, to: 9 }, true, 2, 3], read(8, 4)],
    { prefix: 2, states: ['9'], core: [0, 1, 2] },
  ],
  [
    'a value that is written only later comes with who writes it',
    registerModel() as never,
    [read(8, 0), write(8, 2)],
    { prefix: 0, states: ['null'], core: [0, 1] },
  ],
  [
    'an append that was acknowledged has happened, though no later read shows it',
    keyValueModel() as never,
    [
      [{ f: 'put', value: 'm' }, null, 0, 1],
      [{ f: 'append', value: 'n' }, null, 2, 3],
      [{ f: 'get' }, 'm', 4, 5],
      [{ f: 'get' }, 'm', 6, 7],
    ],
    { why: /can only be "mn"$/, prefix: 2, states: ['"mn"'], core: [0, 1, 2] },
  ],
  [
    'lists hold what was appended, and a read in another order comes with the appends',
    listAppendModel() as never,
    [
      txn(0, 1, ['append', 'u', 3]),
      txn(2, 3, ['append', 'u', 4]),
      txn(4, 5, ['r', 'u', [4, 3]]),
      txn(6, 7, ['r', 'u', [3, 4]]),
    ],
    {
      reason: /^3 at position 6 read 3 in list u where 2 at position 4 read 4: neither/,
      core: [0, 1, 2, 3],
    },
  ],
  [
    'a fractured read comes with the writer it contradicts, and nobody else of a long list',
    listAppendModel() as never,
    [
      ...Array.from({ length: 12 }, (_, n) => txn(2 * n, 2 * n + 1, ['append', 'u', n])),
      txn(30, 40, ['append', 'u', 50], ['append', 'v', 50]),
      txn(31, 41, ['r', 'u', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50]], ['r', 'v', []]),
    ],
    {
      reason: /^G-single: 2 transactions/,
      because: [/^12 .* 13 .*|13 .*/, /./],
      core: [12, 13],
    },
  ],
  [
    'a transaction that reads its own future is blamed, not one that read it before',
    listAppendModel() as never,
    [
      txn(0, 9, ['r', 'u', [5]], ['append', 'u', 5]),
      txn(1, 2, ['r', 'u', [5]]),
      txn(3, 4, ['append', 'v', 1]),
    ],
    {
      reason: /^the transaction of 0 at position 0 reads its own future: 5 in list u/,
      core: [0],
    },
  ],
  [
    'a sum comes with its parts',
    counterModel() as never,
    [
      [{ f: 'add', by: 2 }, null, 0, 1],
      [{ f: 'add', by: 5 }, null, 2, Infinity],
      [{ f: 'read' }, 6, 4, 5],
    ],
    { prefix: 1, states: ['2', '7'], core: [0, 1, 2] },
  ],
  [
    'a sum of many parts is not said to be impossible alone',
    counterModel() as never,
    [
      ...Array.from({ length: 30 }, (_, n): Row => [{ f: 'add', by: 2 }, null, 2 * n, 2 * n + 1]),
      [{ f: 'read' }, 59, 70, 71],
    ],
    { prefix: 30, states: ['60'], core: [30], alone: false },
  ],
];

describe('what is said', () => {
  it.each(cases)('%s', (_name, model, rows, told) => {
    const history = done(rows);
    const verdict = linearizable(model).check(history);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.verdict);
    const { explanation, core, coreAlone, reason } = verdict;
    expect(explanation?.prefix.length).toBe(told.prefix);
    expect(verdict.because.length).toBe(told.because?.length ?? 0);
    verdict.because.forEach((sentence, index) => expect(sentence).toMatch(told.because![index]!));
    if (told.states) expect([...explanation!.states].sort()).toEqual(told.states);
    if (told.why) expect(explanation!.why).toMatch(told.why);
    if (told.reason) expect(reason).toMatch(told.reason);
    expect(core.map(({ process }) => process)).toEqual(told.core);
    expect(coreAlone).toBe(told.alone ?? true);
  });
});

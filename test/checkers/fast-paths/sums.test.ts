/** Counters and banks by what their changes come to. */
import { describe, expect, it } from 'vitest';
import { BudgetMeter } from '../../../checkers/budget.js';
import { linearizable } from '../../../checkers/linearizable.js';
import { bankModel } from '../../../checkers/models/bank.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { isLinearizable } from '../brute-force.js';
import { anyHistory } from '../fuzz/history-maker.js';
import { Random } from '../fuzz/random.js';
import { written } from '../written-history.js';
import { judged, wanted } from './verdicts-of.js';
import type { Case } from './verdicts-of.js';

const counters: readonly Case[] = [
  {
    name: 'more than all additions',
    history: 'a add by=1\nc add by=2 ?\nb read -> 4',
    expected: 'wrong-total',
    core: 3,
  },
  {
    name: 'less than the certain ones',
    history: 'a add by=1\na add by=2\nb read -> 2',
    expected: 'wrong-total',
    core: 3,
  },
  {
    name: 'many additions are told by their sum',
    history: `${Array.from({ length: 40 }, () => 'a add by=1').join('\n')}\nb read -> 41`,
    expected: 'wrong-total',
    core: 1,
  },
  { name: 'falls', history: 'a add by=1 ?\nb read -> 1\nb read -> 0', expected: 'stale-read', core: 2 },
  { name: 'may fall', history: 'a add by=1 ?\nc add by=-1 ?\nb read -> 1\nb read -> 0', expected: 'valid' },
  {
    name: 'uncertain ones that count later',
    history: 'c add by=2 ?\nb read -> 0\na add by=1\nb read -> 3',
    expected: 'valid',
  },
  {
    name: 'an uncertain one that began only after the read is no part of it',
    history: 'a add by=3 @0-10\nb add by=-4 @1-11\nd read -> 2 @2-3\nc add by=2 ? @4-5\na read -> 1 @12-13',
    expected: 'wrong-total',
    core: 3,
  },
  {
    name: 'after many additions those that are open belong to it, and the others are their sum',
    history: `${Array.from({ length: 40 }, (_, at) => `a add by=1 @${2 * at}-${2 * at + 1}`).join('\n')}
b add by=10 @100-120
c read -> 45 @105-110`,
    expected: 'wrong-total',
    core: 2,
  },
  {
    name: 'a total within the bounds that no additions come to',
    history: 'a add by=2 @0-5\nb add by=4 @1-6\nc read -> 3 @2-4',
    expected: 'wrong-total',
    core: 3,
  },
  {
    name: 'totals of which each is possible without the other',
    history: 'a add by=2 @0-9\nb add by=-2 @1-8\nc read -> 2 @2-3\nd read -> -2 @4-5',
    expected: 'wrong-total',
    core: 4,
  },
  {
    name: 'uncertain ones that come to less',
    history: 'c add by=3 ?\nc add by=5 ?\nb read -> 4',
    expected: 'wrong-total',
    core: 3,
  },
  {
    name: 'an uncertain one that does not come back',
    history: 'c add by=2 ?\na add by=1 @1-9\nb read -> 2 @2-3\nb read -> 1 @4-5',
    expected: 'stale-read',
    core: 2,
  },
  { name: 'an addition that tells the total', history: 'a add by=1 -> 1\nb read -> 1', expected: 'left' },
];

const bank = bankModel({ initial: { a: 60, b: 40 } });
const banks: readonly Case[] = [
  { name: 'a wrong total', history: 'b read -> {"a":60,"b":42}', expected: 'wrong-total', core: 1 },
  {
    name: 'whatever happened before',
    history: 'a transfer from="a" to="b" amount=2 ?\nb read -> {"a":62,"b":40}',
    expected: 'wrong-total',
    core: 1,
  },
  { name: 'below zero', history: 'b read -> {"a":-1,"b":101}', expected: 'negative-balance', core: 1 },
  { name: 'an account that the read leaves out', history: 'b read -> {"a":60}', expected: 'left' },
  { name: 'a sound total', history: 'b read -> {"a":60,"b":40}', expected: 'left' },
];

describe('sums', () => {
  it.each(counters)('counter: $name', (one) => {
    expect(judged(counterModel(), one.history)).toEqual(wanted(one));
  });
  it.each(banks)('bank: $name', (one) => {
    expect(judged(bank, one.history)).toEqual(wanted(one));
  });

  it('says which totals cannot be right together, and what they are made of', () => {
    const history = written(
      'a add by=7\na add by=2 @10-19\nb add by=-2 @11-18\nc read -> 9 @12-13\nd read -> 5 @14-15',
    );
    const verdict = linearizable(counterModel()).check(history);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.reason);
    expect(verdict.reason).toBe(
      'd read the total 5 besides 9 by c, to which no order of the additions comes: it was 7 after 1 addition had completed',
    );
    expect(verdict.coreConfirmed).toBe(true);
    expect(verdict.core).toEqual(history);
  });

  it('says what the total of a bank should be', () => {
    const verdict = linearizable(bank).check(written('b read -> {"a":60,"b":42}'));
    expect(verdict.reason).toBe('b read {"a":60,"b":42}: total 102, should be 100');
  });

  it('finds nothing in a bank that brute force allows', () => {
    const random = new Random(1);
    type Transfer = { f: 'transfer'; from: string; to: string; amount: number };
    const model = bankModel({ initial: { a: 2, b: 2 } });
    let found = 0;
    for (let i = 0; i < 1_000; i++) {
      const history = anyHistory(
        random,
        {
          draw: (): { f: 'read' } | Transfer =>
            random.chance(50)
              ? { f: 'read' }
              : {
                  f: 'transfer',
                  from: random.pick(['a', 'b']),
                  to: random.pick(['b', 'c']),
                  amount: random.below(3),
                },
          object() {
            const held: Record<string, number> = { a: 2, b: 2, c: 0 };
            return (input) => {
              if (input.f === 'read') return { ...held };
              const { from, to, amount } = input as Transfer;
              if (held[from]! < amount) return false;
              [held[from], held[to]] = [
                held[from]! - amount,
                held[to]! + (from === to ? -amount : 0) + amount,
              ];
              return undefined;
            };
          },
          guess: (_random, { f }) =>
            f === 'read' ? { a: random.below(4) - 1, b: 2, c: random.below(2) } : undefined,
        },
        { operations: 2 + random.below(5), processes: 3, infoPercent: 10 },
      );
      if (model.fastPath!(history, new BudgetMeter()) === undefined) continue;
      found++;
      expect(isLinearizable(model, history), JSON.stringify(history)).toBe(false);
    }
    expect(found).toBeGreaterThan(100);
  });
});

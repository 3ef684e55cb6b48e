/** Transactions on lists: what each anomaly is called, and how it is told. */
import { describe, expect, it } from 'vitest';
import { BudgetMeter } from '../../../checkers/budget.js';
import type { Operation } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import { listAppendModel } from '../../../checkers/models/list-append.js';

type Micro = readonly [string, string, unknown];
const checker = linearizable(listAppendModel());

/** A transaction by a process of its own, as it answered. */
const txn = (invoke: number, complete: number, ...ran: readonly Micro[]): Operation => ({
  process: `p${invoke}`,
  input: { f: 'txn', ops: ran.map(([kind, key, value]) => [kind, key, kind === 'r' ? null : value]) },
  output: ran,
  type: 'ok',
  invoke,
  complete,
});

const ended = (operation: Operation, type: 'fail' | 'info'): Operation => {
  const { output: _, ...rest } = operation;
  return { ...rest, type };
};

const cases: readonly (readonly [kind: string, history: readonly Operation[], core: number])[] = [
  [
    'G0',
    [
      txn(0, 9, ['append', 'x', 1], ['append', 'y', 1]),
      txn(1, 9, ['append', 'x', 2], ['append', 'y', 2]),
      txn(2, 9, ['r', 'x', [1, 2]]),
      txn(3, 9, ['r', 'y', [2, 1]]),
    ],
    4,
  ],
  [
    'G1c',
    [txn(0, 9, ['append', 'x', 1], ['r', 'y', [1]]), txn(1, 9, ['r', 'x', [1]], ['append', 'y', 1])],
    2,
  ],
  [
    'G-single',
    [txn(0, 9, ['append', 'x', 1], ['append', 'y', 1]), txn(1, 9, ['r', 'x', [1]], ['r', 'y', []])],
    2,
  ],
  [
    'G2-item',
    [txn(0, 9, ['r', 'x', []], ['append', 'y', 1]), txn(1, 9, ['r', 'y', []], ['append', 'x', 1])],
    2,
  ],
  ['G2-item', [0, 1].map((n) => txn(n, 9, ['r', 'x', []], ['append', 'x', n])), 2],
  ['G-single-realtime', [txn(0, 1, ['append', 'x', 1]), txn(2, 3, ['r', 'x', []])], 2],
  ['intermediate-read', [txn(0, 9, ['append', 'x', 1], ['append', 'x', 2]), txn(1, 9, ['r', 'x', [1]])], 2],
  ['aborted-read', [ended(txn(0, 1, ['append', 'x', 1]), 'fail'), txn(2, 3, ['r', 'x', [1]])], 1],
  ['unwritten-value', [txn(2, 3, ['r', 'x', [1]])], 1],
  ['duplicate-elements', [txn(0, 1, ['append', 'x', 1]), txn(2, 3, ['r', 'x', [1, 1]])], 2],
  ['internal', [txn(0, 1, ['append', 'x', 1], ['r', 'x', []]), txn(2, 3, ['r', 'x', [1]])], 1],
  ['future-read', [txn(0, 1, ['r', 'x', [1]], ['append', 'x', 1])], 1],
  [
    'incompatible-order',
    [
      txn(0, 9, ['append', 'x', 1]),
      txn(1, 9, ['append', 'x', 2]),
      txn(2, 9, ['r', 'x', [1]]),
      txn(3, 9, ['r', 'x', [2]]),
    ],
    4,
  ],
];

describe('transactions on lists', () => {
  it.each(cases)('%s', (kind, history, core) => {
    const verdict = checker.check(history);
    if (verdict.verdict !== 'invalid') throw new Error(verdict.verdict);
    expect([verdict.anomalies[0]!.kind, verdict.core.length]).toEqual([kind, core]);
    expect(verdict.coreConfirmed).toBe(true);
    expect(`${verdict.reason} ${verdict.because.join()}`).not.toMatch(/undefined|NaN|\[object/);
  });

  it('of unknown outcome one happened if it was seen, and need not else', () => {
    const open = ended(txn(0, Infinity, ['append', 'x', 1], ['append', 'y', 1]), 'info');
    const seen = txn(2, 3, ['r', 'x', [1]]);
    expect(checker.check([open, seen, txn(4, 5, ['r', 'y', [1]])]).verdict).toBe('valid');
    expect(listAppendModel().fastPath!([open, seen], new BudgetMeter())?.verdict).toBe('valid');
    expect(checker.check([open, txn(4, 5, ['r', 'y', []])]).verdict).toBe('valid');
    expect(checker.check([open, seen, txn(4, 5, ['r', 'y', []])]).verdict).toBe('invalid');
  });

  it('of twenty clients are put in order without a search, and a cycle among thousands is found', () => {
    const held = new Map<string, number[]>();
    const history = Array.from({ length: 4000 }, (_, n) => {
      const [key, other] = [`k${n % 20}`, `k${(n * 7) % 20}`];
      const list = (held.get(key) ?? []).concat(n);
      held.set(key, list);
      return txn(n, n + 20, ['append', key, n], ['r', other, [...(held.get(other) ?? [])]]);
    });
    const verdict = checker.check(history, { steps: 3_000_000 });
    expect(verdict.verdict === 'valid' && verdict.witness).toHaveLength(4000);
    const last = history.length - 1;
    history[last] = txn(last, last + 20, ['append', `k${last % 20}`, last], ['r', 'k0', []]);
    expect(checker.check(history, { steps: 6_000_000 })).toMatchObject({
      verdict: 'invalid',
      anomalies: [{ kind: 'G-single-realtime' }],
      core: { length: 2 },
    });
  });
});

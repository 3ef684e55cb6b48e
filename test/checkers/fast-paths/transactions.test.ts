/** Transactions by what must come before what. */
import { parseHistory } from '../../../checkers/formats/read.js';
import { makeJudge } from '../../../checkers/registry.js';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import { multiRegisterModel } from '../../../checkers/models/multi-register.js';
import { Random } from '../fuzz/random.js';
import { registerProofFault } from './register-proof.js';

const checker = linearizable(multiRegisterModel());

/** Transactions that all overlap: each reads the key of another, and writes its own. */
const ring = (size: number, step: (at: number) => number, seen: (at: number) => unknown = () => null) =>
  Array.from({ length: size }, (_, at): Operation => {
    const [own, other] = [`k${at}`, `k${step(at)}`];
    return {
      process: at,
      input: {
        f: 'txn',
        ops: [
          ['r', other, null],
          ['r', 'all', null],
          ['w', own, at + 1],
        ],
      },
      output: [
        ['r', other, seen(at)],
        ['r', 'all', null],
        ['w', own, at + 1],
      ],
      type: 'ok',
      invoke: at,
      complete: size + at,
    };
  });

/** Eight transactions on two keys that read what any of them wrote, or nobody. */
function readsAtRandom(random: Random): readonly Operation[] {
  return Array.from({ length: 8 }, (_, at): Operation => {
    const own = at % 2 === 0 ? 'x' : 'y';
    const seen = random.below(at + 2) % 9;
    const from = seen % 2 === 0 ? 'x' : 'y';
    const isRead = seen !== at && (seen < 8 || from !== own);
    const output = [...(isRead ? [['r', from, seen === 8 ? null : seen]] : []), ['w', own, at]];
    const ops = output.map(([kind, key, value]) => [kind, key, kind === 'r' ? null : value]);
    const invoke = random.below(20);
    const complete = invoke + 1 + random.below(60);
    return { process: at, input: { f: 'txn', ops }, output, type: 'ok', invoke, complete };
  }).sort((a, b) => a.invoke - b.invoke);
}

describe('transactions', () => {
  it('finds write skew between two of twenty', () => {
    const history = ring(20, (at) => at ^ 1);
    const verdict = checker.check(history, { steps: 1_000_000, memoryBytes: 64 * 2 ** 20 });
    expect(verdict).toMatchObject({
      verdict: 'invalid',
      anomalies: [{ kind: 'cycle' }],
      coreConfirmed: true,
    });
    expect(verdict.verdict === 'invalid' && verdict.core).toEqual(history.slice(0, 2));
  });

  it('finds it around all twenty', () => {
    const verdict = checker.check(
      ring(20, (at) => (at + 1) % 20),
      { steps: 1_000_000, memoryBytes: 64 * 2 ** 20 },
    );
    expect(verdict.verdict === 'invalid' && verdict.core).toHaveLength(20);
  });

  it('orders twenty of which half saw what the others wrote', () => {
    const history = ring(
      20,
      (at) => at ^ 1,
      (at) => (at % 2 === 1 ? at : null),
    );
    expect(checker.check(history, { steps: 1_000_000 }).verdict).toBe('valid');
  });

  it('proves each step of a cycle by what was recorded and by the sentences before it', () => {
    const random = new Random(1);
    const proofs = Array.from({ length: 1_000 }, () => readsAtRandom(random)).flatMap((history) => {
      const verdict = checker.check(history);
      if (verdict.verdict !== 'invalid' || verdict.because.length === 0) return [];
      expect([registerProofFault(history, verdict.because), history]).toEqual([undefined, history]);
      return [verdict.because];
    });
    const resting = proofs.filter((because) => because.some((one) => / (later|earlier) than /.test(one)));
    expect([proofs.length > 600, resting.length > 100]).toEqual([true, true]);
  });

  it('keeps what completed before what began later', () => {
    const one = (process: string, ops: unknown, invoke: number): Operation => ({
      process,
      input: { f: 'txn', ops },
      output: ops,
      type: 'ok',
      invoke,
      complete: invoke + 1,
    });
    const history = [
      one('a', [['w', 'x', 1]], 0),
      one('b', [['w', 'x', 2]], 2),
      one('c', [['r', 'x', 1]], 4),
    ];
    expect(checker.check(history)).toMatchObject({ verdict: 'invalid', core: history });
    expect(checker.check([history[0]!, history[2]!]).verdict).toBe('valid');
  });
});

it('say by a sentence for each step why transactions of one process have no order', () => {
  const calls = [
    [0, [['w', 'x', 0]]],
    [0, [['w', 'x', 1]]],
    [1, [['r', 'x', 0]]],
  ] as const;
  const lines = calls.flatMap(([process, value]) =>
    ['invoke', 'ok'].map((type) => JSON.stringify({ type, process, f: 'txn', value })),
  );
  const { adapter, checker } = makeJudge('multi-register');
  const verdict = checker.check(parseHistory(lines.join('\n'), adapter));
  expect(verdict).toMatchObject({
    reason:
      'there is no order for the transactions of 0 on line 1, 0 on line 3, 0 on line 1: each must come before the next',
    because: [
      '0 on line 1 completed before 0 on line 3 began',
      '0 on line 3 completed before 1 on line 5 began',
      '0 on line 3 wrote 1 to key x earlier than 1 on line 5 read 0 of key x: so it came before 0 on line 1, which wrote that',
    ],
  });
});

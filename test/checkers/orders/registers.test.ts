/** Orders of reads and writes: planted violations by name, operations that do not count, budgets, large histories. */
import { describe, expect, it, test } from 'vitest';
import type { Checker } from '../../../checkers/history.js';
import * as orders from '../../../checkers/orders/index.js';
import { expectInvalid, expectValid } from '../judging.js';
import { written } from '../written-history.js';

const swap = [
  'a write x 1',
  'b write x 2',
  'c read x -> 1',
  'c read x -> 2',
  'd read x -> 2',
  'd read x -> 1',
];

const planted: [Checker, kind: string, title: string, ...lines: string[]][] = [
  [orders.sequential(), 'ThinAirRead', 'nobody wrote it', 'a read x -> 7'],
  [orders.sequential(), 'sequential-cycle', 'two readers disagree', ...swap],
  [
    orders.sequential(),
    'sequential-cycle',
    'store buffering',
    'a write x 1',
    'a read y -> nil',
    'b write y 1',
    'b read x -> nil',
  ],
  [
    orders.sequential(),
    'not-sequential',
    'values repeat',
    'a write x 1',
    'a write y 1',
    'b write y 1',
    'b write x 2',
    'c read y -> 1',
    'c read x -> nil',
    'c read x -> 1',
    'c read x -> 2',
    'c read x -> 1',
  ],
  [orders.causal(), 'ThinAirRead', 'nobody wrote it', 'a write x 1', 'a read x -> 7'],
  [orders.causal(), 'ThinAirRead', 'its writer failed', 'a write x 1 !', 'a read x -> 1'],
  [orders.causal(), 'CyclicCO', 'reading the future', 'a read x -> 1', 'a write x 1'],
  [
    orders.causal(),
    'CyclicCO',
    'through two sessions',
    'a read x -> 1',
    'a write y 1',
    'b read y -> 1',
    'b write x 1',
  ],
  [orders.causal(), 'WriteCOInitRead', 'own write missed', 'a write x 1', 'a read x -> nil'],
  [
    orders.causal(),
    'WriteCORead',
    'an overwritten value',
    'a write x 1',
    'a write x 2',
    'b read x -> 2',
    'b read x -> 1',
  ],
  [
    orders.causal(),
    'WriteCORead',
    'two hops',
    'a write x 1',
    'b read x -> 1',
    'b write x 2',
    'b write y 1',
    'c read y -> 1',
    'c read x -> 1',
  ],
  [orders.causalConvergence(), 'CyclicCF', 'two readers disagree', ...swap],
  [
    orders.causalMemory(),
    'CyclicHB',
    'back and forth',
    'a write x 1',
    'b write x 2',
    'c read x -> 1',
    'c read x -> 2',
    'c read x -> 1',
  ],
  [
    orders.causalMemory(),
    'WriteHBInitRead',
    'own write wins too early',
    'a write z 1',
    'a write x 1',
    'a write y 1',
    'b write x 2',
    'b read z -> nil',
    'b read y -> 1',
    'b read x -> 2',
  ],
  [orders.pram(), 'ThinAirRead', 'nobody wrote it', 'a read x -> 7'],
  [
    orders.pram(),
    'pram-init-read',
    'a pipe out of order',
    'a write x 1',
    'a write y 1',
    'b read y -> 1',
    'b read x -> nil',
  ],
  [orders.pram(), 'pram-cycle', 'backwards', 'a write x 1', 'a write x 2', 'b read x -> 2', 'b read x -> 1'],
  [orders.readYourWrites(), 'read-your-writes', 'nothing there', 'a write x 1', 'a read x -> nil'],
  [
    orders.readYourWrites(),
    'read-your-writes',
    'the one before',
    'a write x 1',
    'a write x 2',
    'a read x -> 1',
  ],
  [
    orders.readYourWrites(),
    'read-your-writes',
    'what it had read before',
    'b write x 1',
    'a read x -> 1',
    'a write x 2',
    'a read x -> 1',
  ],
  [orders.monotonicReads(), 'monotonic-reads', 'gone', 'a write x 1', 'b read x -> 1', 'b read x -> nil'],
  [
    orders.monotonicReads(),
    'monotonic-reads',
    'the writer had replaced it',
    'a write x 1',
    'a write x 2',
    'b read x -> 2',
    'b read x -> 1',
  ],
  [
    orders.monotonicReads(),
    'monotonic-reads',
    'back to what it saw replaced',
    'a write x 1',
    'b write x 2',
    'c read x -> 1',
    'c read x -> 2',
    'c read x -> 1',
  ],
  [
    orders.monotonicWrites(),
    'monotonic-writes',
    'the second without the first',
    'a write x 1',
    'a write y 1',
    'b read y -> 1',
    'b read x -> nil',
  ],
  [
    orders.monotonicWrites(),
    'monotonic-writes',
    'an older first',
    'a write x 0',
    'a write x 1',
    'a write y 1',
    'b read y -> 1',
    'b read x -> 0',
  ],
  [
    orders.writesFollowReads(),
    'writes-follow-reads',
    'the answer without the question',
    'a write x 1',
    'b read x -> 1',
    'b write y 1',
    'c read y -> 1',
    'c read x -> nil',
  ],
  [
    orders.writesFollowReads(),
    'writes-follow-reads',
    'the correction undone',
    'a write x 1',
    'b read x -> 1',
    'b write x 2',
    'c read x -> 2',
    'c read x -> 1',
  ],
  [
    orders.regular(),
    'stale-read',
    'overwritten before it began',
    'a write x 1',
    'a write x 2',
    'b read x -> 1',
  ],
  [orders.regular(), 'stale-read', 'nothing there', 'a write x 1', 'b read x -> nil'],
  [orders.regular(), 'future-read', 'not yet begun', 'b read x -> 1', 'a write x 1'],
  [orders.regular(), 'ThinAirRead', 'nobody wrote it', 'b read x -> 1'],
  [orders.safe(), 'stale-read', 'nobody was writing', 'a write x 1', 'a write x 2', 'b read x -> 1'],
  [
    orders.boundedStaleness({ versions: 1 }),
    'stale-read',
    'two versions behind',
    'a write x 1',
    'a write x 2',
    'a write x 3',
    'b read x -> 1',
  ],
];

describe('rejects', () => {
  for (const [checker, kind, title, ...lines] of planted) {
    it(`${checker.name}: ${title} (${kind})`, () => expectInvalid(checker, written(...lines), kind));
  }
});

describe('accepts what may have been otherwise', () => {
  const levels = [
    orders.sequential(),
    orders.causalMemory(),
    orders.causalConvergence(),
    orders.causal(),
    orders.pram(),
    orders.regular(),
  ];
  const fine: [string, ...string[]][] = [
    ['a write of unknown outcome that shows late', 'a write x 1 ?', 'b read x -> nil', 'b read x -> 1'],
    ['a write of unknown outcome that never shows', 'a write x 1 ?', 'b read x -> nil', 'b read x -> nil'],
    [
      'nothing follows a write that never returned',
      'a write x 1 ?',
      'a write y 1',
      'b read y -> 1',
      'b read x -> nil',
      'b read x -> 1',
    ],
    ['a failed write', 'a write x 1 !', 'b read x -> nil'],
    ['a read that failed', 'a write x 1', 'b read x -> 7 !', 'b read x -> 1'],
    ['a read without an answer', 'a write x 1', 'b read x', 'b read x -> 1'],
    ['nil written', 'a write x 1', 'a write x nil', 'b read x -> nil'],
    ['the same value twice', 'a write x 1', 'b write x 2', 'a write x 1', 'c read x -> 1'],
    ['get and put', 'a put x 1', 'b get key=x -> 1'],
    ['structured values', 'a write x {"a":[1,2]}', 'b read x -> {"a":[1,2]}'],
  ];
  for (const [title, ...lines] of fine) {
    it(title, () => {
      for (const level of levels) expectValid(level, written(...lines));
    });
  }
});

test('another initial value', () => {
  for (const level of [orders.sequential, orders.causal, orders.pram, orders.regular]) {
    expectValid(level({ initial: 0 }), written('a read x -> 0'));
    expect(level().check(written('a read x -> 0')).verdict).toBe('invalid');
  }
});

test('a valid order replays', () => {
  const verdict = orders
    .sequential()
    .check(written('a write x 1', 'a write x 2', 'b read x -> 1', 'b read x -> 2'));
  expect(verdict).toMatchObject({ verdict: 'valid' });
  const order = verdict.verdict === 'valid' ? verdict.witness! : [];
  expect(order.map(({ input, output }) => output ?? (input as { value: unknown }).value)).toEqual([
    1, 1, 2, 2,
  ]);
});

describe('what is not decided is unknown', () => {
  it('other functions', () => {
    const cas = written('a cas x from=1 to=2');
    for (const level of [
      orders.causal(),
      orders.pram(),
      orders.regular(),
      orders.sequential(),
      orders.readYourWrites(),
    ]) {
      expect(level.check(cas)).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringContaining('cas') as string,
      });
    }
  });
  it('a spent budget', () => {
    const history = written(...swap);
    for (const level of [
      orders.sequential(),
      orders.causalMemory(),
      orders.causalConvergence(),
      orders.pram(),
      orders.regular(),
    ]) {
      expect(level.check(history, { steps: 3 }).verdict).toBe('unknown');
      expect(level.check(history, { timeMs: 0 }).verdict).toBe('unknown');
    }
    expect(orders.causalMemory().check(history, { memoryBytes: 8 }).verdict).toBe('unknown');
  });
});

describe('malformed histories are refused', () => {
  it('two open operations of one process', () => {
    expect(() => orders.causal().check(written('a write x 1 @0-5', 'a read x -> 1 @2-3'))).toThrow(
      /malformed/,
    );
  });
});

test('thousands of operations, fine and with one planted violation', () => {
  const lines: string[] = [];
  for (let i = 0; i < 3000; i++) {
    const key = `k${i % 7}`;
    lines.push(`w${i % 5} write ${key} ${i}`, `r${i % 11} read ${key} -> ${i}`);
  }
  const levels = [
    orders.sequential(),
    orders.causalMemory(),
    orders.causalConvergence(),
    orders.causal(),
    orders.pram(),
    orders.readYourWrites(),
    orders.monotonicReads(),
    orders.regular(),
  ];
  for (const level of levels) expectValid(level, written(...lines));
  const bad = written(...lines, 'r1 read k0 -> 0');
  for (const level of levels.filter(({ name }) => name !== 'read-your-writes')) {
    const verdict = level.check(bad);
    expect(verdict.verdict).toBe('invalid');
    expect(verdict.verdict === 'invalid' && verdict.core!.length).toBeLessThanOrEqual(10);
  }
});

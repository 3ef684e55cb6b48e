/** Sagas: completed or compensated, nothing in between. */
import { describe, expect, it, test } from 'vitest';
import { sagaAtomicity } from '../../../checkers/saga/sagas.js';
import { expectInvalid, expectValid, kinds } from '../judging.js';
import { written } from '../written-history.js';

const steps = [
  { action: 'reserve', compensation: 'release' },
  { action: 'charge', compensation: 'refund' },
  { action: 'ship' },
];
const checker = sagaAtomicity({ steps });

const order = 'c order id=7';
const [reserve, charge, ship] = ['s reserve saga=7', 'p charge saga=7', 'w ship saga=7'];
const [release, refund] = ['s release saga=7', 'p refund saga=7'];
const [completed, compensated] = [
  'o saga-end saga=7 outcome=completed',
  'o saga-end saga=7 outcome=compensated',
];

describe('accepts', () => {
  const good: [string, ...string[]][] = [
    ['all steps, completed', order, reserve, charge, ship, completed],
    ['two steps, both taken back, last first', order, reserve, charge, refund, release, compensated],
    ['nothing done, nothing to take back', order, compensated],
    [
      'an order of unknown outcome that never began',
      `${order} ?`,
      'c order id=8',
      'o saga-end saga=8 outcome=compensated',
    ],
    ['an order of unknown outcome that completed', `${order} ?`, reserve, charge, ship, completed],
    ['a refused order that was compensated', `${order} !`, reserve, release, compensated],
    ['an attempt that failed did nothing', order, `${reserve} !`, compensated],
    ['the end may be announced twice', order, compensated, compensated],
    [
      'several items of one step',
      order,
      's reserve saga=7 item=1',
      's reserve saga=7 item=2',
      's release saga=7 item=2',
      's release saga=7 item=1',
      compensated,
    ],
    ['the client was told the truth', 'c order id=7 -> completed @0-99', reserve, charge, ship, completed],
    [
      'two sagas interleaved',
      order,
      'd order id=8',
      reserve,
      's reserve saga=8',
      release,
      's release saga=8',
      compensated,
      'o saga-end saga=8 outcome=compensated',
    ],
  ];
  for (const [title, ...lines] of good) it(title, () => expectValid(checker, written(...lines)));
});

describe('rejects', () => {
  const bad: [string, string[], ...string[]][] = [
    ['stuck', ['unfinished'], order, reserve],
    ['accepted and forgotten', ['unfinished'], order],
    ['both ends', ['contradictory-end'], order, compensated, completed],
    ['completed without shipping', ['missing-action'], order, reserve, charge, completed],
    ['charged twice', ['duplicate-action'], order, reserve, charge, charge, ship, completed],
    ['the charge was kept', ['missing-compensation'], order, reserve, charge, release, compensated],
    [
      'refunded twice',
      ['duplicate-compensation'],
      order,
      reserve,
      charge,
      refund,
      refund,
      release,
      compensated,
    ],
    ['refund without a charge', ['phantom-compensation'], order, reserve, refund, release, compensated],
    ['the charge came late', ['action-after-compensation'], order, refund, charge, compensated],
    ['refunded and shipped', ['compensation-of-completed'], order, reserve, charge, ship, refund, completed],
    [
      'taken back in the order done',
      ['compensation-order'],
      order,
      reserve,
      charge,
      release,
      refund,
      compensated,
    ],
    [
      'the client was told otherwise',
      ['wrong-answer'],
      'c order id=7 -> completed',
      reserve,
      release,
      compensated,
    ],
    ['the client was told it failed', ['wrong-answer'], `${order} !`, reserve, charge, ship, completed],
    ['what cannot be taken back was not', ['missing-compensation'], order, ship, compensated],
    ['nobody ordered it', ['phantom-saga'], reserve, release, compensated],
  ];
  for (const [title, expected, ...lines] of bad) {
    it(title, () => expectInvalid(checker, written(...lines), ...expected));
  }
});

test('order of compensations is judged between any two steps, not only neighbours', () => {
  const three = sagaAtomicity({
    steps: ['a', 'b', 'c'].map((action) => ({ action, compensation: `un${action}` })),
  });
  const lines = ['x a saga=7', 'x b saga=7', 'x c saga=7', 'x una saga=7', 'x unc saga=7', 'x unb saga=7'];
  expectInvalid(three, written(order, ...lines, compensated), 'compensation-order');
  const verdict = three.check(written(order, ...lines, compensated));
  expect(verdict.verdict === 'invalid' && verdict.anomalies).toHaveLength(2);
});

test('options: any order of compensation, sagas still under way, other names', () => {
  const anyOrder = sagaAtomicity({ steps, reverseOrder: false });
  expectValid(anyOrder, written(order, reserve, charge, release, refund, compensated));
  expectValid(sagaAtomicity({ steps, mustEnd: false }), written(order, reserve));
  const named = sagaAtomicity({
    steps,
    start: 'buy',
    end: 'done',
    saga: ({ input }) => (input as { trip?: unknown }).trip,
  });
  expectValid(
    named,
    written('c buy id=1', 's reserve trip=1', 's release trip=1', 'o done trip=1 outcome=compensated'),
  );
  expect(
    kinds(named, written('c buy id=1', 's reserve trip=1', 'o done trip=1 outcome=compensated')),
  ).toEqual(['missing-compensation']);
});

it('shows the saga that is broken, and nothing of the others', () => {
  const others = Array.from({ length: 60 }, (_, index) => index + 100).flatMap((id) =>
    [order, reserve, charge, ship, completed].map((line) => line.replace('=7', `=${id}`)),
  );
  const verdict = checker.check(
    written(...others, order, reserve, charge, refund, refund, release, compensated),
  );
  expect(verdict).toMatchObject({ verdict: 'invalid', anomalies: [{ kind: 'duplicate-compensation' }] });
  const core = verdict.verdict === 'invalid' ? (verdict.core ?? []) : [];
  expect(core.length).toBeGreaterThan(2);
  expect(core.length).toBeLessThanOrEqual(7);
});

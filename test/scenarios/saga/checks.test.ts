/** The judges of the order saga, on histories written by hand. */
import { describe, expect, it } from 'vitest';
import type { History, Operation, Verdict } from 'seedstorm/checkers';
import { booksBalance, sagasInBooks } from '../../../scenarios/saga/order/scenario.js';
import { openingAccounts, ORCHESTRATOR } from '../../../scenarios/saga/order/shop.js';

const nodes = [ORCHESTRATOR, 'stock', 'payment', 'shipping'];
const opening = openingAccounts({ stock: 10, money: 100 });
const order = {
  f: 'order',
  id: 1,
  customer: 'ann',
  item: 'tea',
  quantity: 2,
  amount: 30,
  card: 'good',
  address: 'known',
};

interface Line {
  readonly process: string;
  readonly input: { readonly f: string; readonly [field: string]: unknown };
  readonly output?: unknown;
}

function historyOf(lines: readonly Line[]): History {
  return lines.map((line, index): Operation => ({
    ...line,
    type: 'ok',
    invoke: 2 * index,
    complete: 2 * index + 1,
  }));
}

const placed: Line = { process: 'c1', input: order, output: { outcome: 'completed' } };

function effect(process: string, f: string, entry: string): Line {
  return { process, input: { f, saga: 1, entry, ...(f === 'saga-end' ? { outcome: 'completed' } : {}) } };
}

const done = [
  effect('stock', 'reserve', '1.0'),
  effect('payment', 'charge', '1.0'),
  effect('shipping', 'ship', '1.0'),
];
const end = effect(ORCHESTRATOR, 'saga-end', '1.5');

/** What each node shows at the end; `changes` replaces what a node shows. */
function readings(changes: Readonly<Record<string, unknown>> = {}): Line[] {
  const shown: Record<string, unknown> = {
    [ORCHESTRATOR]: { entries: ['1.5'], sagas: { 1: 'completed' } },
    stock: { entries: ['1.0'], accounts: { ...opening['stock'], 'free/tea': 8, 'reserved/tea': 2 } },
    payment: { entries: ['1.0'], accounts: { ...opening['payment'], 'purse/ann': 70, revenue: 30 } },
    shipping: {
      entries: ['1.0'],
      accounts: { slots: (opening['shipping']?.['slots'] ?? 0) - 1, parcels: 1 },
    },
    ...changes,
  };
  return nodes.flatMap((of) =>
    shown[of] === undefined ? [] : [{ process: 'final', input: { f: 'books', of }, output: shown[of] }],
  );
}

function kinds(verdict: Verdict): string[] {
  return verdict.verdict === 'invalid' ? verdict.anomalies.map(({ kind }) => kind) : [verdict.verdict];
}

describe('booksBalance', () => {
  const judge = (lines: readonly Line[]) => kinds(booksBalance(opening).check(historyOf(lines)));

  it('accepts books that hold what the completed order moved', () => {
    expect(judge([placed, ...readings()])).toEqual(['valid']);
  });

  it('rejects money and goods that moved for nothing', () => {
    const sagas = { entries: ['1.5'], sagas: { 1: 'compensated' } };
    expect(judge([placed, ...readings({ [ORCHESTRATOR]: sagas })])).toEqual(Array(6).fill('wrong-balance'));
  });

  it('rejects money out of nothing', () => {
    const accounts = { ...opening['payment'], 'purse/ann': 100, revenue: 30 };
    expect(judge([placed, ...readings({ payment: { entries: [], accounts } })])).toEqual(['wrong-balance']);
  });

  it('rejects an order that is still open, and books nobody showed', () => {
    const sagas = { entries: [], sagas: { 1: 'open' } };
    const lines = [placed, ...readings({ [ORCHESTRATOR]: sagas, stock: undefined })];
    expect(new Set(judge(lines))).toEqual(new Set(['unread-books', 'open-saga', 'wrong-balance']));
  });
});

describe('sagasInBooks', () => {
  const judge = (lines: readonly Line[]) => kinds(sagasInBooks().check(historyOf(lines)));

  it('accepts a completed order', () => {
    expect(judge([placed, ...done, end, ...readings()])).toEqual(['valid']);
  });

  it('does not count what a power cut took back', () => {
    expect(judge([placed, effect('payment', 'charge', '1.9'), ...done, end, ...readings()])).toEqual([
      'valid',
    ]);
  });

  it('counts what stayed', () => {
    const both = { entries: ['1.0', '1.9'], accounts: {} };
    const lines = [placed, effect('payment', 'charge', '1.9'), ...done, end, ...readings({ payment: both })];
    expect(judge(lines)).toEqual(['duplicate-action']);
  });

  it('misses what was acknowledged and did not stay', () => {
    const none = { entries: [], accounts: {} };
    expect(judge([placed, ...done, end, ...readings({ stock: none })])).toEqual(['missing-action']);
  });

  it('does not judge when a node did not show its books', () => {
    expect(judge([placed, ...done, end, ...readings({ payment: undefined })])).toEqual(['unknown']);
  });
});

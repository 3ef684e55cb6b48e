/** The laws of CRDTs, on types that keep them and on planted ones that do not; with samples from fast-check. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { commutingOperations, crdtLaws } from '../../../checkers/crdt/laws.js';
import type { Verdict } from '../../../checkers/history.js';

const kindsOf = (verdict: Verdict) =>
  verdict.verdict === 'invalid' ? verdict.anomalies.map(({ kind }) => kind).sort() : [];

describe('types that keep the laws', () => {
  type Counts = Record<string, number>;
  const gCounter = (a: Counts, b: Counts): Counts =>
    Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])].map((node) => [
        node,
        Math.max(a[node] ?? 0, b[node] ?? 0),
      ]),
    );
  const union = (a: number[], b: number[]) => [...new Set([...a, ...b])].sort((x, y) => x - y);
  const lww = (a: { at: number; by: string }, b: { at: number; by: string }) =>
    a.at > b.at || (a.at === b.at && a.by > b.by) ? a : b;

  it('grow-only counter', () => {
    const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(5));
    const increment = (state: Counts) => ({ ...state, a: (state['a'] ?? 0) + 1 });
    fc.assert(
      fc.property(
        fc.array(counts, { maxLength: 5 }),
        (samples) => crdtLaws(samples, { merge: gCounter, updates: [increment] }).verdict === 'valid',
      ),
    );
  });
  it('grow-only set', () => {
    const sets = fc.uniqueArray(fc.nat(9)).map((list) => list.sort((x, y) => x - y));
    fc.assert(
      fc.property(
        fc.array(sets, { maxLength: 5 }),
        (samples) =>
          crdtLaws(samples, { merge: union, updates: [(set) => union(set, [4])] }).verdict === 'valid',
      ),
    );
  });
  it('last-writer-wins register, ties by writer', () => {
    const registers = fc.record({ at: fc.nat(3), by: fc.constantFrom('a', 'b', 'c') });
    fc.assert(
      fc.property(
        fc.array(registers, { maxLength: 6 }),
        (samples) => crdtLaws(samples, { merge: lww }).verdict === 'valid',
      ),
    );
  });
  it('states that are equal only in their own way', () => {
    const ci = {
      merge: (a: string, b: string) => (a.toLowerCase() > b.toLowerCase() ? a : b),
      equal: (a: string, b: string) => a.toLowerCase() === b.toLowerCase(),
    };
    expect(crdtLaws(['a', 'A', 'b'], ci).verdict).toBe('valid');
    expect(crdtLaws(['a', 'A', 'b'], { merge: ci.merge }).verdict).toBe('invalid');
  });
});

describe('planted', () => {
  it('adding instead of taking the maximum', () => {
    expect(kindsOf(crdtLaws([0, 1, 2], { merge: (a, b) => a + b }))).toEqual(['not-idempotent']);
  });
  it('last-writer-wins without a tie-break', () => {
    const samples = [
      { at: 1, value: 'x' },
      { at: 1, value: 'y' },
    ];
    expect(kindsOf(crdtLaws(samples, { merge: (a, b) => (a.at >= b.at ? a : b) }))).toEqual([
      'not-commutative',
    ]);
  });
  it('the mean of two', () => {
    expect(kindsOf(crdtLaws([0, 4, 16], { merge: (a, b) => (a + b) / 2 }))).toEqual(['not-associative']);
  });
  it('an update that forgets', () => {
    expect(kindsOf(crdtLaws([1, 2], { merge: Math.max, updates: [(n) => n - 1] }))).toEqual([
      'not-inflationary',
    ]);
  });
  it('a merge that changes what it was given', () => {
    const merge = (a: number[], b: number[]) => {
      for (const item of b) if (!a.includes(item)) a.push(item);
      return [...a].sort((x, y) => x - y);
    };
    expect(kindsOf(crdtLaws([[1], [2]], { merge }))).toContain('mutates');
  });
  it('names the samples', () => {
    const verdict = crdtLaws([3], { merge: (a, b) => a + b });
    expect(verdict).toMatchObject({ verdict: 'invalid', reason: 'a ⊔ a is 6, but a is 3, for 3' });
  });
});

test('operations that commute, and those that do not', () => {
  const apply = (n: number, [f, by]: readonly [string, number]) => (f === 'add' ? n + by : n * by);
  const adds = [
    ['add', 1],
    ['add', 2],
  ] as const;
  expect(commutingOperations([0, 5], adds, { apply }).verdict).toBe('valid');
  expect(kindsOf(commutingOperations([1], [...adds, ['times', 2]], { apply }))).toEqual(['not-commutative']);
  const notAtOnce = (a: readonly [string, number], b: readonly [string, number]) => a[0] === b[0];
  expect(commutingOperations([1], [...adds, ['times', 2]], { apply, concurrent: notAtOnce }).verdict).toBe(
    'valid',
  );
});

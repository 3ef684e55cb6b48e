/** Values are cut so that they stay readable, and where two differ the difference stays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten, shortenBoth } from '../../checkers/shorten.js';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => 100 + 17 * index);

describe('a text that is too long', () => {
  it('loses whole items, counted, and keeps first and last', () => {
    const balances = { n1: 160, 'n2>n1': 0, n2: 44, n3: 43, 'n3>n1': 12, 'n1>n3': 15 };
    expect(shorten(JSON.stringify(balances), 40)).toBe('{"n1":160,"n2>n1":0,… 3 more,"n1>n3":15}');
    expect(shorten(`${JSON.stringify(numbers(50))} is wrong`, 40)).toBe(
      '[100,117,134,… 45 more,916,933] is wrong',
    );
  });

  it('keeps its fields where a list in it can be cut', () => {
    const message = { f: 'append', entries: numbers(20).map((value) => ({ value })), term: 3 };
    expect(shorten(JSON.stringify(message), 45)).toBe('{"f":"append","entries":[… 20 more],"term":3}');
  });

  it('keeps brackets in quotes and brackets that are never closed', () => {
    expect(shorten('n1 says "[1,2" and {never closes, at all', 60)).toBe(
      'n1 says "[1,2" and {never closes, at all',
    );
    expect(shorten('n1 says "[1,2" and {never closes, at all', 32)).toBe('n1 says "[1,2" and {never…');
  });

  it('cuts a word only if it alone is too long', () => {
    expect(shorten('the reader saw another value than expected', 30)).toBe('the reader saw another value…');
    expect(shorten(`key ${'x'.repeat(90)}y is gone`, 40)).toBe(
      `key ${'x'.repeat(11)}…${'x'.repeat(10)}y is gone`,
    );
  });

  it('is never longer than asked for, and shows no part of a number', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 1000, max: 9999 }),
        fc.array(tie('any'), { maxLength: 12 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('any'), { maxKeys: 6 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, fc.integer({ min: 24, max: 200 }), (any, limit) => {
        const text = JSON.stringify(any);
        const short = shorten(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        const told = short.replace(/… \d+ more/g, '');
        for (const [number] of told.matchAll(/\d+/g)) expect(text).toMatch(new RegExp(`\\b${number}\\b`));
      }),
      { numRuns: 300 },
    );
  });

  it('takes no time however it is made', () => {
    const began = performance.now();
    for (const text of [
      '['.repeat(300_000),
      '"'.repeat(300_001),
      '[1,'.repeat(20_000),
      '{"a":['.repeat(9_000),
    ])
      expect(shorten(text, 80).length).toBeLessThanOrEqual(80);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('two values', () => {
  const done = numbers(40);
  const [order, payment] = [
    { done, open: [1010], undone: [] },
    { done: [...done, 1010], open: [], undone: [] },
  ].map((value) => JSON.stringify(value)) as [string, string];

  it('show what they differ in, not what they share', () => {
    expect(shortenBoth(order, payment, 60)).toEqual([
      '{"done":[… 40 alike],"open":[1010],… 1 alike}',
      '{"done":[… 40 alike,1010],"open":[],… 1 alike}',
    ]);
    expect(shorten(`order holds ${order}, payment ${payment}, though nothing changes`, 124)).toBe(
      'order holds {"done":[… 40 alike],"open":[1010],… 1 alike}, payment {"done":[… 40 alike,1010],"open":[],… 1 alike}, though…',
    );
  });

  it('in another order show where', () => {
    const [a, b] = [numbers(30), numbers(30)];
    [b[10], b[11]] = [b[11] as number, b[10] as number];
    expect(shortenBoth(JSON.stringify(a), JSON.stringify(b), 50)).toEqual([
      '[… 10 alike,270,287,… 18 alike]',
      '[… 10 alike,287,270,… 18 alike]',
    ]);
  });

  it('that are words are shown around the place', () => {
    const [a, b] = [`${'a'.repeat(90)}X${'b'.repeat(90)}`, `${'a'.repeat(90)}Y${'b'.repeat(90)}`];
    const [first, second] = shortenBoth(a, b, 30);
    expect(first).toMatch(/^…a+Xb+…$/);
    expect(second).toBe(first.replace('X', 'Y'));
    expect(first.length).toBeLessThanOrEqual(30);
  });
});

it('counts what was left out before', () => {
  expect(shorten('write [100,101,102,103,104,… 995 more]', 30)).toMatch(
    /^write \[100,(10\d,)*… 99[6-9] more\]$/,
  );
  expect(shorten('[1,2,… 9 more]', 30)).toBe('[1,2,… 9 more]');
});

import { describe, expect, it } from 'vitest';
import { multisetModel } from '../../../checkers/models/multiset.js';
import { setModel } from '../../../checkers/models/set.js';
import { isLinearizable } from '../brute-force.js';
import { written } from '../written-history.js';
import { judged, wanted } from './verdicts-of.js';
import type { Case } from './verdicts-of.js';

const sets: readonly Case[] = [
  {
    name: 'a life',
    history:
      'b contains 1 -> false\na add 1 -> true\na add 1 -> false\nb contains 1 -> true\na remove 1 -> true\nb contains 1 -> false\na remove 1 -> false',
    expected: 'valid',
  },
  {
    name: 'seen, but never added',
    history: 'a add 1 -> true\nb contains 2 -> true',
    expected: 'VFresh',
    core: 1,
  },
  { name: 'removed, but never added', history: 'b remove 2 -> true', expected: 'VFresh', core: 1 },
  {
    name: 'seen before it was added',
    history: 'b contains 1 -> true\na add 1 -> true',
    expected: 'VFresh',
    core: 2,
  },
  {
    name: 'seen after it was removed',
    history: 'a add 1 -> true\na remove 1 -> true\nb contains 1 -> true',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'missed though it was added',
    history: 'a add 1 -> true\nb contains 1 -> false',
    expected: 'stale-read',
    core: 2,
  },
  {
    name: 'missed though it was seen before',
    history: 'a add 1 -> true @0-9\nb contains 1 -> true @1-2\nb contains 1 -> false @3-4',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'missed though it is seen later',
    history:
      'a add 1 -> true @0-1\nb remove 1 -> true @2-9\nc contains 1 -> false @3-4\nc contains 1 -> true @5-6',
    expected: 'stale-read',
    core: 4,
  },
  {
    name: 'missed on its way out',
    history:
      'a add 1 -> true @0-1\nb remove 1 -> true @2-9\nc contains 1 -> true @3-4\nc contains 1 -> false @5-6',
    expected: 'valid',
  },
  {
    name: 'a crashed addition',
    history: 'a add 1 ?\nb contains 1 -> false\nb contains 1 -> true',
    expected: 'valid',
  },
  {
    name: 'a crashed removal',
    history: 'a add 1\nc remove 1 ?\nb contains 1 -> true\nb contains 1 -> false',
    expected: 'valid',
  },
  {
    name: 'a crashed removal is not undone',
    history: 'a add 1\nc remove 1 ?\nb contains 1 -> false\nb contains 1 -> true',
    expected: 'stale-read',
    core: 4,
  },
  { name: 'added twice', history: 'a add 1 -> true\na remove 1 -> true\na add 1 -> true', expected: 'left' },
  { name: 'read as a whole', history: 'a add 1 -> true\nb read -> [1]', expected: 'left' },
];

const wholeReads: readonly Case[] = [
  {
    name: 'additions of unknown outcome, seen and unseen',
    history: 'a add 1 ?\nc add 2 ?\nd add 3\nb read -> [3]\nb read -> [3, 1]\nb read -> [1, 3, 1]',
    expected: 'valid',
  },
  {
    name: 'an acknowledged element that no read shows',
    history: 'a add 7\na add 8\nc add 9 ?\nb read -> [8, 9]',
    expected: 'lost-element',
    core: 2,
  },
  {
    name: 'an element missed for a while',
    history: 'a add 7\nb read -> []\nb read -> [7]',
    expected: 'stale-read',
    core: 2,
  },
  {
    name: 'an element seen and no longer',
    history: 'a add 7 ?\nb read -> [7]\nb read -> []',
    expected: 'stale-read',
    core: 3,
  },
  { name: 'an element of nobody', history: 'a add 7\nb read -> [7, 8]', expected: 'VFresh', core: 1 },
  { name: 'an element too early', history: 'b read -> [7]\na add 7', expected: 'VFresh', core: 2 },
  {
    name: 'two reads that disagree',
    history: 'a add 1 ?\nc add 2 ?\nb read -> [1] @2-9\nd read -> [2] @3-8',
    expected: 'long-fork',
    core: 4,
  },
  {
    name: 'the later of two additions alone',
    history: 'b read -> [2] @0-9\na add 1 @1-2\na add 2 @3-4',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'added again',
    history: 'a add 1\nb read -> [1]\na add 1\nc add 1 ?\nb read -> [1]',
    expected: 'valid',
  },
  { name: 'with removals', history: 'a add 1\na remove 1\nb read -> []', expected: 'left' },
];

const multisets: readonly Case[] = [
  {
    name: 'a life',
    history:
      'a add 1\nb count 1 -> 1\nb contains 1 -> true\na remove 1 -> true\nb count 1 -> 0\na remove 1 -> false',
    expected: 'valid',
  },
  {
    name: 'counted though it was removed',
    history: 'a add 1\na remove 1 -> true\nb count 1 -> 1',
    expected: 'stale-read',
    core: 3,
  },
  { name: 'two of them', history: 'a add 1\na add 1\nb count 1 -> 2', expected: 'left' },
];

describe('sets', () => {
  it.each(sets)('set: $name', (one) => {
    expect(judged(setModel(), one.history)).toEqual(wanted(one));
  });
  it.each(wholeReads)('set read as a whole: $name', (one) => {
    expect(judged(setModel({ wholeReads: true }), one.history)).toEqual(wanted(one));
  });
  it.each(multisets)('multiset: $name', (one) => {
    expect(judged(multisetModel(), one.history)).toEqual(wanted(one));
  });

  it.each([
    ['a add 1 -> true\na add 2\nb read -> [2, 1]', true],
    ['a add 1 -> true\nb read -> [1, 2]', false],
    ['a add 1 -> true @0-9\nb read -> [1] @1-2\nb read -> [] @3-4', false],
    ['a add 1 ? \nb read -> []\nb read -> [1]\na remove 1 -> true\nb read -> []', true],
    ['a add "1"\nb read -> [1]', false],
  ])('a set that is read as a whole: %s', (text, expected) => {
    expect(isLinearizable(setModel({ wholeReads: true }), written(text))).toBe(expected);
  });

  it.each([
    ['a add 1\na add 1\nb count 1 -> 2\na remove 1 -> true\nb count 1 -> 1', true],
    ['a add 1\na add 1\na remove 1 -> true\nb contains 1 -> false', false],
  ])('a multiset of equal elements: %s', (text, expected) => {
    expect(isLinearizable(multisetModel(), written(text))).toBe(expected);
  });
});

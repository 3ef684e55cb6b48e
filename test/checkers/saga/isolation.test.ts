/** The three isolation anomalies of sagas, each planted, each beside the history that is fine. */
import { describe, it, test } from 'vitest';
import { sagaIsolation } from '../../../checkers/saga/isolation.js';
import { expectInvalid, expectValid } from '../judging.js';
import { written } from '../written-history.js';

const checker = sagaIsolation();
const read = (saga: string, value: number) => `db saga-read saga=${saga} object=stock value=${value}`;
const write = (saga: string, value: number, more = '') =>
  `db saga-write saga=${saga} object=stock value=${value}${more}`;
const compensated = (saga: string) => `o saga-end saga=${saga} outcome=compensated`;
const completed = (saga: string) => `o saga-end saga=${saga} outcome=completed`;

describe('accepts', () => {
  const good: [string, ...string[]][] = [
    ['one after the other', read('a', 5), write('a', 4), read('b', 4), write('b', 3)],
    ['a blind write', write('a', 1), write('b', 2)],
    [
      'reading after it was taken back',
      write('a', 4),
      write('a', 5, ' compensates=true'),
      compensated('a'),
      read('b', 5),
    ],
    ['reading after the other had ended', write('a', 4), compensated('a'), read('b', 4)],
    ['reading what was completed', write('a', 4), read('b', 4), completed('a')],
    ['reading the same twice', read('a', 5), write('b', 4), completed('b')],
    ['its own write', write('a', 4), read('a', 4), compensated('a')],
    ['another object', read('a', 5), 'db saga-write saga=b object=price value=1', write('a', 4)],
  ];
  for (const [title, ...lines] of good) it(title, () => expectValid(checker, written(...lines)));
});

describe('rejects', () => {
  test('lost update', () => {
    expectInvalid(checker, written(read('a', 5), read('b', 5), write('b', 4), write('a', 4)), 'lost-update');
  });
  test('a compensation that overwrites another saga', () => {
    const history = written(write('a', 4), write('b', 3), write('a', 5, ' compensates=true'));
    expectInvalid(checker, history, 'lost-update');
  });
  test('dirty read', () => {
    expectInvalid(checker, written(write('a', 4), read('b', 4), compensated('a')), 'dirty-read');
  });
  test('fuzzy read', () => {
    expectInvalid(checker, written(read('a', 5), write('b', 4), read('a', 4)), 'fuzzy-read');
  });
});

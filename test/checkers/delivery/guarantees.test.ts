/** At most, at least, exactly once: which histories each accepts, and what it calls what it rejects. */
import { describe, expect, it, test } from 'vitest';
import { atLeastOnce, atMostOnce, exactlyOnce } from '../../../checkers/delivery/guarantees.js';
import { deliveryLedger } from '../../../checkers/delivery/ledger.js';
import { expectInvalid, kinds } from '../judging.js';
import { written } from '../written-history.js';

/** history → kinds that at-most-once, at-least-once and exactly-once name. */
const table: [string, string[], [string[], string[], string[]]][] = [
  ['nothing', [], [[], [], []]],
  ['once', ['c send 1', 'n process 1'], [[], [], []]],
  ['processed before the acknowledgement', ['c send 1 @0-9', 'n process 1 @2-3'], [[], [], []]],
  ['lost', ['c send 1'], [[], ['lost'], ['lost']]],
  ['twice', ['c send 1', 'n process 1', 'm process 1'], [['duplicate'], [], ['duplicate']]],
  ['uncertain, not processed', ['c send 1 ?'], [[], [], []]],
  ['uncertain, processed', ['c send 1 ?', 'n process 1'], [[], [], []]],
  ['uncertain, twice', ['c send 1 ?', 'n process 1', 'n process 1'], [['duplicate'], [], ['duplicate']]],
  ['refused, not processed', ['c send 1 !'], [[], [], []]],
  [
    'refused, processed',
    ['c send 1 !', 'n process 1'],
    [['aborted-read'], ['aborted-read'], ['aborted-read']],
  ],
  ['refused, then retried', ['c send 1 !', 'c send 1', 'n process 1'], [[], [], []]],
  ['uncertain, then retried', ['c send 1 ?', 'd send 1', 'n process 1'], [[], [], []]],
  [
    'uncertain, retried, both',
    ['c send 1 ?', 'd send 1', 'n process 1', 'n process 1'],
    [['duplicate'], [], ['duplicate']],
  ],
  ['invented', ['n process 1'], [['phantom'], ['phantom'], ['phantom']]],
  ['ahead of its time', ['n process 1', 'c send 1'], [['phantom'], ['phantom'], ['phantom']]],
  ['an effect that failed is none', ['c send 1', 'n process 1 !'], [[], ['lost'], ['lost']]],
  ['objects are messages too', ['c send {"a":1,"b":2}', 'n process {"b":2,"a":1}'], [[], [], []]],
  ['1 is not "1"', ['c send 1', 'n process "1"'], [['phantom'], ['lost', 'phantom'], ['lost', 'phantom']]],
  [
    'each group owes it',
    ['c send 1', 'n process 1 group=a', 'm process 2 group=b ?'],
    [[], ['lost'], ['lost']],
  ],
  ['one effect per group', ['c send 1', 'n process 1 group=a', 'm process 1 group=b'], [[], [], []]],
  ['drained', ['c send 1', 'c drain -> [1]'], [[], [], []]],
  ['drained, and not there', ['c send 1', 'c drain -> []'], [[], ['lost'], ['lost']]],
  ['drained twice the same', ['c send 1', 'c drain -> [1,1]'], [['duplicate'], [], ['duplicate']]],
];

describe('verdicts', () => {
  const checkers = [atMostOnce(), atLeastOnce(), exactlyOnce()];
  for (const [title, lines, expected] of table) {
    it(title, () => {
      const history = written(...lines);
      expect(checkers.map((checker) => kinds(checker, history))).toEqual(expected);
      for (const [i, checker] of checkers.entries()) {
        if (expected[i]!.length > 0) expectInvalid(checker, history, ...expected[i]!);
        else expect(checker.check(history).verdict).toBe(isVacuous(title, i) ? 'unknown' : 'valid');
      }
    });
  }
});

/** Rows in which there is nothing that at most once (0), at least once (1) or exactly once (2) could be judged by. */
const VACUOUS: Readonly<Record<string, readonly number[]>> = {
  nothing: [0, 1, 2],
  lost: [0],
  'uncertain, not processed': [0, 1, 2],
  'refused, not processed': [0, 1, 2],
};
const isVacuous = (title: string, checker: number): boolean => VACUOUS[title]?.includes(checker) ?? false;

describe('what is merely unseen is neither lost nor found', () => {
  const unseen = [
    ['acknowledged after the last drain began', 'c drain -> []', 'c send 1'],
    ['the only drain failed', 'c send 1', 'c drain !'],
    ['the effect may have happened', 'c send 1', 'n process 1 ?'],
  ];
  for (const [title, ...lines] of unseen) {
    it(title!, () => {
      const history = written(...lines);
      expect(atLeastOnce().check(history).verdict).toBe('unknown');
      expect(exactlyOnce().check(history).verdict).toBe('unknown');
      expect(atMostOnce().check(history).verdict).toBe('valid');
      expect(deliveryLedger(history).unseen).toHaveLength(1);
    });
  }
  it('an effect of unknown outcome may have been that of any message, and of no more than one', () => {
    const history = written('c send 1', 'n process ?');
    expect(atLeastOnce().check(history)).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/^1 was acknowledged and never processed, but n .* may have taken it/),
    });
    expect(exactlyOnce().check(written('c send 1', 'n process ?', 'c send 2'))).toMatchObject({
      verdict: 'invalid',
      reason: expect.stringMatching(/^1 × lost: 2 acknowledged messages were never processed, 1 among them/),
    });
  });
  it('but a certain loss beside it decides', () => {
    expect(exactlyOnce().check(written('c send 1', 'c drain -> []', 'c send 2')).verdict).toBe('invalid');
  });
});

test('the ledger adds up', () => {
  const history = written(
    'c send 1',
    'c send 2 ?',
    'c send 3 !',
    'c send 4',
    'n process 1',
    'n process 1',
    'n process 9',
  );
  const { acknowledged, uncertain, refused, processed, looked, ...entries } = deliveryLedger(history);
  expect({ acknowledged, uncertain, refused, processed, looked }).toEqual({
    acknowledged: 2,
    uncertain: 1,
    refused: 1,
    processed: 2,
    looked: 3,
  });
  const messages = Object.fromEntries(
    Object.entries(entries).map(([name, list]) => [
      name,
      list.map((entry) => 'message' in entry && entry.message),
    ]),
  );
  expect(messages).toEqual({
    lost: [4],
    duplicated: [1],
    phantom: [9],
    aborted: [],
    unseen: [],
    unnamed: [],
  });
});

test('selectors find other vocabularies, and named groups owe messages even if they never showed up', () => {
  const history = written('c enqueue 1', 'n dequeue -> 1');
  const options = { sent: 'enqueue', processed: ({ output }: { output?: unknown }) => output };
  expect(exactlyOnce(options).check(history).verdict).toBe('valid');
  expect(kinds(exactlyOnce({ ...options, groups: ['billing'] }), history)).toEqual(['lost']);
});

test('a million troubles give a few examples and the full count', () => {
  const history = written(...Array.from({ length: 1000 }, (_, i) => `c send ${i}`));
  const verdict = exactlyOnce().check(history);
  expect(verdict.reason).toContain('1000 × lost');
  expect(verdict.verdict === 'invalid' && verdict.anomalies.length).toBe(32);
});

test('a spent budget is unknown', () => {
  expect(exactlyOnce().check(written('c send 1', 'c send 2'), { steps: 1 }).verdict).toBe('unknown');
});

/** The thirteen Kafka anomalies, each planted, each beside the nearest history that is fine. */
import { describe, expect, it, test } from 'vitest';
import type { History } from '../../../checkers/history.js';
import { kafka, KAFKA_ANOMALIES, type KafkaAnomaly } from '../../../checkers/delivery/kafka.js';
import { expectInvalid, expectValid, kinds } from '../judging.js';
import { written } from '../written-history.js';

/** With `unseen` allowed, planted histories need no final polls. */
const checker = kafka({ allowed: ['unseen'] });
const strict = kafka();

describe('accepts', () => {
  const good: [string, ...string[]][] = [
    ['sent and polled', 'a send x 1 -> 0', 'b poll -> {"x":[[0,1]]}'],
    [
      'the same value in two keys',
      'a send x 1 -> 0',
      'a send y 1 -> 0',
      'b poll -> {"x":[[0,1]],"y":[[0,1]]}',
    ],
    ['gaps in the offsets', 'a send x 1 -> 0', 'a send x 2 -> 5', 'b poll -> {"x":[[0,1],[5,2]]}'],
    [
      'every consumer reads everything',
      'a send x 1 -> 0',
      'b poll -> {"x":[[0,1]]}',
      'c poll -> {"x":[[0,1]]}',
    ],
    ['an uncertain send that shows up', 'a send x 1 ?', 'b poll -> {"x":[[0,1]]}'],
    ['an uncertain send that does not', 'a send x 1 ?', 'a2 send x 2 -> 0', 'b poll -> {"x":[[0,2]]}'],
    ['a failed send that does not', 'a send x 1 !', 'a send x 2 -> 0', 'b poll -> {"x":[[0,2]]}'],
    [
      'a failed poll does not advance',
      'a send x 1 -> 0',
      'b poll -> {"x":[[0,1]]} !',
      'b poll -> {"x":[[0,1]]}',
    ],
    [
      'an uncertain poll does not advance',
      'a send x 1 -> 0',
      'b poll -> {"x":[[0,1]]} ?',
      'b poll -> {"x":[[0,1]]}',
    ],
    [
      'transactions',
      'a txn value=[["send","x",1],["send","x",2]] -> [["send","x",[0,1]],["send","x",[1,2]]]',
      'b txn value=[["poll"],["poll"]] -> [["poll",{"x":[[0,1]]}],["poll",{"x":[[1,2]]}]]',
    ],
  ];
  for (const [title, ...lines] of good) it(title, () => expectValid(strict, written(...lines)));
});

/** Four messages in order at offsets 0 to 3. */
const log = ['a send x 1 -> 0', 'a send x 2 -> 1', 'a send x 3 -> 2', 'a send x 4 -> 3'];
const all = 'z poll -> {"x":[[0,1],[1,2],[2,3],[3,4]]}';

const planted: Record<KafkaAnomaly, [title: string, ...lines: string[]][]> = {
  duplicate: [
    ['polled at two offsets', 'a send x 1 -> 0', 'b poll -> {"x":[[0,1]]}', 'c poll -> {"x":[[1,1]]}'],
    ['polled elsewhere than sent', 'a send x 1 -> 0', 'c poll -> {"x":[[1,1]]}'],
  ],
  'inconsistent-offsets': [
    [
      'two polls disagree',
      'a send x 1 ?',
      'b send x 2 ?',
      'c poll -> {"x":[[0,1]]}',
      'd poll -> {"x":[[0,2]]}',
    ],
  ],
  'lost-write': [
    ['a poll got past it', 'a send x 1 -> 0', 'a send x 2 -> 1', 'b poll -> {"x":[[1,2]]}'],
    [
      'uncertain, but its transaction shows',
      'a txn value=[["send","x",1],["send","y",9]] -> [["send","x",[0,1]],["send","y",[0,9]]] ?',
      'b poll -> {"y":[[0,9]]}',
      'c send x 2 -> 1',
      'b poll -> {"x":[[1,2]]}',
    ],
  ],
  unseen: [
    ['nobody polled it', 'a send x 1 -> 0'],
    ['only a poll that failed', 'a send x 1 -> 0', 'b poll -> {"x":[[0,1]]} !'],
  ],
  G1a: [['the send failed', 'a send x 1 !', 'b poll -> {"x":[[0,1]]}']],
  'precommitted-read': [
    ['its own send', 'a txn value=[["send","x",1],["poll"]] -> [["send","x",[0,1]],["poll",{"x":[[0,1]]}]]'],
  ],
  'poll-skip': [['between polls', ...log, all, 'b poll -> {"x":[[0,1]]}', 'b poll -> {"x":[[3,4]]}']],
  'nonmonotonic-poll': [
    ['back', ...log, all, 'b poll -> {"x":[[0,1],[1,2]]}', 'b poll -> {"x":[[0,1]]}'],
    ['the same again', ...log, all, 'b poll -> {"x":[[0,1]]}', 'b poll -> {"x":[[0,1]]}'],
  ],
  'nonmonotonic-send': [
    [
      'the later send got the earlier offset',
      'a send x 1 -> 1',
      'a send x 2 -> 0',
      'b poll -> {"x":[[0,2],[1,1]]}',
    ],
  ],
  'int-poll-skip': [['within one poll', ...log, all, 'b poll -> {"x":[[0,1],[2,3]]}']],
  'int-nonmonotonic-poll': [
    ['within one poll', ...log, all, 'b poll -> {"x":[[1,2],[0,1]]}'],
    [
      'within one transaction',
      ...log,
      all,
      'b txn value=[["poll"],["poll"]] -> [["poll",{"x":[[0,1]]}],["poll",{"x":[[0,1]]}]]',
    ],
  ],
  'int-send-skip': [],
  'int-nonmonotonic-send': [
    [
      'within one transaction',
      'a txn value=[["send","x",1],["send","x",2]] -> [["send","x",[1,1]],["send","x",[0,2]]]',
      'b poll -> {"x":[[0,2],[1,1]]}',
    ],
  ],
  G1c: [
    [
      'two transactions read each other',
      'a txn value=[["send","x",1],["poll"]] -> [["send","x",[0,1]],["poll",{"y":[[0,2]]}]] @0-9',
      'b txn value=[["send","y",2],["poll"]] -> [["send","y",[0,2]],["poll",{"x":[[0,1]]}]] @1-8',
    ],
  ],
  phantom: [['nobody sent it', 'b poll -> {"x":[[0,1]]}']],
};

describe('rejects', () => {
  for (const [kind, cases] of Object.entries(planted)) {
    for (const [title, ...lines] of cases) {
      it(`${kind}: ${title}`, () =>
        expectInvalid(kind === 'unseen' ? strict : checker, written(...lines), kind));
    }
  }
  it('shows the loss that it tells of, not only that something was never polled', () => {
    const lost = written('a send x 1 -> 0', 'a send x 2 -> 1', 'b poll -> {"x":[[1,2]]}');
    const { core } = expectInvalid(strict, lost, 'lost-write', 'unseen') as { core?: History };
    expect(core).toHaveLength(3);
  });
  it('has a case for each of the thirteen', () => {
    expect(KAFKA_ANOMALIES).toHaveLength(13);
    for (const kind of KAFKA_ANOMALIES) expect(planted).toHaveProperty(kind);
  });
});

describe('the configuration permits', () => {
  const interleaved = [
    'a txn value=[["send","x",1],["send","x",2]] -> [["send","x",[0,1]],["send","x",[2,2]]]',
    'b send x 3 -> 1',
    'c poll -> {"x":[[0,1],[1,3],[2,2]]}',
  ];
  test('int-send-skip, always; and says that it was there', () => {
    const verdict = checker.check(written(...interleaved));
    expect(verdict).toMatchObject({
      verdict: 'valid',
      reason: expect.stringContaining('1 × int-send-skip') as string,
    });
  });
  test('skips and repeats between polls, with subscriptions', () => {
    const moved = [
      ...log,
      all,
      'b poll -> {"x":[[0,1]]}',
      'b poll -> {"x":[[3,4]]}',
      'b poll -> {"x":[[1,2]]}',
    ];
    expect(kinds(checker, written(...moved))).toEqual(['nonmonotonic-poll', 'poll-skip']);
    expectValid(checker, written('b subscribe value=["x"]', ...moved));
    expectValid(kafka({ subscribe: true }), written(...moved));
  });
  test('but not within one poll', () => {
    const history = written('b subscribe value=["x"]', ...log, all, 'b poll -> {"x":[[0,1],[2,3]]}');
    expect(kinds(checker, history)).toEqual(['int-poll-skip']);
    const rebalanced = written(
      'b subscribe value=["x"]',
      ...log,
      all,
      'b poll rebalanced=["x"] -> {"x":[[0,1],[2,3]]}',
    );
    expectValid(checker, rebalanced);
  });
  test('a new assignment forgets the keys it leaves out, and seeking forgets all', () => {
    const polls = ['b poll -> {"x":[[0,1]]}', 'b poll -> {"x":[[3,4]]}'] as const;
    expect(kinds(checker, written(...log, all, polls[0], 'b assign value=["x"]', polls[1]))).toEqual([
      'poll-skip',
    ]);
    expectValid(
      checker,
      written(...log, all, polls[0], 'b assign value=["y"]', 'b assign value=["x"]', polls[1]),
    );
    expectValid(
      checker,
      written(...log, all, polls[0], 'b assign value=["x"] seekToBeginning=true', polls[1]),
    );
  });
});

test('a message at two places was polled at the first as far as anybody knows', () => {
  const lenient = kafka({ allowed: ['unseen', 'duplicate', 'nonmonotonic-send'] });
  expectValid(
    lenient,
    written('a send x 1 -> 0', 'a send x 2 -> 1', 'c send x 1 -> 2', 'b poll -> {"x":[[0,1]]}'),
  );
});

test('micro-operations may come as maps, offsets as fields', () => {
  const [send, poll] = written('a send x 1 -> {"offset":0}', 'b poll');
  const history = [send!, { ...poll!, output: new Map([['x', [[0, 1]]]]) }];
  expectValid(strict, history);
});

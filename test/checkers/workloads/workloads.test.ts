/** The judges of recorded workloads: each anomaly planted, each beside the nearest history that is fine. */
import { describe, expect, it } from 'vitest';
import {
  echoes,
  eventualCounter,
  eventualSet,
  longFork,
  setFull,
  totalQueue,
} from '../../../checkers/workloads/index.js';
import { UNJUDGED } from '../judging.js';
import { written } from '../written-history.js';
import type { Checker } from '../../../checkers/history.js';

const LONG = 'tenant/'.repeat(12);

/** What is expected: `valid`, part of the reason of an unknown verdict, or the anomaly; then the history. */
type Row = readonly [title: string, expected: string, ...lines: string[]];

const judges: readonly (readonly [string, Checker, readonly Row[]])[] = [
  [
    'set-full',
    setFull(),
    [
      ['stable', 'valid', 'a add 1', 'b read -> [1]'],
      ['broadcast, as Maelstrom calls it', 'valid', 'a broadcast 1', 'b read -> [1]'],
      ['stale for a while', 'valid', 'a add 1', 'b read -> []', 'b read -> [1]'],
      ['never read', 'valid', 'a add 1', 'b read -> [1]', 'a add 2'],
      ['of unknown outcome, unseen', 'valid', 'c add 2 ?', 'a add 1', 'b read -> [1]'],
      ['lost', 'lost', 'a add 1', 'a add 2', 'b read -> [1]'],
      ['seen and then lost', 'lost', 'c add 1 ?', 'a add 2', 'b read -> [1,2]', 'd read -> [2]'],
      [
        'shown only by a read that overlaps its addition',
        'valid',
        'a add 1 @0-9',
        'c add 2 @0-1',
        'b read -> [1,2] @2-3',
      ],
      [
        'missed by a read that overlaps its addition',
        'valid',
        'c add 2 @0-1',
        'a add 1 @2-9',
        'b read -> [2] @5-12',
      ],
      ['of nobody', 'unexpected', 'a add 1', 'b read -> [1,2]'],
      ['refused', 'unexpected', 'a add 1', 'a add 2 !', 'b read -> [1,2]'],
      ['before it was added', 'unexpected', 'b read -> [1]', 'a add 1', 'b read -> [1]'],
      ['twice in one answer', 'duplicate', 'a add 1', 'b read -> [1,1]'],
      ['of another kind', 'unexpected', 'a add 1', 'b read -> [1,"1"]'],
      ['read too early', 'no element was read after it was known', 'b read -> []', 'a add 1'],
      ['nothing of the kind', UNJUDGED, 'a enqueue 1', 'b dequeue -> 1'],
    ],
  ],
  [
    'set-full, linearizable',
    setFull({ linearizable: true, add: 'put' }),
    [
      ['stable', 'valid', 'a put 1', 'b read -> [1]'],
      ['stale', 'stale', 'a put 1', 'b read -> []', 'b read -> [1]'],
      ['called otherwise', UNJUDGED, 'a add 1'],
    ],
  ],
  [
    'eventual-set',
    eventualSet(),
    [
      ['stale before the end', 'valid', 'a add 1', 'b read -> []', 'b read final=true -> [1]'],
      ['reads after the last addition', 'valid', 'a add 1', 'b read -> [1]', 'a add 2', 'b read -> [2,1]'],
      ['lost', 'lost', 'a add 1', 'a add 2', 'b read final=true -> [2]', 'c read final=true -> [2]'],
      ['missing in one replica', 'missing', 'a add 1', 'b read final=true -> [1]', 'c read final=true -> []'],
      ['unexpected in any read', 'unexpected', 'a add 1', 'b read -> [3]', 'b read final=true -> [1]'],
      ['twice in one answer', 'duplicate', 'a add 1', 'b read final=true -> [1,1]'],
      [
        'no final read answered',
        'none of the final reads',
        'a add 1',
        'b read -> [1]',
        'b read final=true ?',
      ],
      ['no read at the end', 'no read began after', 'a add 1', 'b read -> [1]', 'a add 2'],
      ['nothing of the kind', UNJUDGED, 'a enqueue 1'],
    ],
  ],
  [
    'eventual-counter',
    eventualCounter(),
    [
      ['the sum', 'valid', 'a add 1', 'b add 2', 'b read -> 0', 'b read final=true -> 3'],
      ['up and down', 'valid', 'a add 5', 'b add -2', 'b read -> 3'],
      ['with and without an uncertain one', 'valid', 'a add 5', 'c add 2 ?', 'b read -> 5', 'd read -> 7'],
      ['too little', 'impossible-total', 'a add 5', 'b read final=true -> 4'],
      ['too much', 'impossible-total', 'a add 5', 'c add 2 ?', 'b read final=true -> 8'],
      ['no sum of parts', 'impossible-total', 'a add 5', 'c add 4 ?', 'd add 2 ?', 'b read final=true -> 8'],
      ['what failed does not count', 'impossible-total', 'a add 1', 'c add 1 !', 'b read -> 2'],
      ['nobody looked at the end', 'no read began after', 'b read -> 0', 'a add 5'],
      ['nothing of the kind', UNJUDGED, 'a enqueue 1'],
    ],
  ],
  [
    'total-queue',
    totalQueue(),
    [
      ['in and out', 'valid', 'a enqueue 1', 'b dequeue -> 1'],
      ['drained, one recovered', 'valid', 'a enqueue 1', 'c enqueue 2 ?', 'b drain -> [2,1]'],
      ['drained by dequeues', 'valid', 'a enqueue 1', 'b dequeue -> 1', 'b drain -> exhausted'],
      ['an empty queue', 'valid', 'b dequeue -> nil', 'a enqueue 1', 'b dequeue -> 1'],
      ['delivered again', 'valid', 'a enqueue 1', 'b dequeue -> 1', 'b dequeue -> 1'],
      ['put in twice', 'valid', 'a enqueue 1', 'a enqueue 1', 'b drain -> [1,1]'],
      ['lost', 'lost', 'a enqueue 1', 'a enqueue 2', 'b drain -> [2]'],
      ['one of two lost', 'lost', 'a enqueue 1', 'a enqueue 1', 'b drain -> [1]'],
      [
        'more lost than one dequeue took',
        'lost',
        'a enqueue 1',
        'a enqueue 2',
        'c dequeue ?',
        'b drain -> []',
      ],
      ['of nobody', 'unexpected', 'a enqueue 1', 'b drain -> [1,7]'],
      ['refused', 'unexpected', 'a enqueue 1', 'a enqueue 2 !', 'b drain -> [1,2]'],
      ['too early', 'unexpected', 'b dequeue -> 1', 'a enqueue 1'],
      ['taken by nobody knows whom', 'may have taken it', 'a enqueue 1', 'c dequeue ?', 'b drain -> []'],
      ['an unfinished drain', 'did not end', 'a enqueue 1', 'b drain ?'],
      ['a failed drain', 'nobody drained', 'a enqueue 1', 'b drain !'],
      ['put in after the drain', 'nobody drained', 'b drain -> []', 'a enqueue 1'],
      ['nothing of the kind', UNJUDGED, 'a send 1'],
    ],
  ],
  [
    'total-queue without repetition',
    totalQueue({ duplicates: 'forbid', enqueue: 'put', dequeue: 'take' }),
    [
      ['delivered again', 'duplicated', 'a put 1', 'b take -> 1', 'b take -> 1'],
      ['put in twice', 'valid', 'a put 1', 'c put 1 ?', 'b drain -> [1,1]'],
    ],
  ],
  [
    'long-fork',
    longFork(),
    [
      [
        'one order',
        'valid',
        'a write value=[["w",1,1]]',
        'b write value=[["w",2,1]]',
        'c read -> [["r",1,1],["r",2,null]]',
        'd read -> [["r",2,1],["r",1,1]]',
      ],
      [
        'two orders',
        'long-fork',
        'a write value=[["w",1,1]]',
        'b txn value=[["write",2,1]]',
        'c read -> [["r",1,1],["r",2,null]]',
        'd txn -> [["read",1,null],["read",2,1]]',
      ],
      [
        'two orders in different groups',
        'valid',
        'a write value=[["w",1,1]]',
        'b write value=[["w",3,1]]',
        'c read -> [["r",1,1],["r",2,null]]',
        'd read -> [["r",3,1],["r",4,null]]',
      ],
      [
        'keys that are long and differ in the middle',
        'valid',
        `a write value=[["w","${LONG}1${LONG}",1]]`,
        `b write value=[["w","${LONG}2${LONG}",2]]`,
        `c read -> [["r","${LONG}1${LONG}",1],["r","${LONG}2${LONG}",2]]`,
        `d read -> [["r","${LONG}1${LONG}",1],["r","${LONG}2${LONG}",null]]`,
      ],
      [
        'a key and the number it looks like',
        'unexpected',
        'a write value=[["w",1,1]]',
        'c read -> [["r","1",1]]',
      ],
      ['written by nobody', 'unexpected', 'a write value=[["w",1,1]]', 'c read -> [["r",1,2],["r",2,null]]'],
      ['refused', 'unexpected', 'a write value=[["w",1,1]] !', 'c read -> [["r",1,1],["r",2,null]]'],
      [
        'written twice',
        'written more than once',
        'a write value=[["w",1,1]]',
        'a write value=[["w",1,2]]',
        'c read -> [["r",1,2],["r",2,null]]',
      ],
      ['nothing of the kind', UNJUDGED, 'a write 1', 'b read -> 1'],
    ],
  ],
  [
    'echo',
    echoes(),
    [
      ['itself', 'valid', 'a echo hello -> hello'],
      ['in a message', 'valid', 'a echo hello -> {"type":"echo_ok","echo":"hello"}'],
      ['another', 'wrong-echo', 'a echo hello -> hallo'],
      ['of another kind', 'wrong-echo', 'a echo 1 -> "1"'],
      ['no answer', UNJUDGED, 'a echo hello ?'],
    ],
  ],
];

describe.each(judges)('%s', (_name, checker, rows) => {
  it.each(rows)('%s: %s', (_title, expected, ...lines) => {
    const history = written(...lines);
    const verdict = checker.check(history);
    if (verdict.verdict !== 'invalid') {
      expect(verdict.verdict === 'valid' ? 'valid' : verdict.reason).toContain(expected);
      return;
    }
    expect(verdict.anomalies.map(({ kind }) => kind)).toEqual([expected]);
    expect(verdict.reason).not.toMatch(/undefined|\[object|NaN|Infinity/);
    for (const operation of verdict.core!) expect(history).toContain(operation);
    expect(verdict.core!.length).toBeGreaterThan(0);
  });
});

describe('of many operations, those are shown that are enough', () => {
  const many = (call: string) => Array.from({ length: 40 }, (_, value) => `a ${call} ${value + 1}`);
  it.each([
    [
      'a total without some of its additions proves nothing',
      eventualCounter(),
      'add',
      [],
      'b read -> 200',
      1,
    ],
    [
      'messages that one dequeue cannot have taken',
      totalQueue(),
      'enqueue',
      ['c dequeue ?'],
      'b drain -> []',
      4,
    ],
  ] as const)('%s', (_title, checker, call, crashed, look, shown) => {
    const verdict = checker.check(written(...many(call), ...crashed, look));
    const core = verdict.verdict === 'invalid' ? verdict.core! : [];
    expect(core).toHaveLength(shown);
    expect(checker.check(core).verdict).toBe('invalid');
    expect(verdict.reason).toMatch(/40 (additions acknowledged before make 820|acknowledged messages)/);
  });
});

/** Consensus, logs, broadcast, leaders, locks, identifiers, money, atomic commit: what is accepted, what is planted. */
import { describe, expect, it, test } from 'vitest';
import * as agreement from '../../../checkers/agreement/index.js';
import type { Checker } from '../../../checkers/history.js';
import { expectInvalid, expectUnjudged, expectValid, kinds, UNJUDGED } from '../judging.js';
import { written } from '../written-history.js';

type Row = [title: string, kinds: string[], ...lines: string[]];

function table(name: string, checker: Checker, rows: Row[]): void {
  describe(name, () => {
    for (const [title, expected, ...lines] of rows) {
      it(`${expected.length === 0 ? 'accepts' : expected.join(' and ')}: ${title}`, () => {
        if (expected[0] === UNJUDGED) expectUnjudged(checker, written(...lines));
        else if (expected.length === 0) expectValid(checker, written(...lines));
        else expectInvalid(checker, written(...lines), ...expected);
      });
    }
  });
}

table('consensus', agreement.consensus(), [
  ['nothing', [UNJUDGED]],
  ['all decide a proposal', [], 'a propose 1', 'b propose 2', 'n decide 2', 'm decide 2'],
  ['a proposal of unknown outcome', [], 'a propose 1 ?', 'n decide 1'],
  [
    'several instances',
    [],
    'a propose 1 instance=1',
    'a propose 2 instance=2',
    'n decide 1 instance=1',
    'n decide 2 instance=2',
  ],
  ['the client learns it', [], 'a propose 1', 'b propose 2 -> 1', 'n decide 1'],
  ['two decisions', ['agreement'], 'a propose 1', 'b propose 2', 'n decide 1', 'm decide 2'],
  ['the client learns another', ['agreement'], 'a propose 1', 'b propose 2 -> 2', 'n decide 1'],
  ['nobody proposed it', ['validity'], 'a propose 1', 'n decide 3'],
  ['decided before proposed', ['validity'], 'n decide 1', 'a propose 1'],
  ['the proposal had failed', ['validity'], 'a propose 1 !', 'n decide 1'],
  ['decided twice', ['integrity'], 'a propose 1', 'n decide 1', 'n decide 1'],
  ['changed its mind', ['agreement', 'integrity'], 'a propose 1', 'b propose 2', 'n decide 1', 'n decide 2'],
]);

table('consensus, terminating', agreement.consensus({ nodes: ['n', 'm'] }), [
  ['all decide', [], 'a propose 1', 'n decide 1', 'm decide 1'],
  ['one never does', ['termination'], 'a propose 1', 'n decide 1'],
]);

table('committed prefix', agreement.committedPrefix(), [
  ['the same everywhere', [], 'n commit a index=1', 'n commit b index=2', 'm commit a index=1'],
  ['beginning later', [], 'n commit b index=5', 'n commit c index=6'],
  [
    'after a restart, again',
    [],
    'n commit a index=1',
    'n commit b index=2',
    'n commit a index=1',
    'n commit b index=2',
    'n commit c index=3',
  ],
  ['after a snapshot', [], 'n commit a index=1', 'n snapshot index=7', 'n commit h index=8'],
  [
    'after a restart, from the middle',
    [],
    'n commit a index=1',
    'n commit b index=2',
    'n commit c index=3',
    'n commit b index=2',
    'n commit d index=4',
  ],
  ['two values', ['divergence'], 'n commit a index=1', 'm commit b index=1'],
  ['two terms', ['divergence'], 'n commit a index=1 term=1', 'm commit a index=1 term=2'],
  ['one node, two values', ['rewrite'], 'n commit a index=1', 'n commit b index=1'],
  ['a hole', ['gap'], 'n commit a index=1', 'n commit c index=3'],
]);

const logOf = (who: string, terms: number[], values: string[], from = 1) =>
  `${who} log from=${from} entries=${JSON.stringify(terms.map((term, i) => ({ term, value: values[i] })))}`;

table('log matching', agreement.logMatching(), [
  ['equal logs', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 1], ['a', 'b'])],
  ['a shorter log', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1], ['a'])],
  ['other terms at an index', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 2], ['a', 'c'])],
  ['a log without its beginning', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 2], ['b', 'c'], 2)],
  ['one term, two values', ['log-mismatch'], logOf('n', [1], ['a']), logOf('m', [1], ['b'])],
  [
    'same entry, other past',
    ['log-mismatch'],
    logOf('n', [1, 3], ['a', 'c']),
    logOf('m', [2, 3], ['b', 'c']),
  ],
  [
    'same entry, other past, seen after a shortened log',
    ['log-mismatch'],
    logOf('k', [3], ['c'], 2),
    logOf('n', [1, 3], ['a', 'c']),
    logOf('m', [2, 3], ['b', 'c']),
  ],
  ['terms fall', ['term-regression'], logOf('n', [2, 1], ['a', 'b'])],
]);

table('total order broadcast', agreement.totalOrderBroadcast(), [
  [
    'same order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 2',
    'n deliver 1',
    'm deliver 2',
    'm deliver 1',
  ],
  ['one is behind', [], 'n broadcast 1', 'm broadcast 2', 'n deliver 2', 'n deliver 1', 'm deliver 2'],
  ['a failed broadcast of unknown fate', [], 'n broadcast 1 ?', 'm deliver 1'],
  [
    'swapped',
    ['total-order'],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 2',
    'm deliver 1',
  ],
  [
    'a circle of three',
    ['total-order'],
    'n broadcast 1',
    'n broadcast 2',
    'n broadcast 3',
    'a deliver 1',
    'a deliver 2',
    'b deliver 2',
    'b deliver 3',
    'c deliver 3',
    'c deliver 1',
  ],
  ['twice', ['duplicate-delivery'], 'n broadcast 1', 'm deliver 1', 'm deliver 1'],
  ['invented', ['phantom-delivery'], 'm deliver 1'],
  ['delivered before it was sent', ['phantom-delivery'], 'm deliver 1', 'n broadcast 1'],
  ['delivered, though sending failed', ['phantom-delivery'], 'n broadcast 1 !', 'm deliver 1'],
]);

table('total order broadcast to the end', agreement.totalOrderBroadcast({ nodes: ['n', 'm'] }), [
  ['everyone got it', [], 'n broadcast 1', 'n deliver 1', 'm deliver 1'],
  ['one never did', ['agreement'], 'n broadcast 1', 'n deliver 1'],
]);

table('fifo broadcast', agreement.fifoBroadcast(), [
  ['in order', [], 'n broadcast 1', 'n broadcast 2', 'm deliver 1', 'm deliver 2'],
  ['two senders', [], 'n broadcast 1', 'm broadcast 2', 'k deliver 2', 'k deliver 1'],
  ['overtaken', ['fifo-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2', 'm deliver 1'],
  ['left out', ['fifo-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2'],
  [
    'causality is not its business',
    [],
    'n broadcast 1',
    'm deliver 1',
    'm broadcast 2',
    'k deliver 2',
    'k deliver 1',
  ],
]);

table('reliable broadcast', agreement.reliableBroadcast(), [
  [
    'the same everywhere, in any order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 2',
    'm deliver 1',
  ],
  [
    'one node lacks a message',
    ['agreement'],
    'n broadcast 1',
    'n broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 1',
  ],
  [
    'a sender lacks its own',
    ['validity', 'agreement'],
    'n broadcast 1',
    'n broadcast 2',
    'n deliver 1',
    'm deliver 1',
    'm deliver 2',
  ],
  ['delivered twice', ['duplicate-delivery'], 'n broadcast 1', 'n deliver 1', 'm deliver 1', 'm deliver 1'],
  [
    'delivered out of nothing',
    ['phantom-delivery'],
    'n broadcast 1',
    'n deliver 1',
    'm deliver 1',
    'n deliver 3',
    'm deliver 3',
  ],
  ['who delivers nothing is not asked for anything', [], 'k broadcast 1', 'n deliver 1', 'm deliver 1'],
]);

table('reliable broadcast among named nodes', agreement.reliableBroadcast({ nodes: ['n', 'm'] }), [
  [
    'one that is not named may lack something',
    [],
    'n broadcast 1',
    'n deliver 1',
    'm deliver 1',
    'k broadcast 2',
  ],
  ['one that is named may not deliver nothing', ['agreement'], 'n broadcast 1', 'n deliver 1'],
]);

table('causal broadcast', agreement.causalBroadcast(), [
  [
    'the answer after the question',
    [],
    'n broadcast q',
    'm deliver q',
    'm broadcast a',
    'k deliver q',
    'k deliver a',
  ],
  [
    'concurrent messages in any order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'k deliver 2',
    'k deliver 1',
    'l deliver 1',
    'l deliver 2',
  ],
  ['the sender knows its own', [], 'n broadcast q', 'm deliver q', 'm broadcast a', 'n deliver a'],
  [
    'the answer before the question',
    ['causal-order'],
    'n broadcast q',
    'm deliver q',
    'm broadcast a',
    'k deliver a',
    'k deliver q',
  ],
  ['overtaken', ['causal-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2', 'm deliver 1'],
  [
    'through a third',
    ['causal-order'],
    'n broadcast 1',
    'm deliver 1',
    'm broadcast 2',
    'k deliver 1',
    'k deliver 2',
    'k broadcast 3',
    'l deliver 3',
  ],
]);

table('one leader per term', agreement.oneLeaderPerTerm(), [
  ['one after the other', [], 'n lead term=1', 'm lead term=2', 'n lead term=3'],
  ['told twice', [], 'n lead term=1', 'n lead term=1'],
  ['two groups', [], 'n lead term=1 group=a', 'm lead term=1 group=b'],
  ['two in one term', ['two-leaders'], 'n lead term=1', 'm lead term=1'],
  ['back in time', ['term-regression'], 'n lead term=2', 'n lead term=1'],
]);

table('mutual exclusion', agreement.mutualExclusion(), [
  ['one after the other', [], 'a acquire', 'a release', 'b acquire', 'b release'],
  ['asked for while held', [], 'a acquire @0-1', 'b acquire @0-5', 'a release @2-3'],
  ['given back slowly', [], 'a acquire @0-1', 'a release @2-9', 'b acquire @3-4'],
  [
    'giving back one of two',
    ['overlapping-holds'],
    'a acquire key=x',
    'a acquire key=y',
    'a release key=y',
    'b acquire key=x',
  ],
  ['two locks', [], 'a acquire key=x', 'b acquire key=y'],
  ['one of two given back', [], 'a acquire key=x', 'a acquire key=y', 'a release key=x', 'b acquire key=x'],
  ['who knows who holds it', [], 'a acquire ?', 'b acquire'],
  ['refused', [], 'a acquire', 'b acquire !'],
  ['released, perhaps', [], 'a acquire', 'a release ?', 'b acquire'],
  ['held twice', ['overlapping-holds'], 'a acquire', 'b acquire', 'a release', 'b release'],
  ['never given back', ['overlapping-holds'], 'a acquire', 'b acquire'],
  ['the release failed', ['overlapping-holds'], 'a acquire', 'a release !', 'b acquire'],
  [
    'a long hold over a short one',
    ['overlapping-holds'],
    'a acquire @0-1',
    'b acquire @2-3',
    'b release @4-5',
    'c acquire @6-7',
    'a release @8-9',
  ],
]);

table('fencing', agreement.fencing(), [
  ['growing', [], 'a acquire -> 1', 'a access token=1', 'b acquire -> 2', 'b access token=2'],
  [
    'the old holder stops at the fence',
    [],
    'a acquire -> 1',
    'b acquire -> 2',
    'r access token=2',
    'r access token=1 !',
  ],
  ['used several times', [], 'a acquire -> 1', 'r access token=1', 'r access token=1'],
  ['tokens at the same time in any order', [], 'a acquire @0-5 -> 2', 'b acquire @1-4 -> 1'],
  ['tokens at the same time, ending in the order asked', [], 'a acquire @0-3 -> 2', 'b acquire @1-4 -> 1'],
  ['a token of an acquisition that never answered', [], 'a acquire ?', 'r access token=1'],
  [
    'an old token after a new one',
    ['stale-token-accepted'],
    'a acquire -> 1',
    'b acquire -> 2',
    'r access token=2',
    'r access token=1',
  ],
  ['given twice', ['duplicate-token'], 'a acquire -> 1', 'b acquire -> 1'],
  ['falling', ['token-order'], 'a acquire -> 2', 'b acquire -> 1'],
  ['forged', ['phantom-token'], 'a acquire -> 1', 'r access token=7'],
]);

table('unique ids', agreement.uniqueIds(), [
  ['different', [], 'a generate -> 1', 'b generate -> 2', 'a generate ?'],
  ['batches', [], 'a generate -> [1,2]', 'b generate -> [3]'],
  ['twice', ['duplicate'], 'a generate -> 1', 'b generate -> 1'],
  ['twice in a batch', ['duplicate'], 'a generate -> [1,1]'],
]);

table('monotonic ids', agreement.monotonicIds(), [
  ['growing', [], 'a generate -> 1', 'b generate -> 5'],
  ['at the same time', [], 'a generate @0-5 -> 2', 'b generate @1-4 -> 1'],
  ['text that grows by a digit', [], 'a generate -> "99"', 'b generate -> "100"'],
  ['falling', ['non-monotonic'], 'a generate -> 2', 'b generate -> 1'],
]);

table('monotonic ids of a session', agreement.monotonicIds({ scope: 'session' }), [
  ['blocks per node', [], 'a generate -> 100', 'b generate -> 1', 'a generate -> 101'],
  ['falling', ['non-monotonic'], 'a generate -> 2', 'a generate -> 1'],
]);

table('conservation', agreement.conservation({ total: 30 }), [
  ['moved', [], 'a read -> {"x":10,"y":20}', 'a read -> {"x":0,"y":30}'],
  ['arrays', [], 'a read -> [10,20]'],
  ['a failed read says nothing', [UNJUDGED], 'a read -> {"x":1} !'],
  ['lost', ['wrong-total'], 'a read -> {"x":10,"y":19}'],
  ['overdrawn', ['negative-balance'], 'a read -> {"x":-1,"y":31}'],
  ['an account vanished', ['missing-account'], 'a read -> {"x":10,"y":20}', 'a read -> {"x":30}'],
]);

it('does not compare the only read of a bank with itself', () => {
  const one = 'a read -> {"x":10,"y":20}';
  const verdict = agreement.conservation().check(written(one));
  expect(verdict.verdict).toBe('unknown');
  expect(verdict.reason).toContain('total=30');
  expectValid(agreement.conservation(), written(one, 'a read -> {"x":0,"y":30}'));
  expectValid(agreement.conservation({ total: 30 }), written(one));
});

table('atomic commit', agreement.atomicCommit(), [
  [
    'all vote yes, all commit',
    [],
    'c begin txn=1 participants=["n","m"]',
    'n vote txn=1 vote=yes',
    'm vote txn=1 vote=yes',
    'n decide txn=1 decision=commit',
    'm decide txn=1 decision=commit',
  ],
  [
    'one votes no, all abort',
    [],
    'n vote txn=1 vote=yes',
    'm vote txn=1 vote=no',
    'n decide txn=1 decision=abort',
  ],
  [
    'told the truth',
    [],
    'c transact txn=1 @0-9',
    'n vote txn=1 vote=yes @1-2',
    'n decide txn=1 decision=commit @3-4',
  ],
  ['blocked is allowed', [UNJUDGED], 'n vote txn=1 vote=yes'],
  [
    'split',
    ['split-decision'],
    'n vote txn=1 vote=yes',
    'm vote txn=1 vote=yes',
    'n decide txn=1 decision=commit',
    'm decide txn=1 decision=abort',
  ],
  [
    'reversed',
    ['reversed-decision'],
    'n vote txn=1 vote=yes',
    'n decide txn=1 decision=commit',
    'n decide txn=1 decision=abort',
  ],
  ['despite a no', ['commit-without-vote'], 'n vote txn=1 vote=no', 'm decide txn=1 decision=commit'],
  [
    'without a vote',
    ['commit-without-vote'],
    'c begin txn=1 participants=["n","m"]',
    'n vote txn=1 vote=yes',
    'n decide txn=1 decision=commit',
    'm vote txn=1 vote=yes',
  ],
  ['told that it committed', ['wrong-answer'], 'c transact txn=1', 'n decide txn=1 decision=abort'],
  ['told that it aborted', ['wrong-answer'], 'c transact txn=1 !', 'n decide txn=1 decision=commit'],
]);

table('atomic commit that does not block', agreement.atomicCommit({ mustDecide: true }), [
  ['learned', [], 'n vote txn=1 vote=yes', 'n decide txn=1 decision=abort'],
  ['never learned', ['blocked'], 'n vote txn=1 vote=yes'],
]);

test('whoever comes while a long hold lasts is named, also after a short one', () => {
  const history = written(
    'a acquire @0-1',
    'b acquire @2-3',
    'b release @4-5',
    'c acquire @6-7',
    'a release @8-9',
  );
  const verdict = agreement.mutualExclusion().check(history);
  expect(
    verdict.verdict === 'invalid' &&
      verdict.anomalies.map(({ operations }) =>
        operations
          .map(({ process }) => process)
          .sort()
          .join(''),
      ),
  ).toEqual(['aabb', 'aac']);
});

test('names and selectors of other vocabularies', () => {
  expect(
    kinds(agreement.oneLeaderPerTerm({ leads: 'elected' }), written('n elected term=1', 'm elected term=1')),
  ).toEqual(['two-leaders']);
  expect(kinds(agreement.uniqueIds({ generate: 'next' }), written('a next -> 1', 'b next -> 1'))).toEqual([
    'duplicate',
  ]);
  const exclusive = agreement.mutualExclusion({ acquire: 'lock', release: 'unlock' });
  expectValid(exclusive, written('a lock', 'a unlock', 'b lock'));
  const gaps = agreement.committedPrefix({ gaps: 'allow' });
  expectValid(gaps, written('n commit a index=1', 'n commit c index=3'));
  expectValid(agreement.conservation({ total: 30, negative: 'allow' }), written('a read -> {"x":-1,"y":31}'));
});

/** Leaders, locks, identifiers, money, atomic commit: what is accepted, what is planted. */
import { expect, it, test } from 'vitest';
import * as agreement from '../../../checkers/agreement/index.js';
import { expectValid, kinds, UNJUDGED } from '../judging.js';
import { table } from './rows.js';
import { written } from '../written-history.js';

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

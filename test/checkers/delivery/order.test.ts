/** Order per key and per partition, and idempotence: tables of what is accepted and what is rejected as what. */
import { describe, expect, it, test } from 'vitest';
import { idempotentEffects } from '../../../checkers/delivery/idempotence.js';
import { orderPerKey } from '../../../checkers/delivery/order-per-key.js';
import { orderPerPartition } from '../../../checkers/delivery/order-per-partition.js';
import type { Checker } from '../../../checkers/history.js';
import { expectInvalid, expectUnjudged, expectValid, UNJUDGED } from '../judging.js';
import { written } from '../written-history.js';

function table(
  name: string,
  checker: Checker,
  rows: [title: string, kinds: string[], ...lines: string[]][],
): void {
  describe(name, () => {
    for (const [title, kinds, ...lines] of rows) {
      it(title, () => {
        if (kinds[0] === UNJUDGED) expectUnjudged(checker, written(...lines));
        else if (kinds.length === 0) expectValid(checker, written(...lines));
        else expectInvalid(checker, written(...lines), ...kinds);
      });
    }
  });
}

table('order per key', orderPerKey(), [
  ['in order', [], 'c send a 1', 'c send a 2', 'n process 1', 'n process 2'],
  ['swapped', ['out-of-order'], 'c send a 1', 'c send a 2', 'n process 2', 'n process 1'],
  ['swapped across nodes', ['out-of-order'], 'c send a 1', 'd send a 2', 'n process 2', 'm process 1'],
  ['other keys', [], 'c send a 1', 'c send b 2', 'n process 2', 'n process 1'],
  ['no key', [UNJUDGED], 'c send 1', 'c send 2', 'n process 2', 'n process 1'],
  ['sent at the same time', [], 'c send a 1 @0-3', 'd send a 2 @1-2', 'n process 2', 'n process 1'],
  [
    'sent at the same time, acknowledged in turn',
    [],
    'c send a 1 @0-2',
    'd send a 2 @1-3',
    'n process 2',
    'n process 1',
  ],
  ['the first was never acknowledged', [], 'c send a 1 ?', 'd send a 2', 'n process 2', 'n process 1'],
  [
    'a retry was acknowledged later',
    [],
    'c send a 1 ?',
    'd send a 2',
    'c send a 1',
    'n process 2',
    'n process 1',
  ],
  [
    'a retry was acknowledged before',
    ['out-of-order'],
    'c send a 1 ?',
    'c send a 1',
    'd send a 2',
    'n process 2',
    'n process 1',
  ],
  ['a redelivery comes late', [], 'c send a 1', 'c send a 2', 'n process 1', 'n process 2', 'n process 1'],
  [
    'another group, another queue',
    [],
    'c send a 1',
    'c send a 2',
    'n process 2 group=g',
    'n process 1 group=h',
  ],
  ['one never came', [], 'c send a 1', 'c send a 2', 'n process 2'],
]);

const at = (partition: string, offset: number, value: number, more = '') =>
  `n process ${value} partition=${partition} offset=${offset}${more}`;

table('order per partition', orderPerPartition(), [
  ['in order, with gaps', [], at('p', 0, 1), at('p', 2, 2), at('p', 7, 3)],
  ['backwards', ['out-of-order'], at('p', 2, 2), at('p', 0, 1)],
  ['two partitions', [], at('p', 2, 2), at('q', 0, 1)],
  ['two groups', [], at('p', 2, 2, ' group=g'), at('p', 0, 1, ' group=h')],
  ['going back is redelivery', [], at('p', 0, 1), at('p', 1, 2), at('p', 0, 1), at('p', 1, 2), at('p', 2, 3)],
  [
    'two messages at one offset',
    ['inconsistent-offsets'],
    at('p', 0, 1, ' group=g'),
    at('p', 0, 2, ' group=h'),
  ],
  [
    'a rewind does not excuse a skipped offset',
    ['out-of-order'],
    at('p', 0, 1),
    at('p', 2, 3),
    at('p', 0, 1),
    at('p', 1, 2),
  ],
]);

table('order per partition, no redelivery', orderPerPartition({ redelivery: 'forbid' }), [
  ['in order', [], at('p', 0, 1), at('p', 1, 2)],
  ['going back', ['rewind'], at('p', 0, 1), at('p', 1, 2), at('p', 0, 1)],
  ['the same again', ['rewind'], at('p', 0, 1), at('p', 0, 1)],
]);

table('idempotence', idempotentEffects(), [
  ['one request, one effect', [], 'c pay amount=5 key=k', 'n apply key=k'],
  [
    'retried, one effect, one answer',
    [],
    'c pay amount=5 key=k ?',
    'n apply key=k',
    'c pay amount=5 key=k -> done',
  ],
  ['two effects', ['duplicate'], 'c pay amount=5 key=k', 'n apply key=k', 'm apply key=k'],
  ['two answers', ['inconsistent-answer'], 'c pay amount=5 key=k -> 1', 'c pay amount=5 key=k -> 2'],
  ['two meanings', ['key-reuse'], 'c pay amount=5 key=k', 'd pay amount=6 key=k'],
  ['refused, yet done', ['aborted-effect'], 'c pay amount=5 key=k !', 'n apply key=k'],
  ['refused, then granted', [], 'c pay amount=5 key=k !', 'c pay amount=5 key=k', 'n apply key=k'],
  ['no key, no promise', [UNJUDGED], 'c pay amount=5', 'n apply amount=5', 'n apply amount=5'],
]);

test('everything behind the furthest offset is out of order, not only what is behind its neighbour', () => {
  const verdict = orderPerPartition().check(written(at('p', 2, 3), at('p', 0, 1), at('p', 1, 2)));
  expect(verdict.reason).toContain('2 × out-of-order');
});

test('selectors', () => {
  const checker = idempotentEffects({ effect: 'charge', request: 'buy' });
  expectInvalid(checker, written('c buy key=k', 'n charge key=k', 'n charge key=k'), 'duplicate');
  expectValid(checker, written('c buy key=k', 'n apply key=k', 'n apply key=k'));
});

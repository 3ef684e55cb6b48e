/** What each model allows and forbids, one operation at a time. */

import { describe, expect, it } from 'vitest';
import type { Input, Outcome } from '../../../checkers/history.js';
import { linearizable } from '../../../checkers/linearizable.js';
import type { Model } from '../../../checkers/model.js';
import { bankModel } from '../../../checkers/models/bank.js';
import { counterModel } from '../../../checkers/models/counter.js';
import { casKeyValueModel, keyValueModel } from '../../../checkers/models/key-value.js';
import { listAppendModel } from '../../../checkers/models/list-append.js';
import { multiRegisterModel } from '../../../checkers/models/multi-register.js';
import { mutexModel } from '../../../checkers/models/mutex.js';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { uniqueIdsModel } from '../../../checkers/models/unique-ids.js';

/** Input, output, and the outcome if it is not `ok`. */
type Step = readonly [Input & Record<string, unknown>, unknown?, Outcome?];
type Case = readonly [string, boolean, ...Step[]];

/** Operations one after the other; each goes on for ever if its outcome is unknown. Searches and short cuts must agree. */
function accepts<S, I extends Input, O>(model: Model<S, I, O>, steps: readonly Step[]): boolean {
  const history = steps.map(([input, output, type = 'ok'], index) => ({
    process: index,
    input,
    type,
    invoke: 2 * index,
    complete: type === 'info' ? Infinity : 2 * index + 1,
    ...(output === undefined ? {} : { output }),
  }));
  const { verdict } = linearizable(model).check(history);
  expect(linearizable(model, { algorithm: 'breadth-first' }).check(history).verdict).toBe(verdict);
  return verdict === 'valid';
}

function table<S, I extends Input, O>(name: string, model: Model<S, I, O>, cases: readonly Case[]): void {
  describe(name, () => {
    it.each(cases)('%s: %s', (...row) => {
      const [, allowed, ...steps] = row as unknown as Case;
      expect(accepts(model, steps)).toBe(allowed);
    });
  });
}

const read = { f: 'read' };
const write = (value: unknown) => ({ f: 'write', value });
const cas = (from: unknown, to: unknown) => ({ f: 'cas', from, to });

table('register', registerModel(), [
  ['holds null at first', true, [read, null]],
  ['and nothing else', false, [read, 0]],
  ['answers what was written', true, [write(1)], [read, 1]],
  ['and not what was overwritten', false, [write(1)], [write(2)], [read, 1]],
  ['compares values by content', true, [write([1, { a: 2 }])], [read, [1, { a: 2 }]]],
  ['tells text from numbers', false, [write(1)], [read, '1']],
  ['ignores what failed', false, [write(1), undefined, 'fail'], [read, 1]],
  ['may have done what is unknown', true, [write(1), undefined, 'info'], [read, 1]],
  ['or not', true, [write(1), undefined, 'info'], [read, null]],
  ['but not undo it', false, [write(1), undefined, 'info'], [read, 1], [read, null]],
  ['allows answers nobody recorded', true, [write(1)], [read]],
]);

table('register that begins with 0', registerModel({ initial: 0 }), [
  ['holds it', true, [read, 0]],
  ['and not null', false, [read, null]],
]);

table('register that never holds null', registerModel({ initial: 0, nullRead: 'anything' }), [
  ['takes null for no answer', true, [write(3)], [read, null]],
  ['but other answers for what they are', false, [write(3)], [read, 0]],
]);

table('cas-register', casRegisterModel(), [
  ['sets what it compares', true, [write(1)], [cas(1, 2)], [read, 2]],
  ['and not what differs', false, [write(1)], [cas(2, 3)]],
  ['may answer that it refused', true, [write(1)], [cas(2, 3), false], [read, 1]],
  ['but only what differs', false, [write(1)], [cas(1, 3), false]],
  ['may answer that it did', true, [write(1)], [cas(1, 2), true]],
  ['failed for any reason', true, [write(1)], [cas(1, 2), undefined, 'fail'], [read, 1]],
  ['may have set', true, [write(1)], [cas(1, 2), undefined, 'info'], [read, 2]],
  ['may have refused', true, [write(1)], [cas(3, 2), undefined, 'info'], [read, 1]],
  ['cannot have set what differs', false, [write(1)], [cas(3, 2), undefined, 'info'], [read, 2]],
  ['may set what it finds', true, [write(1)], [cas(1, 1)], [read, 1]],
]);

table('cas-register whose failures observe', casRegisterModel({ failedCas: 'observe' }), [
  ['failed because it differed', true, [write(1)], [cas(2, 3), undefined, 'fail']],
  ['and for no other reason', false, [write(1)], [cas(1, 2), undefined, 'fail']],
  [
    'and is another operation than one that succeeded',
    false,
    [write(1)],
    [cas(2, 3), undefined, 'fail'],
    [cas(2, 3)],
  ],
  ['while failed writes did not happen', false, [write(1), undefined, 'fail'], [read, 1]],
]);

const get = { f: 'get' };
const put = (value: string) => ({ f: 'put', value });
const append = (value: string) => ({ f: 'append', value });

table('key-value', keyValueModel(), [
  ['holds nothing at first', true, [get, '']],
  ['which may be told by null', true, [get, null]],
  ['puts and appends', true, [put('a')], [append('b')], [get, 'ab']],
  ['in that order', false, [append('b')], [put('a')], [get, 'ab']],
  ['may have appended', true, [append('a'), undefined, 'info'], [append('b')], [get, 'b'], [get, 'ba']],
  ['but not in between', false, [append('a'), undefined, 'info'], [append('b')], [get, 'b'], [get, 'ab']],
]);

table('key-value with cas', casKeyValueModel(), [
  ['swaps what it holds', true, [put('a')], [cas('a', 'b')], [get, 'b']],
  ['and nothing else', false, [put('a')], [cas('c', 'b')]],
  ['says so', true, [put('a')], [cas('c', 'b'), false], [get, 'a']],
  ['truthfully', false, [put('a')], [cas('a', 'b'), false]],
  ['says nothing where it failed', true, [put('a')], [cas('a', 'b'), undefined, 'fail'], [get, 'a']],
  ['may have swapped late', true, [put('a')], [cas('a', 'b'), undefined, 'info'], [get, 'a'], [get, 'b']],
  ['from a value never held', false, [put('a')], [cas('x', 'b'), undefined, 'info'], [get, 'b']],
  ['leads back', true, [append('a')], [append('b')], [cas('ab', 'a')], [get, 'a']],
]);

const add = (by: number) => ({ f: 'add', by });

table('counter', counterModel({ initial: 10 }), [
  ['begins', true, [read, 10]],
  ['adds up', true, [add(1)], [add(-3)], [read, 8]],
  ['and forgets nothing', false, [add(1)], [add(-3)], [read, 11]],
  ['may tell the total', true, [add(2), 12], [add(2), 14]],
  ['which must be right', false, [add(2), 10]],
  ['may have added late', true, [add(5), undefined, 'info'], [read, 10], [read, 15]],
]);

const acquire = (owner?: string) => ({ f: 'acquire', ...(owner === undefined ? {} : { owner }) });
const release = (owner?: string) => ({ f: 'release', ...(owner === undefined ? {} : { owner }) });

table('mutex', mutexModel(), [
  ['is acquired and released', true, [acquire()], [release()], [acquire()]],
  ['by one at a time', false, [acquire()], [acquire()]],
  ['and not released while free', false, [release()]],
  ['refuses while held', true, [acquire('a')], [acquire('b'), false]],
  ['but not while free', false, [acquire('b'), false]],
  ['is released by its owner', false, [acquire('a')], [release('b')]],
  ['refuses others to release', true, [acquire('a')], [release('b'), false]],
  ['but not its owner', false, [acquire('a')], [release('a'), false]],
  ['may have been released', true, [acquire('a')], [release('a'), undefined, 'info'], [acquire('b')]],
  ['by its owner only', false, [acquire('a')], [release('b'), undefined, 'info'], [acquire('b')]],
]);

const txn = (...ops: unknown[][]) => ({ f: 'txn', ops });

table('multi-register', multiRegisterModel({ initial: 0 }), [
  [
    'ran as its answer says',
    true,
    [
      txn(['w', 'x', 1], ['r', 'x', null]),
      [
        ['r', 'x', 0],
        ['w', 'x', 1],
      ],
    ],
  ],
  [
    'and not as it was asked',
    false,
    [
      txn(['w', 'x', 1], ['r', 'x', null]),
      [
        ['r', 'x', 1],
        ['w', 'x', 1],
      ],
    ],
  ],
  ['begins', true, [txn(['r', 'x', null]), [['r', 'x', 0]]]],
  [
    'reads what the transaction wrote',
    true,
    [
      txn(['w', 'x', 1], ['r', 'x', null]),
      [
        ['w', 'x', 1],
        ['r', 'x', 1],
      ],
    ],
  ],
  [
    'reads all at one moment',
    false,
    [txn(['w', 'x', 1], ['w', 'y', 1])],
    [
      txn(['r', 'x', null], ['r', 'y', null]),
      [
        ['r', 'x', 1],
        ['r', 'y', 0],
      ],
    ],
  ],
  ['allows answers nobody recorded', true, [txn(['w', 'x', 1])], [txn(['r', 'x', null])]],
  [
    'may have written',
    true,
    [txn(['w', 'x', 1]), undefined, 'info'],
    [txn(['r', 'x', null]), [['r', 'x', 1]]],
  ],
]);

table('list-append', listAppendModel(), [
  [
    'ran as its answer says',
    true,
    [
      txn(['r', 'x', null], ['append', 'x', 1]),
      [
        ['append', 'x', 1],
        ['r', 'x', [1]],
      ],
    ],
  ],
  [
    'and not as it was asked',
    false,
    [
      txn(['r', 'x', null], ['append', 'x', 1]),
      [
        ['append', 'x', 1],
        ['r', 'x', []],
      ],
    ],
  ],
  [
    'even where only the values tell the order',
    true,
    [
      txn(['append', 'x', 1], ['append', 'x', 2]),
      [
        ['append', 'x', 2],
        ['append', 'x', 1],
      ],
    ],
    [txn(['r', 'x', null]), [['r', 'x', [2, 1]]]],
  ],
  ['begins empty', true, [txn(['r', 'x', null]), [['r', 'x', []]]]],
  ['which may be told by null', true, [txn(['r', 'x', null]), [['r', 'x', null]]]],
  [
    'keeps the order',
    true,
    [txn(['append', 'x', 1])],
    [txn(['append', 'x', 2])],
    [txn(['r', 'x', null]), [['r', 'x', [1, 2]]]],
  ],
  [
    'and no other',
    false,
    [txn(['append', 'x', 1])],
    [txn(['append', 'x', 2])],
    [txn(['r', 'x', null]), [['r', 'x', [2, 1]]]],
  ],
  ['loses nothing', false, [txn(['append', 'x', 1])], [txn(['r', 'x', null]), [['r', 'x', []]]]],
  [
    'reads what the transaction appended',
    true,
    [
      txn(['append', 'x', 1], ['r', 'x', null]),
      [
        ['append', 'x', 1],
        ['r', 'x', [1]],
      ],
    ],
  ],
  [
    'shows both lists at one moment',
    false,
    [txn(['append', 'x', 1], ['append', 'y', 1])],
    [
      txn(['r', 'x', null], ['r', 'y', null]),
      [
        ['r', 'x', [1]],
        ['r', 'y', []],
      ],
    ],
  ],
]);

const transfer = (from: string, to: string, amount: number) => ({ f: 'transfer', from, to, amount });

table('bank', bankModel({ initial: { a: 5, b: 0 } }), [
  ['begins', true, [read, { a: 5, b: 0 }]],
  ['moves money', true, [transfer('a', 'b', 3)], [read, { a: 2, b: 3 }]],
  ['neither makes nor loses it', false, [transfer('a', 'b', 3)], [read, { a: 2, b: 0 }]],
  ['is never overdrawn', false, [transfer('b', 'a', 1)]],
  ['refuses what is not there', true, [transfer('b', 'a', 1), false]],
  ['but nothing else', false, [transfer('a', 'b', 1), false]],
  [
    'may have moved it',
    true,
    [transfer('a', 'b', 3), undefined, 'info'],
    [read, { a: 5, b: 0 }],
    [read, { a: 2, b: 3 }],
  ],
  ['may show some accounts', true, [transfer('a', 'b', 3)], [read, { b: 3 }]],
  ['moves nothing from an account to itself', true, [transfer('a', 'a', 3)], [read, { a: 5, b: 0 }]],
]);

table('bank with overdrafts', bankModel({ initial: { a: 0, b: 0 }, overdraft: true }), [
  ['lets accounts go below nothing', true, [transfer('a', 'b', 1)], [read, { a: -1, b: 1 }]],
]);

const generate = { f: 'generate' };

table('unique-ids', uniqueIdsModel(), [
  ['differ', true, [generate, 1], [generate, '1'], [generate, [1]]],
  ['always', false, [generate, 'x'], [generate, 'y'], [generate, 'x']],
  ['by content', false, [generate, { a: 1 }], [generate, { a: 1 }]],
  ['unless they are not known', true, [generate, 1], [generate, undefined, 'info'], [generate]],
]);

describe('what models print', () => {
  it.each<[string, Model<never, never, never>, Input & Record<string, unknown>, unknown, string]>([
    ['a read', registerModel() as never, read, 3, 'read 3'],
    ['a write', registerModel() as never, write({ a: 1 }), undefined, 'write {"a":1}'],
    ['a refused cas', casRegisterModel() as never, cas(1, 2), false, 'cas 1 to 2, refused'],
    ['a get', keyValueModel() as never, get, 'ab', 'get ab'],
    ['an append', keyValueModel() as never, append('x'), undefined, 'append x'],
    ['an add', counterModel() as never, add(2), 5, 'add 2 -> 5'],
    ['a lock', mutexModel() as never, acquire('a'), false, 'acquire by a, refused'],
    [
      'a transfer',
      bankModel({ initial: {} }) as never,
      transfer('a', 'b', 3),
      undefined,
      'transfer 3 from a to b',
    ],
    ['a transaction', listAppendModel() as never, txn(['r', 'x', null]), [['r', 'x', [1]]], 'r x [1]'],
    ['an id', uniqueIdsModel() as never, generate, 7, 'generate 7'],
  ])('%s', (_name, model, input, output, text) => {
    expect(model.printOperation?.(input as never, output as never, 'ok')).toBe(text);
  });
});

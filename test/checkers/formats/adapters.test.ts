import { describe, expect, it } from 'vitest';
import { adapterFor } from '../../../checkers/formats/adapters.js';
import { plainAdapter } from '../../../checkers/formats/plain.js';
import type { AdapterName } from '../../../checkers/formats/adapters.js';
import { parseHistory } from '../../../checkers/formats/read.js';
import type { Adapter } from '../../../checkers/formats/pair.js';

/** Input and output of one operation, from the values of its two events. */
function call(
  adapter: Adapter,
  f: string,
  asked: unknown,
  answered: unknown = null,
  more: object = {},
): unknown[] {
  const text = [
    { type: 'invoke', process: 0, f, value: asked, ...more },
    { type: 'ok', process: 0, value: answered },
  ];
  const [operation] = parseHistory(text.map((event) => JSON.stringify(event)).join('\n'), adapter);
  return [operation?.input, operation?.output];
}

describe('adapterFor', () => {
  it.each<[AdapterName, string, unknown, unknown, object, unknown]>([
    ['register', 'read', null, 3, { f: 'read' }, 3],
    ['register', 'get', null, null, { f: 'read' }, null],
    ['register', 'write', [1, 2], 'OK', { f: 'write', value: [1, 2] }, undefined],
    ['cas-register', 'cas', [1, 2], [1, 2], { f: 'cas', from: 1, to: 2 }, undefined],
    ['cas-register', 'cas', [null, 2], true, { f: 'cas', from: null, to: 2 }, undefined],
    ['cas-register', 'compare-and-set', [1, 2], false, { f: 'cas', from: 1, to: 2 }, false],
    ['key-value', 'get', null, 'x', { f: 'get' }, 'x'],
    ['key-value', 'read', null, null, { f: 'get' }, null],
    ['key-value', 'get', null, 7, { f: 'get' }, '7'],
    ['key-value', 'put', 7, null, { f: 'put', value: '7' }, undefined],
    ['key-value', 'append', 'y', 'y', { f: 'append', value: 'y' }, undefined],
    ['queue', 'enqueue', 1, 1, { f: 'enqueue', value: 1 }, undefined],
    ['queue', 'dequeue', null, null, { f: 'dequeue' }, null],
    ['stack', 'push', 'a', null, { f: 'push', value: 'a' }, undefined],
    ['stack', 'pop', null, 'a', { f: 'pop' }, 'a'],
    ['priority-queue', 'enqueue', [2, 'x'], null, { f: 'insert', value: [2, 'x'] }, undefined],
    ['priority-queue', 'delete-min', null, 2, { f: 'extract' }, 2],
    ['set', 'add', 5, 5, { f: 'add', value: 5 }, undefined],
    ['set', 'add', 5, false, { f: 'add', value: 5 }, false],
    ['set', 'add', true, true, { f: 'add', value: true }, undefined],
    ['set', 'contains', 5, true, { f: 'contains', value: 5 }, true],
    ['set', 'read', null, [1, 2], { f: 'read' }, [1, 2]],
    ['multiset', 'count', 5, 2, { f: 'count', value: 5 }, 2],
    ['counter', 'add', 5, 5, { f: 'add', by: 5 }, undefined],
    ['counter', 'add', 5, 12, { f: 'add', by: 5 }, 12],
    ['counter', 'increment', null, null, { f: 'add', by: 1 }, undefined],
    ['counter', 'decrement', 2, 2, { f: 'add', by: -2 }, undefined],
    ['counter', 'read', null, 7, { f: 'read' }, 7],
    ['mutex', 'acquire', null, null, { f: 'acquire' }, undefined],
    ['mutex', 'lock', 'a', false, { f: 'acquire', owner: 'a' }, false],
    ['mutex', 'unlock', 'a', 'a', { f: 'release', owner: 'a' }, undefined],
    ['bank', 'read', null, { a: 5, b: 0 }, { f: 'read' }, { a: 5, b: 0 }],
    [
      'bank',
      'transfer',
      { from: 'a', to: 1, amount: 5 },
      { from: 'a', to: 1, amount: 5 },
      { f: 'transfer', from: 'a', to: 1, amount: 5 },
      undefined,
    ],
    [
      'bank',
      'transfer',
      { from: 'a', to: 1, amount: 5 },
      false,
      { f: 'transfer', from: 'a', to: 1, amount: 5 },
      false,
    ],
    [
      'list-append',
      'txn',
      [
        ['append', 'x', 1],
        ['r', 'y', null],
      ],
      [
        ['append', 'x', 1],
        ['r', 'y', [2]],
      ],
      {
        f: 'txn',
        ops: [
          ['append', 'x', 1],
          ['r', 'y', null],
        ],
      },
      [
        ['append', 'x', 1],
        ['r', 'y', [2]],
      ],
    ],
    [
      'multi-register',
      'txn',
      [
        ['write', 1, 2],
        ['read', 2],
      ],
      null,
      {
        f: 'txn',
        ops: [
          ['w', 1, 2],
          ['r', 2, null],
        ],
      },
      undefined,
    ],
    ['unique-ids', 'generate', null, 'id1', { f: 'generate' }, 'id1'],
  ])('%s understands %s %j -> %j', (model, f, asked, answered, input, output) => {
    expect(call(adapterFor(model), f, asked, answered)).toEqual([input, output]);
  });

  it('keeps the key', () => {
    expect(call(adapterFor('register'), 'read', null, 3, { key: 'x' })).toEqual([{ f: 'read', key: 'x' }, 3]);
  });

  it.each<[AdapterName, string, unknown, unknown, RegExp]>([
    [
      'register',
      'cas',
      [1, 2],
      null,
      /^line 1: register knows the functions read, write, delete, not "cas"; cas is a function of cas-register, key-value$/,
    ],
    [
      'register',
      'Write',
      1,
      null,
      /not "Write"; if it is one of these by another name, say so by --rename Write=write$/,
    ],
    ['register', 'constructor', 1, null, /not "constructor"; if it is one of these by another name/],
    [
      'register',
      'frobnicate',
      null,
      null,
      /not "frobnicate"; if it is one of these by another name, say so by --rename frobnicate=read$/,
    ],
    [
      'cas-register',
      'cas',
      3,
      null,
      /^line 1: cas needs the value \[from to\], or \[key \[from to\]\], not 3$/,
    ],
    ['key-value', 'put', [1], null, /^line 1: a key-value store holds text, not \[1\]$/],
    ['key-value', 'get', null, { a: 1 }, /^line 2: a key-value store holds text/],
    ['queue', 'enqueue', null, null, /^line 1: this function needs a value$/],
    ['priority-queue', 'insert', 'x', null, /^line 1: a priority queue holds numbers/],
    ['set', 'contains', 5, 'maybe', /^line 2: this function answers true or false, not "maybe"$/],
    ['set', 'read', null, 5, /^line 2: a read of the whole set answers its elements, not 5$/],
    ['counter', 'add', 1.5, null, /^line 1: a whole number within 2\^53 is needed, not 1.5$/],
    ['bank', 'transfer', { from: 'a' }, null, /^line 1: transfer needs the value \{from, to, amount\}/],
    ['bank', 'read', null, { a: 'much' }, /^line 2: a read of the bank answers the balance of each account/],
    [
      'list-append',
      'txn',
      [['w', 'x', 1]],
      null,
      /^line 1: a transaction is a list of \[append\|r\|read key value\], not \["w","x",1\]$/,
    ],
    ['multi-register', 'txn', 7, null, /^line 1: a transaction is a list of .*, not 7$/],
    ['multiset', 'count', 5, 1.5, /^line 2: a whole number within 2\^53 is needed, not 1.5$/],
  ])('%s refuses %s %j -> %j', (model, f, asked, answered, message) => {
    expect(() => call(adapterFor(model), f, asked, answered)).toThrow(message);
  });
});

describe('plainAdapter', () => {
  it('takes fields as they are', () => {
    expect(call(plainAdapter, 'process', 'm1', null, { key: 'k', partition: 2, offset: 7 })).toEqual([
      { f: 'process', key: 'k', value: 'm1', partition: 2, offset: 7 },
      undefined,
    ]);
    expect(call(plainAdapter, 'drain', null, ['m1'])).toEqual([{ f: 'drain' }, ['m1']]);
  });
});

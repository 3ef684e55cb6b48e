/** Files of other checkers: Porcupine's operations, etcd's reports, and the texts of checkers of isolation. */
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../checkers/formats/detect.js';
import type { Format } from '../../../checkers/formats/detect.js';
import type { Emit, EventParser, Note } from '../../../checkers/formats/events.js';
import { dbcopTextParser } from '../../../checkers/formats/dbcop-text.js';
import { isolationTextParser } from '../../../checkers/formats/isolation-text.js';
import { porcupineOperationsParser } from '../../../checkers/formats/porcupine-operations.js';
import { parseHistory } from '../../../checkers/formats/read.js';
import { makeJudge } from '../../../checkers/registry.js';
import { expectCutsDoNotMatter } from './events-of.js';

const PARSERS: Partial<Record<Format, (emit: Emit, note: Note) => EventParser>> = {
  'porcupine-operations': porcupineOperationsParser,
  'isolation-text': isolationTextParser,
  'dbcop-text': dbcopTextParser,
};

const notes: string[] = [];
/** Reads and judges a file by its looks: the verdict, or why it is refused. */
function judged(format: Format, model: string, text: string): string {
  notes.length = 0;
  expect(detectFormat(text)).toBe(format);
  expectCutsDoNotMatter((emit) => PARSERS[format]!(emit, () => undefined), text);
  const { checker, adapter, independent } = makeJudge(model);
  try {
    const history = parseHistory(text, adapter, { independent, onNote: (note) => notes.push(note) });
    return checker.check(history).verdict;
  } catch (error) {
    return (error as Error).message;
  }
}

const lines = (...objects: readonly object[]): string =>
  objects.map((object) => JSON.stringify(object)).join('\n');
const times = (Call: number, Return: number | null, ClientId = 0) => ({ ClientId, Call, Return });
const put = (value: string) => ({ Input: { op: 'put', key: 'x', value }, Output: {} });
const get = (value: unknown) => ({ Input: { op: 'get', key: 'x' }, Output: { value } });

describe("Porcupine's operations", () => {
  it.each<[string, object[], string]>([
    [
      'in order of time, whatever that of the lines',
      [
        { ...get('1'), ...times(30, 40) },
        { ...put('1'), ...times(10, 20) },
      ],
      'valid',
    ],
    [
      'a stale read',
      [
        { ...put('1'), ...times(10, 20) },
        { ...get(''), ...times(30, 40) },
      ],
      'invalid',
    ],
    [
      'at once where times coincide',
      [
        { ...put('1'), ...times(10, 20) },
        { ...get(''), ...times(20, 30, 1) },
      ],
      'valid',
    ],
    [
      'several operations of one client at once',
      [
        { ...put('1'), ...times(10, 50) },
        { ...put('2'), ...times(20, 30) },
        { ...get('1'), ...times(60, 70) },
      ],
      'valid',
    ],
    [
      'an operation that never returned',
      [
        { ...put('1'), ...times(10, -1) },
        { ...get(''), ...times(20, 30) },
        { ...get('1'), ...times(40, 50) },
      ],
      'valid',
    ],
    [
      'one without Return',
      [
        { ...put('1'), ...times(10, null) },
        { ...get('1'), ...times(20, 30) },
      ],
      'valid',
    ],
    [
      'one that returned an error',
      [
        { ...put('1'), Output: { error: 'timeout' }, ...times(10, 20) },
        { ...get(''), ...times(30, 40) },
      ],
      'valid',
    ],
    [
      'other spellings',
      [
        { client_id: 3, input: { Op: 'Put', Key: 'x', Value: 7 }, output: null, call: 1, return: 2 },
        { client_id: 4, input: { type: 'GET', key: 'x' }, output: '7', call: 3, return: 4 },
      ],
      'valid',
    ],
    [
      'a compare-and-set',
      [
        { ...put('1'), ...times(1, 2) },
        { Input: { op: 'cas', key: 'x', old: '1', new: '2' }, Output: { ok: true }, ...times(3, 4) },
        { Input: { op: 'cas', key: 'x', from: '1', to: '3' }, Output: { ok: false }, ...times(5, 6) },
        { ...get('2'), ...times(7, 8) },
      ],
      'valid',
    ],
    [
      'one that lied',
      [
        { ...put('1'), ...times(1, 2) },
        { Input: { op: 'cas', key: 'x', old: '1', new: '2' }, Output: { ok: false }, ...times(3, 4) },
      ],
      'invalid',
    ],
    [
      'a time without sense',
      [{ ...put('1'), ...times(10, 5) }],
      'line 1: the operation returns at 5, before it is called at 10',
    ],
    [
      'no name',
      [{ Input: { op: 1, key: 'x' }, Output: {}, ...times(10, 15) }],
      'line 1: Input needs op, the name of a function, such as "get"; it is {"op":1,"key":"x"}',
    ],
    [
      'no time',
      [
        { ...put('1'), ...times(1, 2) },
        { ...put('1'), Call: 'now' },
      ],
      'line 2: an operation needs Call, the time it began, and Return; Call is "now"',
    ],
  ])('reads %s', (_what, operations, verdict) => {
    expect(judged('porcupine-operations', 'key-value', lines(...operations))).toBe(verdict);
    expect(
      judged('porcupine-operations', 'key-value', `[${lines(...operations).replaceAll('\n', ',\n')}]`),
    ).toBe(verdict);
  });

  it('keeps times apart that a double does not, and knows the greatest of Go', () => {
    const text = lines(
      { ...put('1'), ...times(1, 2) },
      { ...get(''), ...times(3, 4) },
      { ...get('1'), ...times(5, 6) },
    );
    const long = (digit: number): string => `170000000000000000${digit}`;
    const at = text.replace(
      /"(Call|Return)":(\d)/g,
      (_all, name: string, digit: string) => `"${name}":${long(Number(digit))}`,
    );
    expect(judged('porcupine-operations', 'key-value', at)).toBe('invalid');
    expect(judged('porcupine-operations', 'key-value', at.replace(long(2), '9223372036854775807'))).toBe(
      'valid',
    );
  });
});

/** Requests as etcd reports them, less what is not set. */
const range = (Start: string, found: Record<string, string>, more: object = {}) => ({
  Input: { Type: 'range', Range: { Start, End: '', Limit: 0, Revision: 0, ...more }, Txn: null },
  Output: {
    Range: {
      KVs: Object.entries(found).map(([Key, text]) => ({
        Key,
        Value: { Value: text, Hash: 0 },
        ModRevision: 5,
      })),
    },
    Error: '',
    Revision: 4,
  },
});
const putOf = (Key: string, text: string, LeaseID = 0) => ({
  Type: 'put-operation',
  Put: { Key, Value: { Value: text, Hash: 0 }, LeaseID },
});
const txn = (
  operations: object[],
  output: object = { Txn: { Failure: false, Results: [{ KVs: null }] }, Error: '' },
  more: object = {},
) => ({
  Input: {
    Type: 'txn',
    Range: null,
    Txn: { Conditions: null, OperationsOnSuccess: operations, OperationsOnFailure: null, ...more },
  },
  Output: output,
});

describe("etcd's reports", () => {
  const unchanged = {
    Conditions: [{ Key: 'a', ExpectedRevision: 3 }],
    OperationsOnFailure: [{ Type: 'range-operation', Range: { Start: 'a' } }],
  };
  it.each<[string, object[], string]>([
    ['a put and a read', [txn([putOf('a', '1')]), range('a', { a: '1' })], 'valid'],
    ['a stale read', [txn([putOf('a', '1')]), range('a', {})], 'invalid'],
    [
      'a read of many keys',
      [txn([putOf('a', '1'), putOf('b', '2')]), range('a', { a: '1', b: '1' }, { End: 'z' })],
      'invalid',
    ],
    ['a read of the past', [txn([putOf('a', '1')]), range('a', {}, { Revision: 2 })], 'valid'],
    [
      'a delete',
      [txn([putOf('a', '1')]), txn([{ Type: 'delete-operation', Delete: { Key: 'a' } }]), range('a', {})],
      'valid',
    ],
    [
      'a condition that did not hold',
      [
        txn([putOf('a', '1')]),
        txn(
          [putOf('a', '2')],
          { Txn: { Failure: true, Results: [{ KVs: [{ Key: 'a', Value: { Value: '1' } }] }] } },
          unchanged,
        ),
        range('a', { a: '1' }),
      ],
      'valid',
    ],
    [
      'what that read',
      [
        txn([putOf('a', '1')]),
        txn([putOf('a', '2')], { Txn: { Failure: true, Results: [{ KVs: [] }] } }, unchanged),
      ],
      'invalid',
    ],
    [
      'a put that may be lost',
      [txn([putOf('a', '1')], { Txn: null, Error: 'timeout' }), range('a', {}), range('a', { a: '1' })],
      'valid',
    ],
    [
      'a put that was refused',
      [txn([putOf('a', '1')], { Txn: null, ClientError: 'no space' }), range('a', { a: '1' })],
      'invalid',
    ],
    [
      'a lease that ended',
      [
        txn([putOf('a', '1', 7)]),
        {
          Input: { Type: 'leaseRevoke', LeaseRevoke: { LeaseID: 7 }, LeaseGrant: null },
          Output: { LeaseRevoke: {} },
        },
        range('a', {}),
      ],
      'valid',
    ],
    [
      'a lease of other keys',
      [
        txn([putOf('a', '1', 8)]),
        {
          Input: { Type: 'leaseRevoke', LeaseRevoke: { LeaseID: 7 }, LeaseGrant: null },
          Output: { LeaseRevoke: {} },
        },
        range('a', {}),
      ],
      'invalid',
    ],
    [
      'requests it does not know',
      [{ Input: { Type: 'watch', Txn: null }, Output: {} }],
      'line 1: a request of etcd is range, txn, leaseGrant, leaseRevoke, defragment or compact, not "watch"',
    ],
  ])('tell of %s', (_what, requests, verdict) => {
    const text = lines(
      ...requests.map((request, index) => ({ ...request, ...times(10 * index, 10 * index + 5, index % 2) })),
    );
    expect(judged('porcupine-operations', 'key-value', text)).toBe(verdict);
    if (verdict.startsWith('line')) return;
    expect(judged('porcupine-operations', 'register', text)).toBe(verdict);
    expect(notes[0]).toMatch(/^requests of etcd are judged key by key/);
  });

  it('are warned about where they are those of one client', () => {
    const text = lines(
      { ...txn([putOf('a', '1')]), ...times(1, 2) },
      { ...range('b', {}, { Revision: 3 }), ...times(3, 4) },
    );
    expect(judged('porcupine-operations', 'key-value', text)).toBe('valid');
    expect(notes[0]).toMatch(/; 1 read says nothing of that and is left out$/);
    expect(notes[1]).toMatch(/^all operations are of one client; .* judge them together$/);
  });
});

describe('texts of checkers of isolation', () => {
  const skew = ['r(1,0,0,0)', 'w(2,1,0,0)', 'r(2,0,1,1)', 'w(1,2,1,1)'];
  it.each<[string, string[], string]>([
    ['a read of what another session wrote, on a line before it', ['r(1,5,0,0)', 'w(1,5,1,1)'], 'valid'],
    ['lines of two transactions in turns', ['w(1,5,0,0)', 'r(2,6,1,1)', 'w(2,6,0,0)', 'r(1,5,1,1)'], 'valid'],
    ['write skew', skew, 'invalid'],
    ['a read that goes back', ['w(1,5,0,0)', 'w(1,6,0,1)', 'r(1,6,1,2)', 'r(1,5,1,3)'], 'invalid'],
    ['the same in two sessions', ['w(1,5,0,0)', 'w(1,6,0,1)', 'r(1,6,1,2)', 'r(1,5,2,3)'], 'valid'],
    ['what an aborted transaction wrote', ['w(1,5,0,-1)', 'r(1,5,1,2)'], 'invalid'],
    ['a header, and nothing wrong', ['r(key,value,session,txn)', 'w(1,5,0,0)', 'r(1,5,1,1)'], 'valid'],
    [
      'a header, and what nobody wrote',
      ['w(key, value, session, txn)', 'w(1,5,0,0)', 'r(1,7,1,1)'],
      'invalid',
    ],
    ['what it did not', ['w(1,5,0,-1)', 'w(1,6,0,-1)', 'r(1,0,1,2)'], 'valid'],
    ['a value nobody wrote', ['w(1,5,0,0)', 'r(1,7,1,1)'], 'invalid'],
    ['zero, where it is written', ['w(1,0,0,0)', 'w(1,3,0,1)', 'r(1,3,1,2)', 'r(1,0,1,3)'], 'invalid'],
    ['names, spaces and empty lines', ['w(x, one, a, t1)', '', ' r( x , one , b , t1 )'], 'valid'],
    [
      'another line',
      ['w(1,5,0,0)', 'hello'],
      'line 2: a line is r(key,value,session,txn) or w(…), not "hello"',
    ],
    [
      'a part too few',
      ['w(1,5,0,0)', 'r(1,5,0)'],
      'line 2: a line is r(key,value,session,txn) or w(…), not "r(1,5,0)"',
    ],
    [
      'an empty part',
      ['w(1,5,0,0)', 'r(1,5,,2)'],
      'line 2: a line is r(key,value,session,txn) or w(…); a part of "r(1,5,,2)" is empty',
    ],
    [
      'an end that is missing',
      ['w(1,5,0,0)', 'r(1,5,'],
      'line 2: the file ends in the middle of this line: it is cut off',
    ],
  ])('tell of %s', (_what, text, verdict) => {
    expect(judged('isolation-text', 'multi-register', text.join('\n'))).toBe(verdict);
    expect(judged('isolation-text', 'multi-register', text.join('\r\n'))).toBe(verdict);
  });

  it.each<[string, string, string]>([
    ['a read of another session', '// one\n[x:=1 y:=2] [y==2]\n---\n[x==1]\n', 'valid'],
    ['what was never written', '[x:=1]\n---\n[x==?]', 'valid'],
    ['a read that goes back', '[x:=1]\n[x:=2]\n----\n// two\n[x==2] [x==1]', 'invalid'],
    ['write skew', '[x==? y:=1]\n---\n[y==? x:=2]\n', 'invalid'],
    ['what was not committed', '[x:=1]!\n---\n[x==1]', 'invalid'],
    ['a transaction cut off', '[x:=1]\n[x==', 'line 2: a transaction is [x:=1 y==2], not "[x=="'],
    ['something else', '[x:=1]\n[x=2]', 'line 2: a transaction holds x:=1, x==1 or x==?, not "x=2"'],
  ])("are dbcop's, too: %s", (_what, text, verdict) => {
    expect(judged('dbcop-text', 'multi-register', text)).toBe(verdict);
  });
});

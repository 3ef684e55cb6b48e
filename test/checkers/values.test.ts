/** Values are compared by kind and by what they hold, or refused by name; offline as online. */
import { describe, expect, it } from 'vitest';
import { IncomparableValue, identityOf, nameOf, sameValue, show } from '../../checkers/identity.js';
import type { Operation, VerdictKind } from '../../checkers/history.js';
import { linearizable } from '../../checkers/linearizable.js';
import { queueModel, registerModel, setModel } from '../../checkers/models/index.js';

class Money {
  constructor(readonly cents: number) {}
}

/** No two of them are the same value. */
const DIFFERENT: readonly unknown[] = [
  undefined,
  null,
  0,
  1,
  '1',
  1n,
  true,
  'true',
  NaN,
  'NaN',
  Infinity,
  -Infinity,
  '',
  '\0{}',
  '{}',
  {},
  [],
  [undefined],
  [null],
  [NaN],
  [Infinity],
  [[]],
  { a: NaN },
  { a: null },
  { a: 1n },
  { a: '1n' },
  new Date(1),
  new Date(2),
  new Date(NaN),
  '1970-01-01T00:00:00.001Z',
  /a/,
  /a/g,
  /b/,
  new Map([[1, 2]]),
  new Map([['1', 2]]),
  new Map<unknown, unknown>([['1:2,3', 4]]),
  new Map<unknown, unknown>([
    ['1', 2],
    ['3', 4],
  ]),
  new Set([1, 2]),
  new Set(['1', '2']),
  new Set(['1,2']),
  new Uint8Array([1, 2]),
  new Int8Array([1, 2]),
  new Uint8Array([1, 2]).buffer,
  new DataView(new Uint8Array([1, 2]).buffer),
  [1, 2],
  new Error('a'),
  new TypeError('a'),
  new Error('b'),
  new Money(1),
  new Money(2),
  { cents: 1 },
  Object(1),
  Object('1'),
];

describe('values', () => {
  it('differ by kind and by what they hold', () => {
    for (const [i, a] of DIFFERENT.entries()) {
      for (const [j, b] of DIFFERENT.entries())
        expect(sameValue(a, b), `${nameOf(a)} against ${nameOf(b)}`).toBe(i === j);
    }
    expect(new Set(DIFFERENT.map(identityOf)).size).toBe(DIFFERENT.length);
  });

  it('are the same where another object holds the same', () => {
    const pairs: readonly (readonly [unknown, unknown])[] = [
      [new Date(1), new Date(1)],
      [/a/g, /a/g],
      [{ a: 1, b: undefined }, { a: 1 }],
      [{ a: 1, b: 2 }, Object.assign(Object.create(null) as object, { b: 2, a: 1 })],
      [new Set([2, 1]), new Set([1, 2])],
      [0, -0],
      [[NaN], [NaN]],
      [Buffer.from([1]), new Uint8Array([1])],
      [new Money(3), new Money(3)],
    ];
    for (const [a, b] of pairs) expect(sameValue(a, b), nameOf(a)).toBe(true);
  });

  it('that cannot be compared are refused by name', () => {
    const cycle: Record<string, unknown> = {};
    cycle['next'] = cycle;
    for (const value of [
      cycle,
      { run() {} },
      [Symbol('s')],
      Promise.resolve(1),
      new WeakMap(),
      new (class Box {})(),
    ])
      expect(() => nameOf(value)).toThrow(IncomparableValue);
    expect(() => nameOf(Promise.resolve(1))).toThrow('holds a Promise, which cannot be compared');
    expect(show(cycle)).toBe('a value is cyclic or deeper than 500 levels, and cannot be…');
  });

  it('that are large are cut before they are printed', () => {
    let printed = 0;
    const item = {
      get a() {
        printed++;
        return 1;
      },
    };
    expect(show(Array.from({ length: 800_000 }, () => item))).toBe(
      '[{"a":1},{"a":1},{"a":1},{"a":1},{"a":1},… 799995 more]',
    );
    expect(printed).toBeLessThan(20);
    expect(show({ x: Array(9000).fill('é'), y: 1 })).toMatch(/^\{"x":\["é",("é",)*… \d+ more\],… 1 more\}$/);
    expect(show(new Map([[1, Array(9000).fill(0)]]))).toMatch(/^map\[1:\[0,0,.*,… \d+ more\]\]$/);
    const wide: unknown[] = Array(3000).fill(0);
    wide[0] = wide;
    expect(show(wide).length).toBeLessThan(61);
  });

  it('are told apart in messages', () => {
    expect(
      [
        83,
        '83',
        null,
        'null',
        '',
        ' a',
        'a',
        undefined,
        'nothing',
        2n,
        '2n',
        '[1,2]',
        '{"a":1}',
        'no-op',
      ].map(show),
    ).toEqual([
      '83',
      '"83"',
      'null',
      '"null"',
      '""',
      '" a"',
      'a',
      'nothing',
      '"nothing"',
      '2n',
      '"2n"',
      '"[1,2]"',
      JSON.stringify('{"a":1}'),
      'no-op',
    ]);
  });
});

const operation = (input: unknown, output: unknown, invoke: number): Operation => ({
  process: 'a',
  input,
  output,
  type: 'ok',
  invoke,
  complete: invoke + 1,
});

/** The verdict of the whole history, and of the same one read operation by operation. */
function bothWays(model: unknown, operations: readonly Operation[]): readonly (VerdictKind | string)[] {
  const checker = linearizable(model as ReturnType<typeof registerModel>);
  const attempt = (judge: () => VerdictKind): VerdictKind | string => {
    try {
      return judge();
    } catch (error) {
      return (error as Error).message;
    }
  };
  return [
    attempt(() => checker.check(operations).verdict),
    attempt(() => {
      const online = checker.online();
      for (const [id, { process, input, output }] of operations.entries()) {
        online.invoke(id, process, input);
        const verdict = online.complete(id, 'ok', output);
        if (verdict !== undefined) return verdict.verdict;
      }
      return online.finish().verdict;
    }),
  ];
}

const written = (value: unknown, read: unknown): readonly Operation[] => [
  operation({ f: 'write', value }, undefined, 0),
  operation({ f: 'read' }, read, 2),
];

describe('offline and online', () => {
  it('see two kinds of value as two values', () => {
    for (const [value, read] of [
      [new Date(1), new Date(2)],
      [/a/, /b/],
      [{ a: NaN }, { a: null }],
      ['\0{}', {}],
      [1n, 1],
    ])
      expect(bothWays(registerModel(), written(value, read)), nameOf(value)).toEqual(['invalid', 'invalid']);
    expect(bothWays(registerModel(), written(new Date(1), new Date(1)))).toEqual(['valid', 'valid']);
  });

  it('tell elements of sets apart', () => {
    const add = (value: unknown): Operation => operation({ f: 'add', value }, true, 0);
    expect(bothWays(setModel(), [add(NaN), operation({ f: 'contains', value: null }, true, 2)])).toEqual([
      'invalid',
      'invalid',
    ]);
    const whole = setModel({ wholeReads: true });
    expect(bothWays(whole, [add(Infinity), operation({ f: 'read' }, [null], 2)])).toEqual([
      'invalid',
      'invalid',
    ]);
    expect(bothWays(whole, [add(1n), operation({ f: 'read' }, [1n], 2)])).toEqual(['valid', 'valid']);
  });

  it('refuse what the model does not know, and what lacks a value', () => {
    const refusals: readonly (readonly [unknown, Operation, string])[] = [
      [
        registerModel(),
        operation({ f: 'write', value: undefined }, undefined, 0),
        'operation 0 of the history is malformed: write of the model register needs value; it is undefined',
      ],
      [
        registerModel(),
        operation({ f: 'wirte', value: 1 }, undefined, 0),
        'operation 0 of the history is malformed: the model register knows the functions read, write, not wirte',
      ],
      [
        setModel(),
        operation({ f: 'read' }, [1], 0),
        'operation 0 of the history is malformed: the model set knows the functions add, remove, contains, not read',
      ],
      [
        queueModel(),
        operation({ f: 'toString' }, 1, 0),
        'operation 0 of the history is malformed: the model queue knows the functions enqueue, dequeue, not toString',
      ],
    ];
    for (const [model, asked, message] of refusals)
      expect(bothWays(model, [asked])).toEqual([message, message]);
  });
});

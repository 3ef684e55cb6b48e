import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { EdnError, EdnReader, Incomplete, printEdn } from '../../../checkers/formats/edn.js';
import type { Value } from '../../../checkers/formats/events.js';

function read(text: string): Value {
  const reader = new EdnReader();
  reader.over(`${text}\n`);
  return reader.read();
}

describe('EdnReader', () => {
  it.each<[string, Value]>([
    ['nil', null],
    ['true', true],
    ['false', false],
    ['42', 42],
    ['-7', -7],
    ['+7', 7],
    ['-0', 0],
    ['0', 0],
    ['7N', 7],
    ['999999999999999', 999999999999999],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['0x20000000000001', 9007199254740993n],
    ['9007199254740993N', 9007199254740993n],
    ['-2r100000000000000000000000000000000000000000000000000001', -9007199254740993n],
    ['"9007199254740993"', '9007199254740993'],
    ['-123456789012345678901234567890N', -123456789012345678901234567890n],
    ['1.5', 1.5],
    ['1.5e3', 1500],
    ['2.50M', 2.5],
    ['1/3', '1/3'],
    [':timed-out', 'timed-out'],
    [':jepsen/foo', 'jepsen/foo'],
    ['some-symbol', 'some-symbol'],
    ['-', '-'],
    ['"a\\"b\\\\c\\n\\u00e9"', 'a"b\\c\né'],
    ['"two\nlines and more of them"', 'two\nlines and more of them'],
    ['\\a', 'a'],
    ['\\newline', '\n'],
    ['\\u0041', 'A'],
    ['[]', []],
    ['[1 [2 nil] (3, 4)]', [1, [2, null], [3, 4]]],
    ['#{1 2}', [1, 2]],
    ['{:a 1, "b" [2], 3 nil}', { a: 1, b: [2], 3: null }],
    ['{:v :a, [:b] 2, {:c :d} 3}', { v: 'a', '["b"]': 2, '{"c" "d"}': 3 }],
    ['{:__proto__ 1}', JSON.parse('{"__proto__":1}') as Value],
    ['#inst "2020-01-01"', '2020-01-01'],
    ['#jepsen.history.Op{:index 1}', { index: 1 }],
    ['#object[java.lang.Exception 0x1 "boo"]', ['java.lang.Exception', 1, 'boo']],
    ['0x10', 16],
    ['-0XfF', -255],
    ['017', 15],
    ['00', 0],
    ['2r101', 5],
    ['36rZz', 1295],
    ['-16rff', -255],
    ['0xFFFFFFFFFFFFFFFFF', 295147905179352825855n],
    ['0x10N', 16],
    ['4/2', 2],
    ['-6/4', '-3/2'],
    ['1M', 1],
    ['0.1000000000000000000001M', '0.1000000000000000000001'],
    ['##NaN', NaN],
    ['[##Inf ##-Inf]', [Infinity, -Infinity]],
    ['#"a\\d+\\"b"', 'a\\d+\\"b'],
    ["[#'user/x 'y '(1)]", ['user/x', 'y', [1]]],
    ['"\\101\\0\\\\1\\r"', 'A\0\\1\r'],
    ['[\\o101 \\( \\a]', ['A', '(', 'a']],
    ['#:a{:b 1 :c/d 2 :_/e 3}', { 'a/b': 1, 'c/d': 2, e: 3 }],
    ['[#<Atom@1f: <nil>> 2]', ['#<Atom@1f: <nil>>', 2]],
    ['[#^:dynamic x #(inc 1)]', ['x', ['inc', 1]]],
    ['^{:line 3} [1]', [1]],
    ['[1 #_ [2 3] 4 #_5]', [1, 4]],
    ['#_ignored 5', 5],
    ['; a comment\n 5', 5],
    ['[1 ; one\n 2]', [1, 2]],
  ])('reads %s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['}', /unexpected "}"/, 0],
    ['[1 )', /unexpected "\)"/, 3],
    ['{:a}', /value for every key/, 0],
    ['[##Nan]', /there is no number ##Nan/, 1],
    ['08', /not a number/, 0],
    ['2r102', /not a number/, 0],
    ['1/0', /not a number/, 0],
    ['"\\400"', /unknown escape/, 0],
    ['\\o777', /unknown character/, 0],
    ['1e999', /not a number/, 0],
    ['12abc', /not a number/, 0],
    ['"\\q"', /unknown escape/, 0],
    ['\\nonsense', /unknown character/, 0],
  ])('refuses %s', (text, reason, offset) => {
    let error: unknown;
    try {
      read(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(EdnError);
    expect((error as EdnError).reason).toMatch(reason);
    expect((error as EdnError).offset).toBe(offset);
  });

  it.each(['[1 2', '"abc', '{:a', '#', '#_', '#foo', ':a', '(', '; only a comment', '', '\\'])(
    'asks for more after %s',
    (text) => {
      const reader = new EdnReader();
      reader.over(text);
      expect(() => reader.read()).toThrow(Incomplete);
    },
  );

  it('does not overflow the stack on deep nesting', () => {
    expect(() => read('['.repeat(100_000))).toThrow(/nested more than 500 deep/);
  });

  it('reads back whatever it printed', () => {
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(fc.property(value, (value) => void expect(read(printEdn(value))).toEqual(value)));
  });
});

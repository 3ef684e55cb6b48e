/** Where a text stops being JSON: in one line, the same on every version of Node. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../sim/input/error.js';
import { parseJson } from '../../../sim/input/json.js';

function refusal(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'JSON';
}

describe('JSON', () => {
  it('is read as JSON.parse reads it, behind a byte order mark too', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, undefined, 1);
        expect(parseJson(text)).toEqual(JSON.parse(text));
        expect(parseJson(`\ufeff${text}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a": 1,\n "b": }', 'line 2, column 7: expected a value, got "}"'],
    ['{"a": 1,}', 'line 1, column 9: expected a name in double quotes, got "}"'],
    ['{a: 1}', 'line 1, column 2: expected a name in double quotes, got "a"'],
    ['{"a" 1}', 'line 1, column 6: expected ":", got "1"'],
    ['[1 2]', 'line 1, column 4: expected "," or "]", got "2"'],
    ['[1, 2', 'line 1, column 6: expected "," or "]", got the end'],
    ['"one\ntwo"', 'line 1, column 5: expected the rest of a text, and the quote that ends it, got "\\n"'],
    ['[1]\n{}', 'line 2, column 1: expected nothing more, got "{"'],
    ['01', 'line 1, column 2: expected nothing more, got "1"'],
    ['\u001b[31m', 'line 1, column 1: expected a value, got "\\u001b"'],
    ['', 'line 1, column 1: expected a value, got the end'],
  ])('%j is none, and one line says where', (text, sentence) => {
    expect(refusal(text)).toBe(sentence);
  });

  it('that is cut anywhere, or nested deeply, is refused by one line', () => {
    const whole = JSON.stringify({ list: [1, -2.5e3, true, null, { text: 'a\\"b' }] });
    for (let end = 0; end < whole.length; end++)
      expect(refusal(whole.slice(0, end))).toMatch(
        /^line 1, column \d+: expected .*, got (the end|"([-.etrufalsn]|\\\\)")$/,
      );
    expect(refusal('['.repeat(200_000))).toMatch(/^line 1, column 200001: /);
  });
});

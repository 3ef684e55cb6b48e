import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest } from '../../../sim/input/did-you-mean.js';
import { InputError } from '../../../sim/input/error.js';
import { integer, json, list, number, object, read, set, text, word } from '../../../sim/input/schema.js';

const point = object({ x: number(-10, 10), label: text(5).optional() });

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('expected a refusal');
}

describe('schemas', () => {
  it('copy what they accept', () => {
    const input = { x: 1, label: 'a' };
    const copy = read(point, input, 'point');
    expect(copy).toEqual(input);
    expect(copy).not.toBe(input);
    expect(Object.is(read(number(-1, 1), -0, ''), 0)).toBe(true);
  });

  it.each<[unknown, string]>([
    [null, 'point: expected an object with x, label, got null'],
    [[1], 'point: expected an object with x, label, got a list of 1'],
    [{}, 'point.x: expected a number between -10 and 10, got nothing'],
    [{ x: '1' }, 'point.x: expected a number between -10 and 10, got "1"'],
    [{ x: NaN }, 'point.x: expected a number between -10 and 10, got NaN'],
    [{ x: 1e308 }, 'point.x: expected a number between -10 and 10, got 1e+308'],
    [{ x: 1, label: '' }, 'point.label: expected a string of 1 to 5 characters, got ""'],
    [{ x: 1, lable: 'a' }, 'point: expected only x, label, got "lable"; did you mean "label"?'],
    [
      JSON.parse('{"x":1,"__proto__":{"y":2}}'),
      'point.__proto__: expected another key: this one is not data',
    ],
    [new Date(0), 'point: expected plain data, got an object'],
    [() => 1, 'point: expected an object with x, label, got a function'],
  ])('refuse %j', (input, message) => {
    expect(refusal(() => read(point, input, 'point'))).toBe(message);
  });

  it('refuse lists that are too long, and repetitions', () => {
    expect(refusal(() => read(list(integer(0, 9), 2), [1, 2, 3], 'l'))).toBe(
      'l: expected a list of 0 to 2 items, got a list of 3',
    );
    expect(refusal(() => read(set(word('a', 'b'), 5), ['a', 'a'], 'l'))).toBe(
      'l[1]: expected each name once, got "a"',
    );
    expect(refusal(() => read(list(integer(0, 9), 2), [1.5], 'l'))).toBe(
      'l[0]: expected a whole number between 0 and 9, got 1.5',
    );
  });

  it('copy any JSON value, and nothing that is not one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const holds = JSON.stringify(value).includes('__proto__');
        if (!holds) expect(read(json(), value, 'input')).toEqual(value);
      }),
    );
    expect(refusal(() => read(json(), { a: [1n] }, 'input'))).toBe(
      'input.a[0]: expected a JSON value, got 1',
    );
    expect(refusal(() => read(json(), JSON.parse('{"__proto__":1}'), 'input'))).toMatch(/__proto__/);
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown;
    expect(refusal(() => read(json(), deep, 'i'))).toMatch(/nested too deeply$/);
  });

  it('show long input in short', () => {
    expect(refusal(() => read(word('a'), 'x'.repeat(10_000), 'w')).length).toBeLessThan(200);
    expect(refusal(() => read(point, { x: 1, ['y'.repeat(10_000)]: 1 }, 'p')).length).toBeLessThan(200);
  });
});

describe('did you mean', () => {
  it.each([
    ['partiton', 'partition'],
    ['crahs', 'crash'],
    ['PAUSE', 'pause'],
    ['n22', undefined],
    ['zebra', undefined],
    ['', undefined],
  ])('%s: %s', (input, expected) => {
    expect(closest(input, ['partition', 'crash', 'pause', 'nodes'])).toBe(expected);
  });

  it('finds a name one slip away', () => {
    const name = fc.string({ minLength: 4, maxLength: 20, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(name, fc.nat(), (original, at) => {
        const cut = at % original.length;
        expect(closest(original.slice(0, cut) + original.slice(cut + 1), [original])).toBe(original);
      }),
    );
  });
});

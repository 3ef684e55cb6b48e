import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest } from '../../../sim/input/did-you-mean.js';
import { InputError } from '../../../sim/input/error.js';
import {
  integer,
  json,
  list,
  number,
  object,
  optional,
  set,
  text,
  word,
} from '../../../sim/input/readers.js';

const point = object<{ x: number; label?: string }, unknown>({
  x: number(-10, 10),
  label: optional(text(5)),
});

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('expected a refusal');
}

describe('readers', () => {
  it('copy what they accept', () => {
    const input = { x: 1, label: 'a' };
    const read = point.read(input, 'point', undefined);
    expect(read).toEqual(input);
    expect(read).not.toBe(input);
    expect(Object.is(number(-1, 1).read(-0, '', undefined), 0)).toBe(true);
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
    [JSON.parse('{"x":1,"__proto__":{"y":2}}'), 'point: expected only x, label, got "__proto__"'],
    [new Date(0), 'point: expected an object with x, label, got an object'],
    [() => 1, 'point: expected an object with x, label, got a function'],
  ])('refuse %j', (input, message) => {
    expect(refusal(() => point.read(input, 'point', undefined))).toBe(message);
  });

  it('refuse lists that are too long, and repetitions', () => {
    expect(refusal(() => list(integer(0, 9), 2).read([1, 2, 3], 'l', undefined))).toBe(
      'l: expected a list of 0 to 2 items, got a list of 3',
    );
    expect(refusal(() => set(word('a', 'b'), 5).read(['a', 'a'], 'l', undefined))).toBe(
      'l[1]: expected each name once, got "a"',
    );
    expect(refusal(() => list(integer(0, 9), 2).read([1.5], 'l', undefined))).toBe(
      'l[0]: expected a whole number between 0 and 9, got 1.5',
    );
  });

  it('copy any JSON value, and nothing that is not one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const holds = JSON.stringify(value).includes('__proto__');
        if (!holds) expect(json(100).read(value, 'input', undefined)).toEqual(value);
      }),
    );
    expect(refusal(() => json(9).read({ a: [1n] }, 'input', undefined))).toBe(
      'input.a[0]: expected a JSON value, got 1',
    );
    expect(refusal(() => json(9).read(JSON.parse('{"__proto__":1}'), 'input', undefined))).toMatch(
      /__proto__/,
    );
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown;
    expect(refusal(() => json(100).read(deep, 'i', undefined))).toMatch(/nested too deeply$/);
  });

  it('show long input in short', () => {
    expect(refusal(() => word('a').read('x'.repeat(10_000), 'w', undefined)).length).toBeLessThan(200);
    expect(refusal(() => point.read({ x: 1, ['y'.repeat(10_000)]: 1 }, 'p', undefined)).length).toBeLessThan(
      200,
    );
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

/** Copies of plain data: equal, and nobody else's, whatever objects are called and however many names there are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyPlain } from '../../../sim/kernel/copy.js';

describe('a copy', () => {
  const name = fc.oneof(fc.constantFrom('append', 'vote', '', '__proto'), fc.string({ maxLength: 6 }));
  const record = fc.record(
    { kind: fc.oneof(name, fc.integer()), f: name, key: fc.string(), value: fc.integer() },
    { requiredKeys: [] },
  );
  const dictionary = fc.dictionary(
    name.filter((key) => key !== '__proto__'),
    fc.array(record),
  );

  it('is equal, and shares nothing that can change', () => {
    fc.assert(
      fc.property(fc.oneof(record, dictionary), (value) => {
        const copy = copyPlain(value);
        expect(copy).toEqual(value);
        expect(copy).not.toBe(value);
        for (const [key, inner] of Object.entries(value))
          if (typeof inner === 'object') expect((copy as Record<string, unknown>)[key]).not.toBe(inner);
      }),
    );
  });

  it('is made of any object, though thousands have other names', () => {
    for (let i = 0; i < 3_000; i++) {
      const value = { kind: `kind ${i % 1_500}`, at: { [`n${i}`]: i } };
      const copy = copyPlain(value);
      expect(copy).toEqual(value);
      expect(copy.at).not.toBe(value.at);
    }
  });

  it('is made of any shape that comes under a name that is often seen', () => {
    for (let i = 0; i < 60_000; i++) {
      const value = {
        kind: `often ${i % 60}`,
        [`field ${i % 7}`]: i,
        [i % 2 ? 'odd' : 'even']: { f: 'put', i },
      };
      expect(copyPlain(value)).toEqual(value);
    }
  });

  it('of a message with a name is as picky as any other', () => {
    expect(() => copyPlain({ kind: 'append', then: () => 1 }, 'message')).toThrow(
      'message.then is a function',
    );
    expect(() => copyPlain({ f: 'put', value: Symbol('x') })).toThrow('value.value is a symbol');
  });
});

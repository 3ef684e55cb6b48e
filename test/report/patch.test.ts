import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonOf } from '../../sim/record/plain-json.js';
import { applyPatch, patchBetween } from '../../report/data/patch.js';

const json = fc.jsonValue({ maxDepth: 4 });

it('a patch turns one value into the other and changes neither', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const [was, will] = [structuredClone(before), structuredClone(after)];
      const patch = patchBetween(before, after);
      expect(applyPatch(before, JSON.parse(JSON.stringify(patch)) as typeof patch)).toEqual(after);
      expect([before, after]).toEqual([was, will]);
    }),
    { numRuns: 400 },
  );
});

it('equal values need no patch', () => {
  fc.assert(
    fc.property(json, (value) => void expect(patchBetween(value, structuredClone(value))).toEqual([])),
  );
});

it('what a patch leaves alone is shared', () => {
  const before = { log: [{ term: 1 }, { term: 2 }], votes: { a: true } };
  const after = { log: [{ term: 1 }, { term: 2 }, { term: 3 }], votes: { a: true } };
  const patch = patchBetween(before, after);
  expect(patch).toEqual([[['log', 2], { term: 3 }]]);
  const result = applyPatch(before, patch) as typeof before;
  expect(result.votes).toBe(before.votes);
  expect(result.log[0]).toBe(before.log[0]);
});

it('what JSON has no word for keeps its content', () => {
  const values = {
    map: new Map([['a', 1]]),
    set: new Set([1n]),
    when: new Date(0),
    bytes: new Uint8Array([1, 2]),
    odd: [NaN, -Infinity],
    none: undefined,
  };
  expect(jsonOf(values)).toEqual({
    map: { map: [['a', 1]] },
    set: { set: ['1n'] },
    when: { date: '1970-01-01T00:00:00.000Z' },
    bytes: { bytes: [1, 2] },
    odd: ['NaN', '-Infinity'],
  });
});

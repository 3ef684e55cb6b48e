import { describe, expect, it } from 'vitest';
import { casRegisterModel, registerModel } from '../../../checkers/models/register.js';
import { judged, wanted } from './verdicts-of.js';
import type { Case } from './verdicts-of.js';

const registers: readonly Case[] = [
  { name: 'nothing happened', history: '', expected: 'valid' },
  { name: 'the initial value', history: 'a read -> nil', expected: 'valid' },
  {
    name: 'one after the other',
    history: 'a write 1\nb read -> 1\na write 2\nb read -> 2',
    expected: 'valid',
  },
  {
    name: 'a read during two writes',
    history: 'a write 1 @0-9\nb write 2 @1-8\nc read -> 2 @2-3\nc read -> 1 @4-5',
    expected: 'valid',
  },
  { name: 'a value of nowhere', history: 'a write 1\nb read -> 7', expected: 'phantom', core: 1 },
  { name: 'a read before its write', history: 'a read -> 1\nb write 1', expected: 'future-read', core: 2 },
  {
    name: 'a read of an overwritten value',
    history: 'a write 1\na write 2\nb read -> 1\nb read -> 2',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'the initial value after a write',
    history: 'a write 1\nb read -> nil',
    expected: 'stale-read',
    core: 2,
  },
  {
    name: 'forward zones overlap',
    history: 'a write 1 @0-9\nb write 2 @1-8\nc read -> 1 @2-3\nc read -> 2 @4-5\nc read -> 1 @6-7',
    expected: 'stale-read',
    core: 5,
  },
  {
    name: 'a backward zone inside a forward one',
    history: 'a write 1 @0-1\nb write 2 @2-3\nc read -> 1 @4-5',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'a backward zone that reaches out',
    history: 'a write 1 @0-1\nb write 2 @2-6\nc read -> 1 @4-5',
    expected: 'valid',
  },
  {
    name: 'a crashed write that took effect',
    history: 'a write 1 ?\nb read -> nil\nb read -> 1',
    expected: 'valid',
  },
  {
    name: 'a crashed write that took effect late',
    history: 'a write 1 ? @0-1\nb write 2 @2-3\nb read -> 2 @4-5\nc read -> 1 @6-7',
    expected: 'valid',
  },
  {
    name: 'a crashed write that comes and goes',
    history: 'a write 1 ? @0-1\nb read -> 1 @2-3\nb read -> nil @4-5',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'crashed writes that nobody saw',
    history: 'a write 1 ?\nb write 1 ?\nc read -> nil',
    expected: 'valid',
  },
  {
    name: 'a value that two may have written',
    history: 'a write 1 ?\nb write 1\nc read -> 1',
    expected: 'left',
  },
  {
    name: 'a value written twice that nobody reads',
    history: 'a write 1\nb write 1\nc write 2\nc read -> 2',
    expected: 'valid',
  },
  { name: 'the initial value written again', history: 'a write null\nb read -> nil', expected: 'left' },
  { name: 'a read that says nothing', history: 'a write 1\nb read', expected: 'valid' },
  {
    name: 'structured values',
    history: 'a write {"x":[1,2]}\nb write {"y":1}\nc read -> {"x":[1,2]}',
    expected: 'stale-read',
    core: 3,
  },
  { name: 'another function', history: 'a increment', expected: 'left' },
];

const chains: readonly Case[] = [
  {
    name: 'a chain from the initial value',
    history: 'a cas from=null to=1\nb cas from=1 to=2\nc read -> 2',
    expected: 'valid',
  },
  {
    name: 'a chain in the wrong order',
    history: 'a write 1\nb cas from=2 to=3\nc cas from=1 to=2',
    expected: 'future-read',
    core: 3,
  },
  {
    name: 'one value found twice',
    history: 'a write 1\nb cas from=1 to=2\nc cas from=1 to=3',
    expected: 'lost-update',
    core: 3,
  },
  { name: 'a value nobody wrote', history: 'a write 1\nb cas from=9 to=2', expected: 'phantom', core: 1 },
  {
    name: 'a circle',
    history: 'a cas from=1 to=2 @0-3\nb cas from=2 to=1 @1-2',
    expected: 'circular-information-flow',
    core: 2,
  },
  {
    name: 'a write in the middle of a chain',
    history: 'a write 1 @0-1\nb write 2 @2-3\nc cas from=1 to=3 @4-5',
    expected: 'lost-update',
    core: 3,
  },
  {
    name: 'a write that fits beside a chain',
    history: 'a write 1 @0-1\nb write 2 @2-9\nc cas from=1 to=3 @4-5\nd read -> 3 @6-7',
    expected: 'valid',
  },
  {
    name: 'a read of what was replaced',
    history: 'a write 1\nb cas from=1 to=2\nc read -> 1',
    expected: 'stale-read',
    core: 3,
  },
  {
    name: 'a crashed link that must have happened',
    history: 'a write 1\nb cas from=1 to=2 ?\nc read -> 1\nc cas from=2 to=3\nd read -> 3',
    expected: 'valid',
  },
  {
    name: 'a crashed link that cannot have happened',
    history: 'a write 1\nb cas from=8 to=2 ?\nc read -> 1\nc read -> 2',
    expected: 'phantom',
    core: 2,
  },
  {
    name: 'crashed links that did not happen',
    history: 'a write 1\nb cas from=1 to=2 ?\nc cas from=1 to=3 ?\nd cas from=1 to=4\nd read -> 4',
    expected: 'valid',
  },
  {
    name: 'a cas that changes nothing is a read',
    history: 'a write 1\nb write 2\nc cas from=1 to=1',
    expected: 'stale-read',
    core: 3,
  },
  { name: 'a refusal', history: 'a write 1\nb cas from=2 to=3 -> false\nc read -> 1', expected: 'valid' },
  {
    name: 'refusals between',
    history:
      'a write 1 @0-1\nb write 2 @2-9\nc cas from=1 to=3 -> false @3-4\nc cas from=2 to=4 -> false @5-6',
    expected: 'left',
  },
  {
    name: 'refusals in turn',
    history:
      'a write 1 @0-1\nb write 2 @2-9\nc cas from=2 to=3 -> false @3-4\nc cas from=1 to=4 -> false @5-6',
    expected: 'valid',
  },
  {
    name: 'an impossible refusal is left to the search',
    history: 'a write 1\nb cas from=1 to=3 -> false',
    expected: 'left',
  },
];

describe('register zones', () => {
  it.each(registers)('register: $name', (one) => {
    expect(judged(registerModel(), one.history)).toEqual(wanted(one));
  });

  it.each(chains)('chain: $name', (one) => {
    expect(judged(casRegisterModel(), one.history)).toEqual(wanted(one));
  });

  it('takes the initial value and silent reads from the model', () => {
    expect(judged(registerModel({ initial: 0 }), 'a read -> 0').verdict).toBe('valid');
    expect(judged(registerModel({ initial: 0 }), 'a read -> nil').verdict).toBe('phantom');
    expect(judged(registerModel({ nullRead: 'anything' }), 'a write 1\nb read -> nil').verdict).toBe('valid');
  });

  it('places observed failures', () => {
    const model = casRegisterModel({ failedCas: 'observe' });
    expect(judged(model, 'a write 1\nb cas from=2 to=3 !\nc read -> 1').verdict).toBe('valid');
    expect(judged(model, 'a write 1\nb cas from=1 to=3 !\nc read -> 1').verdict).toBe('left');
  });
});

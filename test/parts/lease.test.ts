/** Leases: as data, with clocks, late answers and copies; and in a world that shows each planted bug, in both styles. */
import { simulate } from 'seedstorm';
import {
  answerLease,
  heldToken,
  leaseAnswered,
  leaseQuestion,
  leaseRules,
  noLease,
  passesFence,
  recoverLeases,
  type Leases,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { leaseWorld } from './lease-world.js';

const settings = { durationMs: 100, clockError: 0.1 };
const ask = (leases: Leases, from: string, nowMs: number) =>
  answerLease(leases, { lease: 'grant', name: 'l' }, from, nowMs, settings).answer;
const renew = (leases: Leases, token: number, nowMs: number) =>
  answerLease(leases, { lease: 'renew', name: 'l', token }, 'a', nowMs, settings).answer;

describe('a granter', () => {
  it('grants to one at a time, for a term of its clock and the error of it, with tokens that grow', () => {
    const leases: Leases = {};
    expect(ask(leases, 'a', 1000)).toEqual({ kind: 'granted', token: 1, durationMs: 100 });
    expect(ask(leases, 'b', 1050)).toEqual({ kind: 'held', forMs: expect.closeTo(60) as number });
    expect(renew(leases, 1, 1050)).toMatchObject({ kind: 'granted', token: 1 });
    expect(ask(leases, 'b', 1159)).toMatchObject({ kind: 'held' });
    expect(ask(leases, 'b', 1161)).toMatchObject({ kind: 'granted', token: 2 });
    expect(renew(leases, 1, 1162)).toEqual({ kind: 'over' });
  });

  it('gives a second token to who asks twice, and knows no name that it was not told', () => {
    const leases: Leases = {};
    ask(leases, 'a', 0);
    expect(ask(leases, 'a', 1)).toMatchObject({ token: 2 });
    expect(renew(leases, 1, 2)).toEqual({ kind: 'over' });
    for (const name of ['__proto__', 'constructor']) {
      answerLease(leases, { lease: 'grant', name }, 'a', 0, settings);
      const again = answerLease(leases, { lease: 'grant', name }, 'b', 0, settings);
      expect(again.answer).toMatchObject({ kind: 'held' });
    }
  });

  it('takes back what is released, once', () => {
    const leases: Leases = {};
    ask(leases, 'a', 0);
    const release = { lease: 'release', name: 'l', token: 1 } as const;
    expect(answerLease(leases, release, 'a', 5, settings)).toEqual({
      answer: { kind: 'over' },
      changed: true,
    });
    expect(answerLease(leases, release, 'a', 6, settings).changed).toBe(false);
    expect(renew(leases, 1, 7)).toEqual({ kind: 'over' });
    expect(ask(leases, 'b', 8)).toMatchObject({ kind: 'granted', token: 2 });
    // The copy of a release that comes late takes nothing from the next holder.
    expect(answerLease(leases, release, 'a', 9, settings).changed).toBe(false);
    expect(ask(leases, 'a', 10)).toMatchObject({ kind: 'held' });
  });

  it('lets a whole term go by after a restart, in which the holder may renew', () => {
    const again = () => recoverLeases({ l: { token: 7, holder: 'a' } }, 5, settings);
    expect(ask(again(), 'b', 114)).toMatchObject({ kind: 'held' });
    expect(ask(again(), 'b', 116)).toMatchObject({ token: 8 });
    expect(renew(again(), 7, 114)).toMatchObject({ kind: 'granted', token: 7 });
  });
});

describe('a holder', () => {
  const granted = (token: number) => ({ kind: 'granted', token, durationMs: 100 }) as const;

  it('counts from its question and less than it was given, so that a late answer is worth less', () => {
    const mine = noLease('l');
    expect(leaseQuestion(mine)).toEqual({ lease: 'grant', name: 'l' });
    expect(leaseAnswered(mine, granted(3), 1000, 1040, settings)).toBe(25);
    expect([heldToken(mine, 1089.9), heldToken(mine, 1090)]).toEqual([3, undefined]);
    expect(leaseQuestion(mine)).toEqual({ lease: 'renew', name: 'l', token: 3 });
    leaseAnswered(mine, granted(3), 1080, 1300, settings);
    expect(heldToken(mine, 1300)).toBeUndefined();
  });

  it('is not thrown back by an answer that comes late', () => {
    const mine = noLease('l');
    leaseAnswered(mine, granted(5), 1000, 1001, settings);
    leaseAnswered(mine, granted(4), 1050, 1051, settings);
    leaseAnswered(mine, granted(5), 900, 1052, settings);
    expect([mine.token, mine.untilMs]).toEqual([5, 1090]);
    leaseAnswered(mine, { kind: 'over' }, 1060, 1061, settings);
    expect(heldToken(mine, 1061)).toBeUndefined();
  });

  it('gives it up before the granter does, whatever their clocks do within the bound', () => {
    for (const holder of [0.9, 1, 1.1])
      for (const granter of [0.9, 1, 1.1]) {
        const mine = noLease('l');
        leaseAnswered(mine, granted(1), 0, 0, settings);
        const leases: Leases = {};
        ask(leases, 'a', 0);
        const freeAt = (leases['l']?.untilMs ?? 0) / granter;
        expect(mine.untilMs / holder).toBeLessThanOrEqual(freeAt + 1e-9);
      }
  });
});

it('a fence lets no smaller token pass, for each lease by itself', () => {
  const fence = {};
  expect([1, 3, 3, 2, 4].map((token) => passesFence(fence, 'l', token))).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
  expect(passesFence(fence, '__proto__', 1)).toBe(true);
  expect(passesFence(fence, '__proto__', 0)).toBe(false);
  expect(passesFence({ l: 9 }, 'l', 1, { ...leaseRules, fence: 'ignored' })).toBe(true);
});

describe.each(['machine', 'async'] as const)('workers under a lease, style %s', (style) => {
  it('are alone, and lose no addition, in 4 seeds', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { verdict, checks } = await simulate(leaseWorld, { seed, params: { style } });
      expect(verdict, JSON.stringify(checks)).not.toBe('invalid');
    }
  });

  it.each(Object.keys(leaseWorld.bugs ?? {}))('%s is found', (bug) =>
    expectFound(leaseWorld, bug, { style }),
  );
});

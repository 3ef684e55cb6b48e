/** Where two logs part, what a torn file is worth, and what a leader does with numbered messages. */
import { describe, expect, it } from 'vitest';
import { admission, sessionsOf } from '../../../scenarios/broker/replicated-log/admission.js';
import { rulesWith } from '../../../scenarios/broker/replicated-log/bugs.js';
import {
  divergence,
  keepAfter,
  lastEpoch,
  recordAt,
  recovered,
} from '../../../scenarios/broker/replicated-log/log.js';
import type { Entry } from '../../../scenarios/broker/replicated-log/messages.js';

/** A log with entries of these epochs. */
const logOf = (...epochs: number[]): Entry[] =>
  epochs.map((epoch, offset) => ({ epoch, value: `${epoch}/${offset}` }));

/** What a follower does until it may fetch. */
function reconciled(leader: readonly Entry[], follower: Entry[]): Entry[] {
  for (let rounds = 0; rounds < 10; rounds++) {
    const told = divergence(leader, follower.length, lastEpoch(follower));
    if (told === undefined) return follower;
    follower = follower.slice(0, keepAfter(follower, told));
  }
  throw new Error('no end to it');
}

describe('reconciling by leader epochs', () => {
  it('leaves a follower alone whose log is a beginning of the leader’s', () => {
    expect(reconciled(logOf(1, 1, 2, 2), logOf(1, 1, 2))).toEqual(logOf(1, 1, 2));
    expect(reconciled(logOf(1), [])).toEqual([]);
  });

  it('cuts off what only the follower has', () => {
    expect(reconciled(logOf(1, 1), logOf(1, 1, 1))).toEqual(logOf(1, 1));
    expect(reconciled(logOf(1, 1, 3), logOf(1, 1, 2, 2))).toEqual(logOf(1, 1));
  });

  it('finds the largest epoch that both have (KIP-279)', () => {
    // The leader has never heard of epoch 2, the follower not of epoch 3; both have epoch 1, to different ends.
    expect(reconciled(logOf(1, 1, 1, 3, 4), logOf(1, 1, 2, 2))).toEqual(logOf(1, 1));
    expect(reconciled(logOf(2, 4), logOf(1, 3))).toEqual([]);
  });
});

describe('recovery', () => {
  const file = (log: readonly Entry[]) =>
    log.map((_, offset) => ({ ok: true as const, value: recordAt(log, offset) }));

  it('keeps an unbroken log whole', () => {
    const log = logOf(1, 1, 2);
    expect(recovered(file(log))).toEqual(log);
  });

  it('stops at a torn record and at a gap', () => {
    const [first, second, third] = file(logOf(1, 1, 2));
    expect(recovered([first!, { ok: false }])).toEqual(logOf(1));
    expect(recovered([first!, third!])).toEqual(logOf(1));
    expect(recovered([second!, third!])).toEqual([]);
  });

  it('stops where an entry follows one that was never before it', () => {
    const old = file(logOf(1, 1, 1));
    const newer = file(logOf(1, 1, 2, 2));
    // The new third entry was lost in the power cut, the old one was not cut away.
    expect(recovered([...old, newer[3]!])).toEqual(logOf(1, 1, 1));
  });
});

describe('admission of numbered messages', () => {
  const sessions = sessionsOf([
    { epoch: 1, value: 'a', stamp: { producer: 'c1', epoch: 3, sequence: 0 } },
    { epoch: 1, value: 'b', stamp: { producer: 'c1', epoch: 3, sequence: 1 } },
  ]);
  const verdict = (epoch: number, sequence: number, bug?: string) =>
    admission(sessions, { producer: 'c1', epoch, sequence }, rulesWith(bug)).kind;

  it.each([
    [3, 2, 'append'],
    [3, 1, 'duplicate'],
    [3, 0, 'duplicate'],
    [3, 3, 'gap'],
    [4, 0, 'append'],
    [4, 1, 'gap'],
    [2, 2, 'fenced'],
  ])('epoch %i, number %i: %s', (epoch, sequence, expected) => {
    expect(verdict(epoch, sequence)).toBe(expected);
  });

  it('begins with number 0 for a producer nobody knows', () => {
    const rules = rulesWith(undefined);
    expect(admission({}, { producer: 'c2', epoch: 1, sequence: 0 }, rules)).toEqual({ kind: 'append' });
    expect(admission({}, { producer: 'c2', epoch: 1, sequence: 1 }, rules)).toEqual({ kind: 'gap' });
  });

  it('lets the planted bugs through, and only where they differ', () => {
    expect(verdict(2, 2, 'zombie-producer')).toBe('append');
    expect(verdict(3, 1, 'zombie-producer')).toBe('duplicate');
    expect(verdict(3, 1, 'sequence-not-checked')).toBe('append');
  });
});

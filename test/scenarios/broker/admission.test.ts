/** What a leader does with numbered messages. */
import { describe, expect, it } from 'vitest';
import { admission } from '../../../scenarios/broker/replicated-log/leader.js';
import { rules } from '../../../scenarios/broker/replicated-log/rules.js';

describe('admission of numbered messages', () => {
  const log = [
    { epoch: 1, value: 'a', stamp: { producer: 'c1', epoch: 3, sequence: 0 } },
    { epoch: 1, value: 'b', stamp: { producer: 'c1', epoch: 3, sequence: 1 } },
  ];
  const verdict = (epoch: number, sequence: number, bug?: string) =>
    admission(log, { producer: 'c1', epoch, sequence }, rules.with(bug));

  it.each([
    [3, 2, 'new'],
    [3, 1, 1],
    [3, 0, 1],
    [3, 3, 'gap'],
    [4, 0, 'new'],
    [4, 1, 'gap'],
    [2, 2, 'fenced'],
  ])('epoch %i, number %i: %s', (epoch, sequence, expected) => {
    expect(verdict(epoch, sequence)).toBe(expected);
  });

  it('begins with number 0 for a producer nobody knows', () => {
    expect(admission([], { producer: 'c2', epoch: 1, sequence: 0 }, rules.sound)).toBe('new');
    expect(admission([], { producer: 'c2', epoch: 1, sequence: 1 }, rules.sound)).toBe('gap');
  });

  it('lets the planted bugs through, and only where they differ', () => {
    expect(verdict(2, 2, 'zombie-producer')).toBe('new');
    expect(verdict(3, 1, 'zombie-producer')).toBe(1);
    expect(verdict(3, 1, 'sequence-not-checked')).toBe('new');
  });
});

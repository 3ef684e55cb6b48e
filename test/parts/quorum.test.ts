/** Counting votes: each voter once, until it is decided or cannot be any more. */
import { countAnswer, countRefusal, majorityOf, newTally, standingOf } from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { quorumRegisterScenario } from '../../scenarios/replication/quorum-register/scenario.js';
import { simulate } from 'seedstorm';

describe('a tally', () => {
  it('counts each voter once, and an answer outweighs a refusal', () => {
    const tally = newTally<string>(2, 3);
    expect(countAnswer(tally, 'a', 'x')).toBe('undecided');
    expect(countAnswer(tally, 'a', 'y')).toBe('undecided');
    expect(countRefusal(tally, 'a')).toBe('undecided');
    expect(countRefusal(tally, 'b')).toBe('undecided');
    expect(countRefusal(tally, 'b')).toBe('undecided');
    expect(countRefusal(tally, 'c')).toBe('impossible');
    expect(countAnswer(tally, 'c', 'z')).toBe('decided');
    expect(tally).toEqual({ need: 2, of: 3, answers: { a: 'y', c: 'z' }, refused: ['b'] });
  });

  it('begins with what is known, and needs more than there are or nobody', () => {
    expect(standingOf(newTally(1, 3, { a: 1 }))).toBe('decided');
    expect(standingOf(newTally(4, 3))).toBe('impossible');
    expect(standingOf(newTally(0, 3))).toBe('decided');
  });

  it('agrees with the definition for all votes of up to 5 voters', () => {
    for (let voters = 1; voters <= 5; voters++)
      for (let need = 1; need <= voters; need++)
        for (let code = 0; code < 3 ** voters; code++) {
          const votes = Array.from({ length: voters }, (_, voter) => Math.floor(code / 3 ** voter) % 3);
          const tally = newTally<boolean>(need, voters);
          votes.forEach((vote, voter) => {
            if (vote === 1) countAnswer(tally, `n${voter}`, true);
            if (vote === 2) countRefusal(tally, `n${voter}`);
          });
          const count = (kind: number) => votes.filter((vote) => vote === kind).length;
          const right =
            count(1) >= need ? 'decided' : count(1) + count(0) < need ? 'impossible' : 'undecided';
          if (standingOf(tally) !== right)
            expect.fail(`${votes.join('')} of need ${need}: ${standingOf(tally)}`);
        }
  });

  it('by majorities: two of them always meet, and one voter less would not do', () => {
    for (let voters = 1; voters <= 9; voters++) {
      expect(2 * majorityOf(voters)).toBeGreaterThan(voters);
      expect(2 * (majorityOf(voters) - 1)).toBeLessThanOrEqual(voters);
    }
  });
});

it('a register whose quorums do not meet reads what is old; with majorities its own tests keep it clean', async () => {
  const params = { nodes: 3, clients: 3, r: 1, w: 1, writeBack: false };
  expect((await simulate(quorumRegisterScenario, { seed: 1, params })).verdict).toBe('invalid');
});

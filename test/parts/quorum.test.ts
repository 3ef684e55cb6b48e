/** Counting votes: each voter once, until it is decided or cannot be any more. */
import {
  compareLamport,
  countAnswer,
  countRefusal,
  majorityOf,
  newestOf,
  newTally,
  noQuorumTasks,
  quorumSteps,
  standingOf,
  type LamportTime,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { quorumRegisterScenario } from '../../scenarios/replication/quorum-register.sim.js';
import { simulate } from 'seedstorm';
import { quorumWorld } from './quorum-world.js';

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

describe('query, then store', () => {
  const at = (time: number, node = 'a'): LamportTime => ({ time, node });
  const sent: string[] = [];
  const node = {
    members: ['a', 'b', 'c'],
    call: (to: string, message: unknown) => void sent.push(`${to} ${JSON.stringify(message)}`),
  };
  const settings = { r: 2, w: 2, timeoutMs: 50, order: compareLamport };
  const steps = quorumSteps<LamportTime, string>(settings);
  const answer = (quorum: number, from: string, value?: LamportTime) =>
    ({ kind: 'answer', token: { quorum }, from, value }) as const;
  const queried = (...held: [string, LamportTime][]) => {
    const tasks = noQuorumTasks<LamportTime, string>();
    steps.query(tasks, 'it', { f: 'query' }, node);
    const step = held.map(([from, copy]) => steps.reply(tasks, answer(1, from, copy))).at(-1);
    sent.length = 0;
    if (step?.kind !== 'queried') throw new Error('not decided');
    return { tasks, step };
  };

  it('sends a copy only to those not known to hold it, and late answers to the query count for nothing', () => {
    const { tasks, step } = queried(['a', at(1)], ['b', at(3)]);
    expect(step).toMatchObject({ newest: at(3), held: { a: at(1), b: at(3) }, about: 'it' });
    expect(steps.store(tasks, step, at(3), (voter) => ({ voter }), node)).toBeUndefined();
    expect(sent).toEqual(['a {"voter":"a"}', 'c {"voter":"c"}']);
    expect(steps.reply(tasks, answer(1, 'c', at(3)))).toBeUndefined();
    expect(steps.reply(tasks, { kind: 'timeout', token: { quorum: 2 }, from: 'a' })).toBeUndefined();
    expect(steps.reply(tasks, answer(2, 'c'))).toEqual({ kind: 'stored', about: 'it', copy: at(3) });
    expect(steps.reply(tasks, answer(2, 'a'))).toBeUndefined();
    expect(tasks.open).toEqual({});
  });

  it('is over at once where enough hold it, or there are too few voters, and fails when too few are left', () => {
    const { tasks, step } = queried(['a', at(3)], ['b', at(3)]);
    expect(steps.store(tasks, step, at(3), {}, node)).toMatchObject({ kind: 'stored' });
    const many = quorumSteps<LamportTime, string>({ ...settings, w: 4 });
    expect(many.store(tasks, { about: 'x' }, at(9), {}, node)).toEqual({
      kind: 'failed',
      about: 'x',
      phase: 'store',
      error: 'no quorum: fewer than 4 of 3 nodes answered',
    });
    steps.query(tasks, 'y', {}, node);
    const late = (from: string) => ({ kind: 'timeout', token: { quorum: 2 }, from }) as const;
    expect(steps.reply(tasks, late('a'))).toBeUndefined();
    expect(steps.reply(tasks, late('b'))).toMatchObject({ kind: 'failed', phase: 'query', about: 'y' });
  });

  it('mends those that told of an older copy, and nobody else', () => {
    const { tasks, step } = queried(['a', at(1)], ['b', at(3)]);
    steps.repair(step, { f: 'store' }, node);
    expect(sent).toEqual(['a {"f":"store"}']);
    expect(steps.reply(tasks, answer(0, 'a'))).toBeUndefined();
    expect(() => newestOf([], compareLamport)).toThrow('a query needs at least one answer');
  });

  describe.each(['machine', 'async'] as const)('in a world, style %s', (style) => {
    it('is linearizable, in 12 seeds', async () => {
      for (let seed = 1; seed <= 12; seed++)
        (await simulate(quorumWorld, { seed, params: { style } })).expectValid();
    });

    const bugs = style === 'machine' ? ['late-answers-count', 'first-is-newest'] : ['first-is-newest'];
    it.each(bugs)('%s is found', async (bug) => {
      let seed = 1;
      const bad = async () =>
        (await simulate(quorumWorld, { seed, bug, params: { style } })).verdict === 'invalid';
      while (seed <= 12 && !(await bad())) seed++;
      expect(seed).toBeLessThanOrEqual(12);
    });
  });
});

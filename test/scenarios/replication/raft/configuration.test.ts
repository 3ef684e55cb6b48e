/** Majorities, of one set of voters and of two (Ongaro 2014, §4.1 and §4.3), against their definition in words. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasQuorum,
  isVoter,
  lifeOf,
  majoritiesMeet,
  membersOf,
  quorumIndex,
  type Configuration,
} from '../../../../scenarios/replication/raft/configuration.js';

const NODES = ['n1', 'n2', 'n3', 'n4', 'n5'];

const someVoters = fc.subarray(NODES, { minLength: 1 });
const configurations: fc.Arbitrary<Configuration> = fc
  .tuple(someVoters, fc.option(someVoters))
  .map(([voters, outgoing]) => ({ voters, learners: [], ...(outgoing === null ? {} : { outgoing }) }));

const setsOf = ({ voters, outgoing }: Configuration) =>
  outgoing === undefined ? [voters] : [voters, outgoing];

/** The definition: more than half of each set. */
const decides = (configuration: Configuration, who: readonly string[]): boolean =>
  setsOf(configuration).every((set) => set.filter((node) => who.includes(node)).length * 2 > set.length);

/** Every group of nodes that can be formed. */
const groups = Array.from({ length: 1 << NODES.length }, (_, bits) =>
  NODES.filter((_node, place) => (bits >> place) & 1),
);

describe('a majority', () => {
  it.each([
    [['n1'], 1],
    [['n1', 'n2'], 2],
    [['n1', 'n2', 'n3'], 2],
    [['n1', 'n2', 'n3', 'n4'], 3],
    [['n1', 'n2', 'n3', 'n4', 'n5'], 3],
  ])('of %j is %i (§4.1)', (voters, needed) => {
    const by = (count: number) => (node: string) => voters.indexOf(node) < count;
    expect(hasQuorum({ voters, learners: [] }, by(needed))).toBe(true);
    expect(hasQuorum({ voters, learners: [] }, by(needed - 1))).toBe(false);
  });

  it('is needed of either set while there are two (§4.3)', () => {
    const joint = { voters: ['n3', 'n4', 'n5'], outgoing: ['n1', 'n2', 'n3'], learners: [] };
    expect(hasQuorum(joint, (node) => ['n3', 'n4', 'n5'].includes(node))).toBe(false);
    expect(hasQuorum(joint, (node) => ['n1', 'n2', 'n3'].includes(node))).toBe(false);
    expect(hasQuorum(joint, (node) => ['n2', 'n3', 'n4'].includes(node))).toBe(true);
  });

  it('has no part of learners (§4.2.1)', () => {
    const learning = { voters: ['n1', 'n2', 'n3'], learners: ['n4', 'n5'] };
    expect(hasQuorum(learning, (node) => ['n1', 'n4', 'n5'].includes(node))).toBe(false);
    expect(membersOf(learning)).toEqual(NODES);
    expect(isVoter(learning, 'n4')).toBe(false);
  });

  it('is what the definition says, whoever says yes', () => {
    fc.assert(
      fc.property(configurations, fc.subarray(NODES), (configuration, yes) => {
        expect(hasQuorum(configuration, (node) => yes.includes(node))).toBe(decides(configuration, yes));
      }),
    );
  });
});

describe('the index of a quorum', () => {
  it('is the highest that a majority has reached (§3.5)', () => {
    const at: Record<string, number> = { n1: 7, n2: 3, n3: 5, n4: 1 };
    const reached = (node: string) => at[node] ?? 0;
    expect(quorumIndex({ voters: ['n1', 'n2', 'n3'], learners: [] }, reached)).toBe(5);
    expect(quorumIndex({ voters: ['n1', 'n2', 'n3', 'n4'], learners: [] }, reached)).toBe(3);
    expect(quorumIndex({ voters: ['n1'], outgoing: ['n2', 'n3', 'n4'], learners: [] }, reached)).toBe(3);
  });

  it('is the greatest index of which a quorum can say that it is there', () => {
    const indexes = fc.array(fc.nat(9), { minLength: NODES.length, maxLength: NODES.length });
    fc.assert(
      fc.property(configurations, indexes, (configuration, at) => {
        const reached = (node: string) => at[NODES.indexOf(node)] ?? 0;
        const greatest = [...Array(10).keys()].findLast((index) =>
          decides(
            configuration,
            NODES.filter((node) => reached(node) >= index),
          ),
        );
        expect(quorumIndex(configuration, reached)).toBe(greatest);
      }),
    );
  });
});

describe('majorities of two configurations', () => {
  it.each([
    { one: ['n1', 'n2', 'n3'], other: ['n1', 'n2', 'n3', 'n4'], meet: true },
    { one: ['n1', 'n2', 'n3', 'n4'], other: ['n1', 'n2', 'n3'], meet: true },
    { one: ['n1', 'n2', 'n3', 'n4'], other: ['n1', 'n2', 'n3', 'n4', 'n5'], meet: true },
    // Two changes of one server: figure 4.2, and the bug of 2015.
    { one: ['n1', 'n2', 'n3'], other: ['n1', 'n2', 'n3', 'n4', 'n5'], meet: false },
    { one: ['n1', 'n2', 'n3'], other: ['n1', 'n2', 'n4'], meet: false },
    { one: ['n1'], other: ['n2'], meet: false },
  ])('$one and $other: $meet (figures 4.2 and 4.3)', ({ one, other, meet }) => {
    expect(majoritiesMeet({ voters: one, learners: [] }, { voters: other, learners: [] })).toBe(meet);
  });

  it('meet across a joint configuration that has both sets (§4.3)', () => {
    const [before, after] = [
      ['n1', 'n2', 'n3'],
      ['n4', 'n5'],
    ];
    const joint = { voters: after, outgoing: before, learners: [] };
    expect(majoritiesMeet({ voters: before, learners: [] }, joint)).toBe(true);
    expect(majoritiesMeet(joint, { voters: after, learners: [] })).toBe(true);
    expect(majoritiesMeet({ voters: before, learners: [] }, { voters: after, learners: [] })).toBe(false);
  });

  /** The definition: there are no two groups without a common node that can each decide. */
  const meet = (one: Configuration, other: Configuration): boolean =>
    !groups.some((group) => {
      const rest = NODES.filter((node) => !group.includes(node));
      return decides(one, group) && decides(other, rest);
    });

  it('meet just when no two groups without a common node can each decide', () => {
    fc.assert(
      fc.property(someVoters, someVoters, (a, b) => {
        const [one, other] = [
          { voters: a, learners: [] },
          { voters: b, learners: [] },
        ];
        expect(majoritiesMeet(one, other)).toBe(meet(one, other));
      }),
    );
  });

  it('are never said to meet where two such groups can decide, joint or not', () => {
    fc.assert(
      fc.property(configurations, configurations, (one, other) => {
        if (majoritiesMeet(one, other)) expect(meet(one, other)).toBe(true);
      }),
    );
  });

  it('meet at either end of every joint configuration', () => {
    fc.assert(
      fc.property(someVoters, someVoters, (outgoing, voters) => {
        const joint = { voters, outgoing, learners: [] };
        for (const set of [voters, outgoing]) {
          const end = { voters: set, learners: [] };
          expect([majoritiesMeet(joint, end), majoritiesMeet(end, joint)]).toEqual([true, true]);
          expect(meet(joint, end)).toBe(true);
        }
      }),
    );
  });
});

describe('lives', () => {
  it('are the first where nothing is said', () => {
    const configuration = { voters: ['n1', 'n2'], learners: [], lives: { n2: 4 } };
    expect([lifeOf(configuration, 'n1'), lifeOf(configuration, 'n2')]).toEqual([1, 4]);
  });
});

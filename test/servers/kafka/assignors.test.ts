/** Assignors: the one that kafkajs has gives what kafkajs gives, and all of them keep what they promise. */
import fc from 'fast-check';
import { AssignerProtocol, PartitionAssigners, type Cluster, type GroupMember } from 'kafkajs';
import seedrandom from 'seedrandom';
import {
  cooperativeStickyAssignor,
  rangeAssignor,
  roundRobinAssignor,
  stickyAssignor,
  type Assignment,
  type Assignor,
  type AssignorMember,
} from 'seedstorm/servers';
import { describe, expect, it } from 'vitest';

/** What kafkajs's assigner gives; members that get nothing are not in it. */
async function kafkajs(
  members: readonly AssignorMember[],
  partitionsOf: Record<string, number>,
): Promise<Assignment> {
  const cluster = {
    findTopicPartitionMetadata: (topic: string) =>
      Array.from({ length: partitionsOf[topic]! }, (_, partitionId) => ({ partitionId })),
  } as unknown as Cluster;
  const assigner = PartitionAssigners.roundRobin({ cluster } as Parameters<
    typeof PartitionAssigners.roundRobin
  >[0]);
  const given = await assigner.assign({
    members: members.map(({ memberId }) => ({ memberId, memberMetadata: Buffer.alloc(0) }) as GroupMember),
    topics: Object.keys(partitionsOf),
  });
  return Object.fromEntries(
    given.map(({ memberId, memberAssignment }) => [
      memberId,
      AssignerProtocol.MemberAssignment.decode(memberAssignment)!.assignment,
    ]),
  );
}

const withoutIdle = (given: Assignment) =>
  Object.fromEntries(Object.entries(given).filter(([, topics]) => Object.keys(topics).length > 0));

describe('roundRobinAssignor', () => {
  it('equals the RoundRobinAssigner of kafkajs on 10,000 drawn groups', async () => {
    const random = seedrandom('assigner');
    const below = (count: number): number => Math.floor(random() * count);
    const name = (): string => `${below(100)}${String.fromCharCode(97 + below(500))}`;
    let partitions = 0;
    for (let run = 0; run < 10_000; run++) {
      const partitionsOf = Object.fromEntries(Array.from({ length: 1 + below(3) }, () => [name(), below(9)]));
      const topics = Object.keys(partitionsOf);
      const members = [...new Set(Array.from({ length: 1 + below(9) }, name))].map((memberId) => ({
        memberId,
        topics,
      }));
      const ours = withoutIdle(roundRobinAssignor(members, partitionsOf));
      const theirs = await kafkajs(members, partitionsOf);
      const same = members.every(
        ({ memberId }) => JSON.stringify(ours[memberId]) === JSON.stringify(theirs[memberId]),
      );
      if (!same) expect(ours, `run ${run}`).toEqual(theirs);
      partitions += Object.values(partitionsOf).reduce((sum, one) => sum + one, 0);
    }
    expect(partitions).toBeGreaterThan(50_000);
  });

  it('passes over who does not read a topic; kafkajs does not look', async () => {
    const members = [
      { memberId: 'a', topics: ['t'] },
      { memberId: 'b', topics: ['t', 'u'] },
    ];
    expect(roundRobinAssignor(members, { t: 1, u: 3 })).toEqual({ a: { t: [0] }, b: { u: [0, 1, 2] } });
    expect(await kafkajs(members, { t: 1, u: 3 })).toEqual({ a: { t: [0], u: [1] }, b: { u: [0, 2] } });
  });
});

describe('rangeAssignor', () => {
  it('cuts each topic into pieces, of which the first are longer', () => {
    const topics = ['t', 'u'];
    expect(
      rangeAssignor(
        [
          { memberId: 'b', topics },
          { memberId: 'a', topics },
        ],
        { t: 3, u: 3 },
      ),
    ).toEqual({ a: { t: [0, 1], u: [0, 1] }, b: { t: [2], u: [2] } });
  });
});

/** Members that read some topics each, and say what they own: whatever they like. */
const groups = (alike: boolean) =>
  fc
    .record({
      partitionsOf: fc.dictionary(fc.constantFrom('t', 'u', 'v'), fc.nat(7), { minKeys: 1 }),
      members: fc.uniqueArray(
        fc.record({
          memberId: fc.string({ minLength: 1, maxLength: 3 }).map((id) => `m${id}`),
          topics: fc.subarray(['t', 'u', 'v']),
          owned: fc.dictionary(fc.constantFrom('t', 'u', 'v'), fc.uniqueArray(fc.nat(8), { maxLength: 6 })),
          generation: fc.nat(2),
        }),
        { minLength: 1, maxLength: 6, selector: ({ memberId }) => memberId },
      ),
    })
    .map(({ partitionsOf, members }) => ({
      partitionsOf,
      members: alike ? members.map((member) => ({ ...member, topics: Object.keys(partitionsOf) })) : members,
    }));

const placesOf = (topics: AssignorMember['owned'] = {}): string[] =>
  Object.entries(topics).flatMap(([topic, partitions]) =>
    partitions.map((partition) => `${topic}/${partition}`),
  );
const loadOf = (given: Assignment, memberId: string): number => placesOf(given[memberId]).length;

const assignors: [string, Assignor][] = [
  ['range', rangeAssignor],
  ['round robin', roundRobinAssignor],
  ['sticky', stickyAssignor],
];

it.each(assignors)('%s gives every partition that anybody reads to one of its readers', (_name, assignor) => {
  fc.assert(
    fc.property(groups(false), ({ members, partitionsOf }) => {
      const given = assignor(members, partitionsOf);
      const read = placesOf(
        Object.fromEntries(
          Object.entries(partitionsOf)
            .filter(([topic]) => members.some(({ topics }) => topics.includes(topic)))
            .map(([topic, count]) => [topic, Array.from({ length: count }, (_, partition) => partition)]),
        ),
      );
      expect(Object.values(given).flatMap(placesOf).sort()).toEqual(read.sort());
      for (const { memberId, topics } of members)
        for (const topic of Object.keys(given[memberId]!)) expect(topics).toContain(topic);
    }),
  );
});

describe('stickyAssignor', () => {
  it('keeps no two further apart than one partition, and everybody as much as that allows', () => {
    fc.assert(
      fc.property(groups(true), ({ members, partitionsOf }) => {
        const given = stickyAssignor(members, partitionsOf);
        const loads = members.map(({ memberId }) => loadOf(given, memberId));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        const total = loads.reduce((sum, load) => sum + load, 0);
        const least = Math.floor(total / members.length);
        const claims = members.map((member) => validClaims(member, members, partitionsOf));
        const kept = members.reduce(
          (sum, { memberId }, index) =>
            sum + placesOf(given[memberId]).filter((place) => claims[index]!.has(place)).length,
          0,
        );
        const more = claims.filter(({ size }) => size > least).length;
        const best =
          claims.reduce((sum, { size }) => sum + Math.min(size, least), 0) +
          Math.min(more, total % members.length);
        expect(kept).toBe(best);
      }),
    );
  });

  it('moves nothing where nothing has changed', () => {
    fc.assert(
      fc.property(groups(false), ({ members, partitionsOf }) => {
        const given = stickyAssignor(members, partitionsOf);
        const again = members.map((member) => ({ ...member, owned: given[member.memberId] }));
        expect(stickyAssignor(again, partitionsOf)).toEqual(given);
      }),
    );
  });

  it('leaves nobody with two partitions more than a reader of one of them', () => {
    fc.assert(
      fc.property(groups(false), ({ members, partitionsOf }) => {
        const given = stickyAssignor(members, partitionsOf);
        for (const { memberId } of members)
          for (const topic of Object.keys(given[memberId]!))
            for (const other of members.filter(({ topics }) => topics.includes(topic)))
              expect(loadOf(given, memberId)).toBeLessThan(loadOf(given, other.memberId) + 2);
      }),
    );
  });
});

describe('cooperativeStickyAssignor', () => {
  it('gives nobody what another one has, and comes to what sticky gives once all have let go', () => {
    fc.assert(
      fc.property(groups(false), ({ members, partitionsOf }) => {
        const owned = stickyAssignor(members.slice(1), partitionsOf);
        const before = members.map(({ memberId, topics }) => ({
          memberId,
          topics,
          owned: owned[memberId] ?? {},
        }));
        const first = cooperativeStickyAssignor(before, partitionsOf);
        for (const { memberId, owned: had } of before)
          for (const other of before)
            if (other.memberId !== memberId)
              for (const place of placesOf(first[memberId]))
                if (!placesOf(had).includes(place)) expect(placesOf(other.owned)).not.toContain(place);
        // Everybody keeps what it still has, and gives up the rest.
        const after = before.map((member) => ({ ...member, owned: first[member.memberId] }));
        const second = cooperativeStickyAssignor(after, partitionsOf);
        expect(Object.values(second).flatMap(placesOf).sort()).toEqual(
          Object.values(stickyAssignor(before, partitionsOf)).flatMap(placesOf).sort(),
        );
      }),
    );
  });
});

/** What it says it owns, as far as the partition is there and nobody else claims it with as good a reason. */
function validClaims(
  { memberId, owned, generation = -1 }: AssignorMember,
  members: readonly AssignorMember[],
  partitionsOf: Record<string, number>,
): Set<string> {
  const others = members.filter(
    (other) => other.memberId !== memberId && (other.generation ?? -1) >= generation,
  );
  return new Set(
    placesOf(owned).filter((place) => {
      const [topic = '', partition] = place.split('/');
      return (
        Number(partition) < (partitionsOf[topic] ?? 0) &&
        !others.some((other) => placesOf(other.owned).includes(place))
      );
    }),
  );
}

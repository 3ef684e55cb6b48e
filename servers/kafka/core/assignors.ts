/**
 * Who reads which partitions: what the leader of a group decides. Pure functions of the members and of how many partitions
 * each topic has; ids are compared by their code units, as Kafka does.
 */

/** A member, as its metadata describes it. */
export interface AssignorMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  /** What it has now, by topic. */
  readonly owned?: PartitionsByTopic | undefined;
  /** The generation in which it got that: of two that claim a partition the newer one has it. */
  readonly generation?: number | undefined;
}

export type PartitionsByTopic = Readonly<Record<string, readonly number[]>>;
export type Assignment = Record<string, Record<string, number[]>>;
export type Assignor = (
  members: readonly AssignorMember[],
  partitionsOf: Readonly<Record<string, number>>,
) => Assignment;

/** Each topic on its own: its partitions in order, cut into pieces; the first members get one more where they do not divide. */
export const rangeAssignor: Assignor = (members, partitionsOf) => {
  const given = nothingFor(members);
  const sorted = byId(members);
  for (const [topic, partitions] of Object.entries(partitionsOf)) {
    const readers = sorted.filter(({ topics }) => topics.includes(topic));
    const each = Math.floor(partitions / readers.length);
    const extra = partitions % readers.length;
    for (const [place, { memberId }] of readers.entries()) {
      const from = each * place + Math.min(place, extra);
      for (let partition = from; partition < from + each + (place < extra ? 1 : 0); partition++)
        give(given, memberId, topic, partition);
    }
  }
  return given;
};

/** All partitions of all topics, dealt out one after another to the members in turn; who does not read a topic is passed over. */
export const roundRobinAssignor: Assignor = (members, partitionsOf) => {
  const given = nothingFor(members);
  const sorted = byId(members);
  let turn = 0;
  for (const [topic, partitions] of Object.entries(partitionsOf)) {
    if (!sorted.some(({ topics }) => topics.includes(topic))) continue;
    for (let partition = 0; partition < partitions; partition++) {
      while (!sorted[turn % sorted.length]!.topics.includes(topic)) turn++;
      give(given, sorted[turn++ % sorted.length]!.memberId, topic, partition);
    }
  }
  return given;
};

export function byId(members: readonly AssignorMember[]): AssignorMember[] {
  return [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : a.memberId > b.memberId ? 1 : 0));
}

export function nothingFor(members: readonly AssignorMember[]): Assignment {
  return Object.fromEntries(members.map(({ memberId }) => [memberId, {}]));
}

export function give(given: Assignment, memberId: string, topic: string, partition: number): void {
  (given[memberId]![topic] ??= []).push(partition);
}

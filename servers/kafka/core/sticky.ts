/**
 * Assignors that move as little as possible (KIP-54), and the one that never moves a partition in one step (KIP-429): its
 * owner gives it up first, and the next rebalance gives it to somebody else.
 */
import { byId, give, nothingFor, type Assignment, type Assignor, type AssignorMember } from './assignors.js';

/** A member in the making: what it is to have. */
interface Share {
  readonly member: AssignorMember;
  readonly topics: ReadonlySet<string>;
  /** What it keeps, then what is new to it. */
  readonly has: Place[];
}

interface Place {
  readonly topic: string;
  readonly partition: number;
}

/**
 * As balanced as moving single partitions can make it, and everybody keeps as much as that allows. Where all members
 * read the same topics, no two differ by more than one partition.
 */
export const stickyAssignor: Assignor = (members, partitionsOf) => {
  const shares = byId(members).map((member): Share => ({ member, topics: new Set(member.topics), has: [] }));
  const owners = ownersOf(shares, partitionsOf);
  for (const [topic, partitions] of Object.entries(partitionsOf)) {
    for (let partition = 0; partition < partitions; partition++)
      owners.get(`${topic}/${partition}`)?.has.push({ topic, partition });
  }
  for (const [topic, partitions] of Object.entries(partitionsOf)) {
    const readers = shares.filter(({ topics }) => topics.has(topic));
    for (let partition = 0; readers.length > 0 && partition < partitions; partition++)
      if (!owners.has(`${topic}/${partition}`)) least(readers).has.push({ topic, partition });
  }
  while (moveOne(shares));
  return assignmentOf(shares, members);
};

/** As `stickyAssignor`, but what another member still has is given to nobody yet. */
export const cooperativeStickyAssignor: Assignor = (members, partitionsOf) => {
  const given = stickyAssignor(members, partitionsOf);
  for (const { memberId, owned = {} } of members)
    for (const [topic, partitions] of Object.entries(given[memberId]!)) {
      const may = partitions.filter(
        (partition) =>
          owned[topic]?.includes(partition) === true ||
          !members.some((other) => other.owned?.[topic]?.includes(partition) === true),
      );
      if (may.length > 0) given[memberId]![topic] = may;
      else delete given[memberId]![topic];
    }
  return given;
};

/** Who has what, as far as it may keep it. What two of the same generation claim belongs to neither. */
function ownersOf(
  shares: readonly Share[],
  partitionsOf: Readonly<Record<string, number>>,
): ReadonlyMap<string, Share> {
  const claims = new Map<string, { readonly generation: number; readonly share: Share | undefined }>();
  for (const share of shares) {
    const { owned = {}, generation = -1 } = share.member;
    for (const [topic, partitions] of Object.entries(owned))
      for (const partition of share.topics.has(topic) ? partitions : []) {
        if (partition >= (partitionsOf[topic] ?? 0)) continue;
        const place = `${topic}/${partition}`;
        const other = claims.get(place);
        if (other === undefined || other.generation < generation) claims.set(place, { generation, share });
        else if (other.generation === generation) claims.set(place, { generation, share: undefined });
      }
  }
  return new Map(
    [...claims].flatMap(([place, { share }]) => (share === undefined ? [] : [[place, share] as const])),
  );
}

function least(shares: readonly Share[]): Share {
  return shares.reduce((best, share) => (share.has.length < best.has.length ? share : best));
}

/** Moves a partition from whoever has most to whoever has at least two less and reads its topic. @returns whether it did */
function moveOne(shares: readonly Share[]): boolean {
  for (const from of [...shares].sort((a, b) => b.has.length - a.has.length)) {
    // What came last is not what it had before, if it got anything new.
    for (let at = from.has.length - 1; at >= 0; at--) {
      const place = from.has[at]!;
      const to = least(shares.filter(({ topics }) => topics.has(place.topic)));
      if (to.has.length + 2 > from.has.length) continue;
      from.has.splice(at, 1);
      to.has.push(place);
      return true;
    }
  }
  return false;
}

function assignmentOf(shares: readonly Share[], members: readonly AssignorMember[]): Assignment {
  const given = nothingFor(members);
  for (const { member, has } of shares)
    for (const { topic, partition } of has) give(given, member.memberId, topic, partition);
  for (const byTopic of Object.values(given))
    for (const partitions of Object.values(byTopic)) partitions.sort((a, b) => a - b);
  return given;
}

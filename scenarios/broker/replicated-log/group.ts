/** The consumer group as its coordinator sees it: who is a member, who reads which partition, what is committed. */
import type { Assigned } from './messages.js';

/** Durable: a new coordinator goes on from here. */
export interface Group {
  /** Grows with every change of members; commits of an older one are refused. */
  readonly generation: number;
  /** Members, and which start of their process they are in. */
  readonly members: Readonly<Record<string, number>>;
}

/** Who reads the partition in this generation. */
export function ownerOf({ members }: Group, partition: number): string | undefined {
  const names = Object.keys(members).sort();
  return names[partition % names.length];
}

/** The group once this start of a member has joined. */
export function joined(group: Group, name: string, incarnation: number): Group {
  if ((group.members[name] ?? 0) >= incarnation) return group;
  return { generation: group.generation + 1, members: { ...group.members, [name]: incarnation } };
}

/** The group without a member that has not been heard of. */
export function expired(group: Group, name: string): Group {
  if (!(name in group.members)) return group;
  const members = Object.fromEntries(Object.entries(group.members).filter(([other]) => other !== name));
  return { generation: group.generation + 1, members };
}

/** What a member is to read, and from where. */
export function assignedTo(
  group: Group,
  name: string,
  offsets: readonly (number | undefined)[],
): readonly Assigned[] {
  return offsets.flatMap((offset, partition) =>
    ownerOf(group, partition) === name ? [{ partition, offset }] : [],
  );
}

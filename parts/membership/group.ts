/**
 * A group that a coordinator keeps: sessions that end when nobody hears of a member, and generations.
 *
 * Plain data and pure functions. Each change of members begins a generation. Who works on what follows from the members of
 * a generation; what comes with an older one is from somebody who has not heard yet that it is out, and is refused (consumer
 * groups of Apache Kafka, KIP-62 and KIP-429; "zombies" there). The time-out is counted by the coordinator alone.
 */

export interface GroupRules {
  /** What comes with an older generation is refused, or taken. */
  readonly generation: 'checked' | 'ignored';
  /** Generations grow across restarts of the coordinator too, or begin anew. */
  readonly count: 'durable' | 'in-memory';
}

/** The rules of groups as they should be. */
export const groupRules: GroupRules = { generation: 'checked', count: 'durable' };

/** How long a session lasts, and how often a member renews it. */
export interface GroupSettings {
  /** A member that was not heard for so many ms is out. */
  readonly sessionMs: number;
  /** How often a member says that it is there, in ms: several times in a session. */
  readonly everyMs: number;
  readonly rules?: GroupRules;
}

/** A group as its coordinator knows it: generation and members. Plain data. */
export interface Group {
  /** Grows with each change of members. */
  generation: number;
  /** In the order in which they joined. */
  readonly members: GroupMember[];
}

/** A member as the coordinator knows it. */
export interface GroupMember {
  readonly name: string;
  /** Of a restarted member larger than before. */
  readonly session: number;
  /** When it was heard last, by the coordinator's monotonic clock. */
  heardMs: number;
}

/** What members ask. May be asked again, and come late: only the latest session of a member counts. */
export interface GroupQuestion {
  readonly group: 'join' | 'stay' | 'leave';
  readonly session: number;
}

/** What the coordinator answers a member. */
export type GroupAnswer =
  | { readonly kind: 'member'; readonly generation: number; readonly members: readonly string[] }
  /** It is out: its session ended, or it left. */
  | { readonly kind: 'out' };

/** A group without members. After a restart of the coordinator with the generation it kept: all must join again. */
export function newGroup(keptGeneration = 0, { count }: Pick<GroupRules, 'count'> = groupRules): Group {
  return { generation: count === 'durable' ? keptGeneration : 0, members: [] };
}

/**
 * Answers a member, and changes the group.
 * @param nowMs the coordinator's monotonic clock
 * @returns what to say, and whether a generation began: its number must be durable before anything is said
 */
export function answerMember(
  group: Group,
  { group: what, session }: GroupQuestion,
  from: string,
  nowMs: number,
  settings: GroupSettings,
): { readonly answer: GroupAnswer; readonly changed: boolean } {
  const before = group.generation;
  endSessions(group, nowMs, settings);
  const known = group.members.find(({ name }) => name === from);
  if (known !== undefined && known.session >= session) {
    if (known.session === session) known.heardMs = nowMs;
    if (what === 'leave' && known.session === session) out(group, known);
  } else if (what === 'join') {
    if (known !== undefined) group.members.splice(group.members.indexOf(known), 1);
    group.members.push({ name: from, session, heardMs: nowMs });
    group.generation++;
  }
  const { generation, members } = group;
  const isMember = members.some((member) => member.name === from && member.session === session);
  const names = members.map(({ name }) => name);
  return {
    answer: isMember ? { kind: 'member', generation, members: names } : { kind: 'out' },
    changed: generation !== before,
  };
}

/** Ends the sessions of those who were not heard for too long. @returns who is out */
export function endSessions(group: Group, nowMs: number, { sessionMs }: GroupSettings): string[] {
  const late = group.members.filter(({ heardMs }) => nowMs - heardMs >= sessionMs);
  for (const member of late) out(group, member);
  return late.map(({ name }) => name);
}

/** Whether what comes from a member with this generation may count. Asked by the coordinator, after `endSessions`. */
export function isCurrent(
  { generation, members }: Group,
  from: string,
  withGeneration: number,
  { generation: rule }: Pick<GroupRules, 'generation'> = groupRules,
): boolean {
  return rule === 'ignored' || (withGeneration === generation && members.some(({ name }) => name === from));
}

function out(group: Group, member: GroupMember): void {
  group.members.splice(group.members.indexOf(member), 1);
  group.generation++;
}

/** Membership as the member knows it; part of the state. */
export interface Membership {
  readonly session: number;
  /** What it was told last; `undefined`: it is out, or not in yet. */
  current: { readonly generation: number; readonly members: readonly string[] } | undefined;
}

/** A member that has not joined yet. */
export function noMembership(session: number): Membership {
  return { session, current: undefined };
}

/** What a member asks the coordinator next: to join, or to stay. */
export function memberQuestion({ session, current }: Membership): GroupQuestion {
  return { group: current === undefined ? 'join' : 'stay', session };
}

/** Takes in an answer. One that comes late does not put it back into an older generation. */
export function memberAnswered(mine: Membership, answer: GroupAnswer): void {
  if (answer.kind === 'out') mine.current = undefined;
  else if (mine.current === undefined || answer.generation >= mine.current.generation) {
    const { generation, members } = answer;
    mine.current = { generation, members };
  }
}

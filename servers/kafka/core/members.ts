/** Members of a group: who is in, who leads, which assignor all of them know, and who may still speak for an instance. */
import type { KafkaError } from './errors.js';
import {
  soundGroup,
  type ConsumerGroup,
  type GroupMember,
  type GroupProtocol,
  type GroupRules,
  type JoinedMember,
  type Told,
} from './group.js';

/** Who asks. */
export interface Asking {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly generation?: number | undefined;
}

/** Why this member may not ask this; undefined if it may. */
export function refusal<W>(
  group: ConsumerGroup<W>,
  { memberId, instanceId, generation }: Asking,
  rules: GroupRules = soundGroup,
): KafkaError | undefined {
  if (isFenced(group, memberId, instanceId, rules)) return 'FENCED_INSTANCE_ID';
  if (!group.members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
  return generation === undefined || generation === group.generation ? undefined : 'ILLEGAL_GENERATION';
}

/** Another process speaks for this instance now. */
export function isFenced<W>(
  { instances }: ConsumerGroup<W>,
  memberId: string,
  instanceId: string | undefined,
  { instances: rule }: GroupRules = soundGroup,
): boolean {
  if (instanceId === undefined || rule === 'shared') return false;
  const current = instances.get(instanceId);
  return current !== undefined && current !== memberId;
}

/** A session begins anew: something was heard of the member. */
export function isHere<W>(member: GroupMember<W>, nowMs: number): void {
  member.expiresMs = nowMs + member.sessionTimeoutMs;
}

/** Takes a member out. If it led, the next one does. */
export function removeMember<W>(
  group: ConsumerGroup<W>,
  { memberId, instanceId, joining, syncing }: GroupMember<W>,
  error: KafkaError,
  told: Told<W>,
): void {
  if (joining !== undefined) told.push({ to: joining.to, answer: { kind: 'join', error, memberId } });
  if (syncing !== undefined) told.push({ to: syncing.to, answer: { kind: 'sync', error } });
  group.members.delete(memberId);
  if (instanceId !== undefined && group.instances.get(instanceId) === memberId)
    group.instances.delete(instanceId);
  if (group.leader === memberId) group.leader = group.members.keys().next().value;
}

/** Whether a newcomer with these can be in the group: some assignor is known to all. */
export function agrees<W>(
  { members, protocolType }: ConsumerGroup<W>,
  type: string,
  protocols: readonly GroupProtocol[],
): boolean {
  if (type === '' || protocols.length === 0) return false;
  if (members.size === 0) return true;
  return type === protocolType && protocols.some(([name]) => [...members.values()].every(knows(name)));
}

/** The assignor that most members like best, of those that all know. */
export function chooseProtocol<W>({ members }: ConsumerGroup<W>): string {
  const votes = new Map<string, number>();
  const all = [...members.values()];
  for (const { protocols } of all) {
    const vote = protocols.find(([name]) => all.every(knows(name)));
    if (vote === undefined) throw new Error('no assignor is known to all members of the group');
    votes.set(vote[0], (votes.get(vote[0]) ?? 0) + 1);
  }
  const [first] = [...votes].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? '';
}

/** What the leader's assignor is told of all. */
export function metadataOf<W>({ members, protocol }: ConsumerGroup<W>): JoinedMember[] {
  return [...members.values()].map(({ memberId, instanceId, protocols }) => ({
    memberId,
    ...(instanceId !== undefined && { instanceId }),
    metadata: protocols.find(([name]) => name === protocol)?.[1],
  }));
}

/** The longest time that any member may take to come to a rebalance. */
export function rebalanceTimeoutOf<W>({ members }: ConsumerGroup<W>): number {
  let longest = 0;
  for (const { rebalanceTimeoutMs } of members.values()) longest = Math.max(longest, rebalanceTimeoutMs);
  return longest;
}

/** Whether two lists of protocols say the same: names, order and metadata. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

const knows =
  (name: string) =>
  <W>({ protocols }: GroupMember<W>): boolean =>
    protocols.some(([known]) => known === name);

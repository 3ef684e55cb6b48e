/** Syncing, heartbeats and leaving: the leader hands in what each member is to have, and members say that they are there. */
import type { KafkaError } from './errors.js';
import { keep, soundGroup, type Answers, type ConsumerGroup, type GroupRules, type Told } from './group.js';
import { isFenced, isHere, refusal } from './members.js';
import { leaveBehind, tryCompleteJoin } from './rebalance.js';

export interface SyncRequest {
  readonly memberId: string;
  readonly instanceId?: string | undefined;
  readonly generation: number;
  /** Of the leader; empty for all others. */
  readonly assignments: readonly { readonly memberId: string; readonly assignment: unknown }[];
}

/** Asks for the assignment. It is there once the leader has asked, and `group.kept` is to be durable before the answers. */
export function syncGroup<W>(
  group: ConsumerGroup<W>,
  request: SyncRequest,
  waiter: W,
  nowMs: number,
  rules: GroupRules = soundGroup,
): Answers<W> {
  const { memberId, assignments } = request;
  const error = group.state === 'Dead' ? 'COORDINATOR_NOT_AVAILABLE' : refusal(group, request, rules);
  const member = group.members.get(memberId);
  if (error !== undefined || member === undefined)
    return [{ to: waiter, answer: { kind: 'sync', error: error ?? 'UNKNOWN_MEMBER_ID' } }];
  if (group.state === 'PreparingRebalance')
    return [{ to: waiter, answer: { kind: 'sync', error: 'REBALANCE_IN_PROGRESS' } }];
  isHere(member, nowMs);
  if (group.state === 'Stable') {
    member.synced = true;
    return [{ to: waiter, answer: { kind: 'sync', assignment: member.assignment } }];
  }
  member.syncing = { to: waiter };
  return memberId === group.leader ? assign(group, assignments, nowMs) : [];
}

function assign<W>(
  group: ConsumerGroup<W>,
  assignments: SyncRequest['assignments'],
  nowMs: number,
): Answers<W> {
  const told: Told<W> = [];
  const byMember = new Map(assignments.map(({ memberId, assignment }) => [memberId, assignment]));
  group.state = 'Stable';
  group.syncUntilMs = undefined;
  for (const member of group.members.values()) {
    member.assignment = byMember.get(member.memberId);
    if (member.syncing === undefined) continue;
    told.push({ to: member.syncing.to, answer: { kind: 'sync', assignment: member.assignment } });
    member.syncing = undefined;
    member.synced = true;
    isHere(member, nowMs);
  }
  keep(group);
  return told;
}

/** @returns why it is no member any more, or has to join again; undefined if all is well */
export function heartbeatGroup<W>(
  group: ConsumerGroup<W>,
  request: {
    readonly memberId: string;
    readonly instanceId?: string | undefined;
    readonly generation: number;
  },
  nowMs: number,
  rules: GroupRules = soundGroup,
): KafkaError | undefined {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  const error = refusal(group, request, rules);
  const member = group.members.get(request.memberId);
  if (error !== undefined || member === undefined) return error ?? 'UNKNOWN_MEMBER_ID';
  isHere(member, nowMs);
  return group.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : undefined;
}

export interface Leaving {
  /** May be empty where the instance id says who it is. */
  readonly memberId: string;
  readonly instanceId?: string | undefined;
}

/** Members leave. Static ones only if asked to: one that stops for a restart just stops. */
export function leaveGroup<W>(
  group: ConsumerGroup<W>,
  leaving: readonly Leaving[],
  nowMs: number,
  rules: GroupRules = soundGroup,
): { readonly errors: readonly (KafkaError | undefined)[]; readonly answers: Answers<W> } {
  const told: Told<W> = [];
  const errors = leaving.map((one) => leave(group, one, nowMs, rules, told));
  return { errors, answers: told };
}

function leave<W>(
  group: ConsumerGroup<W>,
  { memberId, instanceId }: Leaving,
  nowMs: number,
  rules: GroupRules,
  told: Told<W>,
): KafkaError | undefined {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (memberId !== '' && isFenced(group, memberId, instanceId, rules)) return 'FENCED_INSTANCE_ID';
  if (group.pending.delete(memberId)) {
    tryCompleteJoin(group, nowMs, told);
    return undefined;
  }
  const byInstance = instanceId === undefined ? undefined : group.instances.get(instanceId);
  const member = group.members.get(byInstance ?? memberId);
  if (member === undefined) return 'UNKNOWN_MEMBER_ID';
  leaveBehind(group, member, nowMs, told, soundGroup);
  return undefined;
}

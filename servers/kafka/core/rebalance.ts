/** A rebalance: everybody joins again, then all learn of the new generation, and its leader assigns. */
import {
  keep,
  type ConsumerGroup,
  type GroupMember,
  type GroupRules,
  type GroupSettings,
  type InitialDelay,
  type JoinAnswer,
  type Told,
} from './group.js';
import { chooseProtocol, isHere, metadataOf, rebalanceTimeoutOf, removeMember } from './members.js';

/** Begins a rebalance, unless one has begun. Those that wait for an assignment have to join again. */
export function prepareRebalance<W>(
  group: ConsumerGroup<W>,
  nowMs: number,
  settings: Pick<GroupSettings, 'initialRebalanceDelayMs'>,
  told: Told<W>,
): void {
  const { state } = group;
  if (state === 'PreparingRebalance') return;
  if (state === 'CompletingRebalance')
    for (const member of group.members.values()) {
      member.assignment = undefined;
      if (member.syncing === undefined) continue;
      told.push({ to: member.syncing.to, answer: { kind: 'sync', error: 'REBALANCE_IN_PROGRESS' } });
      member.syncing = undefined;
      isHere(member, nowMs);
    }
  group.state = 'PreparingRebalance';
  group.syncUntilMs = undefined;
  const timeoutMs = rebalanceTimeoutOf(group);
  if (state === 'Empty') {
    const delayMs = settings.initialRebalanceDelayMs;
    group.initial = {
      delayMs,
      untilMs: nowMs + delayMs,
      remainingMs: Math.max(0, timeoutMs - delayMs),
      newcomers: false,
    };
  } else group.joinUntilMs = nowMs + timeoutMs;
}

/** Completes the rebalance if nobody is waited for any more: all have come, or the time is over. */
export function tryCompleteJoin<W>(group: ConsumerGroup<W>, nowMs: number, told: Told<W>): void {
  if (group.state !== 'PreparingRebalance') return;
  if (group.initial !== undefined) {
    if (nowMs < group.initial.untilMs) return;
    const { remainingMs, newcomers } = group.initial;
    if (newcomers && remainingMs > 0) return waitForMore(group.initial, nowMs);
  } else if (!haveAllJoined(group) && nowMs < (group.joinUntilMs ?? 0)) return;
  completeJoin(group, nowMs, told);
}

/** Takes a member out, and rebalances without it. */
export function leaveBehind<W>(
  group: ConsumerGroup<W>,
  member: GroupMember<W>,
  nowMs: number,
  told: Told<W>,
  { sessionEnd }: Pick<GroupRules, 'sessionEnd'>,
): void {
  removeMember(group, member, 'UNKNOWN_MEMBER_ID', told);
  if (sessionEnd === 'nothing') return;
  prepareRebalance(group, nowMs, { initialRebalanceDelayMs: 0 }, told);
  tryCompleteJoin(group, nowMs, told);
}

/** Another member came while an empty group waited: it waits as long again, up to the rebalance time-out. */
function waitForMore(initial: InitialDelay, nowMs: number): void {
  const delayMs = Math.min(initial.remainingMs, initial.delayMs);
  initial.newcomers = false;
  initial.untilMs = nowMs + delayMs;
  initial.remainingMs -= delayMs;
}

function haveAllJoined<W>({ members, pending }: ConsumerGroup<W>): boolean {
  if (pending.size > 0) return false;
  for (const { joining } of members.values()) if (joining === undefined) return false;
  return true;
}

function completeJoin<W>(group: ConsumerGroup<W>, nowMs: number, told: Told<W>): void {
  const { members } = group;
  for (const member of [...members.values()])
    // A static member that is away may come back with its assignment until its session ends.
    if (member.joining === undefined && member.instanceId === undefined)
      removeMember(group, member, 'UNKNOWN_MEMBER_ID', told);
  const candidates = [...members.values()].filter(({ joining }) => joining !== undefined);
  if (members.size > 0 && candidates.length === 0) {
    // Nobody came, and all that are left are static: they are waited for until their sessions end.
    group.joinUntilMs = nowMs + rebalanceTimeoutOf(group);
    group.initial = undefined;
    return;
  }
  group.initial = group.joinUntilMs = undefined;
  group.generation++;
  if (members.size === 0) {
    Object.assign(group, { state: 'Empty', protocol: undefined, protocolType: undefined, leader: undefined });
    return keep(group);
  }
  if (!candidates.some(({ memberId }) => memberId === group.leader)) group.leader = candidates[0]?.memberId;
  group.protocol = chooseProtocol(group);
  group.state = 'CompletingRebalance';
  group.syncUntilMs = nowMs + rebalanceTimeoutOf(group);
  for (const member of members.values()) {
    member.synced = false;
    isHere(member, nowMs);
    if (member.joining === undefined) continue;
    member.generation = group.generation;
    told.push({ to: member.joining.to, answer: joined(group, member.memberId) });
    member.joining = undefined;
  }
}

/** What a member is told of this generation. */
export function joined<W>(group: ConsumerGroup<W>, memberId: string, leader = group.leader): JoinAnswer {
  return {
    kind: 'join',
    memberId,
    generation: group.generation,
    protocol: group.protocol ?? '',
    leader: leader ?? '',
    members: leader === memberId ? metadataOf(group) : [],
  };
}

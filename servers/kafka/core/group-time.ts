/** Time in a group: sessions end, and a rebalance does not wait for ever. */
import {
  soundGroup,
  type Answers,
  type ConsumerGroup,
  type GroupMember,
  type GroupRules,
  type Told,
} from './group.js';
import { leaveBehind, tryCompleteJoin } from './rebalance.js';

/** What has become of the group by now. Call it when `groupNextDueMs` says so. */
export function groupPassTime<W>(
  group: ConsumerGroup<W>,
  nowMs: number,
  rules: GroupRules = soundGroup,
): Answers<W> {
  const told: Told<W> = [];
  for (const [memberId, untilMs] of group.pending) if (untilMs <= nowMs) group.pending.delete(memberId);
  const isLate = group.syncUntilMs !== undefined && group.syncUntilMs <= nowMs;
  const gone = [...group.members.values()].filter(
    (member) =>
      (canExpire(member) && member.expiresMs <= nowMs) ||
      (isLate && !member.synced && member.syncing === undefined),
  );
  for (const member of gone) leaveBehind(group, member, nowMs, told, rules);
  tryCompleteJoin(group, nowMs, told);
  return told;
}

/** When something is due next; undefined where nothing is. */
export function groupNextDueMs<W>(group: ConsumerGroup<W>): number | undefined {
  let dueMs = Infinity;
  for (const untilMs of group.pending.values()) dueMs = Math.min(dueMs, untilMs);
  for (const member of group.members.values())
    if (canExpire(member)) dueMs = Math.min(dueMs, member.expiresMs);
  if (group.state === 'PreparingRebalance')
    dueMs = Math.min(dueMs, group.initial?.untilMs ?? group.joinUntilMs ?? Infinity);
  dueMs = Math.min(dueMs, group.syncUntilMs ?? Infinity);
  return dueMs === Infinity ? undefined : dueMs;
}

/** Who waits for an answer cannot say that it is there; but a newcomer that only ever asked once is not waited for for ever. */
function canExpire<W>({ joining, syncing, generation }: GroupMember<W>): boolean {
  return syncing === undefined && (joining === undefined || generation === 0);
}

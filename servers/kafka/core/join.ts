/** Joining: whoever asks waits until all members have asked, and so begins the next generation. */
import type { KafkaError } from './errors.js';
import {
  groupSettings,
  keep,
  soundGroup,
  type Answers,
  type ConsumerGroup,
  type GroupMember,
  type GroupProtocol,
  type GroupRules,
  type GroupSettings,
  type Told,
} from './group.js';
import { agrees, chooseProtocol, isFenced, isHere, isSame } from './members.js';
import { joined, prepareRebalance, tryCompleteJoin } from './rebalance.js';

export interface JoinRequest {
  /** Empty for a newcomer, and for a static member that has restarted. */
  readonly memberId: string;
  /** The name of a static member: it keeps its partitions when it restarts within its session. */
  readonly instanceId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  /** `consumer`, for consumers. */
  readonly protocolType: string;
  readonly protocols: readonly GroupProtocol[];
  /**
   * A newcomer is given an id and has to ask again with it, so that one whose answer is lost leaves no ghost behind
   * (KIP-394; version 4 of the request). Default true; never so for static members.
   */
  readonly memberIdRequired?: boolean | undefined;
}

/** A new member waits so long for its first generation; then it has to ask again. */
const NEWCOMER_WAITS_MS = 300_000;

export function joinGroup<W>(
  group: ConsumerGroup<W>,
  request: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings = groupSettings,
  rules: GroupRules = soundGroup,
): Answers<W> {
  const told: Told<W> = [];
  const error = rejection(group, request, settings);
  if (error !== undefined) refuse(told, waiter, error, request.memberId);
  else if (request.memberId === '') joinUnknown(group, request, waiter, nowMs, settings, rules, told);
  else joinKnown(group, request, waiter, nowMs, settings, rules, told);
  tryCompleteJoin(group, nowMs, told);
  return told;
}

function rejection<W>(
  group: ConsumerGroup<W>,
  { memberId, sessionTimeoutMs, protocolType, protocols }: JoinRequest,
  { minSessionMs, maxSessionMs }: GroupSettings,
): KafkaError | undefined {
  if (group.state === 'Dead') return 'COORDINATOR_NOT_AVAILABLE';
  if (sessionTimeoutMs < minSessionMs || sessionTimeoutMs > maxSessionMs) return 'INVALID_SESSION_TIMEOUT';
  const before = group.members.get(memberId)?.protocols;
  const isNews =
    before?.length !== protocols.length || protocols.some(([name], place) => name !== before[place]?.[0]);
  return isNews && !agrees(group, protocolType, protocols) ? 'INCONSISTENT_GROUP_PROTOCOL' : undefined;
}

function refuse<W>(told: Told<W>, to: W, error: KafkaError, memberId: string): void {
  told.push({ to, answer: { kind: 'join', error, memberId } });
}

function joinUnknown<W>(
  group: ConsumerGroup<W>,
  request: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings,
  rules: GroupRules,
  told: Told<W>,
): void {
  const { instanceId, clientId = '', sessionTimeoutMs, memberIdRequired = true } = request;
  const memberId = [instanceId ?? clientId, ...(settings.start === undefined ? [] : [settings.start])]
    .concat(++group.named)
    .join('-');
  const before = instanceId === undefined ? undefined : group.instances.get(instanceId);
  const old = before === undefined ? undefined : group.members.get(before);
  if (old !== undefined && rules.staticRestart === 'same-member')
    replaceInstance(group, old, memberId, request, waiter, nowMs, settings, rules, told);
  else if (instanceId === undefined && memberIdRequired) {
    group.pending.set(memberId, nowMs + sessionTimeoutMs);
    refuse(told, waiter, 'MEMBER_ID_REQUIRED', memberId);
  } else addMember(group, memberId, request, waiter, nowMs, settings, told);
}

function joinKnown<W>(
  group: ConsumerGroup<W>,
  request: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings,
  rules: GroupRules,
  told: Told<W>,
): void {
  const { memberId, instanceId, protocols } = request;
  if (group.pending.delete(memberId)) {
    addMember(group, memberId, request, waiter, nowMs, settings, told);
    return;
  }
  const member = group.members.get(memberId);
  if (isFenced(group, memberId, instanceId, rules)) refuse(told, waiter, 'FENCED_INSTANCE_ID', memberId);
  else if (member === undefined) refuse(told, waiter, 'UNKNOWN_MEMBER_ID', memberId);
  else if (
    group.state === 'PreparingRebalance' ||
    !isSame(member.protocols, protocols) ||
    // The leader asks when it sees that something else has changed, for instance the number of partitions.
    (group.state === 'Stable' && group.leader === memberId)
  )
    joinAgain(group, member, request, waiter, nowMs, settings, told);
  else {
    // It did not get the answer: what it asks for has happened.
    isHere(member, nowMs);
    told.push({ to: waiter, answer: joined(group, memberId) });
  }
}

function addMember<W>(
  group: ConsumerGroup<W>,
  memberId: string,
  request: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings,
  told: Told<W>,
): void {
  const {
    instanceId,
    clientId = '',
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocolType,
    protocols,
  } = request;
  group.members.set(memberId, {
    memberId,
    instanceId,
    clientId,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocols,
    assignment: undefined,
    joining: { to: waiter },
    syncing: undefined,
    synced: false,
    generation: 0,
    expiresMs: nowMs + NEWCOMER_WAITS_MS,
  });
  if (instanceId !== undefined) group.instances.set(instanceId, memberId);
  group.protocolType ??= protocolType;
  group.leader ??= memberId;
  if (group.initial !== undefined) group.initial.newcomers = true;
  prepareRebalance(group, nowMs, settings, told);
}

/** Whoever waited with an earlier request of this member waits no more: the later request stands for it. */
function joinAgain<W>(
  group: ConsumerGroup<W>,
  member: GroupMember<W>,
  { protocols, sessionTimeoutMs, rebalanceTimeoutMs }: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings,
  told: Told<W>,
): void {
  Object.assign(member, { protocols, sessionTimeoutMs, rebalanceTimeoutMs, joining: { to: waiter } });
  isHere(member, nowMs);
  prepareRebalance(group, nowMs, settings, told);
}

/** A static member has restarted: another member id, the same member. If its id was in use, that process is fenced. */
function replaceInstance<W>(
  group: ConsumerGroup<W>,
  old: GroupMember<W>,
  memberId: string,
  request: JoinRequest,
  waiter: W,
  nowMs: number,
  settings: GroupSettings,
  rules: GroupRules,
  told: Told<W>,
): void {
  const { joining, syncing, instanceId = '' } = old;
  if (joining !== undefined) refuse(told, joining.to, 'FENCED_INSTANCE_ID', old.memberId);
  if (syncing !== undefined)
    told.push({ to: syncing.to, answer: { kind: 'sync', error: 'FENCED_INSTANCE_ID' } });
  const { protocols, sessionTimeoutMs, rebalanceTimeoutMs } = request;
  const member = { ...old, memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocols };
  member.joining = member.syncing = undefined;
  const { leader } = group;
  if (rules.instances === 'fenced') group.members.delete(old.memberId);
  group.members.set(memberId, member);
  group.instances.set(instanceId, memberId);
  if (leader === old.memberId) group.leader = memberId;
  isHere(member, nowMs);
  if (group.state === 'Stable' && chooseProtocol(group) === group.protocol) {
    member.generation = group.generation;
    keep(group);
    // The leader that was: so a leader that has restarted does not assign, for in this state nobody would be told.
    told.push({ to: waiter, answer: joined(group, memberId, leader === memberId ? undefined : leader) });
    return;
  }
  member.joining = { to: waiter };
  prepareRebalance(group, nowMs, settings, told);
}

/** Heartbeats and groups for state machines: hearings, groups and memberships are plain data in the state. */
import {
  answerMember,
  endSessions,
  isCurrent,
  memberAnswered,
  memberQuestion,
  newGroup,
  type Group,
  type GroupAnswer,
  type GroupQuestion,
  type GroupSettings,
  type Membership,
} from './group.js';
import type { Beat } from './suspicion.js';

/** What a node that sends heartbeats needs. */
export interface BeatingNode {
  readonly incarnation: number;
  broadcast(message: unknown): void;
  setTimer(name: string, delayMs: number): void;
}

/** The message that `beat` sends. */
export interface BeatMessage {
  readonly beat: Beat;
}

/**
 * Sends a heartbeat to all peers, and sets the timer for the next: in `start`, and in `onTimer` when that timer goes off.
 * @param last number of the last one, kept in the state; 0 in `start`
 * @returns number of this one
 */
export function beat(last: number, timer: string, everyMs: number, node: BeatingNode): number {
  const message: BeatMessage = { beat: { incarnation: node.incarnation, n: last + 1 } };
  node.broadcast(message);
  node.setTimer(timer, everyMs);
  return last + 1;
}

/** What the coordinator needs of a node. */
export interface CoordinatorNode {
  readonly disk: { read(file: string): unknown; write(file: string, value: unknown): void };
  monotonicMs(): number;
}

/** Opens the group in `start`: without members, for nobody knows since when they were not heard. @throws DiskError */
export function openGroup(node: CoordinatorNode, { rules }: GroupSettings, file = 'generation'): Group {
  return newGroup((node.disk.read(file) ?? 0) as number, rules);
}

/** Answers a member: reply with `{ after: 'sync' }`. @throws DiskError */
export function groupAnswer(
  group: Group,
  question: GroupQuestion,
  from: string,
  settings: GroupSettings,
  node: CoordinatorNode,
  file = 'generation',
): GroupAnswer {
  const { answer, changed } = answerMember(group, question, from, node.monotonicMs(), settings);
  if (changed) node.disk.write(file, group.generation);
  return answer;
}

/** Whether what comes from a member with this generation may count now. Answer with `{ after: 'sync' }`. @throws DiskError */
export function admits(
  group: Group,
  from: string,
  generation: number,
  settings: GroupSettings,
  node: CoordinatorNode,
  file = 'generation',
): boolean {
  if (endSessions(group, node.monotonicMs(), settings).length > 0) node.disk.write(file, group.generation);
  return isCurrent(group, from, generation, settings.rules);
}

/** What a member needs of its node. */
export interface MemberNode {
  call(to: string, message: unknown, options: { readonly timeoutMs: number; readonly token: unknown }): void;
  setTimer(name: string, delayMs: number): void;
}

/** For the member `token` of the protocol's types. */
export interface GroupToken {
  readonly group: 'question';
}

/** Asks to join or to stay: in `start`, and in `onTimer` when the timer `group` goes off. */
export function askGroup(mine: Membership, coordinator: string, node: MemberNode, timeoutMs = 50): void {
  const token: GroupToken = { group: 'question' };
  node.call(coordinator, memberQuestion(mine), { timeoutMs, token });
}

/** For `onReply`: takes in the coordinator's answer, if it is one, and sets the timer `group` for the next question. */
export function groupReply(
  mine: Membership,
  result: { readonly token: unknown; readonly kind: string; readonly value?: unknown },
  { everyMs }: GroupSettings,
  node: MemberNode,
): boolean {
  if ((result.token as Partial<GroupToken> | undefined)?.group !== 'question') return false;
  if (result.kind === 'answer') memberAnswered(mine, result.value as GroupAnswer);
  node.setTimer('group', everyMs);
  return true;
}

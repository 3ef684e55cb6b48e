/** Heartbeats and groups for async programs. */
import { CallFailed } from 'seedstorm';
import {
  answerMember,
  endSessions,
  isCurrent,
  memberAnswered,
  memberQuestion,
  newGroup,
  noMembership,
  type GroupAnswer,
  type GroupQuestion,
  type GroupSettings,
  type Membership,
} from './group.js';
import type { BeatMessage } from './machine-membership.js';
import { hear, newHearing, suspects, type SuspicionSettings } from './suspicion.js';

/** What it needs of a node. */
export interface WatchingNode {
  readonly incarnation: number;
  readonly peers: readonly string[];
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
  broadcast(message: never): void;
}

/** Which peers are suspected, for async programs. */
export interface PeerWatch {
  /** For `onMessage`: takes in a heartbeat. False: it is a copy, or came late. */
  heard(message: BeatMessage, from: string): boolean;
  /** Who is suspected, as of the last look. */
  suspects(): readonly string[];
}

/**
 * Sends heartbeats to all peers for ever, and suspects those that are not heard.
 * @param onChange told when it begins or ends to suspect somebody
 */
export function watchPeers(
  node: WatchingNode,
  settings: SuspicionSettings,
  onChange: (peer: string, isSuspect: boolean) => void = () => undefined,
): PeerWatch {
  const hearing = newHearing(node.peers, node.monotonicMs(), settings);
  let now: readonly string[] = [];
  void beatForEver();
  return {
    heard: ({ beat }, from) => hear(hearing, from, beat, node.monotonicMs(), settings),
    suspects: () => now,
  };

  async function beatForEver(): Promise<never> {
    for (let n = 1; ; n++) {
      const message: BeatMessage = { beat: { incarnation: node.incarnation, n } };
      node.broadcast(message as never);
      await node.sleep(settings.everyMs);
      const before = now;
      now = suspects(hearing, node.monotonicMs(), settings);
      for (const peer of now) if (!before.includes(peer)) onChange(peer, true);
      for (const peer of before) if (!now.includes(peer)) onChange(peer, false);
    }
  }
}

/** What the coordinator needs of a node. */
export interface AsyncCoordinatorNode {
  readonly disk: {
    read(file: string): Promise<unknown>;
    write(file: string, value: unknown): Promise<void>;
    sync(): Promise<void>;
  };
  monotonicMs(): number;
}

/** The coordinator of a group, for async programs. */
export interface GroupCoordinator {
  /** Answers a member; a generation that begins is durable when it resolves. @throws DiskError */
  answer(question: GroupQuestion, from: string): Promise<GroupAnswer>;
  /** Whether what comes from a member with this generation may count now: do what it asks for at once. */
  admits(from: string, generation: number): boolean;
}

/** Opens a group: without members, for nobody knows since when they were not heard. @throws DiskError */
export async function groupCoordinator(
  node: AsyncCoordinatorNode,
  settings: GroupSettings,
  file = 'generation',
): Promise<GroupCoordinator> {
  const group = newGroup(((await node.disk.read(file)) ?? 0) as number, settings.rules);
  let kept = group.generation;
  return {
    async answer(question, from) {
      const { answer } = answerMember(group, question, from, node.monotonicMs(), settings);
      if (group.generation !== kept) await node.disk.write(file, (kept = group.generation));
      await node.disk.sync();
      return answer;
    },
    admits(from, generation) {
      endSessions(group, node.monotonicMs(), settings);
      return isCurrent(group, from, generation, settings.rules);
    },
  };
}

/** What a member needs of its node. */
export interface AsyncMemberNode {
  readonly incarnation: number;
  sleep(ms: number): Promise<void>;
}

/**
 * Joins a group and stays in it, or joins again when it is out.
 * @param ask sends a question to the coordinator; a CallFailed is asked again
 * @returns what it knows of its membership: `current` changes in place
 */
export function joinGroup(
  node: AsyncMemberNode,
  { everyMs }: GroupSettings,
  ask: (question: GroupQuestion) => Promise<GroupAnswer>,
): Readonly<Membership> {
  const mine = noMembership(node.incarnation);
  void stay();
  return mine;

  async function stay(): Promise<never> {
    for (;;) {
      try {
        memberAnswered(mine, await ask(memberQuestion(mine)));
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
      }
      await node.sleep(everyMs);
    }
  }
}

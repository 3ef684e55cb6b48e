/** The memory of a node: plain data (Ongaro 2014, figure 3.1). */
import { hasQuorum, isVoter, type Configuration, type Placed } from './configuration.js';
import type { Wish } from './membership.js';
import type { Mending } from './durable.js';
import type { RaftLog } from './log.js';
import type { Command, Result, Store } from './machine.js';
import type { Asker, Port } from './port.js';
import type { Rules } from './rules.js';

export interface State {
  readonly id: string;
  term: number;
  votedFor: string | null;
  log: RaftLog;
  /** The latest configuration in the log, committed or not: it is in force (§4.1). */
  configuration: Configuration;
  /** All that the log holds, and first the one where it begins. */
  configurations: Placed[];
  /** How often this node began with an empty disk; votes of an earlier life do not bind this one. */
  life: number;
  /** What an operator wished for while no leader was known. */
  wish: Wish | null;
  /** Those who said that they hold nothing, while this node holds nothing either (see formation.ts). */
  empty: string[];
  /** Whom a client's question goes to while no leader is known (§6.2: a directory). */
  readonly directory: readonly string[];
  commitIndex: number;
  lastApplied: number;
  role: Role;
  /** The leader of this term, as far as known. */
  leader: string | null;
  /** How long it waits for a leader before it stands for election. */
  electionMs: number;
  /** How often it has waited in vain since it last heard of a leader. */
  elections: number;
  /** When a leader of this term was last heard of, on the monotonic clock. */
  leaderHeardMs: number;
  /** The number of the latest message of this term's leader. */
  leaderHeardNumber: number;
  store: Store;
  sessions: Record<string, Session>;
  /** The text of the last snapshot; empty while there is none. */
  snapshot: string;
  /** A snapshot is on its way to the disk. */
  snapshotting: boolean;
  /** What has come so far of a snapshot the leader sends. */
  incoming: { readonly index: number; readonly term: number; text: string } | null;
  /** What clients asked this node and wait for, by client. */
  waiting: Record<string, Waiting>;
  /** What the disk held is being written anew: until that is safe this node takes no part. */
  recovering: boolean;
  /** The number of the next record of the log file. */
  nextRecord: number;
  /** Set while this node may have lost what it had acknowledged: then it neither votes nor stands. */
  mending: Mending | null;
}

export type Role =
  | { readonly kind: 'follower' }
  | ({ readonly kind: 'pre-candidate' } & Answers)
  | ({ readonly kind: 'candidate'; readonly transfer: boolean } & Answers)
  | Leader;

/** Who voted for a candidate so far, and who will not. */
interface Answers {
  readonly granted: string[];
  readonly refused: string[];
}

export interface Leader {
  readonly kind: 'leader';
  readonly progress: Record<string, Progress>;
  /** How far this node's own log is on its disk. */
  durable: number;
  /** Who asked for the entry at an index. */
  readonly proposals: Record<number, Proposal>;
  /** Reads that wait until this node is known to lead still. */
  reads: PendingRead[];
  /** How many messages it has sent in this term. */
  sent: number;
  /** When it last sent something to all, on the monotonic clock. */
  spokeMs: number;
  /** The last round of heartbeats begun, and the last that a majority answered. */
  round: number;
  confirmedRound: number;
  /** `log.truncations` when it was elected. */
  readonly truncations: number;
  /** The change of membership asked for and not yet begun (§4.1: one at a time). */
  wish: Wish | null;
  transfer: { readonly to: string; readonly untilMs: number; told: boolean } | null;
  /** It asked another node to stand for election in this term: its lease is worth nothing from then on (§6.4.1). */
  leaseForfeited: boolean;
}

/** What a leader knows of another node. */
export interface Progress {
  /** The next entry to send. */
  next: number;
  /** How far its log is known to be the same, and on its disk. */
  match: number;
  /** Whether entries are sent without waiting for the answer to those before. */
  streaming: boolean;
  /** It answered since the last heartbeat. */
  answered: boolean;
  heardMs: number;
  /** The latest stamp it gave back. */
  round: number;
  sentMs: number;
  /** False while it has lost what it had promised. */
  counts: boolean;
  /** The latest life it was heard of in; `null` before it was heard. */
  life: number | null;
  /** How it keeps up while it learns; `null` for a voter. */
  learning: Learning | null;
  /** How much of which snapshot it has, while it is sent one. */
  snapshot: { index: number; offset: number } | null;
}

/** A round of catching up ends when the learner has all that the log held when the round began (§4.2.1). */
export interface Learning {
  goal: number;
  sinceMs: number;
  /** A round took less than an election time-out: the learner may vote without holding up the others. */
  caughtUp: boolean;
}

export interface Proposal {
  readonly client: string;
  readonly serial: number;
  /** The node that was asked. */
  readonly gateway: string;
}

export interface PendingRead extends Proposal {
  readonly command: Command;
  /** Answers only once this has been applied (§6.4). */
  readonly index: number;
  /** Answers only once this round is confirmed. */
  readonly round: number;
}

/** A client's last command that was carried out, and its result (§6.3). */
export interface Session {
  readonly serial: number;
  readonly result: Result;
}

export interface Waiting {
  readonly asker: Asker;
  readonly command: Command;
  readonly sinceMs: number;
  /** How many nodes were asked who might know a leader. */
  asked: number;
}

/** A node: its memory, its link to the world, and the rules it follows. */
export interface Raft {
  readonly state: State;
  readonly port: Port;
  readonly rules: Rules;
}

/** Whether a majority is known for which `holds`; this node counts itself if it votes. */
export function leadsQuorum(
  { state }: Raft,
  leader: Leader,
  holds: (progress: Progress) => boolean,
): boolean {
  return hasQuorum(state.configuration, (node) => {
    if (node === state.id) return state.mending === null;
    const progress = leader.progress[node];
    return progress !== undefined && progress.counts && holds(progress);
  });
}

/**
 * Whether this node may stand for election. One that its own latest configuration leaves out still may while that is not
 * committed: if nobody else has the entry, nobody else can win its vote (§4.2.2).
 */
export function mayStand({ state, rules }: Raft): boolean {
  const { mending, configuration, configurations, commitIndex } = state;
  if (mending !== null) return false;
  if (isVoter(configuration, state.id)) return true;
  if (!rules.standUntilLeft) return false;
  const [before, latest] = configurations.slice(-2);
  return (
    before !== undefined &&
    latest !== undefined &&
    latest.index > commitIndex &&
    isVoter(before.configuration, state.id)
  );
}

/** What a node has in memory and on its disk: plain data (Ongaro 2014, figure 3.1). */
import type { Configuration, Placed } from './configuration.js';
import type { Entry, Position, RaftLog } from './log.js';
import type { Command, Result, Store } from './machine.js';
import type { Asker, Wish } from './messages.js';

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
  /** Those who said that they hold nothing, while this node holds nothing either (see election.ts). */
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

/** What is on the disk. */
export interface Durable {
  /** The term and the vote in it: one file, so that they change together. */
  vote: { readonly term: number; readonly votedFor: string | null };
  /** The same in two files, where a planted bug keeps them apart. */
  term: number;
  'voted-for': string | null;
  /** A journal: a record takes the place of what was at its index and after. */
  log: LogRecord[];
  /** The number of the last record written: what is damaged up to it is not merely torn (see recovery.ts). */
  tail: number;
  /** The last snapshot, as text; it takes the place of the log up to its end. */
  snapshot: string;
  /** Which life of this node it is, and whether the others have yet to take it in (see identity.ts). */
  identity: { readonly life: number; readonly admitted: boolean };
  /** Set while the node may have lost entries that it acknowledged. */
  mending: Mending;
}

export interface LogRecord {
  /** Records are numbered without gaps, for a power cut may take one and leave a later one. */
  readonly number: number;
  readonly entry: Entry;
}

/** What a node had at most acknowledged when its disk was found damaged. */
export type Mending = Position;

/**
 * What nodes say to each other, and what is asked of them. Every message of the protocol carries its sender's term
 * (Ongaro 2014, §3.3).
 */
import type { Entry, Position } from './log.js';
import type { Command, Result } from './machine.js';

/** RequestVote (figure 3.1); `trial`: PreVote, which changes nothing (§9.6). `term` is the one it is to lead. */
export interface RequestVote {
  readonly kind: 'request-vote';
  readonly term: number;
  readonly trial: boolean;
  /** The end of the candidate's log. */
  readonly last: Position;
  /** The leader wants this election: those who hear from a leader take part too (§4.2.3). */
  readonly transfer: boolean;
}

export interface Vote {
  readonly kind: 'vote';
  /** The term voted in if granted, else the voter's own. */
  readonly term: number;
  readonly trial: boolean;
  readonly granted: boolean;
}

/** AppendEntries (figure 3.1); without entries it is a heartbeat. */
export interface Append extends Stamp {
  readonly kind: 'append';
  readonly term: number;
  /** The entry just before these. */
  readonly previousIndex: number;
  readonly previousTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
}

/** Of this a follower gives back what tells the leader what the answer is later than. */
export interface Stamp {
  /** Numbers what a leader sends in its term: what was overtaken does not show that it is still there. */
  readonly number: number;
  /** The round of heartbeats that confirms reads (§6.4). */
  readonly round: number;
  /** The leader's clock when it sent this (§6.4.1). */
  readonly sentMs: number;
}

/** What a follower says in every answer. */
export interface Answer {
  readonly term: number;
  /** A node that lost what it had promised does not count (see recovery.ts). */
  readonly counts: boolean;
  /** How often it began anew with an empty disk, and so what its votes are worth (see identity.ts). */
  readonly life: number;
  readonly round: number;
  readonly sentMs: number;
}

/** The logs are the same up to `match`. */
export interface Appended extends Answer {
  readonly kind: 'appended';
  readonly match: number;
}

/** The entry at `refused` is another, or missing. */
export interface Refused extends Answer {
  readonly kind: 'refused';
  readonly refused: number;
  /** Where the follower's log may match (§3.5, last paragraph). */
  readonly hint: { readonly index: number; readonly term: number | null };
}

/** InstallSnapshot (figure 5.3): a piece of the text of a snapshot. */
export interface Install extends Stamp {
  readonly kind: 'install';
  readonly term: number;
  /** The last entry the snapshot stands for. */
  readonly last: Position;
  readonly offset: number;
  readonly text: string;
  readonly done: boolean;
}

/** How much of a snapshot has come. */
export interface Installing extends Answer {
  readonly kind: 'installing';
  readonly index: number;
  readonly received: number;
}

/** The leader lets this node stand for election at once (§3.10). */
export interface TimeoutNow {
  readonly kind: 'timeout-now';
  readonly term: number;
}

/** A client's operation, passed on to the leader by the node that was asked. */
export interface Ask {
  readonly kind: 'ask';
  readonly client: string;
  readonly serial: number;
  /** The node that the client asked, and that is to be told. */
  readonly gateway: string;
  readonly command: Command;
}

/** What came of it. */
export interface Told {
  readonly kind: 'told';
  readonly client: string;
  readonly serial: number;
  readonly result: Result;
}

/** A wish of an administrator, passed on like a client's (§4.1, §4.3). */
export interface Change {
  readonly kind: 'change';
  readonly wish: Wish;
}

/** Does anybody hold anything yet? (See election.ts.) */
export interface Form {
  readonly kind: 'form';
  readonly asks: boolean;
  /** The life of the node that asks. */
  readonly life: number;
  /** Whether the sender holds nothing. */
  readonly empty: boolean;
}

export type Message =
  | RequestVote
  | Vote
  | Append
  | Appended
  | Refused
  | Install
  | Installing
  | TimeoutNow
  | Ask
  | Told
  | Change
  | Form;

/** What may be asked of a node: commands, by clients; by operators, that another lead, or that others vote. */
export type Request = Command | { readonly f: 'transfer'; readonly leader: string } | Wish;

/** What an administrator may wish: that a server vote or not, or that exactly these do. */
export type Wish =
  | { readonly f: 'add-server'; readonly server: string }
  | { readonly f: 'remove-server'; readonly server: string }
  | { readonly f: 'change-membership'; readonly voters: readonly string[] };

/** A client that waits for an answer. `id` grows from one request of a client to its next. */
export interface Asker {
  readonly from: string;
  readonly id: number;
}

/** What a broker holds of a quorum queue: its replica, and what its own clients ask of it. */
import type { DurableLog, Shipping } from 'seedstorm/parts';
import type { LogEntry, QueueCommand, QueueOutput } from './messages.js';
import type { Hosted } from './queue-host.js';

export interface Quorum {
  readonly queue: string;
  epoch: number;
  votedFor: string | undefined;
  leader: string | undefined;
  readonly log: DurableLog<LogEntry>;
  committed: number;
  /** Entries carried out so far. */
  applied: number;
  readonly hosted: Hosted;
  /** What each session has asked, and what it was told and has not said that it has. */
  readonly sessions: Record<string, Dialogue>;
  /** The last publish of each channel: what it publishes again is not taken twice. */
  readonly published: Record<string, number>;
  role:
    | { readonly kind: 'follower' }
    | { readonly kind: 'candidate'; granted: string[] }
    | { readonly kind: 'leader'; readonly shipping: Shipping; readonly missing: Record<string, number> };
  /** Sessions of this broker's clients: what they asked, until it is carried out. */
  readonly asking: Record<string, Asking>;
  stopped: boolean;
}

export interface Dialogue {
  asked: number;
  told: number;
  unseen: { readonly number: number; readonly output: QueueOutput }[];
}

export interface Asking {
  asked: number;
  seen: number;
  /** Ticks since something of it was carried out. */
  waited: number;
  /** The last of it is a farewell. */
  ends: boolean;
  open: { readonly number: number; readonly command: QueueCommand }[];
}

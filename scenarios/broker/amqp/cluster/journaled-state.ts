/** What a broker holds of a classic queue, as its master, its mirror or neither. */
import type { Kept, QueueOutput, QueueRecord } from './messages.js';
import type { Hosted } from './queue-host.js';

export interface Journaled {
  readonly queue: string;
  /** Where the queue lives, as far as this broker knows. */
  record: QueueRecord | undefined;
  /** It has begun anew, and has nothing to offer. */
  forgotten: boolean;
  /** The master is gone, and nobody may take over. */
  away: boolean;
  /** The master is gone, and somebody else may take over. */
  deciding: boolean;
  /** It got a copy since it began: what it has is what the master had. */
  fresh: boolean;
  /** The messages that this broker has, as master or mirror. */
  kept: Map<number, Kept>;
  places: number;
  role: Master | { readonly kind: 'mirror'; number: number } | { readonly kind: 'none' };
}

export interface Master {
  readonly kind: 'master';
  readonly hosted: Hosted;
  /** Pieces of the journal so far. */
  number: number;
  /** Pieces that are on the own disk, and those that each mirror has on its. */
  onDisk: number;
  readonly held: Record<string, number>;
  /** Confirms that wait: all up to the mark when the piece is kept everywhere. */
  waiting: { readonly number: number; readonly mark: number }[];
  /** Of mirrors that were sent nothing of what was there: how many places there were when they joined. */
  readonly joinedAt: Record<string, number>;
  /** Confirms of what was published twice, because its channel did not know. */
  again: { readonly number: number; readonly output: QueueOutput }[];
}

/** What a node keeps on its disk (Ongaro 2014, figure 3.1: persistent state). */
import type { Entry } from './entry.js';

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
export interface Mending {
  readonly index: number;
  readonly term: number;
}

/** A sentinel, as far as those who carry out its decisions ask it. */
import type { Address } from '../replication/host-side.js';
import type { Periods, WholeSettings } from './settings.js';
import type { Ballot } from './votes.js';
import type { Watched } from './watched.js';

export interface Watcher {
  readonly watched: Watched;
  readonly ballot: Ballot;
  readonly runId: string;
  readonly settings: WholeSettings;
  readonly periods: Periods;
  readonly place: { readonly random: () => number };
  readonly nowMs: number;
  /** Tells an event about somebody. */
  tell(event: string, text: string): void;
  /** Writes down what must outlive it. */
  keep(): void;
  /** Somewhere else is the master now. */
  switchTo(address: Address, configEpoch: number): void;
  /** All are to hear at once what has changed. */
  greetAll(): void;
  askPeers(atOnce: boolean): void;
}

/** The rules of the store. Each planted bug replaces one of them. */

export interface StoreRules {
  /** How many backups must have a write on their disks, besides the primary, before it is acknowledged. */
  readonly acknowledgements: number;
  /** How many replicas must follow a new epoch before one of them is promoted. */
  readonly promises: number;
  /** Replicas refuse what primaries of older epochs send. */
  readonly fence: boolean;
  /** Who of those that promised is promoted: the one with the newest entries and most of them, or anyone. */
  readonly promote: 'most-advanced' | 'first-to-answer';
  /** What a promoted replica keeps of its log: all of it, or what it knows to be committed. */
  readonly keep: 'everything' | 'known-committed';
  /** A backup acknowledges only what would survive a crash. */
  readonly acknowledge: 'after-sync' | 'at-once';
  /** What a primary does with a write that too few backups acknowledge in time. */
  readonly whenBackupsAreSlow: 'wait' | 'acknowledge-alone';
  /** Before it answers a read the primary hears from as many backups as a write needs that it still is one. */
  readonly readsAsk: boolean;
  /** Who answers a read: the primary, or whoever is asked, from what it knows to be committed. */
  readonly reads: 'primary' | 'backup';
}

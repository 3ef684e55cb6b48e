/** What a Redis behind a socket needs of where it runs: time and chance. */
import type { HostClock } from '../../wire/after.js';

export interface HostPlace {
  readonly clock: HostClock;
  readonly random: () => number;
  /** A command of a client was carried out. */
  carriedOut?(words: readonly string[]): void;
}

/** What a Redis behind a socket needs of where it runs: time, chance, and the way to others. */
import type { HostClock } from '../../wire/after.js';
import type { RedisReply } from '../core/reply.js';
import type { Address, HostSide } from './replication/host-side.js';

export interface HostPlace {
  readonly clock: HostClock;
  readonly random: () => number;
  /** Answers instead of the Redis, unless undefined. */
  answers?(words: readonly string[]): RedisReply | undefined;
  /** A command of a client was carried out. */
  carriedOut?(words: readonly string[]): void;
  /** Undefined: it follows nobody, and nobody follows it. */
  readonly network?: HostNetwork;
  /** Ends the server, with a snapshot or without one, or as its settings say. */
  end?(save: boolean | undefined): void;
}

export interface HostNetwork {
  /** How others reach this one. */
  readonly own: Address;
  readonly dial: HostSide['dial'];
}

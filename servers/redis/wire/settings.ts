/** What a Redis behind a socket is told: where it listens, what it keeps, whom it follows, what it tells a history. */
import type { RedisSettings } from '../core/data.js';

/** Settings of a Redis that clients talk to. */
export interface RedisServerSettings extends RedisSettings {
  /** @default 6379 */
  readonly port?: number;
  /** What is on the disk, and when. @default 'none' */
  readonly persistence?: RedisPersistence;
  /** Where its files lie; null: it has none. @default '/var/lib/redis', and null for listenRedis */
  readonly folder?: string | null;
  /**
   * What becomes of an append-only file that has damage: the server refuses to start, or somebody has it cut before the
   * damage each time, as `redis-check-aof --fix` does. @default 'refuse'
   */
  readonly damagedAof?: 'refuse' | 'cut';
  /** Whom it follows as it starts. @default nobody */
  readonly replicaOf?: { readonly host: string; readonly port?: number };
  /** Settings as CONFIG SET takes them, such as `{ 'min-replicas-to-write': '1' }`. @default {} */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * In a world: which commands, once carried out, stand in the history as an operation of their own, by its name and with
   * the key as its value. @default {}
   */
  readonly effects?: Readonly<Record<string, string>>;
}

/**
 * `rdb`: snapshots, each after so many seconds with so many changes or more. `aof`: all that is written, synced before each
 * answer, once a second, or never. With both the second counts at a restart.
 */
export type RedisPersistence =
  | 'none'
  | {
      readonly rdb?: readonly (readonly [seconds: number, changes: number])[];
      readonly aof?: 'always' | 'everysec' | 'no';
    };

/** What a Redis behind a socket is told: where it listens, and what it tells a history. */
import type { RedisSettings } from '../core/data.js';

/** Settings of a Redis that clients talk to. */
export interface RedisServerSettings extends RedisSettings {
  /** @default 6379 */
  readonly port?: number;
  /**
   * In a world: which commands, once carried out, stand in the history as an operation of their own, by its name and with
   * the key as its value. @default {}
   */
  readonly effects?: Readonly<Record<string, string>>;
}

/** The Redis on a socket: of the node that runs it inside a world, of this machine outside. */
import { nodeClock, openPort } from '../../../wire/programs/listening.js';
import { newRedis } from '../../core/redis.js';
import { RedisHost } from '../host.js';
import type { RedisServerSettings } from '../settings.js';

/** A Redis that listens. */
export interface RedisListener {
  readonly port: number;
  /** Ends all connections, and then itself. */
  close(): Promise<void>;
}

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1_000;

/** What of where it runs is not Node's. */
export interface Surroundings {
  readonly random: () => number;
  carriedOut?(words: readonly string[]): void;
}

/** @throws Error of Node's where the port is taken */
export async function listen(
  settings: RedisServerSettings,
  { random, carriedOut }: Surroundings,
): Promise<RedisListener> {
  const clock = nodeClock();
  const redis = newRedis(settings);
  const host = new RedisHost(redis, {
    clock,
    random,
    ...(carriedOut !== undefined && { carriedOut }),
  });
  const open = await openPort(settings.port ?? 6_379, clock, (line) => host.accept(line));
  return { port: open.port, close };

  async function close(): Promise<void> {
    const closed = open.close(GOODBYE_MS);
    host.shutDown();
    await closed;
    clock.stop();
  }
}

/** The Redis on a socket: of the node that runs it inside a world, of this machine outside. */
import { dial, nodeClock, openPort } from '../../../wire/programs/listening.js';
import { readConfig } from '../files/config-file.js';
import { RedisFiles } from '../files/files.js';
import { RedisHost } from '../host.js';
import { redisOf } from '../new-redis.js';
import type { RedisServerSettings } from '../settings.js';

/** A Redis that listens. */
export interface RedisListener {
  readonly port: number;
  /** Ends all connections, and then itself. */
  close(): Promise<void>;
}

/** How long clients have to say goodbye. */
const GOODBYE_MS = 1_000;
const REDIS_PORT = 6_379;

/** What of where it runs is not Node's. */
export interface Surroundings {
  readonly random: () => number;
  /** How others reach it. */
  readonly host: string;
  carriedOut?(words: readonly string[]): void;
  /** It has closed, because a client has told it to. */
  ended?(): void;
  /** It cannot go on. @default an error that nobody catches */
  die?(why: string): void;
}

/** @throws Error of Node's where the port is taken or the folder cannot be used, UnreadableFiles */
export async function listen(
  settings: RedisServerSettings,
  { random, host: own, carriedOut, ended, die = failLoudly }: Surroundings,
): Promise<RedisListener> {
  const clock = nodeClock();
  const { folder } = settings;
  const kept = typeof folder === 'string' ? readConfig(folder) : undefined;
  const redis = redisOf(settings);
  // What was kept, roles too, counts more than what it is told at each start.
  for (const [name, value] of Object.entries(kept?.config ?? {})) redis.config.set(name, value);
  const replicaOf = kept === undefined ? settings.replicaOf : kept.replicaOf;
  if (replicaOf !== undefined) redis.role = 'replica';
  redis.files.lastSaveMs = clock.nowMs();
  const files =
    typeof folder === 'string'
      ? new RedisFiles(redis, folder, { clock, die }, { random, cutsDamage: settings.damagedAof === 'cut' })
      : undefined;
  const address = { host: own, port: settings.port ?? REDIS_PORT };
  const place = {
    clock,
    random,
    network: { own: address, dial },
    end: (save: boolean | undefined) => void close(save).then(ended),
    ...(carriedOut !== undefined && { carriedOut }),
  };
  const host = new RedisHost(redis, place, files);
  const open = await openPort(address.port, clock, (line) => host.accept(line));
  address.port = open.port;
  if (replicaOf !== undefined) host.follow({ port: REDIS_PORT, ...replicaOf });
  return { port: open.port, close: () => close() };

  async function close(save?: boolean): Promise<void> {
    const closed = open.close(GOODBYE_MS);
    host.shutDown(save);
    await closed;
    clock.stop();
  }
}

function failLoudly(why: string): never {
  throw new Error(why);
}

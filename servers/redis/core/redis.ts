/** A Redis: what it is as it starts, and its connections. */
import type { Redis, RedisDatabase, RedisSession, RedisSettings } from './data.js';
import { readEvents } from './notify.js';
import { unwatchAll } from './watching.js';

export function newRedis({
  databases = 16,
  hz = 10,
  maxmemory = 0,
  notifyKeyspaceEvents = '',
  role = 'master',
}: RedisSettings = {}): Redis {
  return {
    config: new Map([
      ['databases', String(databases)],
      ['hz', String(hz)],
      ['maxmemory', String(maxmemory)],
      ['maxmemory-policy', 'noeviction'],
      ['notify-keyspace-events', readEvents(notifyKeyspaceEvents)],
      ['hash-max-listpack-entries', '512'],
      ['hash-max-listpack-value', '64'],
      ['set-max-intset-entries', '512'],
      ['zset-max-listpack-entries', '128'],
      ['zset-max-listpack-value', '64'],
      ['appendonly', 'no'],
      ['appendfsync', 'everysec'],
      ['save', ''],
      ['dir', '/var/lib/redis'],
      ['dbfilename', 'dump.json'],
      ['aof-load-truncated', 'yes'],
      ['auto-aof-rewrite-percentage', '100'],
      ['auto-aof-rewrite-min-size', '67108864'],
      ['stop-writes-on-bgsave-error', 'yes'],
      ['repl-backlog-size', '1048576'],
      ['repl-ping-replica-period', '10'],
      ['repl-timeout', '60'],
      ['replica-priority', '100'],
      ['timeout', '0'],
      ['maxclients', '10000'],
      ['proto-max-bulk-len', '536870912'],
      ['min-replicas-to-write', '0'],
      ['min-replicas-max-lag', '10'],
      ['replica-read-only', 'yes'],
      ['replica-serve-stale-data', 'yes'],
    ]),
    databases: Array.from({ length: databases }, (_, index) => newDatabase(index)),
    sessions: new Map(),
    waiting: [],
    watchers: new Map(),
    scripts: new Map(),
    scriptSeed: [0x12_34_ab, 0xcd_33_0e],
    role,
    followers: new Map(),
    offset: 0,
    history: { id: '0'.repeat(40), before: undefined },
    runId: '0'.repeat(40),
    master: undefined,
    files: {
      isKept: false,
      changes: 0,
      lastSaveMs: 0,
      lastSaveOk: true,
      isSaving: false,
      isRewriting: false,
      rewriteIsDue: false,
      lastRewriteOk: true,
      aofTrouble: undefined,
      aofBytes: 0,
      aofBaseBytes: 0,
    },
    writtenDb: undefined,
    expiresActively: true,
    counted: false,
    bytes: 0,
    sizes: new Map(),
  };
}

const newDatabase = (index: number): RedisDatabase => ({
  index,
  keys: new Map(),
  expires: new Map(),
  due: [],
});

/** The session in which a follower carries out what its master has written. */
export const MASTER = -1;

export function newSession(client: number): RedisSession {
  return {
    client,
    db: 0,
    protocol: 2,
    name: '',
    queue: undefined,
    watched: [],
    dirty: false,
    channels: new Set(),
    patterns: new Set(),
    shardChannels: new Set(),
    wroteUpTo: 0,
    told: 'on',
  };
}

/** A client has connected: its numbers are the caller's. */
export function redisConnect(redis: Redis, client: number): void {
  if (redis.sessions.has(client)) throw new Error(`Client ${client} is connected already.`);
  redis.sessions.set(client, newSession(client));
}

/** A connection is gone: its client waits, watches and hears no more. */
export function redisGone(redis: Redis, client: number): void {
  const session = redis.sessions.get(client);
  if (session === undefined) return;
  unwatchAll(redis, session);
  stopWaiting(redis, client);
  redis.sessions.delete(client);
}

/** Does it wait? Its next commands are carried out when it does no more, after the batch of whoever woke it. */
export const redisIsBlocked = ({ waiting }: Redis, client: number): boolean =>
  waiting.some((waiter) => waiter.client === client);

export function stopWaiting({ waiting }: Redis, client: number): void {
  const at = waiting.findIndex((waiter) => waiter.client === client);
  if (at >= 0) waiting.splice(at, 1);
}

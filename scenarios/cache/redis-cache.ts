/**
 * A cache on Redis, without persistence. Each question is carried out in one step, as a Lua script of a real Redis is;
 * below it are the commands of such a script.
 *
 * A miss hands out what a fill must show: the time of the miss, from which the entry's life counts; the start of the server
 * in which it was; and a lease, which the next deletion of the key takes back.
 */
import { stateMachine } from 'seedstorm';
import { newRedis, redisCommand, redisConnect, type Redis, type RedisReply } from 'seedstorm/servers';

/** What a reader that missed must show to fill. */
export interface Missed {
  readonly atMs: number;
  /** The how manieth start of the server: what a real Redis calls its run id. */
  readonly start: number;
  readonly lease: string;
}

/** What decides whether a fill comes too late. */
export type Guard = 'none' | 'lease' | 'version' | 'lease of any start';

/** What applications ask of the cache. `version` is that of the row in the database. */
export interface CacheCalls {
  get: (ask: {
    readonly key: string;
  }) =>
    { readonly hit: true; readonly value: string | null } | { readonly hit: false; readonly missed: Missed };
  /** Nobody waits for it, so it is not answered. */
  fill: (ask: {
    readonly key: string;
    readonly value: string | null;
    readonly version: number;
    readonly missed: Missed;
    readonly guard: Guard;
  }) => undefined;
  set: (ask: { readonly key: string; readonly value: string }) => 'done';
  delete: (ask: { readonly key: string; readonly version: number }) => 'done';
}

interface RedisNode {
  state: Redis;
  messages: CacheCalls;
  timer: 'restart';
}

const CLIENT = 1;

/** How long an entry lives, and after how long on average the server is started anew, empty; 0: never. */
export interface RedisCacheSettings {
  readonly ttlMs: number;
  readonly restartMs: number;
}

/** The program of the cache. */
export function redisCache({ ttlMs, restartMs }: RedisCacheSettings) {
  return stateMachine<RedisNode>({
    start(node) {
      if (restartMs > 0) node.setTimer('restart', restartMs * (0.5 + node.random.float()));
      const redis = newRedis({ databases: 1 });
      redisConnect(redis, CLIENT);
      return redis;
    },

    onTimer: (_redis, _restart, node) => node.exit('started anew by its operator'),

    onMessage: {
      get(redis, { key }, node) {
        const run = commandsOf(redis, node);
        const text = run('GET', key);
        node.count(text === null ? 'misses' : 'hits');
        if (typeof text === 'string')
          return node.reply({ hit: true, value: JSON.parse(text) as string | null });
        let lease = run('GET', `lease:${key}`);
        if (typeof lease !== 'string') {
          lease = String(run('INCR', `leases:${key}`));
          run('SET', `lease:${key}`, lease, 'PX', String(LEASE_MS));
        }
        node.reply({
          hit: false,
          missed: { atMs: Math.floor(node.nowMs()), start: node.incarnation, lease },
        });
      },

      fill(redis, { key, value, version, missed, guard }, node) {
        const run = commandsOf(redis, node);
        const isSameStart = missed.start === node.incarnation || guard === 'lease of any start';
        const isAllowed = {
          none: () => true,
          version: () => isSameStart && version >= Number(run('GET', `version:${key}`) ?? 0),
          lease: () => isSameStart && run('GET', `lease:${key}`) === missed.lease,
          'lease of any start': () => run('GET', `lease:${key}`) === missed.lease,
        }[guard]();
        if (!isAllowed) return;
        const until = ttlMs > 0 ? ['PXAT', String(missed.atMs + ttlMs)] : [];
        run('SET', key, JSON.stringify(value), ...until);
        run('DEL', `lease:${key}`);
      },

      set(redis, { key, value }, node) {
        const run = commandsOf(redis, node);
        run('SET', key, JSON.stringify(value), ...(ttlMs > 0 ? ['PX', String(ttlMs)] : []));
        run('DEL', `lease:${key}`);
        node.reply('done');
      },

      delete(redis, { key, version }, node) {
        const run = commandsOf(redis, node);
        run('DEL', key, `lease:${key}`);
        if (version > Number(run('GET', `version:${key}`) ?? 0))
          run('SET', `version:${key}`, String(version), ...(ttlMs > 0 ? ['PX', String(ttlMs)] : []));
        node.reply('done');
      },
    },
  });
}

/** Who has not filled for so long must miss again. */
const LEASE_MS = 150;

interface At {
  nowMs(): number;
  readonly random: { float(): number };
}

const commandsOf =
  (redis: Redis, node: At) =>
  (...words: readonly string[]): RedisReply | undefined =>
    redisCommand(redis, CLIENT, words, { nowMs: node.nowMs(), random: () => node.random.float() }).said[0]
      ?.reply;

/** The whole data set as plain JSON, for files and for followers that begin anew. */
import type { RedisStream } from '../streams/data.js';
import type {
  Redis,
  RedisDatabase,
  RedisHash,
  RedisList,
  RedisSet,
  RedisSortedSet,
  RedisValue,
} from './data.js';
import { setDeadline } from './deadlines.js';
import { MASTER, newSession } from './redis.js';
import { newSortedSet, setScore } from './sorted-set.js';

type DumpedGroup = Omit<
  RedisStream['groups'] extends Map<string, infer Group> ? Group : never,
  'consumers'
> & {
  readonly consumers: readonly (readonly [string, number])[];
};

type DumpedValue =
  | string
  | (Omit<RedisHash, 'fields'> & { readonly fields: readonly (readonly [string, string])[] })
  | RedisList
  | (Omit<RedisSet, 'members'> & { readonly members: readonly string[] })
  | {
      readonly type: 'zset';
      readonly large: boolean;
      readonly scores: readonly (readonly [string, string])[];
    }
  | {
      readonly type: 'stream';
      readonly stream: Omit<RedisStream, 'groups'> & {
        readonly groups: readonly (readonly [string, DumpedGroup])[];
      };
    };

/** All keys of all databases, and their deadlines. Plain JSON. */
export interface RedisDump {
  readonly databases: readonly {
    readonly index: number;
    readonly keys: readonly (readonly [key: string, value: DumpedValue, atMs?: number])[];
  }[];
  /** The database of what was written last: what is written next is meant for it. */
  readonly writtenDb: number | undefined;
  readonly offset: number;
  readonly scripts: readonly string[];
}

export function redisDump({ databases, writtenDb, offset, scripts }: Redis): RedisDump {
  return {
    databases: databases
      .filter(({ keys }) => keys.size > 0)
      .map(({ index, keys, expires }) => ({
        index,
        keys: [...keys].map(([key, value]) => {
          const atMs = expires.get(key);
          return atMs === undefined ? [key, dumped(value)] : [key, dumped(value), atMs];
        }),
      })),
    writtenDb,
    offset,
    scripts: [...scripts.values()],
  };
}

/** Puts a data set in place of what is there. Watched keys that were there, or are there now, are touched. */
export function redisLoad(redis: Redis, dump: RedisDump): void {
  for (const session of redis.sessions.values())
    for (const { db, key } of session.watched)
      if (redis.databases[db]?.keys.has(key) === true) session.dirty = true;
  for (const db of redis.databases) {
    db.keys = new Map();
    db.expires = new Map();
    db.due = [];
  }
  for (const { index, keys } of dump.databases) {
    const db = redis.databases[index] as RedisDatabase;
    for (const [key, value, atMs] of keys) {
      db.keys.set(key, loaded(value, redis));
      if (atMs !== undefined) setDeadline(db, key, atMs);
    }
  }
  redis.writtenDb = dump.writtenDb;
  // What its master writes next is meant for that database.
  redis.sessions.set(MASTER, { ...newSession(MASTER), db: dump.writtenDb ?? 0 });
  redis.offset = dump.offset;
  redis.counted = false;
}

function dumped(value: RedisValue): DumpedValue {
  if (typeof value === 'string') return value;
  switch (value.type) {
    case 'hash':
      return { ...value, fields: [...value.fields] };
    case 'list':
      return { ...value, items: [...value.items] };
    case 'set':
      return { ...value, members: [...value.members] };
    case 'zset':
      return {
        type: 'zset',
        large: value.large,
        scores: value.order.map(({ member, score }) => [member, Object.is(score, -0) ? '-0' : String(score)]),
      };
    case 'stream': {
      const { groups, ...stream } = value.stream;
      return {
        type: 'stream',
        stream: structuredClone({
          ...stream,
          groups: [...groups].map(
            ([name, group]) => [name, { ...group, consumers: [...group.consumers] }] as const,
          ),
        }),
      };
    }
  }
}

function loaded(value: DumpedValue, redis: Redis): RedisValue {
  if (typeof value === 'string') return value;
  switch (value.type) {
    case 'hash':
      return { ...value, fields: new Map(value.fields) };
    case 'list':
      return { ...value, items: [...value.items] };
    case 'set':
      return { ...value, members: new Set(value.members) };
    case 'zset': {
      const set: RedisSortedSet = newSortedSet();
      set.large = value.large;
      for (const [member, score] of value.scores) setScore(set, member, Number(score), redis);
      return set;
    }
    case 'stream': {
      const { groups, ...stream } = structuredClone(value.stream);
      const named = groups.map(
        ([name, group]) => [name, { ...group, consumers: new Map(group.consumers) }] as const,
      );
      return { type: 'stream', stream: { ...stream, groups: new Map(named) } };
    }
  }
}

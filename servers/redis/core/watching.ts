/** WATCH: a transaction is carried out only if nobody has touched what its client watches. */
import type { Redis, RedisDatabase, RedisSession } from './data.js';

const place = (db: number, key: string): string => `${db} ${key}`;

/** Of a key that is over already, that it is deleted later is no change. */
export function watch(redis: Redis, session: RedisSession, key: string, wasOver: boolean): void {
  const { db, client, watched } = session;
  if (watched.some((one) => one.db === db && one.key === key)) return;
  watched.push({ db, key, wasOver });
  const at = place(db, key);
  const clients = redis.watchers.get(at) ?? new Set();
  redis.watchers.set(at, clients.add(client));
}

export function unwatchAll(redis: Redis, session: RedisSession): void {
  for (const { db, key } of session.watched) {
    const clients = redis.watchers.get(place(db, key));
    clients?.delete(session.client);
    if (clients?.size === 0) redis.watchers.delete(place(db, key));
  }
  session.watched.length = 0;
  session.dirty = false;
}

export function touchWatched(redis: Redis, key: string, db: RedisDatabase): void {
  for (const client of redis.watchers.get(place(db.index, key)) ?? []) {
    const session = redis.sessions.get(client);
    const watched = session?.watched.find((one) => one.db === db.index && one.key === key);
    if (session === undefined || watched === undefined) continue;
    if (watched.wasOver) {
      const stillGone = !db.keys.has(key);
      watched.wasOver = false;
      if (stillGone) continue;
    }
    session.dirty = true;
  }
}

/** All keys of a database go, or are those of another one now. */
export function touchAll(redis: Redis, db: RedisDatabase, other?: RedisDatabase): void {
  for (const session of redis.sessions.values())
    for (const watched of session.watched) {
      if (watched.db !== db.index) continue;
      const [had, has] = [db.keys.has(watched.key), other?.keys.has(watched.key) === true];
      if (watched.wasOver && had && !has) watched.wasOver = false;
      else if (had || has) session.dirty = true;
    }
}

/** Was something touched, or is it over since it is watched? */
export function isSpoilt(redis: Redis, { dirty, watched }: RedisSession, nowMs: number): boolean {
  return (
    dirty ||
    watched.some(({ db, key, wasOver }) => {
      const atMs = redis.databases[db]?.expires.get(key);
      return !wasOver && atMs !== undefined && nowMs > atMs;
    })
  );
}

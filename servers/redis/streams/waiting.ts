/** Clients that wait for entries: XREAD and XREADGROUP with BLOCK. */
import { giveNew, hear } from './group.js';
import type { RedisReply } from './reply.js';
import type { Context, ReplyTo } from './command.js';
import type { RedisStream, RedisStreams, Waiter, Wanted } from './data.js';
import { compareIds, idAfter, LAST_ID } from './stream-id.js';
import { entriesBetween } from './stream.js';
import { shownEntry } from './words.js';

/** Gives those who wait for keys that have changed what there is, the longest waiter first. */
export function serve(store: RedisStreams, { touched, nowMs }: Context): ReplyTo[] {
  const served: ReplyTo[] = [];
  for (const key of touched)
    for (const waiter of [...store.waiting]) {
      const wanted = waiter.wants.find((one) => one.key === key);
      const reply =
        wanted === undefined ? undefined : answerToWaiter(store.keys.get(key), waiter, wanted, nowMs);
      if (reply === undefined) continue;
      store.waiting.splice(store.waiting.indexOf(waiter), 1);
      served.push({ client: waiter.client, reply });
    }
  return served;
}

/** What a client that waits is told now; undefined: it waits on. No stream: the key is gone. */
export function answerToWaiter(
  stream: RedisStream | undefined,
  { reader, count }: Waiter,
  { key, after }: Wanted,
  nowMs: number,
): RedisReply | undefined {
  if (stream === undefined)
    return reader === undefined ? undefined : { error: 'UNBLOCKED the stream key no longer exists' };
  if (reader === undefined) {
    if (compareIds(stream.lastId, after) <= 0) return undefined;
    const entries = entriesBetween(stream, idAfter(after) ?? LAST_ID, LAST_ID, count);
    return entries.length === 0 ? undefined : [[key, entries.map(shownEntry)]];
  }
  const group = stream.groups.get(reader.group);
  if (group === undefined)
    return { error: 'NOGROUP the consumer group this client was blocked on no longer exists' };
  if (compareIds(stream.lastId, group.lastId) <= 0) return undefined;
  hear(group, reader.consumer, nowMs);
  const given = giveNew(stream, group, reader.consumer, { count, keeps: reader.keeps, nowMs });
  return given.length === 0 ? undefined : [[key, given.map(shownEntry)]];
}

/** A consumer group: what it has read, and what its consumers were given and have not acknowledged. */
import type { ConsumerGroup, PendingEntry, RedisStream, StreamEntry } from './data.js';
import { compareIds, FIRST_ID, type StreamId } from './stream-id.js';
import { entriesBetween, entryOf } from './stream.js';

export function newGroup(lastId: StreamId, entriesRead: number | null): ConsumerGroup {
  return { lastId, entriesRead, pending: [], consumers: new Map() };
}

/** Makes a consumer where there is none of the name, and notes that it was heard. @returns whether it is new */
export function hear(group: ConsumerGroup, consumer: string, nowMs: number): boolean {
  const isNew = !group.consumers.has(consumer);
  group.consumers.set(consumer, nowMs);
  return isNew;
}

export const pendingOf = ({ pending }: ConsumerGroup, consumer: string): PendingEntry[] =>
  pending.filter((one) => one.consumer === consumer);

/** Gives a consumer what is new. What somebody else had not acknowledged (after XGROUP SETID) is now this one's. */
export function giveNew(
  stream: RedisStream,
  group: ConsumerGroup,
  consumer: string,
  { count, keeps, nowMs }: { readonly count: number; readonly keeps: boolean; readonly nowMs: number },
): StreamEntry[] {
  const given = entriesBetween(stream, group.lastId, stream.lastId, count + 1)
    .filter(({ id }) => compareIds(id, group.lastId) > 0)
    .slice(0, count);
  for (const { id } of given) {
    if (group.entriesRead !== null && !hasDeletedAfter(stream, id)) group.entriesRead++;
    else group.entriesRead = placeOf(stream, id);
    group.lastId = id;
    if (!keeps) continue;
    const own = { id, consumer, deliveredAtMs: nowMs, deliveries: 1 };
    const at = placeIn(group, id);
    group.pending.splice(at, group.pending[at]?.id === id ? 1 : 0, own);
  }
  return given;
}

/** Gives a consumer again what it has not acknowledged, after this id: undefined for an entry that is gone. */
export function giveAgain(
  stream: RedisStream,
  group: ConsumerGroup,
  consumer: string,
  { after, count, nowMs }: { readonly after: StreamId; readonly count: number; readonly nowMs: number },
): [StreamId, StreamEntry | undefined][] {
  return pendingOf(group, consumer)
    .filter(({ id }) => compareIds(id, after) > 0)
    .slice(0, count)
    .map((pending) => {
      const entry = entryOf(stream, pending.id);
      if (entry !== undefined) {
        pending.deliveredAtMs = nowMs;
        pending.deliveries++;
      }
      return [pending.id, entry];
    });
}

/** Whoever has it: nobody asks. @returns whether it was pending */
export function acknowledge(group: ConsumerGroup, id: StreamId): boolean {
  const at = placeIn(group, id);
  if (group.pending[at]?.id !== id) return false;
  group.pending.splice(at, 1);
  return true;
}

/** The place of this id among what is pending, or where it would be. */
export function placeIn({ pending }: ConsumerGroup, id: StreamId): number {
  let [low, high] = [0, pending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds((pending[middle] as PendingEntry).id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Was an entry deleted (not trimmed) that is this one or after it? Then counting from it would be wrong. */
function hasDeletedAfter({ length, maxDeletedId }: RedisStream, id: StreamId): boolean {
  return length > 0 && maxDeletedId !== FIRST_ID && compareIds(id, maxDeletedId) <= 0;
}

/** How many entries were ever added up to this id; null: nobody knows. */
function placeOf(
  { entriesAdded, length, lastId, firstId, maxDeletedId }: RedisStream,
  id: StreamId,
): number | null {
  if (entriesAdded === 0) return 0;
  const toLast = compareIds(id, lastId);
  if (length === 0 && toLast <= 0) return entriesAdded;
  if (toLast === 0) return entriesAdded;
  if (toLast > 0) return null;
  if (maxDeletedId !== FIRST_ID && compareIds(maxDeletedId, firstId) >= 0) return null;
  const toFirst = compareIds(id, firstId);
  if (toFirst > 0) return null;
  return entriesAdded - length + (toFirst === 0 ? 1 : 0);
}

/** How many entries the group has not read; null: nobody knows. */
export function lagOf(stream: RedisStream, { entriesRead, lastId }: ConsumerGroup): number | null {
  if (stream.entriesAdded === 0) return 0;
  const read =
    entriesRead !== null && !hasDeletedAfter(stream, lastId) ? entriesRead : placeOf(stream, lastId);
  return read === null ? null : stream.entriesAdded - read;
}

/** What is written because of reading and claiming by consumer groups: not the command, but what each entry has become. */
import type { ConsumerGroup, PendingEntry, RedisStream } from '../streams/data.js';
import { placeIn } from '../streams/group.js';
import type { StreamId } from '../streams/stream-id.js';
import type { RedisStreamValue } from './data.js';
import { notify } from './notify.js';
import type { RedisReply } from './reply.js';
import { writeToo, type Turn } from './turn.js';

/** A pending entry, as a follower is told of it. */
export function writePending(
  turn: Turn,
  key: string,
  name: string,
  { id, consumer, deliveredAtMs, deliveries }: PendingEntry,
  lastId: StreamId,
): void {
  const state = ['TIME', String(deliveredAtMs), 'RETRYCOUNT', String(deliveries), 'FORCE', 'JUSTID'];
  writeToo(turn, ['XCLAIM', key, name, consumer, '0', id, ...state, 'LASTID', lastId]);
}

export function writeLastId(
  turn: Turn,
  key: string,
  name: string,
  { lastId, entriesRead }: ConsumerGroup,
): void {
  writeToo(turn, ['XGROUP', 'SETID', key, name, lastId, 'ENTRIESREAD', String(entriesRead ?? -1)]);
}

export const pendingEntry = (group: ConsumerGroup, id: StreamId): PendingEntry | undefined => {
  const pending = group.pending[placeIn(group, id)];
  return pending?.id === id ? pending : undefined;
};

/** What a reader of a group is about to be given, and what is written when it was. */
export interface Reading {
  readonly key: string;
  readonly name: string;
  readonly consumer: string;
  readonly keeps: boolean;
}

/** Notes what reading new entries of one stream does. Called before it; the answer is what is to be called after. */
export function noteReading(
  turn: Turn,
  stream: RedisStream,
  { key, name, consumer, keeps }: Reading,
): (ids: readonly StreamId[]) => void {
  const group = stream.groups.get(name);
  const isNew = group?.consumers.has(consumer) === false;
  const readUpTo = group?.lastId;
  return (ids) => {
    if (group === undefined) return;
    if (isNew && group.consumers.has(consumer)) {
      notify(turn, 't', 'xgroup-createconsumer', key);
      if (!keeps) writeToo(turn, ['XGROUP', 'CREATECONSUMER', key, name, consumer]);
    }
    for (const id of keeps ? ids : []) {
      const pending = pendingEntry(group, id);
      if (pending !== undefined) writePending(turn, key, name, pending, id);
    }
    if (!keeps && group.lastId !== readUpTo) writeLastId(turn, key, name, group);
  };
}

/** The same for a client that has waited. */
export function notesStream(
  turn: Turn,
  value: RedisStreamValue,
  reading: Reading,
  answer: () => RedisReply | undefined,
): RedisReply | undefined {
  const note = noteReading(turn, value.stream, reading);
  const reply = answer();
  note(idsOf(reply, reading.key));
  return reply;
}

/** The ids of the entries that were given of a key. */
export function idsOf(reply: RedisReply | undefined, key: string): StreamId[] {
  if (!Array.isArray(reply)) return [];
  const found = (reply as readonly (readonly [string, readonly (readonly [StreamId])[]])[]).find(
    ([one]) => one === key,
  );
  return (found?.[1] ?? []).map(([id]) => id);
}

/** Commands about consumer groups: making them, acknowledging, claiming, and looking at what is pending. */
import { acknowledge, hear, newGroup, pendingOf, placeIn } from './group.js';
import { NIL_LIST, OK, Refusal, refuse, refuseSyntax, type RedisReply } from './reply.js';
import type { Command, Commands, Context } from './command.js';
import { compareIds, FIRST_ID, readEnd, readId, type StreamId } from './stream-id.js';
import type { ConsumerGroup, PendingEntry, RedisStream } from './data.js';
import { entryOf, newStream } from './stream.js';
import { readNumber, shownEntry, upper } from './words.js';

/** @throws Refusal where there is no such stream, or no such group of it */
function groupOf({ store }: Context, key: string, name: string): [RedisStream, ConsumerGroup] {
  const stream = store.keys.get(key);
  const group = stream?.groups.get(name);
  if (stream === undefined || group === undefined)
    throw new Refusal(`NOGROUP No such key '${key}' or consumer group '${name}'`);
  return [stream, group];
}

const xgroup: Command = (words, context) => {
  const [, given, key = '', name = '', word = ''] = words;
  const sub = upper(given);
  const { store, touched, nowMs } = context;
  const counts: Record<string, readonly [number, number]> = {
    ...{ CREATE: [5, 8], SETID: [5, 7], DESTROY: [4, 4], CREATECONSUMER: [5, 5], DELCONSUMER: [5, 5] },
  };
  const count = counts[sub];
  if (count === undefined) return refuse(`unknown subcommand '${given ?? ''}'. Try XGROUP HELP.`);
  if (words.length < count[0] || (count[0] === count[1] && words.length > count[1]))
    return refuse(`wrong number of arguments for 'xgroup|${sub.toLowerCase()}' command`);
  let makesStream = false;
  let entriesRead: number | null = null;
  for (let at = 5; at < words.length && (sub === 'CREATE' || sub === 'SETID'); at++) {
    const option = upper(words[at]);
    if (sub === 'CREATE' && option === 'MKSTREAM') makesStream = true;
    else if (option === 'ENTRIESREAD' && at + 1 < words.length) {
      const read = readNumber(words[++at]);
      if (read < -1) refuse('value for ENTRIESREAD must be positive or -1');
      entriesRead = read === -1 ? null : read;
    } else
      return refuse(`unknown subcommand or wrong number of arguments for '${given ?? ''}'. Try XGROUP HELP.`);
  }
  const stream = store.keys.get(key);
  if (stream === undefined && !makesStream)
    return refuse(
      'The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
    );
  const group = stream?.groups.get(name);
  if (group === undefined && sub !== 'CREATE' && sub !== 'DESTROY')
    throw new Refusal(`NOGROUP No such consumer group '${name}' for key name '${key}'`);
  if (sub === 'CREATE') {
    const lastId = word === '$' ? (stream?.lastId ?? FIRST_ID) : readId(word);
    const own = stream ?? newStream();
    store.keys.set(key, own);
    if (own.groups.has(name)) throw new Refusal('BUSYGROUP Consumer Group name already exists');
    own.groups.set(name, newGroup(lastId, entriesRead));
    return OK;
  }
  if (sub === 'DESTROY') {
    if (!(stream as RedisStream).groups.delete(name)) return 0;
    touched.add(key);
    return 1;
  }
  const own = group as ConsumerGroup;
  if (sub === 'SETID') {
    own.lastId = word === '$' ? (stream as RedisStream).lastId : readId(word);
    own.entriesRead = entriesRead;
    return OK;
  }
  if (sub === 'CREATECONSUMER') return own.consumers.has(word) ? 0 : Number(hear(own, word, nowMs));
  const lost = pendingOf(own, word);
  for (const { id } of lost) acknowledge(own, id);
  own.consumers.delete(word);
  return lost.length;
};

const xack: Command = ([, key = '', name = '', ...words], { store }) => {
  const group = store.keys.get(key)?.groups.get(name);
  if (group === undefined) return 0;
  return words.map((word) => readId(word)).filter((id) => acknowledge(group, id)).length;
};

const xpending: Command = (words, context): RedisReply => {
  const [, key = '', name = ''] = words;
  let at = 3;
  let minIdle = 0;
  if (words.length > 3 && upper(words[3]) === 'IDLE') {
    if (words.length < 8) return refuseSyntax();
    minIdle = readNumber(words[4]);
    at = 5;
  }
  if (words.length > 3 && (words.length < at + 3 || words.length > at + 4)) return refuseSyntax();
  let [start, end, count] = ['', '', 0];
  if (words.length > 3) {
    count = Math.max(0, readNumber(words[at + 2]));
    start = readEnd(words[at] as string, 'start');
    end = readEnd(words[at + 1] as string, 'end');
  }
  const [, group] = groupOf(context, key, name);
  const { pending } = group;
  if (words.length === 3) {
    if (pending.length === 0) return [0, null, null, NIL_LIST];
    const owners = [...new Set(pending.map(({ consumer }) => consumer))].sort();
    return [
      pending.length,
      (pending[0] as PendingEntry).id,
      (pending.at(-1) as PendingEntry).id,
      owners.map((owner) => [owner, String(pendingOf(group, owner).length)]),
    ];
  }
  const consumer = words[at + 3];
  const idle = ({ deliveredAtMs }: PendingEntry): number => Math.max(0, context.nowMs - deliveredAtMs);
  return pending
    .filter(({ id }) => compareIds(id, start) >= 0 && compareIds(id, end) <= 0)
    .filter((one) => consumer === undefined || one.consumer === consumer)
    .filter((one) => idle(one) >= minIdle)
    .slice(0, count)
    .map((one) => [one.id, one.consumer, idle(one), one.deliveries]);
};

/** A pending entry is somebody else's now. */
function hand(group: ConsumerGroup, pending: PendingEntry, consumer: string, nowMs: number): void {
  hear(group, consumer, nowMs);
  pending.consumer = consumer;
}

const xclaim: Command = (words, context): RedisReply => {
  const [, key = '', name = '', consumer = ''] = words;
  const { nowMs } = context;
  const [stream, group] = groupOf(context, key, name);
  const minIdle = Math.max(0, readNumber(words[4], 'Invalid min-idle-time argument for XCLAIM'));
  const ids: StreamId[] = [];
  let at = 5;
  for (; at < words.length && /^\d+(?:-\d+)?$/.test(words[at] as string); at++)
    ids.push(readId(words[at] as string));
  let [deliveredAtMs, retries, force, justId] = [nowMs, -1, false, false];
  let lastId: StreamId = FIRST_ID;
  for (; at < words.length; at++) {
    const option = upper(words[at]);
    const hasMore = at + 1 < words.length;
    if (option === 'FORCE') force = true;
    else if (option === 'JUSTID') justId = true;
    else if (option === 'IDLE' && hasMore)
      deliveredAtMs = nowMs - readNumber(words[++at], 'Invalid IDLE option argument for XCLAIM');
    else if (option === 'TIME' && hasMore)
      deliveredAtMs = readNumber(words[++at], 'Invalid TIME option argument for XCLAIM');
    else if (option === 'RETRYCOUNT' && hasMore)
      retries = readNumber(words[++at], 'Invalid RETRYCOUNT option argument for XCLAIM');
    else if (option === 'LASTID' && hasMore) lastId = readId(words[++at] as string);
    else return refuse(`Unrecognized XCLAIM option '${words[at] ?? ''}'`);
  }
  if (compareIds(lastId, group.lastId) > 0) group.lastId = lastId;
  if (deliveredAtMs < 0 || deliveredAtMs > nowMs) deliveredAtMs = nowMs;
  const claimed: RedisReply[] = [];
  for (const id of ids) {
    const place = placeIn(group, id);
    let pending = group.pending[place];
    if (pending?.id !== id) pending = undefined;
    const entry = entryOf(stream, id);
    if (entry === undefined) {
      // What was trimmed while it was pending is pending no more: nobody will ever process it.
      if (pending !== undefined) group.pending.splice(place, 1);
      continue;
    }
    if (pending === undefined) {
      if (!force) continue;
      pending = { id, consumer, deliveredAtMs: 0, deliveries: 1 };
      group.pending.splice(place, 0, pending);
    } else if (minIdle > 0 && nowMs - pending.deliveredAtMs < minIdle) continue;
    hand(group, pending, consumer, nowMs);
    pending.deliveredAtMs = deliveredAtMs;
    if (retries >= 0) pending.deliveries = retries;
    else if (!justId) pending.deliveries++;
    claimed.push(justId ? id : shownEntry(entry));
  }
  return claimed;
};

const xautoclaim: Command = (words, context): RedisReply => {
  const [, key = '', name = '', consumer = ''] = words;
  const { nowMs } = context;
  const minIdle = Math.max(0, readNumber(words[4], 'Invalid min-idle-time argument for XAUTOCLAIM'));
  const start = readEnd(words[5] as string, 'start');
  let [count, justId] = [100, false];
  for (let at = 6; at < words.length; at++) {
    if (upper(words[at]) === 'COUNT' && at + 1 < words.length) {
      count = readNumber(words[++at], 'COUNT must be > 0');
      if (count < 1) return refuse('COUNT must be > 0');
    } else if (upper(words[at]) === 'JUSTID') justId = true;
    else return refuseSyntax();
  }
  const [stream, group] = groupOf(context, key, name);
  const claimed: RedisReply[] = [];
  const gone: StreamId[] = [];
  let at = placeIn(group, start);
  for (let looks = count * 10; looks > 0 && count > 0 && at < group.pending.length; looks--) {
    const pending = group.pending[at] as PendingEntry;
    const entry = entryOf(stream, pending.id);
    if (entry === undefined) {
      group.pending.splice(at, 1);
      gone.push(pending.id);
      count--;
      continue;
    }
    at++;
    if (minIdle > 0 && nowMs - pending.deliveredAtMs < minIdle) continue;
    hand(group, pending, consumer, nowMs);
    pending.deliveredAtMs = nowMs;
    if (!justId) pending.deliveries++;
    claimed.push(justId ? pending.id : shownEntry(entry));
    count--;
  }
  return [group.pending[at]?.id ?? FIRST_ID, claimed, gone];
};

export const groupCommands: Commands = {
  XGROUP: [-2, xgroup],
  XACK: [-4, xack],
  XPENDING: [-3, xpending],
  XCLAIM: [-6, xclaim],
  XAUTOCLAIM: [-6, xautoclaim],
};

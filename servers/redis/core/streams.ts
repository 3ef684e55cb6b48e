/** The commands of streams, as the folder beside has them, among the other types: what they write, and which events they are. */
import { addingCommands } from '../streams/adding.js';
import type { Command as StreamCommand, Context } from '../streams/command.js';
import type { PendingEntry } from '../streams/data.js';
import { groupCommands } from '../streams/groups.js';
import { inspectingCommands } from '../streams/inspecting.js';
import { readingCommands } from '../streams/reading.js';
import { compareIds, LAST_ID, readId, type StreamId } from '../streams/stream-id.js';
import { readTrimWords } from '../streams/words.js';
import { wait } from './blocking.js';
import type { CommandRow, CommandRows } from './command.js';
import { changed, find, findTyped, markReady, put, remove, touch } from './keyspace.js';
import { notify } from './notify.js';
import type { RedisReply } from './reply.js';
import { idsOf, noteReading, pendingEntry, writeLastId, writePending } from './stream-writes.js';
import { writeInstead, type Turn } from './turn.js';

const streamOf = (turn: Turn, key: string) => findTyped(turn, key, 'stream')?.stream;

/** The keys and the waiting room, as commands of streams see them. */
function contextOf(turn: Turn, waits: (reply: RedisReply | undefined) => void): Context {
  return {
    store: {
      keys: {
        get: (key) => streamOf(turn, key),
        set: (key, stream) => {
          if (find(turn, key) === undefined) put(turn, key, { type: 'stream', stream });
        },
        delete: (key) => remove(turn, key),
      },
      waiting: {
        push: (waiter) => {
          const keys = waiter.wants.map(({ key }) => key);
          const timeoutMs = waiter.untilMs === undefined ? 0 : waiter.untilMs - turn.nowMs;
          waits(wait(turn, keys, { type: 'stream', waiter }, timeoutMs));
        },
      },
    },
    client: turn.session.client,
    nowMs: turn.nowMs,
    touched: new Set(),
  };
}

/** Carries out a command of streams. */
function run(command: StreamCommand, words: readonly string[], turn: Turn): RedisReply | undefined {
  let waited: RedisReply | undefined;
  const context = contextOf(turn, (reply) => (waited = reply));
  const reply = command(words, context);
  for (const key of context.touched) markReady(turn, key);
  return reply ?? waited;
}

/** What is trimmed about is written exactly. */
function exactly(turn: Turn, key: string, words: readonly string[], end: number): string[] {
  const written = [...words];
  const at = written.slice(0, end).indexOf('~', 2);
  const stream = streamOf(turn, key);
  if (at < 0 || stream === undefined) return written;
  written[at] = '=';
  written[at + 1] =
    written[at - 1]?.toUpperCase() === 'MAXLEN'
      ? String(stream.length)
      : stream.length === 0
        ? LAST_ID
        : stream.firstId;
  return written;
}

type After = (
  words: readonly string[],
  turn: Turn,
  carry: () => RedisReply | undefined,
) => RedisReply | undefined;

const xadd: After = (words, turn, carry) => {
  const [, key = ''] = words;
  const before = streamOf(turn, key)?.length ?? 0;
  const id = carry();
  if (typeof id !== 'string') return id ?? null;
  changed(turn, key, 't', 'xadd');
  if ((streamOf(turn, key)?.length ?? 0) <= before) notify(turn, 't', 'xtrim', key);
  const { next } = readTrimWords(words, 'XADD');
  const written = exactly(turn, key, words, next);
  if (/\*$/.test(words[next] ?? '')) written[next] = id;
  writeInstead(turn, written);
  return id;
};

const xtrim: After = (words, turn, carry) => {
  const [, key = ''] = words;
  const gone = Number(carry());
  if (gone > 0) {
    changed(turn, key, 't', 'xtrim', gone);
    writeInstead(turn, exactly(turn, key, words, words.length));
  }
  return gone;
};

const xdel: After = ([, key = ''], turn, carry) => {
  const gone = Number(carry());
  if (gone > 0) changed(turn, key, 't', 'xdel', gone);
  return gone;
};

const xgroup: After = (words, turn, carry) => {
  const [, sub = '', key = '', name = '', consumer = ''] = words;
  const what = sub.toLowerCase();
  const before = streamOf(turn, key);
  const hadConsumer = before?.groups.get(name)?.consumers.has(consumer) === true;
  const reply = carry();
  const isChange =
    what === 'create' || what === 'setid' || (what === 'delconsumer' ? hadConsumer : reply === 1);
  if (!isChange) return reply;
  if (before === undefined) touch(turn, key);
  notify(turn, 't', `xgroup-${what}`, key);
  turn.changes++;
  return reply;
};

const xack: After = (_, turn, carry) => {
  const count = carry();
  turn.changes += Number(count);
  return count;
};

/** What XCLAIM and XAUTOCLAIM have claimed, or dropped because it is gone, is written entry by entry. */
const claim =
  (isAuto: boolean): After =>
  (words, turn, carry) => {
    const [, key = '', name = '', consumer = ''] = words;
    const group = streamOf(turn, key)?.groups.get(name);
    const before = new Map<StreamId, PendingEntry>(group?.pending.map((one) => [one.id, { ...one }]));
    const isNew = group?.consumers.has(consumer) === false;
    const readUpTo = group?.lastId;
    const reply = carry();
    if (group === undefined || !Array.isArray(reply)) return reply;
    if (isNew && group.consumers.has(consumer)) {
      notify(turn, 't', 'xgroup-createconsumer', key);
      turn.changes++;
    }
    const list = reply as readonly RedisReply[];
    const claimed = ((isAuto ? list[1] : list) as readonly (StreamId | readonly [StreamId])[]).map((one) =>
      typeof one === 'string' ? one : one[0],
    );
    const gone = [...before.keys()].filter((id) => pendingEntry(group, id) === undefined);
    const place = (id: StreamId): number => words.findIndex((word) => /^\d/.test(word) && isSame(word, id));
    const all = [...claimed, ...gone].sort((a, b) => (isAuto ? compareIds(a, b) : place(a) - place(b)));
    for (const id of all) {
      const pending = pendingEntry(group, id) ?? before.get(id);
      if (pending !== undefined) writePending(turn, key, name, pending, group.lastId);
    }
    if (all.length === 0 && group.lastId !== readUpTo) {
      writeLastId(turn, key, name, group);
      turn.changes++;
    }
    turn.changes += all.length;
    writeInstead(turn);
    return reply;
  };

function isSame(word: string, id: StreamId): boolean {
  return /^\d+(?:-\d+)?$/.test(word) && readId(word) === id;
}

const xreadgroup: After = (words, turn, carry) => {
  const at = words.findIndex((word) => word.toUpperCase() === 'GROUP');
  const [name = '', consumer = ''] = words.slice(at + 1);
  const streamsAt = words.findIndex((word, place) => place > at + 2 && word.toUpperCase() === 'STREAMS');
  const given = words.slice(streamsAt + 1);
  const keys = given.slice(0, given.length / 2);
  const keeps = !words.slice(0, streamsAt).some((word) => word.toUpperCase() === 'NOACK');
  const notes = keys.flatMap((key, place) => {
    const value = find(turn, key);
    if (value === undefined || typeof value === 'string' || value.type !== 'stream') return [];
    const isNewOnly = given[keys.length + place] === '>';
    return [{ key, isNewOnly, note: noteReading(turn, value.stream, { key, name, consumer, keeps }) }];
  });
  const reply = carry();
  for (const { key, isNewOnly, note } of notes) note(isNewOnly ? idsOf(reply, key) : []);
  if (Array.isArray(reply)) turn.changes++;
  writeInstead(turn);
  return byKey(reply);
};

const byKey = (reply: RedisReply | undefined): RedisReply | undefined =>
  Array.isArray(reply) ? { byKey: reply as unknown as (readonly [string, RedisReply])[] } : reply;

const plain: After = (_, __, carry) => carry();

const all = { ...addingCommands, ...groupCommands, ...inspectingCommands, ...readingCommands };

function row(name: string, traits: string, after: After = plain): [string, CommandRow] {
  const [arity, command] = all[name] as (typeof all)[string];
  return [name, [arity, traits, (words, turn) => after(words, turn, () => run(command, words, turn))]];
}

export const streamCommands: CommandRows = Object.fromEntries([
  row('XADD', 'write oom', xadd),
  row('XTRIM', 'write', xtrim),
  row('XDEL', 'write', xdel),
  row('XLEN', 'read'),
  row('XRANGE', 'read'),
  row('XREVRANGE', 'read'),
  row('XGROUP', 'write oom', xgroup),
  row('XACK', 'write', xack),
  row('XPENDING', 'read'),
  row('XCLAIM', 'write', claim(false)),
  row('XAUTOCLAIM', 'write', claim(true)),
  row('XINFO', 'read'),
  row('XREAD', 'read blocking', (_, __, carry) => byKey(carry())),
  row('XREADGROUP', 'write blocking', xreadgroup),
]);

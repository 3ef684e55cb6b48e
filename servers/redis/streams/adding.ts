/** Commands that add, delete, trim and list entries. */
import { NIL_LIST, refuse, refuseSyntax, type RedisReply } from './reply.js';
import type { Command, Commands } from './command.js';
import { compareIds, FIRST_ID, LAST_ID, newId, readEnd, readId } from './stream-id.js';
import { append, deleteEntry, entriesBetween, newStream, trim } from './stream.js';
import { readNumber, readTrimWords, shownEntry, upper } from './words.js';

const xadd: Command = (words, { store, nowMs, touched }) => {
  const [, key = ''] = words;
  const { trimming, makesStream, next } = readTrimWords(words, 'XADD');
  const asked = words[next];
  const fields = words.slice(next + 1);
  if (asked === undefined || (fields.length < 2 && /^(?:\*|\d.*)$/.test(asked)) || fields.length % 2 === 1)
    return refuse("wrong number of arguments for 'xadd' command");
  if (!/^\*$|-\*$/.test(asked) && readId(asked) === FIRST_ID)
    return refuse('The ID specified in XADD must be greater than 0-0');
  const stream = store.keys.get(key) ?? (makesStream ? newStream() : undefined);
  if (stream === undefined) return null;
  store.keys.set(key, stream);
  if (stream.lastId === LAST_ID)
    return refuse('The stream has exhausted the last possible ID, unable to add more items');
  const id = newId(asked, stream.lastId, nowMs);
  if (id === undefined)
    return refuse('The ID specified in XADD is equal or smaller than the target stream top item');
  append(stream, { id, fields });
  if (trimming !== undefined) trim(stream, trimming);
  touched.add(key);
  return id;
};

const xtrim: Command = (words, { store }) => {
  const stream = store.keys.get(words[1] ?? '');
  const { trimming } = readTrimWords(words, 'XTRIM');
  return stream === undefined || trimming === undefined ? 0 : trim(stream, trimming);
};

const xdel: Command = ([, key = '', ...words], { store }) => {
  const stream = store.keys.get(key);
  if (stream === undefined) return 0;
  return words.map((word) => readId(word)).filter((id) => deleteEntry(stream, id)).length;
};

const xlen: Command = ([, key = ''], { store }) => store.keys.get(key)?.length ?? 0;

const range =
  (backwards: boolean): Command =>
  ([, key = '', from = '', to = '', ...options], { store }): RedisReply => {
    const [start, end] = backwards
      ? [readEnd(to, 'start'), readEnd(from, 'end')]
      : [readEnd(from, 'start'), readEnd(to, 'end')];
    let count = Infinity;
    for (let at = 0; at < options.length; at += 2) {
      if (upper(options[at]) !== 'COUNT' || at + 1 >= options.length) refuseSyntax();
      count = Math.max(0, readNumber(options[at + 1]));
    }
    const stream = store.keys.get(key);
    if (stream === undefined) return [];
    if (count === 0) return NIL_LIST;
    if (compareIds(start, end) > 0) return [];
    const entries = entriesBetween(stream, start, end, backwards ? Infinity : count);
    return (backwards ? entries.toReversed().slice(0, count) : entries).map(shownEntry);
  };

const del: Command = ([, ...keys], { store, touched }) => {
  const gone = keys.filter((key) => store.keys.delete(key));
  for (const key of gone) touched.add(key);
  return gone.length;
};

export const addingCommands: Commands = {
  XADD: [-5, xadd],
  XTRIM: [-4, xtrim],
  XDEL: [-3, xdel],
  XLEN: [2, xlen],
  XRANGE: [-4, range(false)],
  XREVRANGE: [-4, range(true)],
  DEL: [-2, del],
};

/** XREAD and XREADGROUP: entries after an id, what is new to a group, what a consumer has not acknowledged. */
import { giveAgain, giveNew, hear } from './group.js';
import { NIL_LIST, Refusal, refuse, refuseSyntax, type RedisReply } from './reply.js';
import type { Command, Commands } from './command.js';
import { compareIds, FIRST_ID, idAfter, LAST_ID, readId } from './stream-id.js';
import { entriesBetween } from './stream.js';
import type { Reader, Wanted } from './data.js';
import { readNumber, shownEntry, shownPending, upper } from './words.js';

const read =
  (ofGroup: boolean): Command =>
  (words, { store, client, nowMs }): RedisReply | undefined => {
    let [count, blockMs] = [Infinity, -1];
    let [group, consumer, keeps] = ['', '', true];
    let streamsAt = -1;
    for (let at = 1; at < words.length && streamsAt < 0; at++) {
      const option = upper(words[at]);
      const more = words.length - at - 1;
      if (option === 'BLOCK' && more > 0) {
        blockMs = readNumber(words[++at], 'timeout is not an integer or out of range');
        if (blockMs < 0) refuse('timeout is negative');
      } else if (option === 'COUNT' && more > 0) {
        count = readNumber(words[++at]);
        if (count <= 0) count = Infinity;
      } else if (option === 'STREAMS' && more > 0) streamsAt = at + 1;
      else if (option === 'GROUP' && more > 1) {
        if (!ofGroup) refuse('The GROUP option is only supported by XREADGROUP. You called XREAD instead.');
        [group, consumer] = [words[at + 1] as string, words[at + 2] as string];
        at += 2;
      } else if (option === 'NOACK') {
        if (!ofGroup) refuse('The NOACK option is only supported by XREADGROUP. You called XREAD instead.');
        keeps = false;
      } else refuseSyntax();
    }
    if (streamsAt < 0) return refuseSyntax();
    const given = words.slice(streamsAt);
    if (given.length % 2 === 1)
      return refuse("Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
    if (ofGroup && group === '') return refuse('Missing GROUP option for XREADGROUP');
    const keys = given.slice(0, given.length / 2);
    const wants: Wanted[] = keys.map((key, place) => {
      const word = given[keys.length + place] as string;
      const stream = store.keys.get(key);
      if (ofGroup && stream?.groups.has(group) !== true)
        throw new Refusal(
          `NOGROUP No such key '${key}' or consumer group '${group}' in XREADGROUP with GROUP option`,
        );
      if (word === '$') {
        if (ofGroup)
          refuse(
            'The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
          );
        return { key, after: stream?.lastId ?? FIRST_ID };
      }
      if (word === '>') {
        if (!ofGroup)
          refuse(
            'The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
          );
        return { key, after: '>' };
      }
      const after = readId(word);
      // The real server keeps `>` as the greatest id, and so takes one for the other.
      return { key, after: ofGroup && after === LAST_ID ? '>' : after };
    });

    const found: RedisReply[] = [];
    for (const { key, after } of wants) {
      const stream = store.keys.get(key);
      if (stream === undefined || after === LAST_ID) continue;
      const own = stream.groups.get(group);
      if (ofGroup && own !== undefined) {
        if (after === '>') {
          if (compareIds(stream.blocks.at(-1)?.entries.at(-1)?.id ?? FIRST_ID, own.lastId) <= 0) continue;
          hear(own, consumer, nowMs);
          const entries = giveNew(stream, own, consumer, { count, keeps, nowMs });
          if (entries.length > 0) found.push([key, entries.map(shownEntry)]);
          continue;
        }
        hear(own, consumer, nowMs);
        found.push([key, giveAgain(stream, own, consumer, { after, count, nowMs }).map(shownPending)]);
      } else {
        const entries = entriesBetween(stream, idAfter(after) ?? LAST_ID, LAST_ID, count);
        if (entries.length > 0) found.push([key, entries.map(shownEntry)]);
      }
    }
    if (found.length > 0) return found;
    if (blockMs < 0) return NIL_LIST;
    const reader: Reader | undefined = ofGroup ? { group, consumer, keeps } : undefined;
    const untilMs = blockMs === 0 ? undefined : nowMs + blockMs;
    store.waiting.push({ client, wants, reader, count, untilMs });
    return undefined;
  };

export const readingCommands: Commands = { XREAD: [-4, read(false)], XREADGROUP: [-7, read(true)] };

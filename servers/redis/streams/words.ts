/** Reading the words of a command: each is refused as the real server refuses it. */
import { NIL_LIST, refuse, refuseSyntax, type NilList, type RedisReply } from './reply.js';
import { readId, type StreamId } from './stream-id.js';
import type { StreamEntry } from './data.js';
import { BLOCK_ENTRIES, type Trimming } from './stream.js';

const NOT_AN_INTEGER = 'value is not an integer or out of range';

/** A whole number as commands take it. @throws Refusal */
export function readNumber(text: string | undefined, refusal = NOT_AN_INTEGER): number {
  if (text === undefined || !/^(?:0|-?[1-9]\d{0,18})$/.test(text)) return refuse(refusal);
  return Number(text);
}

export const upper = (word: string | undefined): string => (word ?? '').toUpperCase();

/** What XADD and XTRIM say of trimming, and whether XADD may make a stream. */
export interface TrimWords {
  readonly trimming: Trimming | undefined;
  readonly makesStream: boolean;
  /** Where the words go on. */
  readonly next: number;
}

/** Reads options up to the id of XADD, or to the end of XTRIM. @throws Refusal */
export function readTrimWords(words: readonly string[], command: 'XADD' | 'XTRIM'): TrimWords {
  let by: Trimming['by'] | undefined;
  let approximate = false;
  let limit: number | undefined;
  let makesStream = true;
  let at = 2;
  for (; at < words.length; at++) {
    const option = upper(words[at]);
    const hasMore = at + 1 < words.length;
    if (command === 'XADD' && option === '*') break;
    if ((option === 'MAXLEN' || option === 'MINID') && hasMore) {
      if (by !== undefined && 'minId' in by !== (option === 'MINID'))
        refuse('syntax error, MAXLEN and MINID options at the same time are not compatible');
      approximate = false;
      const sign = words[at + 1];
      if (at + 2 < words.length && (sign === '~' || sign === '=')) {
        approximate = sign === '~';
        at++;
      }
      at++;
      by =
        option === 'MAXLEN' ? { maxLength: readNumber(words[at]) } : { minId: readId(words[at] as string) };
      if ('maxLength' in by && by.maxLength < 0) refuse('The MAXLEN argument must be >= 0.');
    } else if (option === 'LIMIT' && hasMore) {
      limit = readNumber(words[++at]);
      if (limit < 0) refuse('The LIMIT argument must be >= 0.');
    } else if (command === 'XADD' && option === 'NOMKSTREAM') makesStream = false;
    else if (command === 'XADD') break;
    else refuseSyntax();
  }
  if (limit !== undefined && by === undefined)
    refuse('syntax error, LIMIT cannot be used without specifying a trimming strategy');
  if (command === 'XTRIM' && by === undefined)
    refuse('syntax error, XTRIM must be called with a trimming strategy');
  if (limit !== undefined && !approximate)
    refuse('syntax error, LIMIT cannot be used without the special ~ option');
  const trimming =
    by === undefined
      ? undefined
      : { by, approximate, limit: approximate ? (limit ?? 100 * BLOCK_ENTRIES) : 0 };
  return { trimming, makesStream, next: at };
}

export const shownEntry = ({ id, fields }: StreamEntry): RedisReply => [id, fields];

/** An entry of a consumer's history that may be gone. */
export const shownPending = ([id, entry]: readonly [StreamId, StreamEntry | undefined]):
  RedisReply | readonly [StreamId, NilList] => (entry === undefined ? [id, NIL_LIST] : shownEntry(entry));

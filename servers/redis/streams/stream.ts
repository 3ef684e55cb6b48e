/** A stream: entries in blocks, as the real server's tree has them, and what it remembers of those that are gone. */
import type { RedisStream, StreamEntry } from './data.js';
import { compareIds, FIRST_ID, type StreamId } from './stream-id.js';

/** So many entries are in a block (`stream-node-max-entries`). */
export const BLOCK_ENTRIES = 100;

export function newStream(): RedisStream {
  return {
    blocks: [],
    length: 0,
    lastId: FIRST_ID,
    firstId: FIRST_ID,
    maxDeletedId: FIRST_ID,
    entriesAdded: 0,
    groups: new Map(),
  };
}

export function append(stream: RedisStream, entry: StreamEntry): void {
  let block = stream.blocks.at(-1);
  if (block === undefined || block.taken >= BLOCK_ENTRIES) {
    block = { entries: [], taken: 0 };
    stream.blocks.push(block);
  }
  block.entries.push(entry);
  block.taken++;
  if (stream.length++ === 0) stream.firstId = entry.id;
  stream.lastId = entry.id;
  stream.entriesAdded++;
}

/** The entry with this id, if it is still there. */
export function entryOf({ blocks }: RedisStream, id: StreamId): StreamEntry | undefined {
  for (const { entries } of blocks) {
    const last = entries.at(-1);
    if (last !== undefined && compareIds(last.id, id) >= 0) return entries.find((entry) => entry.id === id);
  }
  return undefined;
}

/** Entries from `start` to `end`, both included, at most `count`. */
export function entriesBetween(
  { blocks }: RedisStream,
  start: StreamId,
  end: StreamId,
  count = Infinity,
): StreamEntry[] {
  const found: StreamEntry[] = [];
  for (const { entries } of blocks) {
    const last = entries.at(-1);
    if (last === undefined || compareIds(last.id, start) < 0) continue;
    for (const entry of entries) {
      if (compareIds(entry.id, start) < 0) continue;
      if (compareIds(entry.id, end) > 0 || found.length >= count) return found;
      found.push(entry);
    }
  }
  return found;
}

/** Deletes an entry (XDEL). @returns whether it was there */
export function deleteEntry(stream: RedisStream, id: StreamId): boolean {
  for (const [place, { entries }] of stream.blocks.entries()) {
    const at = entries.findIndex((entry) => entry.id === id);
    if (at < 0) continue;
    entries.splice(at, 1);
    if (entries.length === 0) stream.blocks.splice(place, 1);
    stream.length--;
    if (compareIds(id, stream.maxDeletedId) > 0) stream.maxDeletedId = id;
    if (id === stream.firstId) findFirst(stream);
    return true;
  }
  return false;
}

/** What is trimmed: the oldest beyond so many, or all before an id. */
export interface Trimming {
  readonly by: { readonly maxLength: number } | { readonly minId: StreamId };
  /** Whole blocks only. */
  readonly approximate: boolean;
  /** At most so many; 0: any number. */
  readonly limit: number;
}

/** @returns how many entries are gone */
export function trim(stream: RedisStream, { by, approximate, limit }: Trimming): number {
  const { blocks } = stream;
  const before = stream.length;
  const isDone = (): boolean => 'maxLength' in by && stream.length <= by.maxLength;
  const goes = ({ id }: StreamEntry): boolean => !('minId' in by) || compareIds(id, by.minId) < 0;
  while (blocks[0] !== undefined && !isDone()) {
    const { entries } = blocks[0];
    const size = entries.length;
    if (limit > 0 && before - stream.length + size > limit) break;
    const wholeGoes =
      'maxLength' in by ? stream.length - size >= by.maxLength : goes(entries.at(-1) as StreamEntry);
    if (wholeGoes) {
      blocks.shift();
      stream.length -= size;
      continue;
    }
    if (approximate) break;
    while (entries[0] !== undefined && !isDone() && goes(entries[0])) {
      entries.shift();
      stream.length--;
    }
    break;
  }
  if (before > stream.length) findFirst(stream);
  return before - stream.length;
}

function findFirst(stream: RedisStream): void {
  stream.firstId = stream.blocks[0]?.entries[0]?.id ?? FIRST_ID;
}

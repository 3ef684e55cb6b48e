/**
 * What a disk holds, as a digest and as text. Records never change once written, so what was found of each is kept: a
 * disk is looked at after each event that changed it, and most of it is as it was.
 */
import { digest } from '../kernel/digest.js';
import { fold, hashString } from '../kernel/hash.js';
import type { DiskSnapshot } from '../node/disk.js';
import type { DiskFile, DiskRecord } from '../node/disk-file.js';
import { dataText, LONGEST } from './data-text.js';

type Files = ReadonlyMap<string, DiskFile>;

const digests = new WeakMap<object, number>();
const texts = new WeakMap<object, string>();

export function diskDigest({ cache, platter, journal, synced, pending = [] }: DiskSnapshot): number {
  let folded = fold(filesDigest(platter, filesDigest(cache, synced)), journal.length);
  for (const entry of journal) folded = fold(folded, kept(digests, entry, digest));
  for (const entry of pending) folded = fold(folded, kept(digests, entry, digest));
  return folded;
}

function filesDigest(files: Files, from: number): number {
  let folded = fold(from, files.size);
  for (const [path, file] of files) {
    folded = fold(folded, hashString(path));
    const records = recordsOf(file);
    folded = fold(folded, file.kind === 'log' ? records.length : -1);
    for (const record of records) folded = fold(folded, kept(digests, record, digest));
  }
  return folded;
}

/** One line, cut where it gets too long. */
export function diskText({ cache, platter, journal, synced, pending = [] }: DiskSnapshot): string {
  const parts: string[] = [];
  let length = 0;
  // Whether there is room for more.
  const add = (text: string): boolean => (length += parts.push(text) && text.length) <= LONGEST;
  const addAll = (items: Iterable<object>): boolean => {
    for (const item of items) if (!add(`${kept(texts, item, dataText)},`)) return false;
    return true;
  };
  const addFiles = (name: string, files: Files): boolean => {
    add(`${name}: `);
    for (const [path, file] of files)
      if (!add(`${path} [`) || !addAll(recordsOf(file)) || !add('] ')) return false;
    return true;
  };
  if (
    addFiles('cache', cache) &&
    addFiles('platter', platter) &&
    add('unsynced: ') &&
    addAll(journal) &&
    addAll(pending)
  )
    add(` after ${synced} synced`);
  const text = parts.join('');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function recordsOf(file: DiskFile): readonly DiskRecord[] {
  return file.kind === 'log' ? file.records : [file.record];
}

function kept<T>(known: WeakMap<object, T>, item: object, find: (item: object) => T): T {
  const old = known.get(item);
  if (old !== undefined) return old;
  const found = find(item);
  known.set(item, found);
  return found;
}

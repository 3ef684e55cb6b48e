/**
 * What a power cut leaves of changes that were not durable, as file systems with a journal leave it: names up to some
 * moment, and of each file some of its pages, each as it was at some moment.
 */
import type { Fate } from '../../sim/node/disk-file.js';
import type { Change } from './tree.js';

/** What a disk writes at once. */
const PAGE = 4096;

interface Part {
  readonly change: Change;
  /** Of a write: its page. */
  readonly page: number;
  readonly fate: Fate;
}

/**
 * @param fates of the changes, oldest first
 * @param pick draws one of so many
 * @returns what is on the platter, in order; a write may have become several, or shorter
 */
export function survivors(
  changes: readonly Change[],
  fates: readonly Fate[],
  pick: (count: number) => number,
): Change[] {
  const parts = changes.flatMap((change, index) => partsOf(change, fates[index] ?? 'lost', pick));
  const isKept = namesKept(parts, pick);
  // Seen from the end: a page that is there holds all that was written to it before, and a file has the sizes it had.
  const pages = new Set<string>();
  const files = new Set<number>();
  const left: Change[] = [];
  for (const part of parts.toReversed()) {
    const { change, page, fate } = part;
    if (change.what === 'names') {
      if (isKept(part)) left.push(change);
      continue;
    }
    const { ino } = change;
    const where = `${ino} ${page}`;
    if (fate === 'lost' && !(change.what === 'write' ? pages.has(where) : files.has(ino))) continue;
    if (change.what === 'write') pages.add(where);
    files.add(ino);
    left.push(change);
  }
  return left.reverse();
}

/** A write as pages. One that was torn ends somewhere, and anything else that was is whole or not there. */
function partsOf(change: Change, fate: Fate, pick: (count: number) => number): Part[] {
  if (change.what === 'names') return [{ change, page: -1, fate }];
  if (change.what !== 'write') return [{ change, page: -1, fate: fate === 'kept' ? fate : 'lost' }];
  const { at, bytes } = change;
  // Some of it is there, and some is not.
  const end =
    fate === 'torn' ? Math.min(1 + pick(Math.max(1, bytes.length - 1)), bytes.length - 1) : bytes.length;
  const parts: Part[] = [];
  for (let from = 0; from < end;) {
    const page = Math.floor((at + from) / PAGE);
    const to = Math.min(end, (page + 1) * PAGE - at);
    parts.push({
      change: { ...change, at: at + from, bytes: bytes.subarray(from, to) },
      page,
      fate,
    });
    from = to;
  }
  return parts;
}

/** Names change in order. Where some were to be lost and some not, those up to a drawn moment are there. */
function namesKept(parts: readonly Part[], pick: (count: number) => number): (part: Part) => boolean {
  const names = parts.filter(({ change }) => change.what === 'names');
  const lost = names.filter(({ fate }) => fate === 'lost').length;
  const whole = names.filter(({ fate }) => fate === 'kept').length;
  const there = new Set(names.slice(0, lost > 0 && whole > 0 ? pick(names.length + 1) : whole));
  return (part) => there.has(part);
}

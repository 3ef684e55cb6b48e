/** What a power cut leaves of files that were not synced: whole pages as they were at some moment, and names in order. */
import { describe, expect, it } from 'vitest';
import { survivors } from '../../programs/fs/power-cut.js';
import type { Change } from '../../programs/fs/tree.js';

const write = (ino: number, at: number, text: string): Change => ({
  ...{ what: 'write', ino, at, atMs: 0 },
  bytes: Buffer.from(text),
});
const size = (ino: number, size: number): Change => ({ what: 'size', ino, size, atMs: 0 });
const name = (name: string): Change => ({
  ...{ what: 'names', made: undefined, about: [], atMs: 0 },
  entries: [{ folder: 2, name, ino: 3 }],
});
const shown = (change: Change): string => {
  switch (change.what) {
    case 'names':
      return String(change.entries[0]?.name);
    case 'write':
      return `${change.ino}@${change.at}:${Buffer.from(change.bytes).toString()}`;
    default:
      return change.what;
  }
};
const { lost, kept, torn } = { lost: 'lost', kept: 'kept', torn: 'torn' } as const;
const left = (changes: readonly Change[], fates: readonly ('lost' | 'kept' | 'torn')[], drawn = 0) =>
  survivors(changes, fates, (count) => Math.min(drawn, count - 1)).map(shown);

describe('what a power cut leaves', () => {
  const log = [write(3, 0, 'a'), write(3, 1, 'b'), write(3, 2, 'c')];

  it.each([
    ['nothing', [lost, lost, lost], []],
    ['all', [kept, kept, kept], ['3@0:a', '3@1:b', '3@2:c']],
    ['a page as it was at some moment', [lost, kept, lost], ['3@0:a', '3@1:b']],
    ['a last write of one byte is whole or not there', [kept, kept, torn], ['3@0:a', '3@1:b']],
  ] as const)('of a log: %s', (_what, fates, expected) => {
    expect(left(log, fates)).toEqual(expected);
  });

  it('the first bytes of a torn write', () => {
    expect(left([write(3, 0, 'abcdef')], [torn], 2)).toEqual(['3@0:abc']);
    expect(left([write(3, 0, 'abcdef')], [torn], 9)).toEqual(['3@0:abcde']);
  });

  it('each page for itself', () => {
    const far = [write(3, 0, 'a'), write(3, 5_000, 'b'), write(4, 0, 'c'), write(3, 5_001, 'd')];
    expect(left(far, [lost, lost, lost, kept])).toEqual(['3@5000:b', '3@5001:d']);
    // Its first half is on a page that is there, its second on one that is not.
    expect(left([write(3, 4_094, 'abcd'), write(3, 0, 'x')], [lost, kept])).toEqual(['3@4094:ab', '3@0:x']);
  });

  it('an empty file where its new contents are lost, and never the other way round', () => {
    expect(left([size(3, 0), write(3, 0, 'new')], [kept, lost])).toEqual(['size']);
    expect(left([size(3, 0), write(3, 0, 'new')], [lost, kept])).toEqual(['size', '3@0:new']);
  });

  it('names up to a drawn moment, whatever became of contents', () => {
    const names = [name('a'), write(3, 0, 'x'), name('b'), name('c')];
    expect(left(names, [kept, lost, lost, kept], 0)).toEqual([]);
    expect(left(names, [kept, lost, lost, kept], 2)).toEqual(['a', 'b']);
    expect(left(names, [lost, kept, lost, lost], 2)).toEqual(['3@0:x']);
    expect(left(names, [kept, kept, kept, torn], 2)).toEqual(['a', '3@0:x', 'b']);
  });
});

/** Placing keys: by a ring, by rendezvous, by jumps, by a directory; and a world in which one node loses its memory. */
import { simulate } from 'seedstorm';
import {
  hashOf,
  hashRing,
  holderOf,
  isHere,
  isWithin,
  jumpOwner,
  moveRange,
  movesBetween,
  newDirectory,
  ownersOf,
  rangeOf,
  rangesOf,
  rendezvousOwners,
  splitAt,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { ringWorld } from './ring-world.js';

const keys = Array.from({ length: 2_000 }, (_, index) => `key-${index}`);
const names = ['a', 'b', 'c', 'd', 'e'];
const five = hashRing(names);
const six = hashRing([...names, 'f']);
const shares = (ownerOf: (key: string) => string) => {
  const counts: Record<string, number> = {};
  for (const key of keys) {
    const owner = ownerOf(key);
    counts[owner] = (counts[owner] ?? 0) + 1;
  }
  return counts;
};

it('the hash is the same for ever, and spreads texts that are alike', () => {
  expect(['', 'a', 'b', 'ключ'].map(hashOf)).toMatchInlineSnapshot(`
    [
      2872998923,
      2448022055,
      135196497,
      1398607446,
    ]
  `);
  const buckets = Array.from({ length: 16 }, () => 0);
  for (const key of keys) {
    (buckets[hashOf(key) % 16] as number)++;
    (buckets[hashOf(key) >>> 28] as number)++;
  }
  for (const count of buckets) expect(count).toBeGreaterThan(190);
});

describe.each([
  ['a ring', (nodes: string[], key: string) => ownersOf(nodes.length === 5 ? five : six, key)[0] as string],
  ['rendezvous', (nodes: string[], key: string) => rendezvousOwners(nodes, key)[0] as string],
  ['jumps', (nodes: string[], key: string) => nodes[jumpOwner(key, nodes.length)] as string],
])('by %s', (_name, ownerOf) => {
  it('nodes have like shares, and one more node moves only what it gets', () => {
    for (const count of Object.values(shares((key) => ownerOf(names, key)))) {
      expect(count).toBeGreaterThan(230);
      expect(count).toBeLessThan(600);
    }
    const moved = keys.filter((key) => ownerOf(names, key) !== ownerOf([...names, 'f'], key));
    for (const key of moved) expect(ownerOf([...names, 'f'], key)).toBe('f');
    expect(moved.length).toBeGreaterThan(200);
    expect(moved.length).toBeLessThan(500);
  });
});

describe('a ring', () => {
  const ring = hashRing(names, 16);

  it('gives different nodes, the home first, and all where more are asked for than there are', () => {
    for (const key of keys.slice(0, 200)) {
      const owners = ownersOf(ring, key, 3);
      expect(new Set(owners).size).toBe(3);
      expect(owners[0]).toBe(ownersOf(ring, key)[0]);
      expect(ownersOf(ring, key, 9).sort()).toEqual(names);
    }
    expect(ownersOf([], 'key')).toEqual([]);
    expect(hashRing([...names].reverse(), 16)).toEqual(ring);
  });

  it('is wholly divided into the ranges of its nodes', () => {
    for (const key of keys.slice(0, 200)) {
      const homes = names.filter((node) => rangesOf(ring, node).some((range) => isWithin(range, key)));
      expect(homes).toEqual([ownersOf(ring, key)[0]]);
    }
  });

  it('tells what has to move, and no more', () => {
    const after = hashRing(
      names.filter((name) => name !== 'c'),
      16,
    );
    const moves = movesBetween(ring, after);
    for (const key of keys.slice(0, 400)) {
      const [source] = ownersOf(ring, key);
      const [target] = ownersOf(after, key);
      const move = moves.filter((range) => isWithin(range, key)).map((range) => [range.source, range.target]);
      expect(move).toEqual(source === target ? [] : [[source, target]]);
    }
  });

  it('gives heavier nodes more', () => {
    const heavy = hashRing(names, (node) => (node === 'a' ? 192 : 64));
    const { a = 0, b = 0 } = shares((key) => ownersOf(heavy, key)[0] as string);
    expect(a / b).toBeGreaterThan(2);
  });
});

it('jumps need a bucket', () => {
  expect(() => jumpOwner('key', 0)).toThrow('expected at least one bucket, got 0');
});

describe('a directory', () => {
  it('is split, moved and joined, each time under a higher version', () => {
    let directory = splitAt(splitAt(newDirectory('a'), 'm'), 't');
    expect(splitAt(directory, 'm')).toBe(directory);
    directory = moveRange(directory, 'p', 'b');
    expect(['', 'l', 'm', 'sz', 't', 'z'].map((key) => holderOf(directory, key)).join('')).toBe('aabbaa');
    expect(rangeOf(directory, 'q')).toEqual({ from: 'm', to: 't', node: 'b' });
    expect(directory.version).toBe(4);
    expect(moveRange(directory, 'm', 'b')).toBe(directory);
    expect(moveRange(directory, 'm', 'a')).toEqual({ version: 5, ranges: [{ from: '', node: 'a' }] });
  });

  it('lets nobody write where a range was given away, nor where nobody has heard yet that it came', () => {
    const before = splitAt(newDirectory('a'), 'm');
    const after = moveRange(before, 'x', 'b');
    expect(isHere(before, 'x', 'a', before.version)).toBe('here');
    expect(isHere(after, 'x', 'a', before.version)).toBe('elsewhere');
    expect(isHere(before, 'x', 'b', after.version)).toBe('unknown');
    expect(isHere(after, 'x', 'b', after.version)).toBe('here');
    expect(isHere(after, 'x', 'a', before.version, { routed: 'trusted' })).toBe('here');
  });
});

describe('two copies of each key, and one node that loses its memory', () => {
  const verdictsOf = async (bug?: string) => {
    const verdicts = new Set<string>();
    for (const node of ['n2', 'n3', 'n4'])
      verdicts.add(
        (
          await simulate(ringWorld, {
            seed: 1,
            faults: [{ kind: 'kill', node, atMs: 300 }],
            ...(bug && { bug }),
          })
        ).verdict,
      );
    return [...verdicts];
  };

  it('are found, whichever node it is, and lost where both may be on one node', async () => {
    expect(await verdictsOf()).toEqual(['valid']);
    expect(await verdictsOf('next-points')).toContain('invalid');
  });
});

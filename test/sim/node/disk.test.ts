/** The disk by itself: what the cache shows, what a power cut leaves. */
import { describe, expect, it } from 'vitest';
import { Disk } from '../../../sim/node/disk.js';
import type { Fate } from '../../../sim/node/disk-file.js';

const lost = (): Fate => 'lost';
const kept = (): Fate => 'kept';
const torn = (): Fate => 'torn';

describe('a disk', () => {
  it('shows at once what was written, and keeps what was synced', () => {
    const disk = new Disk();
    disk.write('x', 1, {});
    expect(disk.clean).toBe(false);
    disk.persist(disk.position);
    expect(disk.clean).toBe(true);
    disk.write('x', 2, {});
    disk.append('log', 'a');
    expect([disk.read('x'), disk.read('log'), disk.list('')]).toEqual([2, ['a'], ['log', 'x']]);
    expect(disk.list('l')).toEqual(['log']);
    disk.powerCut(lost);
    expect([disk.read('x'), disk.read('log'), disk.clean]).toEqual([1, undefined, true]);
  });

  it('makes durable exactly what was written before the position', () => {
    const disk = new Disk();
    disk.append('log', 1);
    disk.append('log', 2);
    const { position } = disk;
    disk.append('log', 3);
    disk.persist(position);
    // A late sync of an older position takes nothing back and keeps nothing more.
    disk.persist(position - 1);
    disk.powerCut(lost);
    expect(disk.read('log')).toEqual([1, 2]);
    expect(disk.position).toBe(3);
  });

  it('asks for the fate of each unsynced write, oldest first', () => {
    const disk = new Disk();
    for (const value of [1, 2, 3]) disk.append('log', value);
    const asked: (readonly [number, number])[] = [];
    disk.powerCut((index, count) => {
      asked.push([index, count]);
      return index === 1 ? 'lost' : 'kept';
    });
    expect(asked).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(disk.read('log')).toEqual([1, 3]);
  });

  it('damages what a torn write appended or wrote in place, and nothing else', () => {
    const disk = new Disk();
    disk.write('whole', 1, {});
    disk.write('placed', 1, { inPlace: true });
    disk.append('log', 1);
    disk.persist(disk.position);
    disk.write('whole', 2, {});
    disk.write('placed', 2, { inPlace: true });
    disk.append('log', 2);
    disk.truncate('log', 0);
    disk.powerCut(torn);
    expect(disk.read('whole')).toBe(1);
    expect(() => disk.read('placed')).toThrow("'placed' fails its checksum");
    expect(() => disk.read('log')).toThrow("'log[1]' fails its checksum");
    expect(disk.records('log').map(({ corrupt }) => corrupt)).toEqual([false, true]);
  });

  it('forgets what a failed sync gave up, though it can be read until then', () => {
    const disk = new Disk();
    disk.write('x', 1, {});
    disk.abandon(disk.position);
    expect([disk.read('x'), disk.clean]).toEqual([1, true]);
    disk.persist(disk.position);
    disk.powerCut(kept);
    expect(disk.read('x')).toBeUndefined();
  });

  it('truncates and deletes, durably only when synced', () => {
    const disk = new Disk();
    for (const value of [1, 2, 3]) disk.append('log', value);
    disk.write('x', 1, {});
    disk.persist(disk.position);
    disk.truncate('log', 2);
    disk.truncate('log', 5);
    disk.delete('x');
    disk.delete('none');
    expect([disk.read('log'), disk.read('x'), disk.list('')]).toEqual([[1, 2], undefined, ['log']]);
    disk.powerCut(lost);
    expect([disk.read('log'), disk.read('x')]).toEqual([[1, 2, 3], 1]);
    disk.truncate('log', -1);
    disk.delete('x');
    disk.powerCut(kept);
    expect([disk.read('log'), disk.read('x')]).toEqual([[], undefined]);
  });

  it('rots what is durable, noticed only where there is a checksum', () => {
    const disk = new Disk();
    expect(disk.rot(undefined, () => 0)).toBeUndefined();
    disk.write('checked', 10, {});
    disk.write('plain', 10, { checksum: false });
    disk.append('log', 1);
    disk.append('log', 2);
    expect(disk.rot('checked', () => 0)).toBeUndefined();
    disk.persist(disk.position);
    expect(disk.rot('plain', () => 0)).toBe('plain');
    expect(disk.read('plain')).not.toBe(10);
    expect(disk.rot('checked', () => 0)).toBe('checked');
    expect(() => disk.read('checked')).toThrow('fails its checksum');
    expect(disk.rot(undefined, (count) => count - 1)).toBe('plain');
    expect(disk.rot('log', (count) => count - 1)).toBe('log');
    expect(disk.records('log').map(({ corrupt }) => corrupt)).toEqual([false, true]);
    disk.powerCut(lost);
    expect(() => disk.read('log')).toThrow("'log[1]' fails");
  });

  it('shares no value with its users, its snapshots or its replacement', () => {
    const disk = new Disk();
    const value = { n: 1 };
    disk.write('x', value, {});
    value.n = 2;
    (disk.read('x') as { n: number }).n = 3;
    disk.append('log', 1);
    const saved = disk.save();
    disk.append('log', 2);
    disk.persist(disk.position);
    expect(disk.read('x')).toEqual({ n: 1 });
    disk.restore(saved);
    disk.append('log', 4);
    disk.restore(saved);
    expect([disk.read('log'), disk.clean, disk.position]).toEqual([[1], false, 2]);
  });

  it('is empty when it was replaced', () => {
    const disk = new Disk();
    disk.write('x', 1, {});
    disk.persist(disk.position);
    disk.append('log', 1);
    disk.wipe();
    disk.powerCut(kept);
    expect([disk.list(''), disk.position, disk.clean]).toEqual([[], 2, true]);
  });
});

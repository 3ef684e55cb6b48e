/** Whatever changes a disk counts as a change, so that who watches it may look only then. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Disk } from '../../../sim/node/disk.js';
import { diskDigest, diskText } from '../../../sim/record/disk-content.js';

const path = fc.constantFrom('a', 'b');
const act: fc.Arbitrary<(disk: Disk) => void> = fc.oneof(
  fc.tuple(path, fc.integer()).map(
    ([file, value]) =>
      (disk: Disk) =>
        disk.write(file, value, {}),
  ),
  fc.tuple(path, fc.integer()).map(
    ([file, value]) =>
      (disk: Disk) =>
        disk.append(`${file}.log`, { value }),
  ),
  path.map((file) => (disk: Disk) => disk.truncate(`${file}.log`, 1)),
  path.map((file) => (disk: Disk) => disk.delete(file)),
  fc.constant((disk: Disk) => disk.persist(disk.position)),
  fc.constant((disk: Disk) => disk.abandon(disk.position)),
  fc
    .constantFrom('lost', 'kept', 'torn')
    .map((fate) => (disk: Disk) => disk.powerCut(() => fate as 'lost' | 'kept' | 'torn')),
  fc.constant((disk: Disk) => disk.wipe()),
  fc.constant((disk: Disk) => void disk.rot(undefined, (count) => count - 1)),
  fc.constant((disk: Disk) => disk.restore(new Disk().save())),
);

it('a disk that holds something else has changed', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 30 }), (acts) => {
      const disk = new Disk();
      for (const each of acts) {
        const [changes, digest, text] = [disk.changes, diskDigest(disk.save()), diskText(disk.save())];
        each(disk);
        const after = disk.save();
        if (disk.changes !== changes) continue;
        expect([diskDigest(after), diskText(after)]).toEqual([digest, text]);
      }
    }),
  );
});

it('disks that hold the same have one digest and one text, others have not', () => {
  const disks = [1, 1, 2].map((value) => {
    const disk = new Disk();
    disk.append('log', { value });
    disk.write('state', [value], {});
    disk.persist(1);
    return disk.save();
  });
  const [one, same, other] = disks.map((disk) => [diskDigest(disk), diskText(disk)]);
  expect(same).toEqual(one);
  expect(other?.[0]).not.toBe(one?.[0]);
  expect(one?.[1]).toContain('log [{"checksum":true,"corrupt":false,"value":{"value":1}},]');
  const torn = new Disk();
  torn.restore(disks[0] as ReturnType<Disk['save']>);
  torn.rot('log', () => 0);
  expect(diskDigest(torn.save())).not.toBe(one?.[0]);
});

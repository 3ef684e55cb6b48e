/** What `stat` and `readdir` give, as objects of Node's own classes. */
import fs from 'node:fs';
import type { Inode, Kind } from './tree.js';

const { S_IFDIR, S_IFLNK, S_IFREG, UV_DIRENT_DIR, UV_DIRENT_FILE, UV_DIRENT_LINK } =
  fs.constants as typeof fs.constants &
    Readonly<Record<'UV_DIRENT_DIR' | 'UV_DIRENT_FILE' | 'UV_DIRENT_LINK', number>>;
const BITS: Readonly<Record<Kind, number>> = { file: S_IFREG, folder: S_IFDIR, link: S_IFLNK };
const TYPES: Readonly<Record<Kind, number>> = {
  file: UV_DIRENT_FILE,
  folder: UV_DIRENT_DIR,
  link: UV_DIRENT_LINK,
};
const BLOCK = 4096;

let bigPrototype: object | undefined;

export function statsOf(inode: Inode, bigint: boolean): object {
  const { ino, kind, mode, names, uid, gid, times } = inode;
  const folders = kind === 'folder' ? 1 : 0;
  const size = kind === 'folder' ? BLOCK : inode.size;
  const numbers = {
    ...{
      dev: 1,
      mode: BITS[kind] | mode,
      nlink: Math.max(0, names) + folders,
      uid,
      gid,
      rdev: 0,
      blksize: BLOCK,
      ino,
      size,
    },
    blocks: kind === 'link' ? 0 : Math.ceil(size / BLOCK) * (BLOCK / 512),
  };
  const { accessMs: atime, modifyMs: mtime, changeMs: ctime, birthMs: birthtime } = times;
  const moments = Object.entries({ atime, mtime, ctime, birthtime });
  const dates = moments.map(([name, ms]) => [name, new Date(ms)]);
  if (!bigint)
    return made(fs.Stats.prototype, [
      ...Object.entries(numbers),
      ...moments.map(([name, ms]) => [`${name}Ms`, ms]),
      ...dates,
    ]);
  bigPrototype ??= Object.getPrototypeOf(fs.statSync('/', { bigint: true })) as object;
  const nanoseconds = (ms: number) => BigInt(Math.round(ms * 1e3)) * 1000n;
  return made(bigPrototype, [
    ...Object.entries(numbers).map(([name, value]) => [name, BigInt(value)]),
    ...moments.map(([name, ms]) => [`${name}Ms`, nanoseconds(ms) / 1_000_000n]),
    ...moments.map(([name, ms]) => [`${name}Ns`, nanoseconds(ms)]),
    ...dates,
  ]);
}

/** Some Nodes have getters of these names. */
function made(prototype: object, fields: readonly unknown[][]): object {
  const object = Object.create(prototype) as object;
  for (const [name, value] of fields)
    Object.defineProperty(object, name as string, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return object;
}

type Constructor = new (name: string | Buffer, type: number, path: string) => fs.Dirent;

export function direntOf(name: string | Buffer, kind: Kind, folder: string): fs.Dirent {
  return new (fs.Dirent as unknown as Constructor)(name, TYPES[kind], folder);
}

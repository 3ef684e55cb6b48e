/** Follows paths through the folders and links of a volume. */
import { Failure } from './errors.js';
import { ROOT, type Inode } from './tree.js';
import type { FileVolume } from './volume.js';

/** Where a path leads: to a name in a folder, and to what it points to, if anything. */
export interface Place {
  readonly folder: Inode;
  readonly name: string;
  readonly inode: Inode | undefined;
  /** The path without links, `.` and `..`. */
  readonly path: string;
  /** The path ends with a slash: only a folder is meant. */
  readonly isFolder: boolean;
}

const LONGEST_NAME = 255;
/** As Linux. */
const MOST_LINKS = 40;

/** @throws Failure ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG */
export function lookUp(volume: FileVolume, cwd: string, path: string, follow: boolean): Place {
  if (path === '') throw new Failure('ENOENT');
  const isFolder = /\/\.{0,2}$|^\.{1,2}$/.test(path);
  const root = { inode: volume.cache.get(ROOT) as Inode, name: '' };
  const way = [root];
  const left = partsOf(path.startsWith('/') ? path : `${cwd}/${path}`).reverse();
  const here = () => way.at(-1) as typeof root;
  const pathOf = (name: string) => `${way.map((part) => part.name).join('/')}/${name}`;
  let links = 0;
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const folder = here().inode;
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    if (Buffer.byteLength(name) > LONGEST_NAME) throw new Failure('ENAMETOOLONG');
    const inode = volume.child(folder, name);
    const isLast = left.length === 0;
    if (inode === undefined) {
      if (!isLast) throw new Failure('ENOENT');
      return { folder, name, inode, path: pathOf(name), isFolder };
    }
    if (inode.kind === 'link' && (!isLast || follow || isFolder)) {
      if (++links > MOST_LINKS) throw new Failure('ELOOP');
      if (inode.target.startsWith('/')) way.length = 1;
      left.push(...partsOf(inode.target).reverse());
      continue;
    }
    if (inode.kind !== 'folder') {
      if (!isLast || isFolder) throw new Failure('ENOTDIR');
      return { folder, name, inode, path: pathOf(name), isFolder };
    }
    way.push({ inode, name });
  }
  const { inode, name } = way.pop() as typeof root;
  return {
    folder: way.at(-1)?.inode ?? inode,
    name,
    inode,
    path: way.length === 0 ? '/' : pathOf(name),
    isFolder,
  };
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

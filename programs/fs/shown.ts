/** What there is to see of a file system: the files that its programs made or changed, by path, as text where they are text. */
import { digest } from '../../sim/kernel/digest.js';
import type { DiskFile } from '../../sim/node/disk-file.js';
import { ROOT, type Inode, type Tree } from './tree.js';

interface ShownFile {
  readonly path: string;
  readonly inode: Inode;
  readonly file: DiskFile;
}

/** Longer files are shown by their ends. */
const LONGEST = 4096;

/** Sorted by path. */
export function shownFiles(tree: Tree): ShownFile[] {
  const shown: ShownFile[] = [];
  const walk = (folder: Inode, path: string): void => {
    for (const [name, ino] of folder.entries) {
      const inode = tree.get(ino);
      const its = `${path}/${name}`;
      if (inode?.kind === 'folder') walk(inode, its);
      else if (inode?.own === true) shown.push({ path: its, inode, file: fileOf(tree, inode) });
    }
  };
  const root = tree.get(ROOT);
  if (root !== undefined) walk(root, '');
  return shown.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const files = new WeakMap<Inode, { readonly version: number; readonly file: DiskFile }>();

/** The same object as long as the file is the same. */
function fileOf(tree: Tree, inode: Inode): DiskFile {
  const known = files.get(inode);
  if (known?.version === inode.version) return known.file;
  const value = inode.kind === 'link' ? { link: inode.target } : valueOf(tree.bytesOf(inode));
  const file: DiskFile = { kind: 'value', record: { value, corrupt: false, checksum: false } };
  files.set(inode, { version: inode.version, file });
  return file;
}

function valueOf(bytes: Uint8Array): unknown {
  if (bytes.length > LONGEST)
    return {
      bytes: bytes.length,
      digest: (digest(bytes) >>> 0).toString(16),
      begins: text(bytes.subarray(0, LONGEST / 8)),
      ends: text(bytes.subarray(-LONGEST / 8)),
    };
  return text(bytes);
}

function text(bytes: Uint8Array): string {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = given.toString('utf8');
  return read.includes('\uFFFD') ? given.toString('latin1') : read;
}

/** Files that a process has open, by their numbers: what it opens, reads, writes and syncs. */
import fs from 'node:fs';
import { DiskError } from '../../sim/node/disk.js';
import { telling } from './errors.js';
import type { Kernel } from './kernel.js';
import type { Attributes, Inode } from './tree.js';

const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } =
  fs.constants;
/** Both bits: macOS has no name for the smaller one. */
const SYNCED = O_SYNC | ((fs.constants as { O_DSYNC?: number }).O_DSYNC ?? 0);
const UMASK = 0o022;

interface OpenFile {
  readonly inode: Inode;
  readonly flags: number;
  /** Where it is, for faults and traces. */
  readonly path: string;
  position: number;
}

/** Input, output and errors of the process itself. */
const STANDARD = 3;

export class OpenFiles {
  private readonly files = new Map<number, OpenFile>();

  constructor(private readonly kernel: Kernel) {}

  open(path: string, flags: number, mode: number): number {
    const { kernel } = this;
    const subject = { syscall: 'open', path };
    const creates = (flags & O_CREAT) !== 0;
    const isNew = creates && (flags & O_EXCL) !== 0;
    const place = kernel.find(subject, path, !isNew && (flags & O_NOFOLLOW) === 0);
    let { inode } = place;
    if (inode === undefined) {
      if (!creates) kernel.fail('ENOENT', subject);
      if (place.isFolder) kernel.fail('EISDIR', subject);
      const ino = kernel.make(subject, place, { kind: 'file', mode: mode & ~UMASK & 0o7777, target: '' });
      // Not there where the process is no more: then nobody will ask.
      inode = kernel.volume.cache.get(ino) ?? kernel.fail('EIO', subject);
    } else {
      if (isNew) kernel.fail('EEXIST', subject);
      if (inode.kind === 'link') kernel.fail('ELOOP', subject);
      if ((flags & O_DIRECTORY) !== 0 && inode.kind !== 'folder') kernel.fail('ENOTDIR', subject);
      if (inode.kind === 'folder' && (creates || accessOf(flags) !== O_RDONLY))
        kernel.fail('EISDIR', subject);
      if ((flags & O_TRUNC) !== 0 && inode.size > 0)
        kernel.change(subject, place.path, { what: 'size', ino: inode.ino, size: 0 });
    }
    let fd = STANDARD;
    while (this.files.has(fd)) fd++;
    this.files.set(fd, { inode, flags, path: place.path, position: 0 });
    return fd;
  }

  close(fd: number): void {
    const { inode } = this.file(fd, 'close');
    this.files.delete(fd);
    if (![...this.files.values()].some((file) => file.inode === inode)) this.kernel.volume.forget(inode);
  }

  /** @param position null: where the last one ended @returns how many bytes */
  read(fd: number, into: Uint8Array, position: number | null): number {
    // Nobody types.
    if (fd === 0) return 0;
    const { kernel } = this;
    const subject = { syscall: 'read' };
    const file = this.file(fd, 'read');
    if (accessOf(file.flags) === O_WRONLY) kernel.fail('EBADF', subject);
    if (file.inode.kind === 'folder') kernel.fail('EISDIR', subject);
    kernel.reads(subject, file.path);
    const at = position ?? file.position;
    const found = kernel.volume.cache.bytesOf(file.inode).subarray(at, at + into.length);
    into.set(found);
    if (position === null) file.position += found.length;
    return found.length;
  }

  /** @returns how many bytes: all of them */
  write(fd: number, bytes: Uint8Array, position: number | null): number {
    const { kernel } = this;
    const subject = { syscall: 'write' };
    if (fd === 1 || fd === 2) {
      kernel.caller.print(Buffer.from(bytes).toString(), fd);
      return bytes.length;
    }
    const file = this.file(fd, 'write');
    const { inode } = file;
    if (accessOf(file.flags) === O_RDONLY) kernel.fail('EBADF', subject);
    kernel.volume.cache.bytesOf(inode);
    const at = (file.flags & O_APPEND) !== 0 ? inode.size : (position ?? file.position);
    if (bytes.length > 0) {
      const write = { what: 'write', ino: inode.ino, at, bytes: bytes.slice() } as const;
      kernel.change(subject, file.path, write, at + bytes.length > inode.size);
    }
    if (position === null) file.position = at + bytes.length;
    if ((file.flags & SYNCED) !== 0) this.sync(fd, 'write', kernel.volume.position);
    return bytes.length;
  }

  /** Makes durable what the file held at a position of the volume, and its names. */
  sync(fd: number, syscall: string, position: number): void {
    const { volume, caller } = this.kernel;
    const { ino } = this.file(fd, syscall).inode;
    if (!caller.isThere()) return;
    const ok = caller.storage.syncPart(
      () => volume.sync(ino, position),
      () => volume.abandon(ino, position),
    );
    if (!ok)
      telling({ syscall }, () => {
        throw new DiskError('EIO', 'a sync failed');
      });
  }

  truncate(fd: number, size: number): void {
    const { kernel } = this;
    const subject = { syscall: 'ftruncate' };
    const { inode, flags, path } = this.file(fd, 'ftruncate');
    if (accessOf(flags) === O_RDONLY || inode.kind === 'folder') kernel.fail('EINVAL', subject);
    kernel.volume.cache.bytesOf(inode);
    kernel.change(subject, path, { what: 'size', ino: inode.ino, size }, size > inode.size);
  }

  set(fd: number, syscall: string, set: Attributes): void {
    const { inode, path } = this.file(fd, syscall);
    this.kernel.change({ syscall }, path, { what: 'attributes', ino: inode.ino, set });
  }

  /** What is open under a number. @throws EBADF */
  inode(fd: number, syscall: string): Inode {
    return this.file(fd, syscall).inode;
  }

  private file(fd: number, syscall: string): OpenFile {
    return this.files.get(fd) ?? this.kernel.fail('EBADF', { syscall });
  }
}

function accessOf(flags: number): number {
  return flags & (O_RDONLY | O_WRONLY | O_RDWR);
}

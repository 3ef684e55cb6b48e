/** Calls that change names, or look at them: mkdir, rename, unlink, link, readdir … */
import fs from 'node:fs';
import type { Inode, Kind } from './tree.js';
import type { Kernel } from './kernel.js';

/** Nobody may write what he made but he himself, as usual. */
const UMASK = 0o022;

const { COPYFILE_EXCL, X_OK } = fs.constants;

export class Names {
  constructor(private readonly kernel: Kernel) {}

  mkdir(path: string, mode: number): void {
    const subject = { syscall: 'mkdir', path };
    const place = this.kernel.find(subject, path, false);
    if (place.inode !== undefined) this.kernel.fail('EEXIST', subject);
    this.kernel.make(subject, place, { kind: 'folder', mode: mode & ~UMASK, target: '' });
  }

  /** @throws ENOENT */
  kindOf(path: string, syscall = 'stat', follow = true): Kind {
    return this.kernel.existing({ syscall, path }, path, follow).inode.kind;
  }

  exists(path: string): boolean {
    return this.kernel.find({ syscall: 'lstat', path }, path, false).inode !== undefined;
  }

  /** A folder with a name that nobody has. */
  mkdtemp(prefix: string): string {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const subject = { syscall: 'mkdtemp', path: `${prefix}XXXXXX` };
    for (;;) {
      let path = prefix;
      for (let count = 0; count < 6; count++)
        path += letters[Math.floor(this.kernel.caller.chance() * letters.length)];
      const place = this.kernel.find(subject, path, false);
      if (place.inode !== undefined) continue;
      this.kernel.make(subject, place, { kind: 'folder', mode: 0o700, target: '' });
      return path;
    }
  }

  rmdir(path: string): void {
    const { kernel } = this;
    const subject = { syscall: 'rmdir', path };
    const { inode, folder, name, path: real } = kernel.existing(subject, path, false);
    if (inode.kind !== 'folder') kernel.fail('ENOTDIR', subject);
    if (inode === folder) kernel.fail('EBUSY', subject);
    if (!kernel.isEmpty(inode)) kernel.fail('ENOTEMPTY', subject);
    kernel.rename(subject, real, [{ folder: folder.ino, name, ino: 0 }], [inode]);
  }

  unlink(path: string): void {
    const { kernel } = this;
    const subject = { syscall: 'unlink', path };
    const { inode, folder, name, path: real } = kernel.existing(subject, path, false);
    if (inode.kind === 'folder') kernel.fail('EISDIR', subject);
    kernel.rename(subject, real, [{ folder: folder.ino, name, ino: 0 }], [inode]);
  }

  /** In one step: who looks finds the old file or the new one. */
  rename(from: string, to: string): void {
    const { kernel } = this;
    const subject = { syscall: 'rename', path: from, dest: to };
    const source = kernel.existing(subject, from, false);
    const target = kernel.find(subject, to, false);
    const { inode } = source;
    const before = target.inode;
    if (inode === before) return;
    if (inode.kind === 'folder') {
      if (`${target.path}/`.startsWith(`${source.path}/`)) kernel.fail('EINVAL', subject);
      if (before !== undefined && before.kind !== 'folder') kernel.fail('ENOTDIR', subject);
    } else if (target.isFolder && before === undefined) kernel.fail('ENOTDIR', subject);
    else if (before?.kind === 'folder') kernel.fail('EISDIR', subject);
    if (before?.kind === 'folder' && !kernel.isEmpty(before)) kernel.fail('ENOTEMPTY', subject);
    kernel.rename(
      subject,
      target.path,
      [
        { folder: source.folder.ino, name: source.name, ino: 0 },
        { folder: target.folder.ino, name: target.name, ino: inode.ino },
      ],
      before === undefined ? [inode] : [inode, before],
    );
  }

  link(from: string, to: string): void {
    const { kernel } = this;
    const subject = { syscall: 'link', path: from, dest: to };
    const { inode } = kernel.existing(subject, from, false);
    const target = kernel.find(subject, to, false);
    if (target.inode !== undefined) kernel.fail('EEXIST', subject);
    if (inode.kind === 'folder') kernel.fail('EPERM', subject);
    kernel.rename(
      subject,
      target.path,
      [{ folder: target.folder.ino, name: target.name, ino: inode.ino }],
      [inode],
    );
  }

  symlink(target: string, path: string): void {
    const subject = { syscall: 'symlink', path: target, dest: path };
    const place = this.kernel.find(subject, path, false);
    if (target === '') this.kernel.fail('ENOENT', subject);
    if (place.inode !== undefined) this.kernel.fail('EEXIST', subject);
    this.kernel.make(subject, place, { kind: 'link', mode: 0o777, target, size: Buffer.byteLength(target) });
  }

  readlink(path: string): string {
    const subject = { syscall: 'readlink', path };
    const { inode } = this.kernel.existing(subject, path, false);
    return inode.kind === 'link' ? inode.target : this.kernel.fail('EINVAL', subject);
  }

  /** The path without links. @param syscall as Node tells of it: its own code asks part by part, by `lstat` */
  realpath(path: string, syscall: string): string {
    return this.kernel.existing({ syscall, path }, path).path;
  }

  /** @returns what is in a folder, sorted by name */
  readdir(
    path: string,
    syscall = 'scandir',
    told: string | undefined = path,
  ): { name: string; kind: Kind }[] {
    const { kernel } = this;
    const subject = { syscall, path: told };
    const { inode, path: real } = kernel.existing(subject, path);
    if (inode.kind !== 'folder') kernel.fail('ENOTDIR', subject);
    kernel.reads(subject, real);
    return kernel.volume
      .namesIn(inode)
      .map((name) => ({ name, kind: (kernel.volume.child(inode, name) as Inode).kind }));
  }

  /** Everything may be read and written; what nobody may run cannot be run. */
  access(path: string, mode: number): void {
    const subject = { syscall: 'access', path };
    const { inode } = this.kernel.existing(subject, path);
    if ((mode & X_OK) !== 0 && inode.kind === 'file' && (inode.mode & 0o111) === 0)
      this.kernel.fail('EACCES', subject);
  }

  copyFile(from: string, to: string, mode: number): void {
    const { kernel } = this;
    const subject = { syscall: 'copyfile', path: from, dest: to };
    const { inode } = kernel.existing(subject, from);
    const place = kernel.find(subject, to);
    const before = place.inode;
    if (before !== undefined && (mode & COPYFILE_EXCL) !== 0) kernel.fail('EEXIST', subject);
    if (before?.kind === 'folder') kernel.fail('EISDIR', subject);
    if (inode.kind === 'folder') kernel.fail('EISDIR', subject);
    if (inode === before) return;
    kernel.reads(subject, from);
    const bytes = kernel.volume.cache.bytesOf(inode).slice();
    if (before !== undefined && before.size > 0)
      kernel.change(subject, place.path, { what: 'size', ino: before.ino, size: 0 });
    const ino = before?.ino ?? kernel.make(subject, place, { kind: 'file', mode: inode.mode, target: '' });
    if (bytes.length > 0) kernel.change(subject, place.path, { what: 'write', ino, at: 0, bytes }, true);
  }
}

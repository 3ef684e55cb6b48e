/**
 * Files of the real machine as a program finds them at its start: its code, templates, a package.json. They lie under the
 * disk of the node, and can only be read. What is different at every look is not there: processes, devices, what others
 * keep for a while.
 */
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, sep } from 'node:path';

/** What is found under a path. */
export interface Found {
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly size: number;
  readonly target: string;
}

const NEVER_SHOWN = ['/proc', '/sys', '/dev', '/run', '/var/run', '/tmp', tmpdir()];

export class Machine {
  /** What is shown, although it lies where nothing else is: the program, and folders on the way to it. */
  private readonly shown: string;

  /** @param entry the file that the process begins with */
  constructor(entry: string) {
    const hidden = NEVER_SHOWN.filter((folder) => isIn(entry, folder)).sort((a, b) => b.length - a.length);
    const [first = ''] = entry.slice((hidden[0]?.length ?? 0) + 1).split(sep);
    this.shown = hidden[0] === undefined ? dirname(entry) : `${hidden[0]}${sep}${first}`;
  }

  look(path: string): Found | undefined {
    if (!this.shows(path)) return undefined;
    const stats = fs.lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isDirectory()) return { kind: 'folder', mode: 0o755, size: 0, target: '' };
    if (stats.isSymbolicLink()) return { kind: 'link', mode: 0o777, size: 0, target: fs.readlinkSync(path) };
    if (!stats.isFile()) return undefined;
    return { kind: 'file', mode: (stats.mode & 0o100) === 0 ? 0o644 : 0o755, size: stats.size, target: '' };
  }

  /** Names in a folder. Whether each is shown, `look` tells. */
  names(folder: string): string[] {
    try {
      return fs.readdirSync(folder);
    } catch {
      return [];
    }
  }

  bytesOf(path: string): Uint8Array {
    return Uint8Array.from(fs.readFileSync(path));
  }

  private shows(path: string): boolean {
    return (
      !NEVER_SHOWN.some((folder) => isIn(path, folder)) || isIn(path, this.shown) || isIn(this.shown, path)
    );
  }
}

/** Whether a path is a folder, or is in it. */
function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

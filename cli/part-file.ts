/**
 * Where a file lies while it is incomplete. The name tells whose it is, so that what a killed writer left behind is
 * known from what another one is writing just now.
 */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Of this process and not given up yet. */
const ours = new Set<string>();

const DAY_MS = 24 * 3_600_000;
const HOST =
  hostname()
    .replace(/[^\w-]+/g, '_')
    .slice(0, 40) || 'host';
/** `<name>.<host>.<process>.part` */
const PART = /\.([\w-]+)\.(\d+)\.part$/;

/** Beside the file, or in a folder on the same disk. What killed writers of the same file left there is removed. */
export function partOf(path: string, folder = dirname(path)): string {
  const name = basename(path);
  const part = join(folder, `${name}.${HOST}.${process.pid}.part`);
  sweep(folder, (other) => (other.startsWith(`${name}.`) ? 'if stale' : 'never'));
  ours.add(part);
  return part;
}

/** The part is a whole file now, or nobody's. */
export function partDone(part: string): void {
  ours.delete(part);
}

/** Empties a folder of parts of what killed processes left there. */
export function sweepFolder(folder: string): void {
  // Others write there too, under names that end in their number alone.
  sweep(folder, (name) => {
    const pid = Number(/\.(\d+)$/.exec(name)?.[1] ?? process.pid);
    return PART.test(name) || pid === process.pid || isAlive(pid) ? 'if stale' : 'now';
  });
}

/** What cannot be removed stays: it harms nobody. */
function sweep(folder: string, when: (name: string) => 'now' | 'if stale' | 'never'): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const due = when(name);
    if (due === 'never' || ours.has(path) || (due === 'if stale' && !isStale(name, path))) continue;
    try {
      rmSync(path, { force: true });
    } catch {
      continue;
    }
  }
}

function isStale(name: string, path: string): boolean {
  const [, host, pid] = PART.exec(name) ?? [];
  if (host === undefined) return false;
  // Nobody here can know whether a process of another machine lives.
  if (host !== HOST) return ageOf(path) > DAY_MS;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What a Redis finds in its folder as it starts. */
import fs from 'node:fs';
import { join } from 'node:path';
import type { Redis } from '../../core/data.js';
import { redisReplicate } from '../../core/execute.js';
import type { RedisMoment } from '../../core/turn.js';
import { readAof } from './aof-text.js';
import { readManifest, type Manifest } from './manifest.js';
import { loadSnapshot } from './snapshot.js';

/** The files cannot be read as they are: the real server ends with exit code 1 as well. */
class UnreadableFiles extends Error {
  override readonly name = 'UnreadableFiles';
}

export interface LoadMoment extends RedisMoment {
  /** As `redis-check-aof --fix` does, a damaged file is cut before the damage. */
  readonly cutsDamage: boolean;
}

/**
 * With `appendonly yes` the append-only file alone counts, also where there is none and a snapshot beside it.
 * @throws UnreadableFiles
 */
export function loadFiles(redis: Redis, folder: string, at: LoadMoment): void {
  if (redis.config.get('appendonly') === 'yes') loadAppendOnly(redis, join(folder, 'appendonlydir'), at);
  else loadDump(redis, join(folder, redis.config.get('dbfilename') ?? ''), at);
  redis.files.changes = 0;
  redis.files.lastSaveMs = at.nowMs;
}

function loadDump(redis: Redis, file: string, { nowMs }: LoadMoment): void {
  const bytes = contentsOf(file);
  if (bytes === undefined) return;
  const history = loadSnapshot(redis, bytes, redis.role === 'master' ? nowMs : undefined);
  if (history === undefined) throw new UnreadableFiles(`${file} is no whole snapshot`);
  // A replica goes on where it was. A master begins a history of its own, which is also that one up to here.
  if (redis.role === 'replica') redis.history.id = history;
  else redis.history.before = { id: history, upTo: redis.offset + 1 };
}

function loadAppendOnly(redis: Redis, folder: string, at: LoadMoment): void {
  const manifest = readManifest(folder);
  if (manifest === undefined) return;
  const base = contentsOf(join(folder, manifest.base));
  if (base === undefined || loadSnapshot(redis, base) === undefined)
    throw new UnreadableFiles(`${manifest.base} is no whole snapshot`);
  for (const part of manifest.parts) loadPart(redis, folder, manifest, part, at);
}

function loadPart(redis: Redis, folder: string, { parts }: Manifest, part: string, at: LoadMoment): void {
  const file = join(folder, part);
  const bytes = contentsOf(file);
  // Its name is durable before anything that it has.
  if (bytes === undefined) throw new UnreadableFiles(`${part} is missing`);
  const { commands, sound, end, ...read } = readAof(bytes);
  const cuts = end !== 'whole' && at.cutsDamage;
  const length = cuts ? sound : read.length;
  if (end === 'damaged' && !cuts)
    throw new UnreadableFiles(
      `Bad file format reading the append only file ${part}: make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>`,
    );
  if (end === 'cut off' && (part !== parts.at(-1) || redis.config.get('aof-load-truncated') !== 'yes'))
    throw new UnreadableFiles(`Unexpected end of file reading the append only file ${part}`);
  for (const words of commands) redisReplicate(redis, words, at);
  if (length < bytes.length) fs.truncateSync(file, length);
}

function contentsOf(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

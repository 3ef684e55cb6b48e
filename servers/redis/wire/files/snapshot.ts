/** The whole data set as the text of a file: JSON with a checksum before it, and the history that it is of. */
import { journalText, linesIn } from '../../../wire/journal-text.js';
import type { Redis } from '../../core/data.js';
import { redisDump, redisLoad, type RedisDump } from '../../core/dump.js';

interface Snapshot {
  readonly history: string;
  readonly dump: RedisDump;
}

export const snapshotText = (redis: Redis): string =>
  journalText([{ history: redis.history.id, dump: redisDump(redis) } satisfies Snapshot]);

/**
 * Puts what a file has in place of what is there.
 * @param nowMs of a master, which does not take in what is over by then
 * @returns the history that it is of; undefined where it is no snapshot, or not a whole one
 */
export function loadSnapshot(redis: Redis, bytes: Buffer, nowMs?: number): string | undefined {
  const [snapshot] = linesIn<Snapshot>(bytes).lines;
  if (snapshot === undefined) return undefined;
  const { dump, history } = snapshot;
  const databases =
    nowMs === undefined
      ? dump.databases
      : dump.databases.map(({ index, keys }) => ({
          index,
          keys: keys.filter(([, , atMs = Infinity]) => atMs >= nowMs),
        }));
  redisLoad(redis, { ...dump, databases });
  return history;
}

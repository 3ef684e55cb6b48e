/** Histories of writes: who begins one, and who may go on with it. */
import type { Redis, RedisHistory } from '../../core/data.js';

/** 40 hexadecimal digits of chance. */
export function newId(random: () => number): string {
  let id = '';
  while (id.length < 40)
    id += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return id;
}

/** From now on what is written is of a history of its own; up to here it was of the one before. */
export function beginHistory({ history, offset }: Redis, id: string): void {
  history.before = { id: history.id, upTo: offset + 1 };
  history.id = id;
}

/** Is what a replica has, before this offset, of the same history? */
export const isShared = ({ id, before }: RedisHistory, of: string, from: number): boolean =>
  of === id || (of === before?.id && from <= before.upTo);

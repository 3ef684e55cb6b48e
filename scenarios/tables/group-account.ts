/** Who processed how many, how long that took, and how long partitions had nobody who reads them, over the runs of one setting. */
import type { Run } from 'seedstorm';
import { BURST, LEAVES_MS } from './group-world.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

export interface GroupFigures {
  /** Messages that were processed, of all. */
  readonly done: number;
  readonly sent: number;
  /** Messages of the consumer that had most, and of the one that had least, idle ones aside: a run's mean. */
  readonly most: number;
  readonly least: number;
  /** Consumers that processed nothing, a run's mean. */
  readonly idle: number;
  /** From the first message to the last that was done: median. */
  readonly allDoneMs: number;
  /** When a member left and came back: how long nobody had any partition, and a partition nobody, a run's mean. */
  readonly stillMs: number;
  readonly unreadMs: number;
}

interface Event {
  readonly f: string;
  readonly partition: number;
  readonly member: string;
}

function sample({ history, params }: Run) {
  const { partitions, consumers } = params as { partitions: number; consumers: number };
  const processed = new Map<string | number, number>();
  const owners = new Map<
    number,
    { readonly member: string; readonly atMs: number } | { readonly freeMs: number }
  >();
  const sums = { done: 0, stillMs: 0, unreadMs: 0 };
  let lastMs = 0;
  let owned = 0;
  let freeMs = 0;
  for (const { input, process, invokedAtMs: atMs = 0 } of history) {
    const { f, partition, member } = input as unknown as Event;
    const owner = owners.get(partition);
    if (f === 'process') {
      processed.set(process, (processed.get(process) ?? 0) + 1);
      sums.done++;
      lastMs = atMs;
    } else if (f === 'assigned') {
      if (owner !== undefined && 'freeMs' in owner && atMs > LEAVES_MS)
        sums.unreadMs += (atMs - owner.freeMs) / partitions;
      if (owned++ === 0 && atMs > LEAVES_MS) sums.stillMs += atMs - freeMs;
      owners.set(partition, { member, atMs });
    } else if (f === 'revoked' && owner !== undefined && 'member' in owner && owner.member === member) {
      if (--owned === 0) freeMs = atMs;
      owners.set(partition, { freeMs: atMs });
    }
  }
  const counts = [...processed.values()];
  return {
    ...sums,
    runs: 1,
    most: Math.max(...counts),
    least: Math.min(...counts),
    idle: consumers - counts.length,
    ends: [lastMs - BURST.fromMs],
  };
}

const nothing = {
  ...{ runs: 0, done: 0, most: 0, least: 0, idle: 0, stillMs: 0, unreadMs: 0 },
  ends: [] as number[],
};

export function groupAccount(): Account<GroupFigures> {
  return summing(
    nothing,
    sample,
    ({ runs, ends, done, most, least, idle, stillMs, unreadMs }): GroupFigures => ({
      done,
      sent: runs * BURST.messages,
      most: most / runs,
      least: least / runs,
      idle: idle / runs,
      allDoneMs: percentile(ends, 50),
      stillMs: stillMs / runs,
      unreadMs: unreadMs / runs,
    }),
  );
}

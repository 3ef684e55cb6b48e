/** What became of messages, and who did them, over the runs of one setting. */
import type { Run } from 'seedstorm';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

/** What became of all messages of a setting. */
export interface ConsumerFigures {
  readonly sent: number;
  readonly lost: number;
  /** Messages that were processed more than once. */
  readonly twice: number;
  /** Messages that were done when they had been given out before. */
  readonly redelivered: number;
  /** Messages of the slow consumer, of all that were done: in percent. */
  readonly slowShare: number;
  /** Messages that were done after a later one. */
  readonly overtaken: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From the first message to the last that was done. */
  readonly allDoneMs: number;
}

interface Done {
  readonly f: string;
  readonly value: number;
  readonly redelivered?: boolean;
}

function sample({ history }: Run) {
  const sentAtMs = new Map<number, number>();
  const doneAtMs = new Map<number, number>();
  const sums = { sent: 0, processed: 0, twice: 0, redelivered: 0, bySlow: 0, overtaken: 0 };
  let newest = -1;
  for (const { input, process, completedAtMs = 0, invokedAtMs = 0 } of history) {
    const { f, value, redelivered } = input as Done;
    if (f === 'send') sentAtMs.set(value, completedAtMs);
    else {
      sums.processed++;
      if (process === 'slow') sums.bySlow++;
      if (redelivered === true) sums.redelivered++;
      if (doneAtMs.has(value)) sums.twice++;
      else {
        doneAtMs.set(value, invokedAtMs);
        if (value < newest) sums.overtaken++;
        newest = Math.max(newest, value);
      }
    }
  }
  const waits = [...doneAtMs].map(([value, atMs]) => atMs - (sentAtMs.get(value) ?? atMs));
  const allDoneMs = Math.max(...doneAtMs.values()) - Math.min(...sentAtMs.values());
  return { ...sums, sent: sentAtMs.size, lost: sentAtMs.size - doneAtMs.size, waits, ends: [allDoneMs] };
}

const nothing = {
  ...{ sent: 0, lost: 0, processed: 0, twice: 0, redelivered: 0, bySlow: 0, overtaken: 0 },
  ...{ waits: [] as number[], ends: [] as number[] },
};

export function consumerAccount(): Account<ConsumerFigures> {
  return summing(nothing, sample, ({ waits, ends, bySlow, processed, ...sums }): ConsumerFigures => ({
    ...sums,
    slowShare: (100 * bySlow) / processed,
    p50Ms: percentile(waits, 50),
    p99Ms: percentile(waits, 99),
    allDoneMs: percentile(ends, 50),
  }));
}

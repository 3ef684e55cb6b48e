/** How long jobs wait, and whether those of a key are done in their order, over the runs of one setting. */
import type { Run } from 'seedstorm';
import type { Job } from './queue-world.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

/** What became of the jobs of a setting. */
export interface QueueFigures {
  readonly jobs: number;
  readonly undone: number;
  /** How long jobs waited until somebody began with them. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The same of those whose order matters, and of the others. */
  readonly orderedP99Ms: number;
  readonly othersP99Ms: number;
  /** Jobs that were done after one of their key that was sent when they were queued; of these, those whose order matters. */
  readonly overtaken: number;
  readonly orderedOvertaken: number;
}

function sample({ history }: Run) {
  const jobs = new Map<number, Job & { readonly sentAtMs: number; readonly queuedAtMs: number }>();
  const waits = { ordered: [] as number[], others: [] as number[] };
  /** When the last one of a key was sent, of those that are done. */
  const newest = new Map<number, number>();
  const sums = { undone: 0, overtaken: 0, orderedOvertaken: 0 };
  for (const { input, invokedAtMs = 0, completedAtMs = Infinity } of history) {
    const { f, ...job } = input as { readonly f: string } & Job;
    const sent = jobs.get(job.value);
    if (f === 'send') jobs.set(job.value, { ...job, sentAtMs: invokedAtMs, queuedAtMs: completedAtMs });
    else if (f === 'begin')
      waits[sent?.ordered ? 'ordered' : 'others'].push(invokedAtMs - (sent?.sentAtMs ?? 0));
    else if (sent !== undefined) {
      const last = newest.get(sent.key) ?? 0;
      if (sent.queuedAtMs < last) {
        sums.overtaken++;
        if (sent.ordered) sums.orderedOvertaken++;
      }
      newest.set(sent.key, Math.max(last, sent.sentAtMs));
      sums.undone--;
    }
  }
  return { ...sums, undone: sums.undone + jobs.size, jobs: jobs.size, ...waits };
}

const nothing = {
  ...{ jobs: 0, undone: 0, overtaken: 0, orderedOvertaken: 0 },
  ...{ ordered: [] as number[], others: [] as number[] },
};

export function queueAccount(): Account<QueueFigures> {
  return summing(nothing, sample, ({ ordered, others, ...sums }): QueueFigures => ({
    ...sums,
    p50Ms: percentile([...ordered, ...others], 50),
    p99Ms: percentile([...ordered, ...others], 99),
    orderedP99Ms: percentile(ordered, 99),
    othersP99Ms: percentile(others, 99),
  }));
}

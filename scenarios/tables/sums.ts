/** Accounts that sum up what each run of a setting adds; shares and times of operations. */
import type { Run } from 'seedstorm';
import { meanInterval, type Interval } from 'seedstorm/parts';
import type { Account } from './table.js';

/** What the runs of a setting come to together: numbers add up, lists are joined, and so within objects. */
export interface Sums {
  readonly [name: string]: number | readonly unknown[] | Sums;
}

/**
 * An account that sums up what each run adds, and makes the figures of the sums.
 *
 * @example
 * account: () =>
 *   summing({ asked: 0 }, ({ history }) => ({ asked: history.length }), ({ asked }) => ({ asked })),
 *
 * @param nothing the sums before the first run
 * @param sample what a run adds; what is left out stays as it is
 */
export function summing<S extends object, Figures, Observed = Run>(
  nothing: S,
  sample: (observed: Observed) => { readonly [Name in keyof S]?: S[Name] },
  figures: (sums: S) => Figures,
): Account<Figures, Observed> {
  const sums = {} as Record<string, Sums[string]>;
  addTo(sums, nothing as Sums);
  return { add: (observed) => addTo(sums, sample(observed) as Sums), figures: () => figures(sums as S) };
}

function addTo(sums: Record<string, Sums[string]>, more: Sums): void {
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'number') sums[name] = ((sums[name] as number | undefined) ?? 0) + value;
    else if (Array.isArray(value)) {
      const all = (sums[name] ??= []) as unknown[];
      for (const one of value) all.push(one);
    } else addTo((sums[name] ??= {}) as Record<string, Sums[string]>, value as Sums);
  }
}

/** How many were asked, and how many of them were answered. */
export interface Answered {
  readonly asked: number;
  readonly ok: number;
}

/** Counts those of a list of operations that ended well. */
export const answered = (operations: readonly { readonly type: string }[]): Answered => ({
  asked: operations.length,
  ok: operations.filter(({ type }) => type === 'ok').length,
});

/** The share that was answered, 0 to 1; `ofNone` where nothing was asked. */
export const shareOf = ({ asked, ok }: Answered, ofNone = 0): number => (asked === 0 ? ofNone : ok / asked);

/** How long those took that ended well, in ms of virtual time. */
export const timesOf = (operations: Run['history']): number[] =>
  operations.flatMap(({ type, invokedAtMs = 0, completedAtMs = 0 }) =>
    type === 'ok' ? [completedAtMs - invokedAtMs] : [],
  );

/** Half of these times are no longer, and all but one in a hundred. */
export const latencyOf = (tookMs: readonly number[]): { readonly p50Ms: number; readonly p99Ms: number } => ({
  p50Ms: percentile(tookMs, 50),
  p99Ms: percentile(tookMs, 99),
});

/** The smallest value that at least so many percent do not exceed, to the microsecond if they are ms; 0 if there is none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
  return Math.round(value * 1000) / 1000;
}

/** Student's interval of the mean, at 99 %. Few values tell their mean, and not how sure that is. */
export const intervalOf = (values: readonly number[]): Interval =>
  values.length >= 10
    ? meanInterval(values, 0.99)
    : {
        mean: values.reduce((sum, value) => sum + value / values.length, 0),
        half: Infinity,
        level: 0.99,
        count: values.length,
      };

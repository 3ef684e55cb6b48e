/** What became of orders while one service was in trouble, over the runs of one setting. */
import type { Run } from 'seedstorm';
import { SERVICES, type Order } from '../messaging/cascade/chain.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

/** When `c` is slow or dead. */
export const TROUBLE = { atMs: 200, durationMs: 500 } as const;

export interface SyncFigures {
  readonly orders: number;
  /** Of the orders placed in the time of trouble: done or taken, in percent; those that do not need `c`, and those that do. */
  readonly others: number;
  readonly needing: number;
  /** Until the customer was answered, well or not. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Until `c` had done what was accepted. */
  readonly doneP50Ms: number;
  readonly doneP99Ms: number;
  /** Accepted, and never done by all who should. */
  readonly lost: number;
}

function sample({ history, params }: Run) {
  const done = new Map<string, number>();
  for (const { input, invokedAtMs = 0 } of history) {
    const { f, value, group } = input as {
      readonly f: string;
      readonly value: string;
      readonly group?: string;
    };
    if (f === 'process' && !done.has(`${value}/${group}`)) done.set(`${value}/${group}`, invokedAtMs);
  }
  const sums = { orders: 0, lost: 0, othersAsked: 0, othersOk: 0, needingAsked: 0, needingOk: 0 };
  const answers: number[] = [];
  const ends: number[] = [];
  for (const { input, type, invokedAtMs = 0, completedAtMs = Infinity } of history) {
    const { f, value, needs } = input as Order;
    if (f !== 'order') continue;
    sums.orders++;
    answers.push(Math.min(completedAtMs, Number.MAX_SAFE_INTEGER) - invokedAtMs);
    const byMessages = params['style'] === 'messages';
    const missing = byMessages && SERVICES.some((service) => !done.has(`${value}/${service}`));
    if (type === 'ok' && missing) sums.lost++;
    if (type === 'ok' && needs === 'c' && !missing)
      ends.push((byMessages ? (done.get(`${value}/c`) ?? 0) : completedAtMs) - invokedAtMs);
    if (invokedAtMs < TROUBLE.atMs || invokedAtMs > TROUBLE.atMs + TROUBLE.durationMs) continue;
    if (needs === 'c') {
      sums.needingAsked++;
      if (type === 'ok') sums.needingOk++;
    } else {
      sums.othersAsked++;
      if (type === 'ok') sums.othersOk++;
    }
  }
  return { ...sums, answers, ends };
}

const nothing = {
  ...{ orders: 0, lost: 0, othersAsked: 0, othersOk: 0, needingAsked: 0, needingOk: 0 },
  ...{ answers: [] as number[], ends: [] as number[] },
};

export function syncAccount(): Account<SyncFigures> {
  return summing(nothing, sample, ({ orders, lost, answers, ends, ...sums }): SyncFigures => ({
    orders,
    lost,
    others: (100 * sums.othersOk) / sums.othersAsked,
    needing: (100 * sums.needingOk) / sums.needingAsked,
    p50Ms: percentile(answers, 50),
    p99Ms: percentile(answers, 99),
    doneP50Ms: percentile(ends, 50),
    doneP99Ms: percentile(ends, 99),
  }));
}

/** What came to which queue, over the runs of one exchange. */
import type { Run } from 'seedstorm';
import { MESSAGES, QUEUES } from './exchange-bindings.js';
import { summing } from './sums.js';
import type { Account } from './table.js';

/** The routing key of a message; it also names it. */
export type Key = (typeof MESSAGES)[number]['key'];
export const KEYS = MESSAGES.map(({ key }) => key);

/** What came to which queue. */
export interface ExchangeFigures {
  readonly runs: number;
  /** For each key how many copies came to each queue, over all runs. */
  readonly got: Readonly<Record<string, number>>;
  /** Messages that were confirmed, and came back before that. */
  readonly returned: number;
}

/** The queues that a message comes to, in every run once. */
export function queuesOf({ got, runs }: ExchangeFigures, key: Key): string[] {
  return QUEUES.filter((queue) => got[`${key}/${queue}`] === runs);
}

/** Where messages went, in words. */
export const went = (figures: ExchangeFigures, keys: readonly Key[] = KEYS): string =>
  keys.map((key) => `${key} → ${queuesOf(figures, key).join('+') || 'nobody'}`).join(', ');

const sample = ({ history }: Run) => {
  const got: Record<string, number> = {};
  let returned = 0;
  for (const { input, output } of history) {
    const { f, key, queue } = input as { f: string; key: string; queue?: string };
    if (f === 'got') got[`${key}/${queue}`] = (got[`${key}/${queue}`] ?? 0) + 1;
    else if (output === 'returned') returned++;
  }
  return { runs: 1, got, returned };
};

export function exchangeAccount(): Account<ExchangeFigures> {
  const nothing = { runs: 0, got: {} as Record<string, number>, returned: 0 };
  return summing(nothing, sample, (sums): ExchangeFigures => sums);
}

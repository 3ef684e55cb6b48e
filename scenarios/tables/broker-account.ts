/** What became of messages at a broker, in which order, and what could be read again, over the runs of one setting. */
import type { Run } from 'seedstorm';
import { LOAD } from './broker-world.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

export interface BrokerFigures {
  /** Messages that the broker has acknowledged; those of them that nobody did; those that came when all was read again. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly replayed: number;
  /** Messages that were done more than once. */
  readonly twice: number;
  /** Messages that were done after a later one: of all, and of their key. */
  readonly overtaken: number;
  readonly keyOvertaken: number;
  /** Messages in a second, from the first that was sent until the last was done: at the median. */
  readonly perSecond: number;
  /** From when a message was sent until it was done. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Input {
  readonly f: string;
  readonly value?: number | string;
}

function sample({ history }: Run) {
  const sent = new Map<number, { readonly atMs: number; readonly isAcknowledged: boolean }>();
  const doneAtMs = new Map<number, number>();
  const newestOf: number[] = [];
  const sums = { acknowledged: 0, lost: 0, replayed: 0, twice: 0, overtaken: 0, keyOvertaken: 0 };
  const again = new Set<number>();
  let newest = -1;
  for (const { input, output, type, invokedAtMs = 0 } of history) {
    const { f, value } = input as Input;
    const number = Number(value);
    if (f === 'send') sent.set(number, { atMs: invokedAtMs, isAcknowledged: type === 'ok' });
    else if (f === 'replay') sums.replayed += type === 'ok' ? (output as unknown[]).length : 0;
    else if (f === 'process') {
      if (doneAtMs.has(number)) again.add(number);
      else {
        const key = number % LOAD.keys;
        if (number < newest) sums.overtaken++;
        if (number < (newestOf[key] ?? -1)) sums.keyOvertaken++;
        newest = Math.max(newest, number);
        newestOf[key] = Math.max(newestOf[key] ?? -1, number);
        doneAtMs.set(number, invokedAtMs);
      }
    }
  }
  sums.twice = again.size;
  for (const [number, { isAcknowledged }] of sent) {
    if (!isAcknowledged) continue;
    sums.acknowledged++;
    if (!doneAtMs.has(number)) sums.lost++;
  }
  const waits = [...doneAtMs].map(([number, atMs]) => atMs - (sent.get(number)?.atMs ?? atMs));
  const tookMs = Math.max(...doneAtMs.values()) - Math.min(...[...sent.values()].map(({ atMs }) => atMs));
  return { ...sums, waits, rates: [(1000 * doneAtMs.size) / tookMs] };
}

const nothing = {
  ...{ acknowledged: 0, lost: 0, replayed: 0, twice: 0, overtaken: 0, keyOvertaken: 0 },
  ...{ waits: [] as number[], rates: [] as number[] },
};

export function brokerAccount(): Account<BrokerFigures> {
  return summing(nothing, sample, ({ waits, rates, ...sums }): BrokerFigures => ({
    ...sums,
    perSecond: percentile(rates, 50),
    p50Ms: percentile(waits, 50),
    p99Ms: percentile(waits, 99),
  }));
}

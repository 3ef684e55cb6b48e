/** What became of orders, with and without an outage, over the runs of one setting. */
import { OUTAGE, type Observed } from './saga-world.js';
import { percentile, summing } from './sums.js';
import type { Account } from './table.js';

export interface SagaFigures {
  readonly orders: number;
  /** Orders that were placed during the outage, those answered in it, and those that ended at all. */
  readonly placedThen: number;
  readonly answeredThen: number;
  readonly endedThen: number;
  /** Orders that were begun and never ended. */
  readonly stuck: number;
  /** Of all orders that ended, in percent. */
  readonly compensated: number;
  readonly messagesPerOrder: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Input {
  readonly f: string;
  readonly id?: number;
  readonly saga?: number;
  readonly outcome?: string;
}

function sample({ run: { history }, messages, quietOrders }: Observed) {
  const untilMs = OUTAGE.atMs + OUTAGE.durationMs;
  const ended = new Map<number, string>();
  const begun = new Set<number>();
  for (const { input } of history) {
    const { f, saga, outcome } = input as Input;
    if (f === 'saga-end') ended.set(saga as number, String(outcome));
    else if (saga !== undefined) begun.add(saga);
  }
  const sums = { orders: 0, placedThen: 0, answeredThen: 0, endedThen: 0, messages, quietOrders };
  const waits: number[] = [];
  for (const { input, type, invokedAtMs = 0, completedAtMs = Infinity } of history) {
    const { f, id } = input as Input;
    if (f !== 'order') continue;
    sums.orders++;
    if (type === 'ok') waits.push(completedAtMs - invokedAtMs);
    if (invokedAtMs < OUTAGE.atMs || invokedAtMs > untilMs) continue;
    sums.placedThen++;
    if (type === 'ok' && completedAtMs < untilMs) sums.answeredThen++;
    if (ended.has(id as number)) sums.endedThen++;
  }
  const stuck = [...begun].filter((id) => !ended.has(id)).length;
  const compensated = [...ended.values()].filter((outcome) => outcome === 'compensated').length;
  return { ...sums, waits, stuck, compensated, ended: ended.size };
}

const nothing = {
  ...{ orders: 0, placedThen: 0, answeredThen: 0, endedThen: 0, messages: 0, quietOrders: 0 },
  ...{ stuck: 0, compensated: 0, ended: 0, waits: [] as number[] },
};

export function sagaAccount(): Account<SagaFigures, Observed> {
  return summing(
    nothing,
    sample,
    ({ waits, messages, quietOrders, compensated, ended, ...sums }): SagaFigures => ({
      ...sums,
      compensated: (100 * compensated) / ended,
      messagesPerOrder: messages / Math.max(1, quietOrders),
      p50Ms: percentile(waits, 50),
      p99Ms: percentile(waits, 99),
    }),
  );
}

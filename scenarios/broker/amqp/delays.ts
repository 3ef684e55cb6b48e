/** How long retries wait, and what must hold of their waiting. */
import type { Invariant } from 'seedstorm';
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import type { BrokerNodeState } from 'seedstorm/servers';
import type { Work } from './ledger.js';

/** Before the first, second and third retry, in ms. */
export const DELAYS = [40, 120, 360] as const;
/** The queue of those that were tried so often. */
export const delayQueue = (tries: number): string => `delay-${delayAfter(tries)}`;

/** How long a message waits that was tried so often. */
export function delayAfter(tries: number): number {
  return DELAYS[Math.min(tries, DELAYS.length) - 1] as number;
}

/**
 * No retry comes before its delay is over.
 *
 * What it reads: effects `{ f: 'aside' | 'try', value, tries }` with their times. Anomalies: `too-early`.
 */
export function delays(): Checker {
  return defineChecker({
    name: 'delays',
    looksFor: 'retries (functions aside and try)',
    scan(history, found) {
      const aside = new Map<string, Operation>();
      let judged = 0;
      for (const operation of history) {
        const { f, value, tries } = Object(operation.input) as { f?: string; value?: string; tries?: number };
        const which = `${value}, retry ${tries}`;
        if (f === 'aside' && !aside.has(which)) aside.set(which, operation);
        const before = aside.get(which);
        if (f !== 'try' || tries === undefined || before === undefined) continue;
        judged++;
        const waitedMs = (operation.invokedAtMs ?? 0) - (before.invokedAtMs ?? 0);
        // Brokers count whole milliseconds.
        if (waitedMs < delayAfter(tries) - 1)
          found.anomaly(
            'too-early',
            `${which}, came after ${waitedMs} of ${delayAfter(tries)} ms`,
            before,
            operation,
          );
      }
      return { judged, reason: `${judged} retries, none too early` };
    },
  });
}

/** In a delay queue messages are due in the order in which they stand: else one waits for those before it. */
export const dueInOrder: Invariant = (_nodes, { name, state }) => {
  if (name !== 'broker' || state === undefined) return undefined;
  for (const [queue, { levels, ready }] of (state as BrokerNodeState).broker.queues) {
    // Nobody consumes delay queues, so nothing comes back to them.
    const waiting = levels[0]?.fresh;
    if (ready < 2 || waiting === undefined || !queue.startsWith('delay')) continue;
    const { items, head } = waiting;
    for (let at = head + 1; at < items.length; at++) {
      const earlyMs = (items[at - 1]?.expiresAtMs ?? 0) - (items[at]?.expiresAtMs ?? Infinity);
      if (earlyMs <= 0) continue;
      const { value } = items[at]?.message.body as Work;
      return `${value} is due ${earlyMs} ms before the message in front of it in ${queue}`;
    }
  }
  return undefined;
};

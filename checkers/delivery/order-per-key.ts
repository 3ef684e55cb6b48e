/** Order of delivery per key: what was acknowledged before another was sent is processed before it. */
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import type { Checker, History, Operation } from '../history.js';
import { scanning } from '../findings.js';
import { getOrMake } from '../grouping.js';
import { identityOf, show } from '../identity.js';
import { fieldsOf, nameOfFunction, selector, type Selector, whoWhen } from '../selectors.js';
import type { DeliveryOptions } from './ledger.js';

/** Where message, key and group of an operation stand. */
export interface OrderPerKeyOptions extends Pick<DeliveryOptions, 'sent' | 'processed' | 'group'> {
  /** The key a message is ordered by; messages without one are not ordered. Default: the field `key`. */
  readonly key?: Selector;
}

/** A message of some key. Its attempts are one: the first invocation and the first acknowledgement order it. */
interface Sent {
  readonly message: unknown;
  readonly key: unknown;
  first: Operation;
  acknowledged: Operation | undefined;
}

interface Processed {
  readonly sent: Sent;
  readonly effect: Operation;
}

/**
 * What was acknowledged before another message of the same key was sent is processed before it.
 *
 * What it reads. `{f: 'send', value, key}` of clients and `{f: 'process', value}` of nodes. Only the first effect of a
 * message in a group counts: at-least-once delivery may process it again, later and out of order.
 *
 * Anomaly: `out-of-order`. O(n log n).
 */
export function orderPerKey(options: OrderPerKeyOptions = {}): Checker {
  const processedBy = selector(options.processed, 'process', (fields) => fields['value']);
  const groupOf: Selector = options.group ?? ((operation) => fieldsOf(operation)['group']);
  return scanning({
    name: 'order-per-key',
    looksFor: `messages with a key that took effect (${nameOfFunction(options.sent, 'send')} with value and key, ${nameOfFunction(options.processed, 'process')} with value)`,
    scan(history, findings, meter) {
      const messages = messagesWithKeys(history, options, meter);
      const queues = new Map<unknown, Map<unknown, Processed[]>>();
      const seen = new Map<unknown, Set<unknown>>();
      for (const effect of history) {
        meter.spend();
        const message = effect.type === 'ok' ? processedBy(effect) : undefined;
        const id = identityOf(message);
        const sent = message === undefined ? undefined : messages.get(id);
        if (!sent) continue;
        const group = groupOf(effect);
        const seenHere = getOrMake(seen, group, () => new Set());
        if (seenHere.has(id)) continue;
        seenHere.add(id);
        const byKey = getOrMake(queues, group, () => new Map<unknown, Processed[]>());
        getOrMake(byKey, sent.key, () => []).push({ sent, effect });
      }
      let judged = 0;
      for (const byKey of queues.values()) {
        for (const queue of byKey.values()) {
          meter.spend(queue.length);
          judged += queue.length;
          forEachInversion(queue, (earlier, later) => {
            const operations = [
              earlier.sent.first,
              earlier.sent.acknowledged,
              later.sent.first,
              later.effect,
              earlier.effect,
            ];
            findings.add('out-of-order', operations, () => {
              const [one, other] = [show(earlier.sent.message), show(later.sent.message)];
              return `${one} was acknowledged before ${other} was sent, but ${whoWhen(later.effect)} processed ${other} first`;
            });
          });
        }
      }
      return {
        judged,
        reason: `${counted(messages.size, 'keyed message')}, processed in the order of ${messages.size === 1 ? 'its key' : 'their keys'}`,
      };
    },
  });
}

function messagesWithKeys(
  history: History,
  options: OrderPerKeyOptions,
  meter: BudgetMeter,
): Map<unknown, Sent> {
  const keyOf: Selector = options.key ?? ((operation) => fieldsOf(operation)['key']);
  const sentBy = selector(options.sent, 'send', (fields) => fields['value']);
  const messages = new Map<unknown, Sent>();
  for (const operation of history) {
    meter.spend();
    const message = operation.type === 'fail' ? undefined : sentBy(operation);
    const key = message === undefined ? undefined : keyOf(operation);
    if (key === undefined) continue;
    const make = (): Sent => ({ message, key: identityOf(key), first: operation, acknowledged: undefined });
    const sent = getOrMake(messages, identityOf(message), make);
    if (operation.invoke < sent.first.invoke) sent.first = operation;
    if (operation.type === 'ok' && operation.complete < (sent.acknowledged?.complete ?? Infinity)) {
      sent.acknowledged = operation;
    }
  }
  return messages;
}

/**
 * Walks messages in order of sending beside messages in order of acknowledgement: of all messages acknowledged
 * so far, the one processed last is the strictest predecessor of the next one sent.
 */
function forEachInversion(
  queue: readonly Processed[],
  report: (earlier: Processed, later: Processed) => void,
): void {
  const acknowledgedAt = ({ sent }: Processed) => sent.acknowledged?.complete ?? Infinity;
  const bySending = [...queue].sort((a, b) => a.sent.first.invoke - b.sent.first.invoke);
  const byAcknowledgement = queue
    .filter((processed) => processed.sent.acknowledged !== undefined)
    .sort((a, b) => acknowledgedAt(a) - acknowledgedAt(b));
  let next = 0;
  let latest: Processed | undefined;
  for (const later of bySending) {
    for (; next < byAcknowledgement.length; next++) {
      const candidate = byAcknowledgement[next]!;
      if (acknowledgedAt(candidate) >= later.sent.first.invoke) break;
      if (!latest || candidate.effect.invoke > latest.effect.invoke) latest = candidate;
    }
    if (latest && later.effect.complete < latest.effect.invoke) report(latest, later);
  }
}

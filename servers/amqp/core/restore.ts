/** A broker after a restart: made again from the lines of its journal. */
import { newBroker, newExchange, type Broker, type BrokerSettings } from './broker.js';
import type { JournalLine } from './journal.js';
import { insertInPlace } from './queue/line.js';
import { newQueue, type Level, type Queue, type QueuedMessage } from './queue/queue-state.js';
import { bodyBytes } from './queue/body-bytes.js';
import { head } from './queue/ready.js';

/**
 * Makes the broker from its journal. Nobody is connected, and what clients had not settled is ready again, redelivered.
 * Unless the journal ends with `stopped`, a classic queue does not know what it had delivered: it marks all of it.
 * @param nowMs queues count their unused time from here
 */
export function restoreBroker(lines: Iterable<JournalLine>, settings: BrokerSettings, nowMs: number): Broker {
  const broker = newBroker(settings);
  const queues = new Map<number, Queue>();
  const messages = new Map<number, Map<number, QueuedMessage>>();
  let wasStopped = false;
  for (const line of lines) {
    wasStopped = line.line === 'stopped';
    read(line);
  }
  for (const queue of queues.values()) {
    const entries = [...(messages.get(queue.id)?.values() ?? [])];
    if (!wasStopped && queue.settings.kind === 'classic')
      for (const entry of entries) entry.redelivered = true;
    fill(queue, entries);
  }
  return broker;

  function read(line: JournalLine): void {
    switch (line.line) {
      case 'exchange':
        broker.exchanges.set(line.exchange.name, newExchange(line.exchange));
        return;
      case 'exchange-gone':
        broker.exchanges.delete(line.name);
        return;
      case 'binding':
        broker.exchanges.get(line.binding.source)?.bindings.push(line.binding);
        return;
      case 'binding-gone': {
        const { binding } = line;
        const from = broker.exchanges.get(binding.source);
        if (from !== undefined)
          from.bindings = from.bindings.filter((one) => JSON.stringify(one) !== JSON.stringify(binding));
        return;
      }
      case 'queue': {
        const queue = newQueue(line.id, line.settings, nowMs);
        queues.set(line.id, queue);
        broker.queues.set(line.settings.name, queue);
        broker.names = Math.max(broker.names, line.id);
        messages.set(line.id, new Map());
        return;
      }
      case 'queue-gone': {
        const name = queues.get(line.id)?.settings.name;
        queues.delete(line.id);
        messages.delete(line.id);
        if (name !== undefined) broker.queues.delete(name);
        return;
      }
      case 'message': {
        const queue = queues.get(line.queue);
        if (queue === undefined) return;
        const { maxPriority, maxLengthBytes } = queue.settings;
        queue.places = Math.max(queue.places, line.place + 1);
        messages.get(line.queue)?.set(line.place, {
          message: line.message,
          place: line.place,
          priority: maxPriority === 0 ? 0 : Math.min(line.message.properties.priority ?? 0, maxPriority),
          bytes: maxLengthBytes === undefined ? 0 : bodyBytes(line.message.body),
          expiresAtMs: line.expiresAtMs,
          durable: true,
          redelivered: false,
          returns: 0,
        });
        return;
      }
      case 'delivered': {
        const entry = messages.get(line.queue)?.get(line.place);
        if (entry === undefined) return;
        entry.redelivered = true;
        entry.returns++;
        return;
      }
      case 'message-gone':
        messages.get(line.queue)?.delete(line.place);
        return;
      case 'stopped':
    }
  }
}

function fill(queue: Queue, entries: Iterable<QueuedMessage>): void {
  for (const entry of entries) {
    const { returned, fresh } = queue.levels[entry.priority] as Level;
    insertInPlace(entry.redelivered ? returned : fresh, entry);
    queue.ready++;
    queue.readyBytes += entry.bytes;
  }
  queue.expiryAtMs = head(queue)?.expiresAtMs;
}

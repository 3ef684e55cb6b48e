/** A client fetches one message from a queue, beside its consumers. */
import type { Channel } from './broker.js';
import { propertiesAt } from './delivered.js';
import { channelFault } from './fault.js';
import { journalDelivered, journalGone } from './keep.js';
import type { BasicGet } from './methods.js';
import { dropExpired } from './queue/expiry.js';
import { takeHead } from './queue/ready.js';
import { queueNamed } from './queues.js';
import type { Run } from './run.js';

/** @throws AmqpFault */
export function get(run: Run, connection: number, channel: Channel, { queue: name, noAck }: BasicGet): void {
  const queue = queueNamed(run.broker, connection, channel, name);
  if (queue.settings.kind === 'quorum' && queue.settings.singleActiveConsumer)
    throw channelFault(
      405,
      `queue '${queue.settings.name}' has one active consumer, and gives to nobody else`,
    );
  queue.usedAtMs = run.nowMs;
  const entry = takeHead(queue);
  if (entry === undefined) return run.outlet.send(connection, channel.number, { method: 'basic.get-empty' });
  const deliveryTag = ++channel.lastTag;
  if (noAck === true) journalGone(run, queue, entry);
  else {
    queue.unsettled++;
    queue.fetched++;
    const held = { queue: queue.settings.name, queueId: queue.id, consumerTag: '', entry, atMs: run.nowMs };
    channel.unsettled.set(deliveryTag, held);
    journalDelivered(run, queue, entry);
  }
  const messageCount = queue.ready;
  dropExpired(run, queue);
  const { message, redelivered } = entry;
  run.outlet.send(connection, channel.number, {
    method: 'basic.get-ok',
    deliveryTag,
    redelivered,
    exchange: message.exchange,
    routingKey: message.routingKey,
    // Quorum queues count before they look at the age of the next head, unless the message is settled at once.
    messageCount: queue.settings.kind === 'quorum' && noAck !== true ? messageCount : queue.ready,
    properties: propertiesAt(queue, entry, 'get'),
    body: message.body,
  });
}

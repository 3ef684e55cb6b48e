/** Hands messages of a queue to its consumers, as long as somebody takes them. */
import type { Broker, Channel } from '../broker.js';
import { propertiesAt } from '../delivered.js';
import { journalDelivered, journalGone } from '../keep.js';
import type { Run } from '../run.js';
import { dropExpired } from './expiry.js';
import { takeHead } from './ready.js';
import type { Consumer, Queue, QueuedMessage } from './queue-state.js';
import { hadItsTurn, nextConsumer } from './turns.js';

/** Every ready message goes to whoever's turn it is. */
export function handOut(run: Run, queue: Queue): void {
  while (queue.ready > 0) {
    const consumer = nextConsumer(run.broker, queue);
    if (consumer === undefined) return;
    give(run, queue, consumer, takeHead(queue) as QueuedMessage);
    // Whoever is at the head now may be too old.
    dropExpired(run, queue);
  }
}

/** One message goes to one consumer. */
export function give(run: Run, queue: Queue, consumer: Consumer, entry: QueuedMessage): void {
  const channel = channelOf(run.broker, consumer);
  const tag = ++channel.lastTag;
  if (consumer.noAck) {
    journalGone(run, queue, entry);
    if (queue.settings.kind === 'quorum' && consumer.prefetch > 0) {
      consumer.unsettled++;
      run.selfSettled.push({ queue, consumer });
    }
  } else {
    consumer.unsettled++;
    queue.unsettled++;
    channel.prefetched++;
    const { name } = queue.settings;
    const held = { queue: name, queueId: queue.id, consumerTag: consumer.tag, entry, atMs: run.nowMs };
    channel.unsettled.set(tag, held);
    journalDelivered(run, queue, entry);
  }
  hadItsTurn(run.broker, queue, consumer);
  const { message, redelivered } = entry;
  run.outlet.send(consumer.connection, consumer.channel, {
    method: 'basic.deliver',
    consumerTag: consumer.tag,
    deliveryTag: tag,
    redelivered,
    exchange: message.exchange,
    routingKey: message.routingKey,
    properties: propertiesAt(queue, entry, 'consume'),
    body: message.body,
  });
}

function channelOf({ connections }: Broker, { connection, channel }: Consumer): Channel {
  return connections.get(connection)?.channels.get(channel) as Channel;
}

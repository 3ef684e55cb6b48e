/** Consumers: they come, go, or are ended. */
import { numberOf, shown } from './arguments.js';
import type { Channel } from './broker.js';
import { channelFault, connectionFault } from './fault.js';
import type { BasicConsume } from './methods.js';
import { handOut } from './queue/hand-out.js';
import { consumersOf, type Queue } from './queue/queue-state.js';
import { addConsumer, findConsumer, removeConsumer } from './queue/turns.js';
import { queueNamed, removeQueue } from './queues.js';
import { isReplyQueue, consumeReplies } from './replies.js';
import type { Run } from './run.js';

/** A consumer comes: it is told so, and gets what is ready. @throws AmqpFault */
export function consume(run: Run, connection: number, channel: Channel, asked: BasicConsume): void {
  const tag = asked.consumerTag || `amq.ctag-${++run.broker.names}`;
  if (channel.consumers.has(tag) || channel.replies?.consumerTag === tag)
    throw connectionFault(530, `consumer tag '${tag}' is in use on this channel`);
  if (isReplyQueue(asked.queue)) {
    consumeReplies(run, connection, channel, tag, asked.noAck === true);
    sayOk(run, connection, channel, asked, tag);
    return;
  }
  const queue = queueNamed(run.broker, connection, channel, asked.queue);
  const given = asked.arguments ?? {};
  const priority = numberOf(given['x-priority']) ?? 0;
  if (typeof priority !== 'number' || !Number.isInteger(priority))
    throw channelFault(406, `'x-priority': expected a whole number, got ${shown(given['x-priority'])}`);
  refuse(queue, channel, asked.exclusive === true);
  const consumer = {
    id: ++run.broker.names,
    connection,
    channel: channel.number,
    tag,
    noAck: asked.noAck === true,
    exclusive: asked.exclusive === true,
    priority,
    prefetch: channel.prefetch,
    arguments: given,
    unsettled: 0,
  };
  channel.consumers.set(tag, { queue: queue.settings.name, queueId: queue.id });
  addConsumer(queue, consumer);
  queue.usedAtMs = run.nowMs;
  sayOk(run, connection, channel, asked, tag);
  handOut(run, queue);
}

function sayOk(
  run: Run,
  connection: number,
  { number }: Channel,
  { nowait }: BasicConsume,
  tag: string,
): void {
  if (nowait !== true) run.outlet.send(connection, number, { method: 'basic.consume-ok', consumerTag: tag });
}

/** A quorum queue takes the flag `exclusive` and does not keep to it. */
function refuse({ settings, ...queue }: Queue, channel: Channel, exclusive: boolean): void {
  const { name, kind } = settings;
  if (kind === 'quorum') {
    if (channel.channelPrefetch > 0)
      throw connectionFault(540, `queue '${name}': quorum queues know no limit for a whole channel`);
    return;
  }
  if (exclusive && settings.singleActiveConsumer)
    throw channelFault(403, `queue '${name}' has one active consumer at a time, so nobody can be exclusive`);
  const others = consumersOf({ settings, ...queue });
  if (others.some((other) => other.exclusive) || (exclusive && others.length > 0))
    throw channelFault(403, `queue '${name}' has ${exclusive ? 'consumers' : 'an exclusive consumer'}`);
}

/** A consumer goes. What it has not settled stays with its channel. One that is not there is no error. */
export function cancel(run: Run, connection: number, channel: Channel, tag: string): void {
  const queue = takeAway(run, connection, channel, tag);
  if (queue !== undefined) handOut(run, queue);
}

/** Like `cancel`, but nobody takes its place yet. @returns its queue, if others consume from it */
export function takeAway(run: Run, connection: number, channel: Channel, tag: string): Queue | undefined {
  if (channel.replies?.consumerTag === tag) channel.replies = undefined;
  const at = channel.consumers.get(tag);
  if (at === undefined) return undefined;
  channel.consumers.delete(tag);
  const queue = run.broker.queues.get(at.queue);
  if (queue === undefined || queue.id !== at.queueId) return undefined;
  const consumer = findConsumer(queue, connection, channel.number, tag);
  if (consumer === undefined) return undefined;
  removeConsumer(queue, consumer);
  if (consumersOf(queue).length > 0) return queue;
  queue.usedAtMs = run.nowMs;
  if (queue.settings.autoDelete) removeQueue(run, queue);
  return undefined;
}

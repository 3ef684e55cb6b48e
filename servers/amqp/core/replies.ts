/**
 * Direct reply-to: a requester consumes from a queue that does not exist, and replies go straight to its channel.
 *
 * A reply to a requester that is gone is dropped, and confirmed all the same.
 */
import type { Broker, Channel } from './broker.js';
import type { Message } from './message.js';
import { channelFault } from './fault.js';
import type { Properties } from './methods.js';
import type { Run } from './run.js';

const NAME = 'amq.rabbitmq.reply-to';

export function isReplyQueue(name: string): boolean {
  return name === NAME;
}

/** @throws AmqpFault 406: only without acknowledgements, and once on a channel */
export function consumeReplies(
  { broker }: Run,
  connection: number,
  channel: Channel,
  consumerTag: string,
  noAck: boolean,
): void {
  if (!noAck) throw channelFault(406, 'replies are not acknowledged: consume with no-ack');
  if (channel.replies !== undefined) throw channelFault(406, 'this channel consumes replies already');
  const key = `${NAME}.${connection}.${channel.number}.${++broker.names}`;
  channel.replies = { consumerTag, key };
}

/** The properties of a request: where it says the name, the broker writes the requester's key. @throws AmqpFault 406 */
export function withReplyKey(properties: Properties, { replies }: Channel): Properties {
  if (properties.replyTo !== NAME) return properties;
  if (replies === undefined) throw channelFault(406, 'this channel consumes no replies');
  return { ...properties, replyTo: replies.key };
}

/** Is this the key of a requester, alive or not? */
export function isReplyKey(exchange: string, routingKey: string): boolean {
  return exchange === '' && routingKey.startsWith(`${NAME}.`);
}

/** Is the requester with this key still there? */
function requesterOf(
  { connections }: Broker,
  key: string,
): { readonly connection: number; readonly channel: Channel } | undefined {
  const [connection, number] = key
    .slice(NAME.length + 1)
    .split('.', 2)
    .map(Number);
  const channel = connections.get(connection as number)?.channels.get(number as number);
  return channel?.replies?.key === key ? { connection: connection as number, channel } : undefined;
}

/**
 * Does this queue of replies exist, for a declaration? The bare name always does, that of a requester while that is there.
 * @returns undefined if the name is none of those
 */
export function replyQueueExists(broker: Broker, name: string): boolean | undefined {
  if (name === NAME) return true;
  return name.startsWith(`${NAME}.`) ? requesterOf(broker, name) !== undefined : undefined;
}

/** Gives a reply to its requester, if that is still there. */
export function deliverReply({ broker, outlet }: Run, message: Message): void {
  const requester = requesterOf(broker, message.routingKey);
  const consumerTag = requester?.channel.replies?.consumerTag;
  if (requester === undefined || consumerTag === undefined) return;
  const { channel, connection } = requester;
  outlet.send(connection, channel.number, {
    method: 'basic.deliver',
    consumerTag,
    deliveryTag: ++channel.lastTag,
    redelivered: false,
    exchange: message.exchange,
    routingKey: message.routingKey,
    properties: message.properties,
    body: message.body,
  });
}

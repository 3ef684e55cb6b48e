/** A message is published: routed, confirmed, returned. */
import { LONGEST_MS } from './arguments.js';
import type { Broker, Channel } from './broker.js';
import type { Message, MoreKeys } from './message.js';
import { connectionFault, channelFault } from './fault.js';
import { exchangeNamed } from './exchanges.js';
import { waitForJournal } from './keep.js';
import type { BasicPublish, FieldValue, Properties, Table } from './methods.js';
import { enqueue } from './queue/enqueue.js';
import { deliverReply, isReplyKey, withReplyKey } from './replies.js';
import { route } from './routing.js';
import type { Run } from './run.js';

/** Handles `basic.publish`. @throws AmqpFault */
export function publish(run: Run, connection: number, channel: Channel, asked: BasicPublish): void {
  const message = messageOf(run.broker, connection, channel, asked);
  const mandatory = asked.mandatory === true;
  const { mode } = channel;
  if (mode.kind === 'tx') {
    const queues = route(run.broker, message.exchange, message).map(({ settings: { name } }) => name);
    mode.publishes.push({ message, mandatory, queues });
    return;
  }
  const number = mode.kind === 'confirm' ? ++mode.published : undefined;
  const outcome = send(run, connection, channel, message, mandatory);
  if (number !== undefined) confirm(run, connection, channel, number, outcome);
}

/** `durable`: something waits for the journal. */
export type Outcome = 'kept' | 'durable' | 'refused';

/** Routes a message. What no queue gets goes back if it was mandatory. */
export function send(
  run: Run,
  connection: number,
  channel: Channel,
  message: Message,
  mandatory: boolean,
  queues = route(run.broker, message.exchange, message),
): Outcome {
  if (isReplyKey(message.exchange, message.routingKey)) {
    if (mandatory) giveBack(run, connection, channel, message);
    deliverReply(run, message);
    return 'kept';
  }
  if (queues.length === 0 && mandatory) giveBack(run, connection, channel, message);
  const publisher = publisherOf(connection, channel);
  let outcome: Outcome = 'kept';
  for (const queue of queues) {
    const one = enqueue(run, queue, message, publisher);
    // One refusal is a refusal, even if others keep it.
    if (outcome !== 'refused' && one !== 'kept') outcome = one;
  }
  return outcome;
}

/** Who publishes, to queues that tell publishers apart. */
export function publisherOf(connection: number, { number }: Channel): string {
  return `${connection}.${number}`;
}

function giveBack(run: Run, connection: number, { number }: Channel, message: Message): void {
  const { exchange, routingKey, properties, body } = message;
  run.outlet.send(connection, number, {
    method: 'basic.return',
    replyCode: 312,
    replyText: 'NO_ROUTE',
    exchange,
    routingKey,
    properties,
    body,
  });
}

function confirm(run: Run, connection: number, channel: Channel, number: number, outcome: Outcome): void {
  if (outcome === 'durable' && run.outlet.journal !== undefined && channel.mode.kind === 'confirm') {
    channel.mode.waiting.add(number);
    waitForJournal(run, { connection, channel: channel.number, publish: number });
  } else if (outcome === 'refused')
    run.outlet.send(connection, channel.number, {
      method: 'basic.nack',
      deliveryTag: number,
      multiple: false,
      requeue: false,
    });
  else
    run.outlet.send(connection, channel.number, {
      method: 'basic.ack',
      deliveryTag: number,
      multiple: false,
    });
}

function messageOf(broker: Broker, connection: number, channel: Channel, asked: BasicPublish): Message {
  const { exchange, routingKey, properties = {}, body } = asked;
  if (asked.immediate === true) throw connectionFault(540, 'immediate deliveries do not exist');
  if (exchange !== '' && exchangeNamed(broker, exchange).internal)
    throw channelFault(403, `exchange '${exchange}' is internal`);
  refuseProperties(properties, broker.connections.get(connection)?.user);
  const named = withReplyKey(properties, channel);
  const { CC: cc, BCC: bcc } = named.headers ?? {};
  if (cc === undefined && bcc === undefined) return { exchange, routingKey, properties: named, body };
  const moreKeys: MoreKeys = { cc: keysIn('CC', cc), bcc: keysIn('BCC', bcc) };
  const { BCC: _hidden, ...headers } = named.headers as Table;
  return { exchange, routingKey, properties: { ...named, headers }, body, moreKeys };
}

function keysIn(header: string, value: FieldValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.filter((key): key is string => typeof key === 'string');
  throw channelFault(406, `header ${header}: expected a list of keys`);
}

function refuseProperties({ expiration, userId }: Properties, user: string | undefined): void {
  if (expiration !== undefined && !(/^\d+$/.test(expiration) && Number(expiration) <= LONGEST_MS))
    throw channelFault(406, `expiration: expected 0 to ${LONGEST_MS} ms as digits, got '${expiration}'`);
  if (userId !== undefined && userId !== user)
    throw channelFault(406, `user-id: expected '${user}', got '${userId}'`);
}

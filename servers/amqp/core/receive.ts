/** The broker's door: one method of a client comes in, and all that follows from it happens at once. */
import { bind, unbind } from './bindings.js';
import type { Broker, Channel, SettleHow } from './broker.js';
import { endChannel, endConnection, newChannel } from './connections.js';
import { cancel, consume } from './consumers.js';
import { endRun } from './end-run.js';
import { declareExchange, deleteExchange, exchangeNamed, removeUnused } from './exchanges.js';
import { AmqpFault, channelFault, connectionFault } from './fault.js';
import { get } from './get.js';
import type { BasicQos, ClientMethod, ExchangeBind, QueueBind, ServerMethod } from './methods.js';
import type { Outlet } from './outlet.js';
import { numbersOf } from './numbers.js';
import { publish } from './publish.js';
import { consumerCount } from './queue/queue-state.js';
import { declareQueue, deleteQueue, purgeQueue, queueNamed } from './queues.js';
import { replyQueueExists } from './replies.js';
import { newRun, type Run } from './run.js';
import { settle, takeTagged, unblockOthers } from './settle.js';
import { commit, rollback, selectConfirm, selectTx } from './transactions.js';

/**
 * Handles one method of a client, in the order of its channel. What a client does wrong closes its channel or connection,
 * as the real server does; nothing is thrown for it.
 * @param nowMs the time, never earlier than at the last call
 * @throws RangeError if the connection is not open
 */
export function receive(
  broker: Broker,
  connection: number,
  channel: number,
  method: ClientMethod,
  nowMs: number,
  outlet: Outlet,
): void {
  const run = newRun(broker, nowMs, outlet);
  const channels = broker.connections.get(connection)?.channels;
  if (channels === undefined) throw new RangeError(`amqp: connection ${connection} is not open`);
  try {
    const open = channels.get(channel);
    if (open === undefined) opening(run, connection, channel, method);
    else if (open.closing) whileClosing(run, connection, open, method);
    else handle(run, connection, open, method);
  } catch (error) {
    if (!(error instanceof AmqpFault)) throw error;
    refuse(run, connection, channel, method, error);
  }
  endRun(run);
}

function opening(run: Run, connection: number, number: number, { method }: ClientMethod): void {
  if (number === 0 && method === 'connection.close') {
    endConnection(run, connection);
    return run.outlet.send(connection, 0, { method: 'connection.close-ok' });
  }
  if (number === 0 || method !== 'channel.open')
    throw connectionFault(504, `expected channel.open on channel ${number}, got ${method}`);
  run.broker.connections.get(connection)?.channels.set(number, newChannel(number));
  run.outlet.send(connection, number, { method: 'channel.open-ok' });
}

/** The broker has closed it: until the client says that it knows, nothing else counts. */
function whileClosing(run: Run, connection: number, { number }: Channel, { method }: ClientMethod): void {
  if (method !== 'channel.close-ok' && method !== 'channel.close') return;
  run.broker.connections.get(connection)?.channels.delete(number);
  if (method === 'channel.close') run.outlet.send(connection, number, { method: 'channel.close-ok' });
}

function refuse(
  run: Run,
  connection: number,
  number: number,
  { method }: ClientMethod,
  { scope, code, message }: AmqpFault,
): void {
  const close = { replyCode: code, replyText: message, ...numbersOf(method) };
  if (scope === 'connection') {
    endConnection(run, connection);
    return run.outlet.send(connection, 0, { method: 'connection.close', ...close });
  }
  const channel = run.broker.connections.get(connection)?.channels.get(number) as Channel;
  channel.closing = true;
  run.outlet.send(connection, number, { method: 'channel.close', ...close });
  endChannel(run, connection, channel);
}

/** What has no answer is the bulk of the work. @throws AmqpFault */
function handle(run: Run, connection: number, channel: Channel, asked: ClientMethod): void {
  switch (asked.method) {
    case 'basic.publish':
      return publish(run, connection, channel, asked);
    case 'basic.ack':
      return settleTags(run, connection, channel, asked.deliveryTag, asked.multiple === true, 'ack');
    case 'basic.nack':
    case 'basic.reject': {
      const isMultiple = 'multiple' in asked && asked.multiple === true;
      const how = asked.requeue === false ? 'drop' : 'requeue';
      return settleTags(run, connection, channel, asked.deliveryTag, isMultiple, how);
    }
    default:
      return handleAnswered(run, connection, channel, asked);
  }
}

type Unanswered = 'basic.publish' | 'basic.ack' | 'basic.nack' | 'basic.reject';

/** @throws AmqpFault */
function handleAnswered(
  run: Run,
  connection: number,
  channel: Channel,
  asked: Exclude<ClientMethod, { readonly method: Unanswered }>,
): void {
  const { broker } = run;
  switch (asked.method) {
    case 'basic.consume':
      return consume(run, connection, channel, asked);
    case 'basic.cancel':
      cancel(run, connection, channel, asked.consumerTag);
      return answer({ method: 'basic.cancel-ok', consumerTag: asked.consumerTag });
    case 'basic.get':
      return get(run, connection, channel, asked);
    case 'basic.qos':
      if ((asked.prefetchSize ?? 0) > 0) throw connectionFault(540, 'limits in bytes do not exist');
      limit(channel, asked);
      unblockOthers(run, connection, channel);
      return answer({ method: 'basic.qos-ok' });
    case 'basic.recover':
    case 'basic.recover-async':
      if (asked.requeue === false)
        throw connectionFault(540, 'messages cannot be delivered again to the same consumer only');
      settle(run, connection, channel, takeTagged(channel, 0, true), 'requeue');
      if (asked.method === 'basic.recover') answer({ method: 'basic.recover-ok' });
      return;
    case 'exchange.declare':
      declareExchange(run, asked);
      return answer({ method: 'exchange.declare-ok' });
    case 'exchange.delete':
      deleteExchange(run, asked);
      return answer({ method: 'exchange.delete-ok' });
    case 'exchange.bind':
    case 'exchange.unbind':
      bindExchange(run, asked);
      return answer({ method: `${asked.method}-ok` });
    case 'queue.declare': {
      const exists = replyQueueExists(broker, asked.queue);
      if (exists === false) throw channelFault(404, `no requester '${asked.queue}'`);
      if (exists === true)
        return answer({ method: 'queue.declare-ok', queue: asked.queue, messageCount: 0, consumerCount: 1 });
      const queue = declareQueue(run, connection, channel, asked);
      return answer({
        method: 'queue.declare-ok',
        queue: queue.settings.name,
        messageCount: queue.ready,
        consumerCount: consumerCount(queue),
      });
    }
    case 'queue.bind':
    case 'queue.unbind':
      bindQueue(run, connection, channel, asked);
      return answer({ method: `${asked.method}-ok` });
    case 'queue.purge': {
      const queue = queueNamed(broker, connection, channel, asked.queue);
      return answer({ method: 'queue.purge-ok', messageCount: purgeQueue(run, queue) });
    }
    case 'queue.delete':
      return answer({
        method: 'queue.delete-ok',
        messageCount: deleteQueue(run, connection, channel, asked),
      });
    case 'confirm.select':
      selectConfirm(channel);
      return answer({ method: 'confirm.select-ok' });
    case 'tx.select':
      selectTx(channel);
      return answer({ method: 'tx.select-ok' });
    case 'tx.commit':
      return commit(run, connection, channel);
    case 'tx.rollback':
      rollback(channel);
      return answer({ method: 'tx.rollback-ok' });
    case 'channel.close':
      endChannel(run, connection, channel);
      broker.connections.get(connection)?.channels.delete(channel.number);
      return answer({ method: 'channel.close-ok' });
    case 'channel.flow':
      if (!asked.active) throw connectionFault(540, 'channels cannot be stopped by their client');
      return answer({ method: 'channel.flow-ok', active: true });
    case 'channel.open':
      throw connectionFault(504, `channel ${channel.number} is open already`);
    case 'basic.cancel-ok':
    case 'channel.close-ok':
    case 'connection.close':
    case 'connection.close-ok':
      return;
  }

  function answer(method: ServerMethod): void {
    if (!('nowait' in asked && asked.nowait === true)) run.outlet.send(connection, channel.number, method);
  }
}

/**
 * A limit for the whole channel counts, when it begins, all that the channel has; what was fetched is never counted down
 * again. A limit for consumers ends it.
 */
function limit(channel: Channel, { global, prefetchCount }: BasicQos): void {
  if (global !== true) channel.prefetch = prefetchCount;
  else if (channel.channelPrefetch === 0) channel.prefetched = channel.unsettled.size;
  channel.channelPrefetch = global === true ? prefetchCount : 0;
}

/** In a transaction it waits for the commit. */
function settleTags(
  run: Run,
  connection: number,
  channel: Channel,
  deliveryTag: number,
  isMultiple: boolean,
  how: SettleHow,
): void {
  const taken = takeTagged(channel, deliveryTag, isMultiple);
  if (channel.mode.kind === 'tx') channel.mode.settles.push({ unsettled: taken, how });
  else settle(run, connection, channel, taken, how);
}

function bindExchange(run: Run, asked: ExchangeBind): void {
  const { destination, source, routingKey } = asked;
  refuseDefault(destination);
  refuseDefault(source);
  const binding = {
    source,
    destination,
    to: 'exchange',
    routingKey,
    arguments: asked.arguments ?? {},
  } as const;
  if (asked.method === 'exchange.unbind') return removeUnused(run, unbind(run, binding));
  const to = exchangeNamed(run.broker, destination);
  bind(run, exchangeNamed(run.broker, source), binding, to.durable);
}

function bindQueue(run: Run, connection: number, channel: Channel, asked: QueueBind): void {
  const named = asked.queue === '' && asked.routingKey === '' ? channel.lastQueue : asked.routingKey;
  const binding = (destination: string) =>
    ({
      source: asked.exchange,
      destination,
      to: 'queue',
      routingKey: named,
      arguments: asked.arguments ?? {},
    }) as const;
  // Where nothing is, nothing can be unbound, which is no error.
  if (asked.method === 'queue.unbind' && !run.broker.queues.has(asked.queue || channel.lastQueue)) return;
  const { settings } = queueNamed(run.broker, connection, channel, asked.queue);
  refuseDefault(asked.exchange);
  if (asked.method === 'queue.unbind') return removeUnused(run, unbind(run, binding(settings.name)));
  const from = exchangeNamed(run.broker, asked.exchange);
  bind(run, from, binding(settings.name), settings.durable && settings.owner === undefined);
}

function refuseDefault(exchange: string): void {
  if (exchange === '') throw channelFault(403, 'the default exchange has no other bindings than its own');
}

/**
 * A client of a broker for state machines: it connects, sets its channels up, and does so again whenever they are gone.
 *
 * It sends nothing twice and keeps no message: what to do with messages of which nobody knows whether the broker has
 * them is what a scenario is about.
 */
import type { Random, StreamEvent } from 'seedstorm';
import { pauseAfter } from 'seedstorm/parts';
import type { BasicPublish, ClientMethod, ServerMethod } from '../core/methods.js';
import type { AmqpClient, ClientChannel, ClientNews, ClientSettings, Delivery } from './client-state.js';
import type { Frame, FromBroker } from './frames.js';

/** What a client needs of a state machine's node. */
export interface ClientHost {
  readonly random: Pick<Random, 'float'>;
  connect(to: string): number;
  sendStream(stream: number, data: unknown): void;
  closeStream(stream: number): void;
  setTimer(name: string, delayMs: number): void;
}

const AGAIN = { pauseMs: 20, factor: 2, maxPauseMs: 500 };

/** For `start`: begins to connect. */
export function startClient<About = unknown>(settings: ClientSettings, node: ClientHost): AmqpClient<About> {
  const client: AmqpClient<About> = {
    settings,
    stream: undefined,
    connected: false,
    failures: 0,
    sessions: 0,
    channels: settings.channels.map(() => ({
      phase: 'closed',
      session: 0,
      awaited: 0,
      published: 0,
      unconfirmed: new Map<number, About>(),
    })),
  };
  client.stream = node.connect(settings.to);
  if (settings.heartbeatMs !== undefined) node.setTimer(timerOf(client, 'heartbeat'), settings.heartbeatMs);
  return client;
}

/** For `onStream`. @returns what is new, in order; nothing, where the event is none of this client's */
export function clientHears<About>(
  client: AmqpClient<About>,
  event: StreamEvent,
  node: ClientHost,
): ClientNews<About>[] {
  if (event.stream !== client.stream) return [];
  const news: ClientNews<About>[] = [];
  if (event.kind === 'opened') {
    client.connected = true;
    openChannels(client, node);
  } else if (event.kind === 'closed') {
    client.stream = undefined;
    client.connected = false;
    news.push({ kind: 'lost' });
    for (const channel of client.channels) end(channel, news);
    pause(client, node);
  } else if (event.kind === 'data')
    for (const [number, method] of event.data as FromBroker) hear(client, number, method, news, node);
  return news;
}

/** For `onTimer`. @returns whether the timer was this client's */
export function clientTimer(client: AmqpClient, timer: string, node: ClientHost): boolean {
  if (timer === timerOf(client, 'again')) {
    if (client.stream === undefined) client.stream = node.connect(client.settings.to);
    else if (client.connected) openChannels(client, node);
  } else if (timer === timerOf(client, 'heartbeat')) {
    if (client.stream !== undefined && client.connected) node.sendStream(client.stream, []);
    node.setTimer(timer, client.settings.heartbeatMs as number);
  } else return false;
  return true;
}

/**
 * Publishes a message on a channel that is set up.
 * @param about comes back with what became of it, where the channel confirms
 * @param channel its number; default 1
 * @returns false where the channel is not set up: then nothing was sent
 */
export function publish<About>(
  client: AmqpClient<About>,
  message: Omit<BasicPublish, 'method'>,
  about: About,
  node: ClientHost,
  channel = 1,
): boolean {
  if (!ask(client, [{ method: 'basic.publish', ...message }], node, channel)) return false;
  if (!confirms(client, channel)) return true;
  const own = channelOf(client, channel);
  own.unconfirmed.set(++own.published, about);
  return true;
}

/**
 * Settles a message that was delivered: it is done, goes back to its queue, or is dropped (or dead-lettered).
 * @returns false where its channel is gone: the broker gives it to somebody again
 */
export function settle(
  client: AmqpClient,
  { channel, session, deliveryTag }: Pick<Delivery, 'channel' | 'session' | 'deliveryTag'>,
  how: 'ack' | 'requeue' | 'drop',
  node: ClientHost,
): boolean {
  // The tag of an earlier channel would be that of another message.
  if (channelOf(client, channel).session !== session) return false;
  const method: ClientMethod =
    how === 'ack'
      ? { method: 'basic.ack', deliveryTag }
      : { method: 'basic.reject', deliveryTag, requeue: how === 'requeue' };
  return ask(client, [method], node, channel);
}

/**
 * Sends methods on a channel that is set up, as one message; answers come as news.
 * @returns false where the channel is not set up: then nothing was sent
 */
export function ask(
  { stream, channels }: AmqpClient,
  methods: readonly ClientMethod[],
  node: ClientHost,
  channel = 1,
): boolean {
  if (stream === undefined || channels[channel - 1]?.phase !== 'open') return false;
  node.sendStream(
    stream,
    methods.map((method) => [channel, method]),
  );
  return true;
}

/** Whether a channel is set up. */
export function isReady({ channels }: AmqpClient, channel = 1): boolean {
  return channels[channel - 1]?.phase === 'open';
}

/** Opens all channels that are closed, and sends at once all that they begin with. */
function openChannels<About>(client: AmqpClient<About>, node: ClientHost): void {
  const frames: Frame<ClientMethod>[] = [];
  for (const [index, channel] of client.channels.entries()) {
    if (channel.phase !== 'closed') continue;
    const methods: ClientMethod[] = [{ method: 'channel.open' }, ...(client.settings.channels[index] ?? [])];
    channel.phase = 'opening';
    channel.session = ++client.sessions;
    channel.awaited = methods.filter(isAnswered).length;
    channel.published = 0;
    for (const method of methods) frames.push([index + 1, method]);
  }
  if (frames.length > 0 && client.stream !== undefined) node.sendStream(client.stream, frames);
}

function hear<About>(
  client: AmqpClient<About>,
  number: number,
  method: ServerMethod,
  news: ClientNews<About>[],
  node: ClientHost,
): void {
  if (number === 0) return hearOnConnection(client, method, news, node);
  const channel = channelOf(client, number);
  switch (method.method) {
    case 'basic.deliver': {
      // Field by field: spreading took a good part of a client's time.
      const { consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, body } = method;
      const { session } = channel;
      const delivery: Delivery = {
        channel: number,
        session,
        consumerTag,
        deliveryTag,
        redelivered,
        exchange,
        routingKey,
        properties,
        body,
      };
      news.push({ kind: 'delivery', delivery });
      break;
    }
    case 'basic.ack':
    case 'basic.nack':
      confirmed(channel, method, news);
      break;
    case 'basic.return':
      news.push({ kind: 'returned', channel: number, message: method });
      break;
    case 'basic.cancel':
      news.push({ kind: 'cancelled', channel: number, consumerTag: method.consumerTag });
      break;
    case 'channel.close': {
      const { replyCode: code, replyText: text } = method;
      if (client.stream !== undefined)
        node.sendStream(client.stream, [[number, { method: 'channel.close-ok' }]]);
      news.push({ kind: 'closed', channel: number, code, text });
      end(channel, news);
      pause(client, node);
      break;
    }
    default:
      news.push({ kind: 'answer', channel: number, method });
      if (channel.phase !== 'opening' || --channel.awaited > 0) break;
      channel.phase = 'open';
      client.failures = 0;
      news.push({ kind: 'ready', channel: number });
  }
}

function hearOnConnection<About>(
  client: AmqpClient<About>,
  method: ServerMethod,
  news: ClientNews<About>[],
  node: ClientHost,
): void {
  if (method.method !== 'connection.close') return void news.push({ kind: 'answer', channel: 0, method });
  news.push({ kind: 'closed', channel: 0, code: method.replyCode, text: method.replyText });
  if (client.stream !== undefined) node.closeStream(client.stream);
}

function confirmed<About>(
  { unconfirmed }: ClientChannel<About>,
  { method, deliveryTag, multiple }: Extract<ServerMethod, { method: 'basic.ack' | 'basic.nack' }>,
  news: ClientNews<About>[],
): void {
  const kind = method === 'basic.ack' ? 'confirmed' : 'refused';
  for (const [number, about] of unconfirmed) {
    if (number > deliveryTag) break;
    if (number < deliveryTag && !multiple) continue;
    unconfirmed.delete(number);
    news.push({ kind, about });
  }
}

/** The channel is gone, and with it the answers to what was published on it. */
function end<About>(channel: ClientChannel<About>, news: ClientNews<About>[]): void {
  for (const about of channel.unconfirmed.values()) news.push({ kind: 'unknown', about });
  channel.unconfirmed = new Map();
  channel.phase = 'closed';
}

/** Tries again after a while; clients that lost the same broker do not all come back at once. */
function pause(client: AmqpClient, node: ClientHost): void {
  client.failures++;
  const pauseMs = pauseAfter(client.settings.again ?? AGAIN, client.failures);
  node.setTimer(timerOf(client, 'again'), pauseMs * (0.5 + node.random.float() / 2));
}

function confirms({ settings }: AmqpClient, channel: number): boolean {
  return settings.channels[channel - 1]?.some(({ method }) => method === 'confirm.select') === true;
}

function channelOf<About>({ channels }: AmqpClient<About>, number: number): ClientChannel<About> {
  const channel = channels[number - 1];
  if (channel === undefined)
    throw new RangeError(`the client has ${channels.length} channels; there is no channel ${number}`);
  return channel;
}

/** Whether the broker answers the method with one of its own. */
function isAnswered(method: ClientMethod): boolean {
  if ('nowait' in method && method.nowait === true) return false;
  return !SILENT.has(method.method);
}

const SILENT: ReadonlySet<ClientMethod['method']> = new Set([
  'basic.publish',
  'basic.ack',
  'basic.nack',
  'basic.reject',
  'basic.recover-async',
] as const);

function timerOf({ settings }: AmqpClient, what: 'again' | 'heartbeat'): string {
  return `${settings.name ?? 'amqp'}/${what}`;
}

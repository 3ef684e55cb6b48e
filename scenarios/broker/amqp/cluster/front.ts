/**
 * The side of a broker that clients see: their connections, the tags of their channel, and what they wait for. Queues
 * may live on other brokers; when one moves, the channel goes on with it, and its tags stay good.
 */
import type { StreamEvent } from 'seedstorm';
import type { Message } from 'seedstorm/servers';
import { type At } from './broker-state.js';
import { HEARTBEAT_WAIT_MS } from './messages.js';
import type { FromClient, QueueOutput, Stamped, ToClient } from './messages.js';
import type { Client, Use } from './front-state.js';
import { homeOf, isMasterHere, toQueue } from './queues.js';

/** Something happened to a client's connection. */
export function onClient(at: At, event: StreamEvent<FromClient>): void {
  const { state, node, given } = at;
  const { clients } = state.front;
  const { stream } = event;
  const client = clients[stream];
  switch (event.kind) {
    case 'accepted': {
      const lets = given.standby ? given.queues.every((queue) => isMasterHere(at, queue)) : true;
      if (state.cluster.phase !== 'running' || !lets) return node.closeStream(stream);
      clients[stream] = {
        stream,
        heardMs: node.monotonicMs(),
        prefetch: 0,
        published: 0,
        lastTag: 0,
        unconfirmed: {},
        unsettled: {},
        uses: {},
      };
      return say(at, stream, { method: 'connection.open-ok' });
    }
    case 'closed':
      if (client !== undefined) leave(at, client);
      return;
    case 'data':
      if (client === undefined) return;
      client.heardMs = node.monotonicMs();
      return onMethod(at, client, event.data);
  }
}

function onMethod(at: At, client: Client, method: FromClient): void {
  switch (method.method) {
    case 'heartbeat':
      return say(at, client.stream, { method: 'heartbeat' });
    case 'basic.qos':
      client.prefetch = method.prefetchCount;
      return say(at, client.stream, { method: 'basic.qos-ok' });
    case 'basic.consume':
      return consume(at, client, method.queue, method.consumerTag ?? 'ctag');
    case 'basic.publish': {
      const queue = method.routingKey;
      const tag = ++client.published;
      const message: Message = {
        exchange: '',
        routingKey: queue,
        properties: method.properties ?? {},
        body: {
          guid: `${at.node.id}~${at.state.cluster.life}~${client.stream}#${tag}`,
          body: method.body,
        } satisfies Stamped,
      };
      // To a queue that is away nothing is published, and nothing is confirmed.
      if (homeOf(at, queue) === 'away') return;
      const use = useOf(at, client, queue);
      client.unconfirmed[tag] = { queue, message };
      if (attached(at, client, use, queue) === 'was')
        toQueue(at, queue, { do: 'publish', session: use.session, tag, message });
      return;
    }
    case 'basic.ack':
      return settle(at, client, method.deliveryTag, 'ack');
    case 'basic.nack':
    case 'basic.reject':
      return settle(at, client, method.deliveryTag, method.requeue === true ? 'requeue' : 'drop');
    default:
      // Opening of channels, confirm.select and declarations: the model's queues are there from the start.
      return;
  }
}

function consume(at: At, client: Client, queue: string, consumerTag: string): void {
  if (homeOf(at, queue) === 'away')
    return say(at, client.stream, {
      method: 'channel.close',
      replyCode: 404,
      replyText: `queue ${queue} is away`,
    });
  const use = useOf(at, client, queue);
  use.prefetch = client.prefetch;
  use.consumerTag = consumerTag;
  use.at = undefined;
  say(at, client.stream, { method: 'basic.consume-ok', consumerTag });
  attached(at, client, use, queue);
}

function settle(at: At, client: Client, tag: number, how: 'ack' | 'requeue' | 'drop'): void {
  const got = client.unsettled[tag];
  if (got === undefined) return;
  delete client.unsettled[tag];
  const use = useOf(at, client, got.queue);
  if (attached(at, client, use, got.queue) !== 'not')
    toQueue(at, got.queue, { do: 'settle', session: use.session, place: got.place, guid: got.guid, how });
}

function useOf({ state, node }: At, client: Client, queue: string): Use {
  return (client.uses[queue] ??= {
    session: `${node.id}~${state.cluster.life}~${client.stream}~0`,
    prefetch: undefined,
    consumerTag: '',
    at: undefined,
    renewed: 0,
  });
}

/** Makes the session known where the queue lives now, with all that is not confirmed: the queue knows what it has. */
function attached(at: At, client: Client, use: Use, queue: string): 'not' | 'was' | 'now' {
  const home = homeOf(at, queue);
  if (home === 'away' || home === 'unknown') return 'not';
  if (use.at === home) return 'was';
  use.at = home;
  toQueue(at, queue, { do: 'attach', session: use.session, prefetch: use.prefetch });
  for (const [tag, sent] of Object.entries(client.unconfirmed))
    if (sent.queue === queue)
      toQueue(at, queue, { do: 'publish', session: use.session, tag: Number(tag), message: sent.message });
  return 'now';
}

/** What the queues had to say to channels: once, and all that follows from it. */
export function hearNotices(at: At): void {
  for (let notice = at.notices.shift(); notice !== undefined; notice = at.notices.shift())
    if (notice.outputs === undefined) follow(at, notice.queue);
    else onOutputs(at, notice.queue, notice.outputs);
}

/** A queue may have moved, or have gone. */
function follow(at: At, queue: string): void {
  const { state, given } = at;
  const isAway = homeOf(at, queue) === 'away';
  for (const client of Object.values(state.front.clients)) {
    const use = client.uses[queue];
    if (use === undefined) continue;
    if (!isAway) attached(at, client, use, queue);
    else {
      for (const [tag, sent] of Object.entries(client.unconfirmed))
        if (sent.queue === queue) delete client.unconfirmed[Number(tag)];
      delete client.uses[queue];
      if (use.prefetch !== undefined)
        say(at, client.stream, { method: 'basic.cancel', consumerTag: use.consumerTag, nowait: true });
    }
  }
  if (given.standby && !isMasterHere(at, queue)) closeClients(at);
}

/** What the queue says to its sessions here. */
function onOutputs(at: At, queue: string, outputs: readonly QueueOutput[]): void {
  for (const output of outputs) {
    const [, , stream = ''] = output.session.split('~');
    const client = at.state.front.clients[Number(stream)];
    const use = client?.uses[queue];
    if (client !== undefined && use?.session === output.session) onOutput(at, client, use, queue, output);
  }
}

function onOutput(at: At, client: Client, use: Use, queue: string, output: QueueOutput): void {
  switch (output.says) {
    case 'confirm': {
      const { tag: deliveryTag, ok } = output;
      if (client.unconfirmed[deliveryTag] === undefined) return;
      delete client.unconfirmed[deliveryTag];
      return say(
        at,
        client.stream,
        ok
          ? { method: 'basic.ack', deliveryTag, multiple: false }
          : { method: 'basic.nack', deliveryTag, multiple: false, requeue: false },
      );
    }
    case 'deliver': {
      const { place, message, redelivered } = output;
      const deliveryTag = ++client.lastTag;
      const { exchange, routingKey, properties } = message;
      const { guid, body } = message.body as Stamped;
      client.unsettled[deliveryTag] = { queue, place, guid };
      const { consumerTag } = use;
      const content = { exchange, routingKey, properties, body };
      return say(at, client.stream, {
        method: 'basic.deliver',
        consumerTag,
        deliveryTag,
        redelivered,
        ...content,
      });
    }
    case 'detached':
      // What it held went back to the queue. It comes again under a new name.
      use.renewed++;
      use.session = `${use.session.split('~').slice(0, 3).join('~')}~${use.renewed}`;
      use.at = 'renewed';
      attached(at, client, use, queue);
  }
}

/** Who was silent for too long is gone. */
export function frontTick(at: At): void {
  const nowMs = at.node.monotonicMs();
  for (const client of Object.values(at.state.front.clients)) {
    if (nowMs - client.heardMs <= HEARTBEAT_WAIT_MS) continue;
    leave(at, client);
    at.node.closeStream(client.stream);
  }
}

/** The client is gone: the queue takes back what it had. */
function leave(at: At, client: Client): void {
  delete at.state.front.clients[client.stream];
  for (const [queue, { session, at: home }] of Object.entries(client.uses))
    if (home !== undefined && homeOf(at, queue) === home) toQueue(at, queue, { do: 'detach', session });
}

/** The broker stops serving. */
export function closeClients({ state, node }: At): void {
  for (const { stream } of Object.values(state.front.clients)) {
    delete state.front.clients[stream];
    node.closeStream(stream);
  }
}

function say({ node }: At, stream: number, method: ToClient): void {
  node.sendStream(stream, method);
}

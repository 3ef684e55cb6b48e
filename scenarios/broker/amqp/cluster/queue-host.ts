/**
 * One queue on a core broker of its own, driven by commands: so whoever carries out the same commands in the same order
 * has the same queue. What it tells its sessions comes back as data.
 */
import {
  closeConnection,
  journalMark,
  journalSynced,
  newBroker,
  openConnection,
  receive,
  restoreBroker,
  type Broker,
  type ClientMethod,
  type JournalLine,
  type Outlet,
  type ServerMethod,
} from 'seedstorm/servers';
import type { Kept, QueueCommand, QueueOutput, Stamped } from './messages.js';

export interface Hosted {
  readonly queue: string;
  readonly broker: Broker;
  readonly sessions: Record<string, HostedSession>;
  /** Sessions by the number of their connection. */
  readonly names: Record<number, string>;
  connections: number;
  /** Settled by a client that had got it from a former home of the queue, before it was handed out here. */
  readonly settledBefore: Record<string, true>;
}

interface HostedSession {
  readonly connection: number;
  /** Publishes on its channel, and how its client counts them. */
  readonly tags: number[];
}

/** What follows from a command. `mark`: confirms up to here wait until the lines are kept. */
export interface Performed {
  readonly outputs: readonly QueueOutput[];
  readonly lines: readonly JournalLine[];
  readonly mark: number;
}

const CHANNEL = 1;
const CONSUMER = 'c';

/** A queue with the messages that were kept, as after a restart. `places`: how many places it has given so far. */
export function hostQueue(
  queue: string,
  kind: 'classic' | 'quorum',
  kept: Iterable<Kept>,
  places: number,
  nowMs: number,
): Hosted {
  const lines: JournalLine[] = [];
  const outlet: Outlet = { send: () => undefined, journal: (line) => void lines.push(line) };
  const declaring = newBroker();
  openConnection(declaring, 0);
  receive(declaring, 0, CHANNEL, { method: 'channel.open' }, nowMs, outlet);
  const given = { 'x-queue-type': kind };
  receive(
    declaring,
    0,
    CHANNEL,
    { method: 'queue.declare', queue, durable: true, arguments: given },
    nowMs,
    outlet,
  );
  const id = lines.flatMap((line) => (line.line === 'queue' ? [line.id] : []))[0] ?? 0;
  for (const { place, message, delivered } of kept) {
    lines.push({ line: 'message', queue: id, place, message, expiresAtMs: undefined });
    if (delivered) lines.push({ line: 'delivered', queue: id, place });
  }
  // What was delivered is known here.
  lines.push({ line: 'stopped' });
  const broker = restoreBroker(lines, {}, nowMs);
  const restored = broker.queues.get(queue);
  // A place is never given twice, even where its message is gone.
  if (restored !== undefined) restored.places = Math.max(restored.places, places);
  return { queue, broker, sessions: {}, names: {}, connections: 0, settledBefore: {} };
}

/** Carries out a command. A queue without a journal confirms at once. */
export function perform(hosted: Hosted, command: QueueCommand, nowMs: number, journal: boolean): Performed {
  const sent: { readonly connection: number; readonly method: ServerMethod }[] = [];
  const lines: JournalLine[] = [];
  const outlet: Outlet = {
    send: (connection, _channel, method) => void sent.push({ connection, method }),
    ...(journal && { journal: (line: JournalLine) => void lines.push(line) }),
  };
  const { broker, sessions } = hosted;
  const session = sessions[command.session];
  const outputs: QueueOutput[] = [];
  switch (command.do) {
    case 'attach': {
      if (session !== undefined) detach(hosted, command.session, nowMs, outlet);
      const connection = ++hosted.connections;
      sessions[command.session] = { connection, tags: [] };
      hosted.names[connection] = command.session;
      openConnection(broker, connection);
      say(connection, { method: 'channel.open' });
      say(connection, { method: 'confirm.select' });
      if (command.prefetch === undefined) break;
      say(connection, { method: 'basic.qos', prefetchCount: command.prefetch });
      say(connection, { method: 'basic.consume', queue: hosted.queue, consumerTag: CONSUMER });
      break;
    }
    case 'publish': {
      if (session === undefined) return { outputs: gone(command.session), lines, mark: 0 };
      session.tags.push(command.tag);
      const { exchange, routingKey, properties, body } = command.message;
      say(session.connection, { method: 'basic.publish', exchange, routingKey, properties, body });
      break;
    }
    case 'settle': {
      const holder = holderOf(hosted, command.place, command.guid);
      if (holder !== undefined) settle(holder.connection, holder.tag, command.how);
      else if (command.how !== 'requeue') hosted.settledBefore[command.guid] = true;
      break;
    }
    case 'detach':
      if (session !== undefined) detach(hosted, command.session, nowMs, outlet);
  }
  // What is said may cause more to be said: a message that was settled before it was handed out is settled at once.
  for (let next = 0; next < sent.length; next++) {
    const { connection, method } = sent[next] as (typeof sent)[number];
    const name = hosted.names[connection];
    if (name !== undefined) translate(name, connection, method);
  }
  return { outputs, lines, mark: journalMark(broker) };

  function say(connection: number, method: ClientMethod): void {
    receive(broker, connection, CHANNEL, method, nowMs, outlet);
  }

  function settle(connection: number, deliveryTag: number, how: 'ack' | 'requeue' | 'drop'): void {
    say(
      connection,
      how === 'ack'
        ? { method: 'basic.ack', deliveryTag }
        : { method: 'basic.nack', deliveryTag, requeue: how === 'requeue' },
    );
  }

  function translate(name: string, connection: number, method: ServerMethod): void {
    if (method.method !== 'basic.deliver') return void outputs.push(...confirmsIn(hosted, name, method));
    const entry = broker.connections
      .get(connection)
      ?.channels.get(CHANNEL)
      ?.unsettled.get(method.deliveryTag)?.entry;
    if (entry === undefined) return;
    const { guid } = entry.message.body as Stamped;
    if (hosted.settledBefore[guid] === true) {
      delete hosted.settledBefore[guid];
      return settle(connection, method.deliveryTag, 'ack');
    }
    const { message, place } = entry;
    outputs.push({ session: name, says: 'deliver', place, message, redelivered: method.redelivered });
  }
}

/** What was kept up to the mark is safe: confirms. */
export function kept(hosted: Hosted, mark: number, nowMs: number): QueueOutput[] {
  const outputs: QueueOutput[] = [];
  const send = (connection: number, _channel: number, method: ServerMethod): void => {
    const name = hosted.names[connection];
    if (name !== undefined) outputs.push(...confirmsIn(hosted, name, method));
  };
  journalSynced(hosted.broker, nowMs, { send }, mark);
  return outputs;
}

const gone = (session: string): QueueOutput[] => [{ session, says: 'detached' }];

function detach(hosted: Hosted, name: string, nowMs: number, outlet: Outlet): void {
  const session = hosted.sessions[name];
  if (session === undefined) return;
  closeConnection(hosted.broker, session.connection, nowMs, outlet);
  delete hosted.sessions[name];
  delete hosted.names[session.connection];
}

/** A confirm of the core's channel, in the client's numbers: one for each publish. */
function confirmsIn(hosted: Hosted, session: string, method: ServerMethod): QueueOutput[] {
  if (method.method !== 'basic.ack' && method.method !== 'basic.nack') return [];
  const { tags } = hosted.sessions[session] as HostedSession;
  const ok = method.method === 'basic.ack';
  const last = method.deliveryTag;
  const outputs: QueueOutput[] = [];
  for (let number = method.multiple ? 1 : last; number <= last; number++) {
    const tag = tags[number - 1];
    if (tag === undefined || tag === 0) continue;
    tags[number - 1] = 0;
    outputs.push({ session, says: 'confirm', tag, ok });
  }
  return outputs;
}

/** Who has the message in hand. */
function holderOf(
  { broker, sessions }: Hosted,
  place: number,
  guid: string,
): { readonly connection: number; readonly tag: number } | undefined {
  for (const { connection } of Object.values(sessions))
    for (const [tag, { entry }] of broker.connections.get(connection)?.channels.get(CHANNEL)?.unsettled ?? [])
      if (entry.place === place && (entry.message.body as Stamped).guid === guid) return { connection, tag };
  return undefined;
}

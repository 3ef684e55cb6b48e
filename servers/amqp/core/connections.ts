/** Connections and channels: they open and close, and what they held goes back. */
import type { Broker, Channel } from './broker.js';
import { takeAway } from './consumers.js';
import { endRun } from './end-run.js';
import type { Outlet } from './outlet.js';
import { handOut } from './queue/hand-out.js';
import { publisherOf } from './publish.js';
import { removeQueue } from './queues.js';
import { newRun, type Run } from './run.js';
import { settle } from './settle.js';

/** A client has connected and logged in. @throws RangeError if its number is taken */
export function openConnection(
  broker: Broker,
  id: number,
  { user = 'guest' }: { readonly user?: string } = {},
): void {
  if (broker.connections.has(id)) throw new RangeError(`amqp: connection ${id} is open already`);
  broker.connections.set(id, { id, user, channels: new Map() });
}

/** A connection was lost, or closed: its channels, its exclusive queues and its unsettled messages go. */
export function closeConnection(broker: Broker, id: number, nowMs: number, outlet: Outlet): void {
  const run = newRun(broker, nowMs, outlet);
  endConnection(run, id);
  endRun(run);
}

export function endConnection(run: Run, id: number): void {
  const { broker } = run;
  const connection = broker.connections.get(id);
  if (connection === undefined) return;
  for (const channel of connection.channels.values()) endChannel(run, id, channel);
  broker.connections.delete(id);
  for (const queue of [...broker.queues.values()]) if (queue.settings.owner === id) removeQueue(run, queue);
}

export function newChannel(number: number): Channel {
  return {
    number,
    lastTag: 0,
    unsettled: new Map(),
    prefetched: 0,
    consumers: new Map(),
    lastQueue: '',
    prefetch: 0,
    channelPrefetch: 0,
    mode: { kind: 'plain' },
    replies: undefined,
    closing: false,
  };
}

/** Its consumers go first, so that nothing it gives back comes to them again; others take their place once that is back. */
export function endChannel(run: Run, connection: number, channel: Channel): void {
  const { mode } = channel;
  const inTx = mode.kind === 'tx' ? mode.settles.flatMap(({ unsettled }) => unsettled) : [];
  const left = [...channel.consumers.keys()].map((tag) => takeAway(run, connection, channel, tag));
  for (const { publishers } of run.broker.queues.values())
    publishers?.delete(publisherOf(connection, channel));
  channel.replies = undefined;
  const held = [...channel.unsettled, ...inTx].sort(([one], [other]) => one - other);
  channel.unsettled.clear();
  channel.mode = { kind: 'plain' };
  settle(run, connection, channel, held, 'requeue', 'closed');
  for (const queue of left) if (queue !== undefined) handOut(run, queue);
}

/**
 * Whose turn it is: consumers of a queue take messages one after another, those of higher priority first.
 *
 * A classic queue sees that a consumer has enough only when its turn comes; a quorum queue sees it at once. So the order
 * after an acknowledgement differs between the two.
 */
import type { Broker, Channel } from '../broker.js';
import { consumersOf, type Consumer, type Queue } from './queue-state.js';

/** Whom the next message goes to. Who has as much as it may is set aside on the way. */
export function nextConsumer(broker: Broker, queue: Queue): Consumer | undefined {
  const { turn, settings } = queue;
  if (settings.singleActiveConsumer) {
    const active = turn.find(({ id }) => id === queue.active);
    if (active === undefined || mayTake(broker, active)) return active;
    setAside(queue, active);
    return undefined;
  }
  for (let next = turn[0]; next !== undefined; next = turn[0]) {
    if (mayTake(broker, next)) return next;
    setAside(queue, next);
  }
  return undefined;
}

/** It got a message: the others of its priority come first now. */
export function hadItsTurn(broker: Broker, queue: Queue, consumer: Consumer): void {
  const { turn, settings } = queue;
  if (settings.kind === 'quorum' && !mayTake(broker, consumer)) setAside(queue, consumer);
  else if (turn.length > 1 && !settings.singleActiveConsumer) {
    turn.splice(turn.indexOf(consumer), 1);
    lineUp(turn, consumer);
  }
}

/** Whoever was set aside and may take messages again is last of its priority. @returns whether somebody was */
export function unblock(broker: Broker, queue: Queue, isMeant: (consumer: Consumer) => boolean): boolean {
  if (queue.blocked.length === 0) return false;
  const ready = queue.blocked.filter((consumer) => isMeant(consumer) && mayTake(broker, consumer));
  if (ready.length === 0) return false;
  queue.blocked = queue.blocked.filter((consumer) => !ready.includes(consumer));
  for (const consumer of ready) lineUp(queue.turn, consumer);
  return true;
}

export function addConsumer(queue: Queue, consumer: Consumer): void {
  lineUp(queue.turn, consumer);
  queue.hadConsumers = true;
  queue.active ??= consumer.id;
}

/** Takes a consumer away. Where it was the only active one, another becomes it. */
export function removeConsumer(queue: Queue, consumer: Consumer): void {
  queue.turn = queue.turn.filter((other) => other !== consumer);
  queue.blocked = queue.blocked.filter((other) => other !== consumer);
  if (queue.settings.kind === 'quorum' && consumer.unsettled > 0) queue.leaving.push(consumer);
  if (queue.active === consumer.id) queue.active = successor(queue)?.id;
}

/** At a fail-over a classic queue takes the highest priority, a quorum queue the oldest. */
function successor(queue: Queue): Consumer | undefined {
  const byAge = consumersOf(queue).toSorted((one, other) => one.id - other.id);
  if (queue.settings.kind === 'quorum') return byAge[0];
  return byAge.toSorted((one, other) => other.priority - one.priority)[0];
}

export function findConsumer(
  { turn, blocked, leaving }: Queue,
  connection: number,
  channel: number,
  tag: string,
): Consumer | undefined {
  const isIt = (consumer: Consumer): boolean =>
    consumer.tag === tag && consumer.channel === channel && consumer.connection === connection;
  for (const consumer of turn) if (isIt(consumer)) return consumer;
  return blocked.find(isIt) ?? leaving.find(isIt);
}

/** It has settled something. Whoever was cancelled before is gone with its last message. */
export function hasSettled(queue: Queue, consumer: Consumer): void {
  consumer.unsettled--;
  if (consumer.unsettled === 0 && queue.leaving.length > 0)
    queue.leaving = queue.leaving.filter((other) => other !== consumer);
}

/**
 * May it get one more message? At a classic queue its own limit does not hold for who never acknowledges, that of the
 * channel does: what the others have not acknowledged stops it too.
 */
function mayTake(broker: Broker, { prefetch, unsettled, connection, channel }: Consumer): boolean {
  if (prefetch > 0 && unsettled >= prefetch) return false;
  const { channelPrefetch, prefetched } = broker.connections
    .get(connection)
    ?.channels.get(channel) as Channel;
  return channelPrefetch === 0 || prefetched < channelPrefetch;
}

function setAside(queue: Queue, consumer: Consumer): void {
  queue.turn.splice(queue.turn.indexOf(consumer), 1);
  queue.blocked.push(consumer);
}

function lineUp(turn: Consumer[], consumer: Consumer): void {
  let at = turn.length;
  while (at > 0 && (turn[at - 1] as Consumer).priority < consumer.priority) at--;
  if (at === turn.length) turn.push(consumer);
  else turn.splice(at, 0, consumer);
}

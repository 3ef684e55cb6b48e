/** Clients settle what they got: acknowledged, given back, or refused. */
import type { Channel, SettleHow, Unsettled } from './broker.js';
import { channelFault } from './fault.js';
import { journalGone } from './keep.js';
import { comeBack, type CameBack } from './queue/come-back.js';
import { handOut } from './queue/hand-out.js';
import { die } from './queue/leave.js';
import type { Consumer, Queue, QueuedMessage } from './queue/queue-state.js';
import { findConsumer, hasSettled, unblock } from './queue/turns.js';
import type { Run } from './run.js';

export type Tagged = readonly [tag: number, unsettled: Unsettled];

/** Takes from the channel what a tag means; with `multiple` all up to it, 0 being everything. @throws AmqpFault 406 */
export function takeTagged({ unsettled }: Channel, tag: number, multiple: boolean): Tagged[] {
  const taken: Tagged[] = [];
  if (multiple) {
    for (const [at, held] of unsettled) {
      if (tag > 0 && at > tag) break;
      taken.push([at, held]);
    }
    if (tag > 0 && !unsettled.has(tag)) throw unknownTag(tag);
  } else {
    const held = unsettled.get(tag);
    if (held === undefined) throw unknownTag(tag);
    taken.push([tag, held]);
  }
  for (const [at] of taken) unsettled.delete(at);
  return taken;
}

function unknownTag(tag: number): Error {
  return channelFault(406, `unknown delivery tag ${tag}`);
}

/** Settles what was taken, group by group. */
export function settle(
  run: Run,
  connection: number,
  channel: Channel,
  taken: readonly Tagged[],
  how: SettleHow,
  because: CameBack = 'refused',
): void {
  if (taken.length === 1) {
    const [[, one]] = taken as readonly [Tagged];
    settleAt(run, connection, channel, one, [one], how, because);
  } else
    for (const held of groupsOf(run, taken, because))
      settleAt(run, connection, channel, held[0] as Unsettled, held, how, because);
}

interface Group {
  readonly queue: string;
  /** A consumer, or the tag of a message that was fetched: each is a group of its own, before all consumers. */
  readonly whose: string | number;
  readonly held: Unsettled[];
}

/**
 * The server tells a queue what was settled consumer by consumer, by the order of their tags, and goes from queue to queue
 * by their names. Only a classic queue whose client's channel has closed takes all at once.
 */
function groupsOf({ broker }: Run, taken: readonly Tagged[], because: CameBack): (readonly Unsettled[])[] {
  const [first] = taken;
  if (first === undefined) return [];
  const [, { queueId, consumerTag }] = first;
  if (
    consumerTag !== '' &&
    taken.every(([, one]) => one.queueId === queueId && one.consumerTag === consumerTag)
  )
    return [taken.map(([, held]) => held)];
  const groups = new Map<string, Group>();
  for (const [tag, held] of taken) {
    const isOne = because === 'closed' && broker.queues.get(held.queue)?.settings.kind === 'classic';
    const whose = isOne ? '' : held.consumerTag === '' ? tag : held.consumerTag;
    const key = `${held.queueId} ${typeof whose} ${whose}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { queue: held.queue, whose, held: [held] });
    else group.held.push(held);
  }
  return [...groups.values()].sort(inOrder).map(({ held }) => held);
}

function inOrder(one: Group, other: Group): number {
  if (one.queue !== other.queue) return one.queue < other.queue ? -1 : 1;
  if (typeof one.whose !== typeof other.whose) return typeof one.whose === 'number' ? -1 : 1;
  return one.whose < other.whose ? -1 : 1;
}

function settleAt(
  run: Run,
  connection: number,
  channel: Channel,
  { queue: name, queueId }: Unsettled,
  held: readonly Unsettled[],
  how: SettleHow,
  because: CameBack,
): void {
  const queue = run.broker.queues.get(name);
  const isThere = queue !== undefined && queue.id === queueId;
  const wasFull = channel.channelPrefetch > 0 && channel.prefetched >= channel.channelPrefetch;
  for (const { consumerTag, entry } of held) {
    if (consumerTag === '') {
      if (isThere) queue.fetched--;
      continue;
    }
    channel.prefetched--;
    const consumer = isThere ? findConsumer(queue, connection, channel.number, consumerTag) : undefined;
    if (consumer === undefined || !isThere) continue;
    hasSettled(queue, consumer);
    if (how === 'requeue' && because === 'refused' && isAtLimit(queue, entry)) growsByOne(consumer);
  }
  if (isThere) {
    queue.unsettled -= held.length;
    const isUnblocked = unblock(
      run.broker,
      queue,
      (one) => one.channel === channel.number && one.connection === connection,
    );
    if (how === 'requeue') comeBack(run, queue, held.map(entryOf), because);
    else {
      for (const { entry } of held)
        if (how === 'drop') die(run, queue, entry, 'rejected');
        else journalGone(run, queue, entry);
      if (isUnblocked) handOut(run, queue);
    }
  }
  if (wasFull) unblockOthers(run, connection, channel, queue);
}

/** Is this return one too many? */
function isAtLimit({ settings: { deliveryLimit } }: Queue, { returns }: QueuedMessage): boolean {
  return deliveryLimit !== undefined && returns >= deliveryLimit;
}

/** RabbitMQ 3.10 gives a consumer room for two when a message it returns dies of its delivery limit. */
function growsByOne(consumer: Consumer): void {
  if (consumer.prefetch > 0) consumer.prefetch++;
}

function entryOf({ entry }: Unsettled): QueuedMessage {
  return entry;
}

/** The channel has room again: its consumers at other queues may go on. */
export function unblockOthers(run: Run, connection: number, channel: Channel, done?: Queue): void {
  const names = new Set([...channel.consumers.values()].map(({ queue }) => queue));
  for (const name of names) {
    const queue = run.broker.queues.get(name);
    if (queue === undefined || queue === done) continue;
    if (unblock(run.broker, queue, (one) => one.channel === channel.number && one.connection === connection))
      handOut(run, queue);
  }
}

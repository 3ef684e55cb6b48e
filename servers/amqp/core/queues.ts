/** Queues: declared, deleted, emptied, and gone with whoever owned them. */
import { firstDifference, QUEUE_ARGUMENTS, queueSettings } from './arguments.js';
import { removeBindings } from './bindings.js';
import type { Broker, Channel } from './broker.js';
import { removeUnused } from './exchanges.js';
import { channelFault, connectionFault } from './fault.js';
import { journal, journalGone } from './keep.js';
import type { QueueDeclare, QueueDelete } from './methods.js';
import { consumersOf, newQueue, type Queue, type QueueSettings } from './queue/queue-state.js';
import { takeAll } from './queue/ready.js';
import type { Run } from './run.js';

/** @throws AmqpFault */
export function declareQueue(run: Run, connection: number, channel: Channel, asked: QueueDeclare): Queue {
  const { broker } = run;
  const { passive = false } = asked;
  const name = asked.queue === '' && !passive ? `amq.gen-${++broker.names}` : asked.queue;
  const there = broker.queues.get(name);
  if (there === undefined && passive) throw channelFault(404, `no queue '${name}'`);
  if (there !== undefined) refuseOthers(there, connection);
  if (there === undefined && asked.queue.startsWith('amq.'))
    throw channelFault(403, `names like '${name}' are the server's own`);
  if (!passive) {
    const settings = queueSettings({ ...asked, queue: name }, connection, broker.version);
    if (asked.queue === '' && settings.kind === 'quorum')
      throw channelFault(406, 'a quorum queue needs a name');
    if (there !== undefined) refuseOtherSettings(there.settings, settings);
    channel.lastQueue = name;
    if (there === undefined) return addQueue(run, settings);
  }
  const queue = there as Queue;
  channel.lastQueue = name;
  if (!passive || queue.settings.kind === 'classic') queue.usedAtMs = run.nowMs;
  return queue;
}

function addQueue(run: Run, settings: QueueSettings): Queue {
  const queue = newQueue(++run.broker.names, settings, run.nowMs);
  run.broker.queues.set(settings.name, queue);
  if (isKept(settings)) journal(run, { line: 'queue', id: queue.id, settings });
  return queue;
}

function isKept({ durable, owner }: QueueSettings): boolean {
  return durable && owner === undefined;
}

function refuseOtherSettings(there: QueueSettings, asked: QueueSettings): void {
  const { name } = there;
  if (there.owner !== asked.owner)
    throw channelFault(405, `queue '${name}' was declared with another 'exclusive'`);
  for (const part of ['durable', 'autoDelete'] as const)
    if (there[part] !== asked[part])
      throw channelFault(406, `queue '${name}' was declared with another '${part}'`);
  const kindOf = ({ kind, arguments: given }: QueueSettings) => ({ ...given, 'x-queue-type': kind });
  const differs = firstDifference(kindOf(there), kindOf(asked), QUEUE_ARGUMENTS);
  if (differs !== undefined)
    throw channelFault(406, `queue '${name}' was declared with another '${differs}'`);
}

/** Finds the queue that a method names; an empty name is the last that the channel declared. @throws AmqpFault */
export function queueNamed(broker: Broker, connection: number, channel: Channel, name: string): Queue {
  const asked = name === '' ? channel.lastQueue : name;
  if (asked === '') throw channelFault(404, 'no queue was declared on this channel');
  const queue = broker.queues.get(asked);
  if (queue === undefined) throw channelFault(404, `no queue '${asked}'`);
  refuseOthers(queue, connection);
  return queue;
}

function refuseOthers({ settings: { owner, name } }: Queue, connection: number): void {
  if (owner !== undefined && owner !== connection)
    throw channelFault(405, `queue '${name}' is exclusive to another connection`);
}

/** @returns how many messages went with it @throws AmqpFault */
export function deleteQueue(
  run: Run,
  connection: number,
  channel: Channel,
  { queue: name, ifUnused = false, ifEmpty = false }: QueueDelete,
): number {
  const asked = name === '' ? channel.lastQueue : name;
  const queue = run.broker.queues.get(asked);
  if (queue === undefined) return 0;
  refuseOthers(queue, connection);
  if (queue.settings.kind === 'quorum' && (ifUnused || ifEmpty))
    throw connectionFault(540, `queue '${asked}': quorum queues know no if-unused and if-empty`);
  if (ifUnused && consumersOf(queue).length > 0) throw channelFault(406, `queue '${asked}' is in use`);
  if (ifEmpty && queue.ready > 0) throw channelFault(406, `queue '${asked}' is not empty`);
  const { ready } = queue;
  removeQueue(run, queue);
  return ready;
}

/** It is gone with all that is in it: nothing of it becomes a dead letter. Its consumers are told. */
export function removeQueue(run: Run, queue: Queue): void {
  const { name } = queue.settings;
  run.broker.queues.delete(name);
  if (isKept(queue.settings)) journal(run, { line: 'queue-gone', id: queue.id });
  for (const { connection, channel, tag } of consumersOf(queue)) {
    run.broker.connections.get(connection)?.channels.get(channel)?.consumers.delete(tag);
    run.outlet.send(connection, channel, { method: 'basic.cancel', consumerTag: tag, nowait: true });
  }
  removeUnused(
    run,
    removeBindings(run, ({ to, destination }) => to === 'queue' && destination === name),
  );
}

/** @returns how many messages were ready */
export function purgeQueue(run: Run, queue: Queue): number {
  const gone = takeAll(queue);
  for (const entry of gone) journalGone(run, queue, entry);
  return gone.length;
}

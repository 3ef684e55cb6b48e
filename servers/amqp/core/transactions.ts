/** Transactions of a channel: publishes and settlements wait for the commit. */
import type { Channel, ChannelMode } from './broker.js';
import { channelFault } from './fault.js';
import { waitForJournal } from './keep.js';
import { send } from './publish.js';
import type { Run } from './run.js';
import { settle } from './settle.js';

type TxMode = Extract<ChannelMode, { kind: 'tx' }>;

/** @throws AmqpFault 406 on a channel with confirms */
export function selectTx(channel: Channel): void {
  if (channel.mode.kind === 'confirm') throw channelFault(406, 'this channel is in confirm mode');
  if (channel.mode.kind === 'plain') channel.mode = { kind: 'tx', publishes: [], settles: [] };
}

/** @throws AmqpFault 406 on a transactional channel */
export function selectConfirm(channel: Channel): void {
  if (channel.mode.kind === 'tx') throw channelFault(406, 'this channel is transactional');
  if (channel.mode.kind === 'plain') channel.mode = { kind: 'confirm', published: 0, waiting: new Set() };
}

/** Does everything at last. A refusal ends the channel; part of it may be done. @throws AmqpFault 406 */
export function commit(run: Run, connection: number, channel: Channel): void {
  const mode = txOf(channel);
  const { publishes, settles } = mode;
  mode.publishes = [];
  mode.settles = [];
  let isRefused = false;
  let waits = false;
  for (const { message, mandatory, queues: names } of publishes) {
    // It was routed when it was published; queues that are gone since do not get it.
    const queues = names.map((name) => run.broker.queues.get(name)).filter((queue) => queue !== undefined);
    const outcome = send(run, connection, channel, message, mandatory, queues);
    isRefused ||= outcome === 'refused';
    waits ||= outcome === 'durable';
  }
  for (const { unsettled, how } of settles) settle(run, connection, channel, unsettled, how);
  if (isRefused) throw channelFault(406, 'a queue refused a message of the transaction');
  if (waits && run.outlet.journal !== undefined)
    waitForJournal(run, { connection, channel: channel.number, publish: undefined });
  else run.outlet.send(connection, channel.number, { method: 'tx.commit-ok' });
}

/** Forgets all of it: what was acknowledged in it can be acknowledged again. @throws AmqpFault 406 */
export function rollback(channel: Channel): void {
  const mode = txOf(channel);
  const back = mode.settles.flatMap(({ unsettled }) => unsettled);
  mode.publishes = [];
  mode.settles = [];
  if (back.length === 0) return;
  const all = [...channel.unsettled, ...back].sort(([one], [other]) => one - other);
  channel.unsettled.clear();
  for (const [tag, held] of all) channel.unsettled.set(tag, held);
}

function txOf({ mode }: Channel): TxMode {
  if (mode.kind !== 'tx') throw channelFault(406, 'this channel is not transactional');
  return mode;
}

/** The journal is durable: what waited for it is confirmed. */
import type { Broker, Channel, JournalWait } from './broker.js';
import type { Outlet } from './outlet.js';

/** How many confirms and commits have waited for the journal so far. Give it back once the journal is durable up to now. */
export function journalMark({ journalDone, journalWaits }: Broker): number {
  return journalDone + journalWaits.length;
}

/** Everything that was in the journal at a mark is durable. Without a mark: everything. */
export function journalSynced(broker: Broker, _nowMs: number, outlet: Outlet, mark = Infinity): void {
  const count = Math.min(mark - broker.journalDone, broker.journalWaits.length);
  if (count <= 0) return;
  const done = broker.journalWaits.splice(0, count);
  broker.journalDone += count;
  const confirmed = new Map<Channel, { readonly connection: number; readonly publishes: number[] }>();
  for (const wait of done) {
    const channel = channelOf(broker, wait);
    if (channel === undefined) continue;
    if (wait.publish === undefined) outlet.send(wait.connection, wait.channel, { method: 'tx.commit-ok' });
    else if (channel.mode.kind === 'confirm' && channel.mode.waiting.delete(wait.publish)) {
      const there = confirmed.get(channel);
      if (there === undefined)
        confirmed.set(channel, { connection: wait.connection, publishes: [wait.publish] });
      else there.publishes.push(wait.publish);
    }
  }
  for (const [channel, { connection, publishes }] of confirmed)
    confirm(channel, connection, publishes, outlet);
}

/** One method for all up to the first that still waits. */
function confirm(
  { mode, number }: Channel,
  connection: number,
  publishes: readonly number[],
  outlet: Outlet,
): void {
  const [stillWaits = Infinity] = mode.kind === 'confirm' ? mode.waiting : [];
  const together = publishes.filter((one) => one < stillWaits);
  const rest = publishes.filter((one) => one > stillWaits);
  const last = together.at(-1);
  if (last !== undefined)
    outlet.send(connection, number, {
      method: 'basic.ack',
      deliveryTag: last,
      multiple: together.length > 1,
    });
  for (const deliveryTag of rest)
    outlet.send(connection, number, { method: 'basic.ack', deliveryTag, multiple: false });
}

function channelOf({ connections }: Broker, { connection, channel }: JournalWait): Channel | undefined {
  const found = connections.get(connection)?.channels.get(channel);
  return found?.closing === true ? undefined : found;
}

/** The queues of a broker: whatever their kind, the other parts ask here. */
import { isUp, tell, type At } from './broker-state.js';
import * as journaled from './journaled.js';
import type { QueueCommand, QueueRecord, ToBroker } from './messages.js';
import * as quorum from './quorum.js';

/** Where the queue lives for the channels of this broker: `away` for nowhere, `unknown` while that is being found out. */
export function homeOf(at: At, queue: string): string {
  const { state, node } = at;
  if (state.quorum !== undefined) return 'quorum';
  const held = state.queues[queue];
  if (held === undefined || held.away || state.cluster.phase !== 'running') return 'away';
  const { record } = held;
  if (record === undefined) return 'away';
  const link = state.cluster.mesh.links[record.master];
  if (record.master === node.id) return held.role.kind === 'master' ? `${record.epoch}` : 'unknown';
  return isUp(state, record.master) && link !== undefined ? `${record.epoch} ${link.stream}` : 'unknown';
}

export function isMasterHere({ state }: At, queue: string): boolean {
  return state.queues[queue]?.role.kind === 'master';
}

/** A channel of this broker asks something of the queue. */
export function toQueue(at: At, queue: string, command: QueueCommand): void {
  const { state, node } = at;
  if (state.quorum !== undefined) return quorum.ask(at, command);
  const held = state.queues[queue];
  if (held?.record === undefined) return;
  const { master, epoch } = held.record;
  if (master === node.id) return journaled.command(at, held, command);
  if (command.do === 'publish') state.sentBodies++;
  tell(at, master, { f: 'command', queue, epoch, command });
}

export function recordsOf({ state }: At): QueueRecord[] {
  return Object.values(state.queues).flatMap(({ record }) => (record === undefined ? [] : [record]));
}

/** Whether a queue has lost its master, and another broker is to say who follows. */
export function isDeciding({ state }: At): boolean {
  return Object.values(state.queues).some(({ deciding }) => deciding);
}

/** The broker runs from now on. Without records the cluster is new. */
export function queuesBegin(at: At, records: readonly QueueRecord[]): void {
  const { brokers, queues } = at.given;
  for (const held of Object.values(at.state.queues)) {
    const { queue } = held;
    const master = brokers[queues.indexOf(queue) % brokers.length] as string;
    const first = { queue, epoch: 0, version: 0, master, mirrors: [] };
    journaled.begin(at, held, records.find((record) => record.queue === queue) ?? first);
  }
  quorum.begin(at);
}

/** The broker serves no more. */
export function queuesEnd(at: At): void {
  for (const held of Object.values(at.state.queues)) held.role = { kind: 'none' };
  quorum.end(at);
}

/** What this broker knows of where queues live is discarded: with a master elsewhere, its messages are too. */
export function forgetQueues({ state, node }: At): void {
  for (const held of Object.values(state.queues)) {
    held.record = undefined;
    held.forgotten = true;
    node.disk.write(`queue/${held.queue}`, { record: undefined, kept: held.kept, places: held.places });
  }
}

export function queueJoined(at: At, peer: string): void {
  for (const held of Object.values(at.state.queues)) journaled.joined(at, held, peer);
}

export function queueLost(at: At, peer: string): void {
  for (const held of Object.values(at.state.queues)) journaled.lost(at, held, peer);
}

/** What another broker of the cluster says about queues. */
export function onQueueMessage(at: At, peer: string, said: ToBroker): void {
  switch (said.f) {
    case 'records':
      for (const record of said.records) {
        const held = at.state.queues[record.queue];
        if (held !== undefined) journaled.learn(at, held, record);
      }
      return;
    case 'ask':
      return quorum.onAsk(at, peer, said);
    case 'tell':
      return quorum.onTell(at, said);
    case 'copy':
    case 'lines':
    case 'held':
    case 'command':
    case 'outputs': {
      const held = at.state.queues[said.queue];
      if (held === undefined) return;
      if (said.f === 'copy' || said.f === 'lines' || said.f === 'held')
        return journaled.onMirroring(at, held, peer, said);
      if (held.record?.epoch !== said.epoch) return;
      if (said.f === 'command') return journaled.command(at, held, said.command);
      at.notices.push({ queue: said.queue, outputs: said.outputs });
      return;
    }
    default:
  }
}

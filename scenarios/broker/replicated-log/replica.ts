/** A replica of one partition on one broker: its log in memory and on disk, and what both roles do to it. */
import type { StateMachineNode } from 'seedstorm';
import { remember, sessionsOf, type Sessions } from './admission.js';
import { recordAt, recovered, type LogRecord } from './log.js';
import type { Following } from './follower.js';
import type { Leading } from './leader.js';
import type { Answer, Entry, Message, Partition } from './messages.js';

/** The types of the broker's program. */
export interface Broker {
  state: BrokerState;
  message: Message;
  answer: Answer;
  timer: 'tick';
  token: BrokerToken;
  durable: Record<`log/${number}`, LogRecord[]> & Record<`high-watermark/${number}`, number>;
}

export type BrokerNode = StateMachineNode<Broker>;

type BrokerToken =
  /** Everything up to `length` is durable, unless the log was cut back since. */
  | {
      readonly kind: 'durable';
      readonly lengths: readonly (readonly [partition: number, length: number, cuts: number])[];
    }
  | { readonly kind: 'fetched' | 'altered'; readonly partition: number; readonly epoch: number };

interface BrokerState {
  /** What was found on the disk has been synced: only now does the broker speak. */
  ready: boolean;
  ticks: number;
  replicas: Replica[];
}

export interface Replica {
  readonly number: number;
  /** What the controller last said. */
  partition: Partition;
  log: Entry[];
  sessions: Sessions;
  /** How many entries would survive a power cut. */
  durable: number;
  /** How often the log was cut back: a sync asked for before says nothing about what came after. */
  cuts: number;
  /** Entries below it are on every in-sync replica: committed. Lags behind on followers. */
  highWatermark: number;
  /** The high watermark on disk, written now and then. */
  checkpoint: number;
  role: Leading | Following | { readonly kind: 'idle' };
}

/** What the disk holds of a partition. Nothing counts as durable before the next sync: the process may have died alone. */
export function openReplica(number: number, node: BrokerNode): Replica {
  const records = node.disk.records(`log/${number}`);
  const log = recovered(records);
  if (log.length < records.length) node.disk.truncate(`log/${number}`, log.length);
  const highWatermark = Math.min(node.disk.read(`high-watermark/${number}`) ?? 0, log.length);
  return {
    number,
    partition: { leader: undefined, epoch: 0, version: 0, inSync: [] },
    log,
    sessions: sessionsOf(log),
    durable: 0,
    cuts: 0,
    highWatermark,
    checkpoint: highWatermark,
    role: { kind: 'idle' },
  };
}

/** Asks for the logs of these replicas to be made durable as they are now. */
export function syncLogs(replicas: readonly Replica[], node: BrokerNode): void {
  node.disk.sync({
    kind: 'durable',
    lengths: replicas.map(({ number, log, cuts }) => [number, log.length, cuts]),
  });
}

/** Adds entries at the end; the sync is under way when this returns. */
export function append(replica: Replica, entries: readonly Entry[], node: BrokerNode): void {
  for (const entry of entries) {
    const offset = replica.log.push(entry) - 1;
    remember(replica.sessions, entry, offset);
    node.disk.append(`log/${replica.number}`, recordAt(replica.log, offset));
  }
  syncLogs([replica], node);
}

/** Keeps the first `count` entries. */
export function cutBack(replica: Replica, count: number, node: BrokerNode): void {
  if (count >= replica.log.length) return;
  node.log(`partition ${replica.number}: cut back from ${replica.log.length} to ${count} entries`);
  replica.log.length = count;
  replica.sessions = sessionsOf(replica.log);
  replica.durable = Math.min(replica.durable, count);
  replica.highWatermark = Math.min(replica.highWatermark, count);
  replica.cuts++;
  node.disk.truncate(`log/${replica.number}`, count);
  syncLogs([replica], node);
}

/** Writes the high watermark down if it has moved. Nobody waits for it. */
export function checkpoint(replica: Replica, node: BrokerNode): void {
  if (replica.highWatermark === replica.checkpoint) return;
  replica.checkpoint = replica.highWatermark;
  node.disk.write(`high-watermark/${replica.number}`, replica.checkpoint);
}

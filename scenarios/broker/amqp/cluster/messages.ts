/** What the nodes of a cluster and their clients say to each other. */
import type { ClientMethod, JournalLine, Message, ServerMethod } from 'seedstorm/servers';
import type { Batch, BatchAnswer } from 'seedstorm/parts';

/** A sign of life: without, nobody learns that a machine at the other end has lost its power. */
interface Heartbeat {
  readonly method: 'heartbeat';
}

/** Over the connection of a client, channel 1. */
export type FromClient = ClientMethod | Heartbeat;
export type ToClient = ServerMethod | Heartbeat | { readonly method: 'connection.open-ok' };

/** How often both ends of a client's connection give a sign of life, and how long they wait for one. RabbitMQ: 60 s. */
export const HEARTBEAT_MS = 200;
export const HEARTBEAT_WAIT_MS = 700;

/** What a broker tells the others when they meet, and whenever it changes. */
export interface Status {
  /** Grows with each start of the broker, that after a pause too: by 1 within a process, else by 1000. */
  readonly life: number;
  readonly running: boolean;
  /** How new its knowledge of the queues is; 0 if it has none. */
  readonly knows: number;
}

/** Where a queue that is no quorum queue lives. */
export interface QueueRecord {
  readonly queue: string;
  /** Grows with each master. */
  readonly epoch: number;
  /** Grows with each change. */
  readonly version: number;
  readonly master: string;
  /** The oldest first. */
  readonly mirrors: readonly Mirror[];
}

export interface Mirror {
  readonly name: string;
  /** It has every message that the master has. */
  readonly synced: boolean;
}

/** What queues keep as the body of a message: RabbitMQ, too, gives each message an identity of its own. */
export interface Stamped {
  readonly guid: string;
  readonly body: unknown;
}

/** A message of the queue as replicas and disks keep it. */
export interface Kept {
  readonly place: number;
  readonly message: Message;
  readonly delivered: boolean;
}

/** What a channel asks of the queue, wherever the queue lives. A session is one client's connection. */
export type QueueCommand =
  /** It publishes from now on, and consumes if a prefetch is given (0: no limit). */
  | { readonly do: 'attach'; readonly session: string; readonly prefetch: number | undefined }
  | { readonly do: 'publish'; readonly session: string; readonly tag: number; readonly message: Message }
  | {
      readonly do: 'settle';
      readonly session: string;
      readonly place: number;
      readonly guid: string;
      readonly how: 'ack' | 'requeue' | 'drop';
    }
  /** Its connection is gone: what it did not settle goes back to the queue. */
  | { readonly do: 'detach'; readonly session: string };

/** What the queue tells a channel. */
export type QueueOutput = { readonly session: string } & (
  | { readonly says: 'confirm'; readonly tag: number; readonly ok: boolean }
  | {
      readonly says: 'deliver';
      readonly place: number;
      readonly message: Message;
      readonly redelivered: boolean;
    }
  /** The queue does not know the session any more. */
  | { readonly says: 'detached' }
);

/** An entry of a quorum queue's log: what somebody asked, and when. */
export interface LogEntry {
  readonly epoch: number;
  /** A {@link Logged} as JSON: logs are long, and whoever compares or copies a state takes a text as a whole. */
  readonly logged: string;
}

/** What the leader put into the log, and when. */
export interface Logged {
  readonly atMs: number;
  /** Counts what its session asks; 0 for what the leader adds. */
  readonly number: number;
  /** What its session had been told then, and need not be told again. */
  readonly seen: number;
  readonly command: QueueCommand | { readonly do: 'begin' };
}

/** Of which queue, under which master, and the how manieth piece of its journal. */
interface AtMaster {
  readonly queue: string;
  readonly epoch: number;
  readonly number: number;
}

/** Between brokers, in order, over one connection for each pair. */
export type ToBroker =
  | ({ readonly f: 'status' } & Status)
  | { readonly f: 'tick' }
  /** "Is this one still alive?" Who is asked answers once it has heard of it, or knows that it is gone. */
  | { readonly f: 'survey'; readonly about: string; readonly life: number }
  | { readonly f: 'surveyed'; readonly about: string; readonly alive: boolean }
  /** Autoheal: what each side is worth, and who begins anew. */
  | { readonly f: 'weigh' }
  | {
      readonly f: 'weighed';
      readonly life: number;
      readonly side: readonly string[];
      readonly clients: number;
    }
  | { readonly f: 'begin-anew' }
  /** Queues that are no quorum queues. */
  | { readonly f: 'join' }
  | { readonly f: 'records'; readonly records: readonly QueueRecord[] }
  | { readonly f: 'leaving' }
  | ({ readonly f: 'copy'; readonly places: number; readonly kept: readonly Kept[] } & AtMaster)
  | ({ readonly f: 'lines'; readonly lines: readonly JournalLine[] } & AtMaster)
  | ({ readonly f: 'held' } & AtMaster)
  | ({ readonly f: 'command'; readonly command: QueueCommand } & Omit<AtMaster, 'number'>)
  | ({ readonly f: 'outputs'; readonly outputs: readonly QueueOutput[] } & Omit<AtMaster, 'number'>)
  /** Quorum queues: commands and outputs are numbered within a session, and sent again until the other side has them. */
  | { readonly f: 'ask'; readonly number: number; readonly seen: number; readonly command: QueueCommand }
  | { readonly f: 'tell'; readonly session: string; readonly number: number; readonly output: QueueOutput };

/** Datagrams between the replicas of a quorum queue. */
export type RaftMessage =
  | {
      readonly f: 'vote';
      readonly epoch: number;
      readonly last: { readonly epoch: number; readonly length: number };
    }
  | { readonly f: 'voted'; readonly epoch: number; readonly granted: boolean }
  | {
      readonly f: 'append';
      readonly epoch: number;
      readonly round: number;
      readonly committed: number;
      readonly batch: Batch<LogEntry>;
    }
  | { readonly f: 'appended'; readonly epoch: number; readonly round: number; readonly answer: BatchAnswer };

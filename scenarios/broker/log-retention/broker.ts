/** A broker with two logs: `events` keeps the last records, `table` the newest value of each key. */
import { stateMachine, type StateMachineNode } from 'seedstorm';
import {
  advanceHighWatermark,
  appendBatch,
  appendMarker,
  applyRetention,
  compactLog,
  fetchFrom,
  newPartitionLog,
  offsetForTime,
  soundLog,
  type Fetched,
  type LogRules,
  type PartitionLog,
} from 'seedstorm/servers';
import type { Rules } from './rules.js';

export interface Logs {
  readonly events: PartitionLog;
  readonly table: PartitionLog;
}

export type Write =
  | { readonly f: 'send'; readonly value: string }
  | { readonly f: 'put'; readonly key: string; readonly value: string | null }
  /** A put in a transaction that is aborted a little later. */
  | { readonly f: 'try'; readonly key: string; readonly value: string };

export interface BrokerCalls {
  read: (asked: { readonly log: keyof Logs; readonly offset: number }) => Fetched;
  /** Where the records of a time begin; `undefined`: there are none. */
  since: (asked: { readonly timestampMs: number }) => { readonly offset: number } | undefined;
  /** Ends of the logs, as read-committed readers see them. */
  ends: (asked: object) => Readonly<Record<keyof Logs, { readonly start: number; readonly end: number }>>;
}

interface Broker {
  state: { readonly logs: Logs; nextProducer: number };
  request: Write;
  reply: 'done';
  messages: BrokerCalls;
  timer: string;
  token: { readonly events: number; readonly table: number };
  durable: { logs: Logs };
}
type Node = Omit<StateMachineNode<Broker>, 'reply'>;

const CLEAN_MS = 60;
const ABORT_MS = 90;
const RETAINED = 4;
const DELETE_RETENTION_MS = 60_000;
/** Readers get few records at a time: they are slow. */
const MAX_RECORDS = 2;

export function broker(rules: Rules) {
  const { compact, keep, tombstones, time } = rules;
  const logRules: LogRules = { ...soundLog, compact, keep, tombstones, time };
  return stateMachine<Broker>({
    start(node) {
      const logs = node.disk.read('logs') ?? { events: newPartitionLog(), table: newPartitionLog() };
      // Nobody ends what was open any more.
      for (const [id, { openSince }] of Object.entries(logs.table.producers))
        if (openSince !== undefined) abort(logs, Number(id), node);
      keepLogs(logs, node);
      node.setTimer('clean', CLEAN_MS);
      return { logs, nextProducer: Math.max(0, ...Object.keys(logs.table.producers).map(Number)) + 1 };
    },

    onRequest(state, request, node) {
      const { logs } = state;
      const nowMs = node.nowMs();
      if (request.f === 'send')
        appendBatch(
          logs.events,
          { records: [{ key: null, value: request.value, timestampMs: nowMs }] },
          nowMs,
        );
      else {
        const { f, key, value } = request;
        const id = state.nextProducer++;
        const isTry = f === 'try';
        appendBatch(
          logs.table,
          {
            ...(isTry && { producer: { id, epoch: 0, sequence: 0 } }),
            transactional: isTry,
            records: [{ key, value, timestampMs: nowMs }],
          },
          nowMs,
        );
        if (isTry) node.setTimer(`abort ${id}`, ABORT_MS);
      }
      keepLogs(logs, node);
      node.reply('done', { after: 'sync' });
    },

    onMessage: {
      read({ logs }, { log, offset }, node) {
        const asked = { offset, maxRecords: MAX_RECORDS, isolation: 'read_committed' } as const;
        node.reply(fetchFrom(logs[log], asked, logRules));
      },
      since({ logs }, { timestampMs }, node) {
        node.reply(offsetForTime(logs.events, timestampMs, 'read_committed', logRules));
      },
      ends({ logs }, _asked, node) {
        node.reply({ events: endsOf(logs.events), table: endsOf(logs.table) });
      },
    },

    onTimer({ logs }, timer, node) {
      if (timer === 'clean') {
        node.setTimer('clean', CLEAN_MS);
        const before = logs.events.startOffset;
        applyRetention(logs.events, { retentionRecords: RETAINED }, node.nowMs());
        compactLog(logs.table, { deleteRetentionMs: DELETE_RETENTION_MS }, node.nowMs(), logRules);
        for (let offset = before; offset < logs.events.startOffset; offset++)
          node.effect({ f: 'expire', offset });
      } else abort(logs, Number(timer.slice('abort '.length)), node);
      keepLogs(logs, node);
    },

    onSync({ logs }, synced, node, ok) {
      if (!ok) return node.exit('a sync failed');
      advanceHighWatermark(logs.events, synced?.events ?? 0);
      advanceHighWatermark(logs.table, synced?.table ?? 0);
    },
  });
}

function abort(logs: Logs, producerId: number, node: Node): void {
  const marker = { producerId, producerEpoch: 0, result: 'abort', coordinatorEpoch: 0 } as const;
  appendMarker(logs.table, marker, node.nowMs());
}

function endsOf({ startOffset, nextOffset }: PartitionLog): { start: number; end: number } {
  return { start: startOffset, end: nextOffset };
}

function keepLogs(logs: Logs, node: Node): void {
  node.disk.write('logs', logs);
  node.disk.sync({ events: logs.events.nextOffset, table: logs.table.nextOffset });
}

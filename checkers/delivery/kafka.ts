/**
 * Kafka-style logs: the thirteen anomalies of jepsen.tests.kafka, by its names, and which of them a configuration
 * permits.
 */
import { counted } from '../counted.js';
import { type Reporter, scanning } from '../findings.js';
import type { Checker } from '../history.js';
import { fieldsOf } from '../selectors.js';
import { kafkaColumns } from './kafka-columns.js';
import { reportCycles } from './kafka-cycles.js';
import { reportLogAnomalies } from './kafka-log-anomalies.js';
import { kafkaLogs } from './kafka-logs.js';
import { reportOrderAnomalies } from './kafka-order-anomalies.js';

/**
 * - `duplicate`: a message is at two offsets; `inconsistent-offsets`: two messages are at one;
 * - `lost-write`: a message that certainly exists was skipped by every poll that got past it;
 * - `unseen`: an acknowledged message was never polled (final polls should have read it);
 * - `G1a`: a poll returned a message whose send failed; `precommitted-read`: one that its own transaction sent;
 * - `poll-skip`, `nonmonotonic-poll`, `nonmonotonic-send`: between operations of one process, messages of a key
 *   were left out, or came again or backwards; the same within one transaction: `int-poll-skip`,
 *   `int-nonmonotonic-poll`, `int-send-skip`, `int-nonmonotonic-send`.
 */
export const KAFKA_ANOMALIES = [
  'duplicate',
  'inconsistent-offsets',
  'lost-write',
  'unseen',
  'G1a',
  'precommitted-read',
  'poll-skip',
  'nonmonotonic-poll',
  'nonmonotonic-send',
  'int-poll-skip',
  'int-nonmonotonic-poll',
  'int-send-skip',
  'int-nonmonotonic-send',
] as const;

/** The thirteen, and two that Jepsen has no case for here: a cycle of write-read dependencies, and an invented message. */
export type KafkaAnomaly = (typeof KAFKA_ANOMALIES)[number] | 'G1c' | 'phantom';

/** The configuration of the log, and the anomalies that it permits. */
export interface KafkaOptions {
  /**
   * Whether consumers subscribe, so that rebalances may move their positions between operations. Default: whether
   * the history has a `subscribe`.
   */
  readonly subscribe?: boolean;
  /** Anomalies that are permitted beyond those of the configuration. */
  readonly allowed?: readonly KafkaAnomaly[];
}

/**
 * What a configuration permits: `int-send-skip` always, since transactions of several producers interleave; with
 * subscriptions also `poll-skip` and `nonmonotonic-poll`.
 */
export function allowedKafkaAnomalies({ subscribe, allowed = [] }: KafkaOptions): ReadonlySet<string> {
  return new Set<string>([
    'int-send-skip',
    ...(subscribe ? ['poll-skip', 'nonmonotonic-poll'] : []),
    ...allowed,
  ]);
}

/**
 * Judges a log by everything that sends and polls show of it, as jepsen.tests.kafka does. O(n log n) in messages.
 *
 * What it reads. `{f: 'send', key, value}` with the offset, or `{offset}`, as output; `{f: 'poll'}` with `{key:
 * [[offset, value], …]}` as output; `{f: 'subscribe' | 'assign', value: [key, …]}`. A transaction is `{f: 'txn', value:
 * [['send', key, value], ['poll'], …]}`, with the offsets and messages in its output. A key stands for one partition of
 * one topic; within a key, the value identifies the message.
 *
 * Anomalies: see `KAFKA_ANOMALIES`, and `G1c`, `phantom`.
 */
export function kafka(options: KafkaOptions = {}): Checker {
  return scanning({
    name: 'kafka',
    looksFor: 'sends and polls of messages',
    scan(history, findings, meter) {
      const columns = kafkaColumns(history, meter);
      const logs = kafkaLogs(columns, meter);
      const subscribe =
        options.subscribe ?? history.some((operation) => fieldsOf(operation).f === 'subscribe');
      const allowed = allowedKafkaAnomalies({ ...options, subscribe });
      const seen = new Map<string, number>();
      const judged: Reporter = {
        add(kind, operations, message) {
          if (allowed.has(kind)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
          else findings.add(kind, operations, message);
        },
      };
      reportLogAnomalies(columns, logs, judged, meter);
      reportOrderAnomalies(columns, logs, judged, meter);
      reportCycles(columns, judged);
      const permitted = [...seen].map(([kind, count]) => `${count} × ${kind}`).join(', ');
      const volume = `${counted(columns.messageKey.length, 'message')} in ${counted(columns.keys.length, 'key')}`;
      const reason = permitted === '' ? volume : `${volume}; permitted here: ${permitted}`;
      return { judged: columns.messageKey.length, reason };
    },
  });
}

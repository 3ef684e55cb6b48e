/** What a broker has to remember through a restart, line by line, and the broker that lines make. */
import { restoreGroup, type ConsumerGroup, type KeptGroup } from '../core/group.js';
import type { Batch } from '../core/log-state.js';
import { advanceHighWatermark, appendReplicated, restorePartitionLog } from '../core/partition-log.js';
import type { Transaction } from '../core/transaction.js';
import { growTopic, newKafkaBroker, partitionOf, type Configs, type KafkaBroker } from './broker.js';

type Offsets = ConsumerGroup<number>['offsets'];
type PendingOffsets = ConsumerGroup<number>['pendingTxnOffsets'];

export type JournalLine =
  | { readonly line: 'starts'; readonly starts: number }
  | {
      readonly line: 'topic';
      readonly topic: string;
      readonly partitions: number;
      readonly configs: Configs;
    }
  | { readonly line: 'topic-gone'; readonly topic: string }
  | { readonly line: 'batch'; readonly topic: string; readonly partition: number; readonly batch: Batch }
  /** What retention, compaction and deleting have left. */
  | {
      readonly line: 'log';
      readonly topic: string;
      readonly partition: number;
      readonly startOffset: number;
      readonly nextOffset: number;
      readonly batches: readonly Batch[];
    }
  | {
      readonly line: 'group';
      readonly group: string;
      readonly kept: KeptGroup;
      readonly offsets: Offsets;
      readonly pending: PendingOffsets;
    }
  | { readonly line: 'group-gone'; readonly group: string }
  | { readonly line: 'transaction'; readonly transaction: Transaction }
  | { readonly line: 'producer-ids'; readonly next: number };

export function restoreKafkaBroker(lines: readonly JournalLine[], nowMs: number): KafkaBroker {
  const broker = newKafkaBroker();
  for (const line of lines) redo(broker, line, nowMs);
  for (const { partitions } of broker.topics.values())
    for (const log of partitions) advanceHighWatermark(log);
  return broker;
}

function redo(broker: KafkaBroker, line: JournalLine, nowMs: number): void {
  switch (line.line) {
    case 'starts':
      broker.starts = line.starts;
      return;
    case 'topic':
      growTopic(broker, line.topic, line.partitions, line.configs);
      return;
    case 'topic-gone':
      broker.topics.delete(line.topic);
      return;
    case 'batch': {
      const log = partitionOf(broker, line.topic, line.partition);
      if (log !== undefined) appendReplicated(log, line.batch);
      return;
    }
    case 'log': {
      const partitions = broker.topics.get(line.topic)?.partitions;
      if (partitions === undefined) return;
      const log = restorePartitionLog(line.batches, line.startOffset);
      log.nextOffset = line.nextOffset;
      partitions[line.partition] = log;
      return;
    }
    case 'group': {
      const group = restoreGroup<number>(line.kept, line.offsets, nowMs);
      Object.assign(group.pendingTxnOffsets, line.pending);
      broker.groups.set(line.group, group);
      return;
    }
    case 'group-gone':
      broker.groups.delete(line.group);
      return;
    case 'transaction':
      broker.transactions.transactions[line.transaction.transactionalId] = line.transaction;
      return;
    case 'producer-ids':
      broker.transactions.nextProducerId = line.next;
  }
}

/** The fewest lines that make this broker. */
export function linesOf(broker: KafkaBroker): JournalLine[] {
  const lines: JournalLine[] = [{ line: 'starts', starts: broker.starts }];
  for (const { name: topic, partitions, configs } of broker.topics.values()) {
    lines.push({ line: 'topic', topic, partitions: partitions.length, configs });
    partitions.forEach((_, partition) => lines.push(logLine(broker, topic, partition)));
  }
  for (const [id, group] of broker.groups) lines.push(groupLine(id, group));
  const { transactions, nextProducerId } = broker.transactions;
  for (const transaction of Object.values(transactions)) lines.push({ line: 'transaction', transaction });
  lines.push({ line: 'producer-ids', next: nextProducerId });
  return lines;
}

export function logLine(broker: KafkaBroker, topic: string, partition: number): JournalLine {
  const log = partitionOf(broker, topic, partition);
  if (log === undefined) throw new Error(`Expected a partition ${topic}/${partition}`);
  const { startOffset, nextOffset, batches } = log;
  return { line: 'log', topic, partition, startOffset, nextOffset, batches: [...batches] };
}

export function groupLine(
  id: string,
  { kept, offsets, pendingTxnOffsets }: ConsumerGroup<number>,
): JournalLine {
  // It may be a while until lines are written: copies, so that each says what was when it was made.
  return {
    line: 'group',
    group: id,
    kept,
    offsets: { ...offsets },
    pending: structuredClone(pendingTxnOffsets),
  };
}

/** A lone broker: topics, groups and transactions, as plain data. Whoever waits for an answer is the number of a call. */
import type { ConsumerGroup } from '../core/group.js';
import { newPartitionLog } from '../core/partition-log.js';
import type { PartitionLog } from '../core/log-state.js';
import { newTransactionCoordinator } from '../core/coordinator.js';
import type { TransactionCoordinator } from '../core/transaction.js';

export type Configs = Readonly<Record<string, string>>;

export interface Topic {
  readonly name: string;
  readonly partitions: PartitionLog[];
  configs: Configs;
}

export interface KafkaBroker {
  readonly topics: Map<string, Topic>;
  readonly groups: Map<string, ConsumerGroup<number>>;
  transactions: TransactionCoordinator;
  /** How often it has started: goes into member ids, so that none is given twice. */
  starts: number;
}

export function newKafkaBroker(): KafkaBroker {
  return { topics: new Map(), groups: new Map(), transactions: newTransactionCoordinator(), starts: 0 };
}

const LONGEST_NAME = 249;

export function isTopicName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name) && name.length <= LONGEST_NAME && name !== '.' && name !== '..';
}

/** Adds a topic, or partitions to one. */
export function growTopic(broker: KafkaBroker, name: string, partitions: number, configs?: Configs): Topic {
  const topic = broker.topics.get(name) ?? { name, partitions: [], configs: {} };
  if (configs !== undefined) topic.configs = configs;
  while (topic.partitions.length < partitions) topic.partitions.push(newPartitionLog());
  broker.topics.set(name, topic);
  return topic;
}

export function partitionOf(broker: KafkaBroker, topic: string, partition: number): PartitionLog | undefined {
  return broker.topics.get(topic)?.partitions[partition];
}

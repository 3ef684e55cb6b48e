/** What requests are answered with: the broker, its settings, and those who wait. */
import type { KafkaError } from '../../core/errors.js';
import { growTopic, partitionOf, type Configs, type KafkaBroker } from '../broker.js';
import type { AnswerOf, ApiName, RequestOf } from '../codec/apis.js';
import { groupLine, logLine, type JournalLine } from '../journal.js';
import type { KnownSettings } from '../settings.js';

/** A request that waits for its answer. */
export interface Call {
  readonly id: number;
  readonly clientId: string;
  readonly version: number;
  readonly nowMs: number;
}

/** A fetch that waits until there is enough to read. */
export interface WaitingFetch {
  readonly call: Call;
  readonly request: RequestOf<'fetch'>;
  readonly dueMs: number;
}

export interface Desk {
  readonly settings: KnownSettings;
  readonly broker: KafkaBroker;
  /** Where clients connect to. */
  readonly port: number;
  fetches: WaitingFetch[];
  /** What has changed must be durable before any later answer leaves. */
  readonly keep: (line: JournalLine) => void;
  /** The answer of a call that had to wait. Nothing happens if nobody waits any more. */
  answer(call: number, answer: unknown): void;
}

/** `later`: the call waits for `answer`. `never`: its client wants none. */
export type Handler<N extends ApiName> = (
  desk: Desk,
  request: RequestOf<N>,
  call: Call,
) => AnswerOf<N> | 'later' | 'never';

/** The same answer for each partition of a request. */
export function eachPartition<P extends number | { readonly partition: number }, A>(
  topics: readonly { readonly topic: string; readonly partitions: readonly P[] }[],
  answer: (topic: string, partition: P) => A,
): { topic: string; partitions: A[] }[] {
  return topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((partition) => answer(topic, partition)),
  }));
}

export function createTopic(
  { broker, keep }: Desk,
  name: string,
  partitions: number,
  configs: Configs = {},
): void {
  growTopic(broker, name, partitions, configs);
  keep({ line: 'topic', topic: name, partitions, configs });
}

/** The batch that was appended last is kept. */
export function keepBatch({ broker, keep }: Desk, topic: string, partition: number): void {
  const batch = partitionOf(broker, topic, partition)?.batches.at(-1);
  if (batch !== undefined) keep({ line: 'batch', topic, partition, batch });
}

export function keepLog({ broker, keep }: Desk, topic: string, partition: number): void {
  keep(logLine(broker, topic, partition));
}

export function keepGroup({ broker, keep }: Desk, id: string): void {
  const group = broker.groups.get(id);
  if (group !== undefined) keep(groupLine(id, group));
}

export const UNKNOWN_PARTITION: KafkaError = 'UNKNOWN_TOPIC_OR_PARTITION';

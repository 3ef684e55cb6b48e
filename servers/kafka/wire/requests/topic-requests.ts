/** Requests about the broker and its topics. */
import { applyRetention } from '../../core/retention.js';
import { compactLog } from '../../core/compaction.js';
import { kafkaErrorCode, type KafkaError } from '../../core/errors.js';
import { growTopic, isTopicName, type Configs } from '../broker.js';
import type { Api } from '../codec/api.js';
import { apis, type RequestOf } from '../codec/apis.js';
import { createTopic, keepLog, UNKNOWN_PARTITION, type Desk, type Handler } from './desk.js';
import { NODE_ID } from './group-requests.js';

export const apiVersions: Handler<'apiVersions'> = () => ({ errorCode: 0, apis: understood() });

/** What a client is told that asks for a version of this request that there is not yet. */
export function versionsForNewer(): { errorCode: number; apis: ReturnType<typeof understood> } {
  return { errorCode: kafkaErrorCode('UNSUPPORTED_VERSION'), apis: understood() };
}

function understood(): { key: number; first: number; last: number }[] {
  return (Object.values(apis) as unknown as Api<unknown, unknown>[])
    .map(({ key, versions: [first, last] }) => ({ key, first, last }))
    .sort((a, b) => a.key - b.key);
}

export const metadata: Handler<'metadata'> = (desk, { topics, allowAutoTopicCreation }, { version }) => {
  const { broker, settings, port } = desk;
  // In version 0 an empty list stands for all.
  const wantsAll = topics === null || (version === 0 && topics.length === 0);
  const names = wantsAll ? [...broker.topics.keys()] : topics;
  return {
    brokers: [{ nodeId: NODE_ID, host: settings.host, port, rack: null }],
    clusterId: 'seedstorm',
    controllerId: NODE_ID,
    topics: names.map(describe),
  };

  function describe(topic: string) {
    if (
      !broker.topics.has(topic) &&
      allowAutoTopicCreation &&
      settings.autoCreateTopics &&
      isTopicName(topic)
    )
      createTopic(desk, topic, settings.partitions);
    const partitions = broker.topics.get(topic)?.partitions;
    const error: KafkaError | undefined =
      partitions !== undefined
        ? undefined
        : isTopicName(topic)
          ? UNKNOWN_PARTITION
          : 'INVALID_TOPIC_EXCEPTION';
    return {
      errorCode: kafkaErrorCode(error),
      topic,
      partitions: (partitions ?? []).map((_, partition) => ({
        errorCode: 0,
        partition,
        leaderId: NODE_ID,
        replicas: [NODE_ID],
        inSync: [NODE_ID],
        offline: [],
      })),
    };
  }
};

type Refusal = readonly [error: KafkaError, message: string] | undefined;
type NewTopic = RequestOf<'createTopics'>['topics'][number];

export const createTopics: Handler<'createTopics'> = (desk, { topics, validateOnly }) => ({
  topics: topics.map((asked) => {
    const { topic, assignments, configs } = asked;
    const refused = refusalOf(desk, asked);
    const partitions = assignments.length > 0 ? assignments.length : asked.partitions;
    if (refused === undefined && !validateOnly)
      createTopic(desk, topic, partitions < 0 ? desk.settings.partitions : partitions, configsOf(configs));
    return { topic, ...toldOf(refused) };
  }),
});

function refusalOf(
  { broker }: Desk,
  { topic, partitions, replicationFactor, assignments }: NewTopic,
): Refusal {
  if (!isTopicName(topic)) return ['INVALID_TOPIC_EXCEPTION', `'${topic}' is no name of a topic`];
  if (broker.topics.has(topic)) return ['TOPIC_ALREADY_EXISTS', `Topic '${topic}' already exists.`];
  if (assignments.length === 0 && partitions < 1 && partitions !== -1)
    return ['INVALID_PARTITIONS', 'A topic has at least one partition.'];
  if (assignments.length === 0 && replicationFactor !== 1 && replicationFactor !== -1)
    return ['INVALID_REPLICATION_FACTOR', `There is one broker, and ${replicationFactor} were asked for.`];
  return undefined;
}

function toldOf(refused: Refusal) {
  return { errorCode: kafkaErrorCode(refused?.[0]), errorMessage: refused?.[1] ?? null };
}

function configsOf(configs: readonly { readonly name: string; readonly value: string | null }[]): Configs {
  return Object.fromEntries(configs.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
}

export const deleteTopics: Handler<'deleteTopics'> = ({ broker, keep }, { topics }) => ({
  topics: topics.map((topic) => {
    const isThere = broker.topics.delete(topic);
    if (isThere) keep({ line: 'topic-gone', topic });
    return { topic, errorCode: kafkaErrorCode(isThere ? undefined : UNKNOWN_PARTITION) };
  }),
});

export const createPartitions: Handler<'createPartitions'> = (
  { broker, keep },
  { topics, validateOnly },
) => ({
  topics: topics.map(({ topic: name, count }) => {
    const topic = broker.topics.get(name);
    const now = topic?.partitions.length ?? 0;
    const refused: Refusal =
      topic === undefined
        ? [UNKNOWN_PARTITION, `There is no topic '${name}'.`]
        : count <= now
          ? ['INVALID_PARTITIONS', `The topic has ${now} partitions already.`]
          : undefined;
    if (topic !== undefined && refused === undefined && !validateOnly) {
      growTopic(broker, name, count);
      keep({ line: 'topic', topic: name, partitions: count, configs: topic.configs });
    }
    return { topic: name, ...toldOf(refused) };
  }),
});

const TOPIC = 2;
const SOURCE_TOPIC = 1;
const SOURCE_DEFAULT = 5;

/** Of a topic, as far as the broker goes by them. */
const DEFAULTS: Configs = {
  'cleanup.policy': 'delete',
  'delete.retention.ms': '86400000',
  'retention.ms': '604800000',
};

export const describeConfigs: Handler<'describeConfigs'> = ({ broker }, { resources }) => ({
  resources: resources.map(({ type, name, keys }) => {
    const topic = type === TOPIC ? broker.topics.get(name) : undefined;
    const refused: Refusal =
      type === TOPIC && topic === undefined ? [UNKNOWN_PARTITION, `There is no topic '${name}'.`] : undefined;
    const own = topic?.configs ?? {};
    const all = Object.entries(topic === undefined ? {} : { ...DEFAULTS, ...own });
    return {
      ...toldOf(refused),
      type,
      name,
      configs: all
        .filter(([key]) => keys === null || keys.length === 0 || keys.includes(key))
        .map(([key, value]) => ({
          name: key,
          value,
          readOnly: false,
          isDefault: !Object.hasOwn(own, key),
          source: Object.hasOwn(own, key) ? SOURCE_TOPIC : SOURCE_DEFAULT,
          isSensitive: false,
          synonyms: [],
        })),
    };
  }),
});

export const alterConfigs: Handler<'alterConfigs'> = ({ broker, keep }, { resources, validateOnly }) => ({
  resources: resources.map(({ type, name, configs }) => {
    const topic = type === TOPIC ? broker.topics.get(name) : undefined;
    const refused: Refusal =
      topic === undefined ? ['INVALID_REQUEST', 'Only topics that there are can be configured.'] : undefined;
    if (topic !== undefined && !validateOnly) {
      topic.configs = configsOf(configs);
      keep({ line: 'topic', topic: name, partitions: topic.partitions.length, configs: topic.configs });
    }
    return { ...toldOf(refused), type, name };
  }),
});

/** What retention and compaction take from all topics by now. */
export function tidyTopics(desk: Desk, nowMs: number): void {
  for (const { name, partitions, configs } of desk.broker.topics.values()) {
    const setting = (key: string): number => Number(configs[key] ?? DEFAULTS[key]);
    const policies = (configs['cleanup.policy'] ?? 'delete').split(',').map((policy) => policy.trim());
    partitions.forEach((log, partition) => {
      const before = log.batches.length;
      const retentionMs = setting('retention.ms');
      let hasChanged = false;
      if (policies.includes('delete') && retentionMs >= 0)
        hasChanged = applyRetention(log, { retentionMs }, nowMs) > 0;
      if (policies.includes('compact') && before > 0) {
        compactLog(log, { deleteRetentionMs: setting('delete.retention.ms') }, nowMs);
        hasChanged = true;
      }
      if (hasChanged) keepLog(desk, name, partition);
    });
  }
}

/** A sample of each request and answer, in our words and in those of kafkajs. */
import type { AnswerOf, ApiName, RequestOf } from '../../../../servers/kafka/wire/codec/apis.js';

/** What kafkajs is given to write, what we read of it, what we answer, and what kafkajs reads of that. */
export interface Sample<N extends ApiName> {
  readonly theirs: string;
  readonly given: unknown;
  readonly read: Partial<RequestOf<N>>;
  readonly answer: AnswerOf<N>;
  readonly told: object;
}

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const place = { topic: 't', partitions: [3] };
const producer = { transactionalId: 'tx', producerId: 4_000_000_000, producerEpoch: 7 };
const NOBODY = { errorCode: 25 };

export const samples: { readonly [N in Exclude<ApiName, 'produce' | 'fetch'>]: Sample<N> } = {
  listOffsets: {
    theirs: 'ListOffsets',
    given: {
      replicaId: -1,
      isolationLevel: 1,
      topics: [{ topic: 't', partitions: [{ partition: 3, timestamp: -2 }] }],
    },
    read: { topics: [{ topic: 't', partitions: [{ partition: 3, timestamp: -2 }] }] },
    answer: {
      topics: [{ topic: 't', partitions: [{ partition: 3, errorCode: 0, timestamp: 5, offset: 2 ** 40 }] }],
    },
    told: {
      responses: [
        { topic: 't', partitions: [{ partition: 3, errorCode: 0, timestamp: '5', offset: String(2 ** 40) }] },
      ],
    },
  },
  deleteRecords: {
    theirs: 'DeleteRecords',
    given: { topics: [{ topic: 't', partitions: [{ partition: 3, offset: '9' }] }] },
    read: { topics: [{ topic: 't', partitions: [{ partition: 3, offset: 9 }] }] },
    answer: { topics: [{ topic: 't', partitions: [{ partition: 3, lowWatermark: 9, errorCode: 0 }] }] },
    told: { topics: [{ topic: 't', partitions: [{ partition: 3, lowWatermark: 9n, errorCode: 0 }] }] },
  },
  offsetCommit: {
    theirs: 'OffsetCommit',
    given: {
      groupId: 'g',
      groupGenerationId: 2,
      memberId: 'm',
      retentionTime: 100,
      topics: [{ topic: 't', partitions: [{ partition: 3, offset: '9', metadata: 'x' }] }],
    },
    read: { groupId: 'g', generationId: 2, memberId: 'm' },
    answer: { topics: [{ topic: 't', partitions: [{ partition: 3, ...NOBODY }] }] },
    told: { responses: [{ topic: 't', partitions: [{ partition: 3, ...NOBODY }] }] },
  },
  offsetFetch: {
    theirs: 'OffsetFetch',
    given: { groupId: 'g', topics: [{ topic: 't', partitions: [{ partition: 3 }] }] },
    read: { groupId: 'g', topics: [place] },
    answer: {
      topics: [{ topic: 't', partitions: [{ partition: 3, offset: 9, metadata: 'x', errorCode: 0 }] }],
      errorCode: 0,
    },
    told: {
      responses: [{ topic: 't', partitions: [{ partition: 3, offset: '9', metadata: 'x', errorCode: 0 }] }],
    },
  },
  findCoordinator: {
    theirs: 'GroupCoordinator',
    given: { groupId: 'g', coordinatorKey: 'g', coordinatorType: 0 },
    read: { key: 'g', keyType: 0 },
    answer: { errorCode: 0, errorMessage: null, nodeId: 1, host: 'kafka', port: 9092 },
    told: { errorCode: 0, coordinator: { nodeId: 1, host: 'kafka', port: 9092 } },
  },
  joinGroup: {
    theirs: 'JoinGroup',
    given: {
      groupId: 'g',
      sessionTimeout: 6_000,
      rebalanceTimeout: 9_000,
      memberId: 'm',
      protocolType: 'consumer',
      groupProtocols: [{ name: 'p', metadata: bytes(1, 2) }],
    },
    read: { groupId: 'g', sessionTimeoutMs: 6_000, protocols: [{ name: 'p', metadata: bytes(1, 2) }] },
    answer: {
      errorCode: 0,
      generationId: 4,
      protocolName: 'p',
      leader: 'm',
      memberId: 'm',
      members: [{ memberId: 'm', groupInstanceId: null, metadata: bytes(3) }],
    },
    told: { generationId: 4, groupProtocol: 'p', leaderId: 'm', memberId: 'm' },
  },
  syncGroup: {
    theirs: 'SyncGroup',
    given: {
      groupId: 'g',
      generationId: 4,
      memberId: 'm',
      groupAssignment: [{ memberId: 'm', memberAssignment: bytes(1) }],
    },
    read: { groupId: 'g', generationId: 4, assignments: [{ memberId: 'm', assignment: bytes(1) }] },
    answer: { errorCode: 0, assignment: bytes(1) },
    told: { errorCode: 0, memberAssignment: bytes(1) },
  },
  heartbeat: {
    theirs: 'Heartbeat',
    given: { groupId: 'g', groupGenerationId: 4, memberId: 'm', groupInstanceId: null },
    read: { groupId: 'g', generationId: 4, memberId: 'm' },
    answer: NOBODY,
    told: NOBODY,
  },
  leaveGroup: {
    theirs: 'LeaveGroup',
    given: { groupId: 'g', memberId: 'm', members: [{ memberId: 'm' }] },
    read: { groupId: 'g' },
    answer: { errorCode: 0, members: [{ memberId: 'm', groupInstanceId: null, ...NOBODY }] },
    told: { errorCode: 0 },
  },
  describeGroups: {
    theirs: 'DescribeGroups',
    given: { groupIds: ['g'] },
    read: { groups: ['g'] },
    answer: {
      groups: [
        {
          errorCode: 0,
          groupId: 'g',
          state: 'Stable',
          protocolType: 'consumer',
          protocol: 'p',
          members: [{ memberId: 'm', clientId: 'c', metadata: bytes(1), assignment: bytes(2) }],
        },
      ],
    },
    told: {
      groups: [{ groupId: 'g', state: 'Stable', members: [{ memberId: 'm', memberAssignment: bytes(2) }] }],
    },
  },
  listGroups: {
    theirs: 'ListGroups',
    given: {},
    read: {},
    answer: { errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] },
    told: { errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] },
  },
  deleteGroups: {
    theirs: 'DeleteGroups',
    given: ['g'],
    read: { groups: ['g'] },
    answer: { results: [{ groupId: 'g', errorCode: 0 }] },
    told: { results: [{ groupId: 'g', errorCode: 0 }] },
  },
  apiVersions: {
    theirs: 'ApiVersions',
    given: {},
    read: {},
    answer: { errorCode: 0, apis: [{ key: 3, first: 0, last: 6 }] },
    told: { errorCode: 0, apiVersions: [{ apiKey: 3, minVersion: 0, maxVersion: 6 }] },
  },
  metadata: {
    theirs: 'Metadata',
    given: { topics: ['t'], allowAutoTopicCreation: true },
    read: { topics: ['t'], allowAutoTopicCreation: true },
    answer: {
      brokers: [{ nodeId: 1, host: 'kafka', port: 9092, rack: null }],
      clusterId: 'c',
      controllerId: 1,
      topics: [
        {
          errorCode: 0,
          topic: 't',
          partitions: [{ errorCode: 0, partition: 3, leaderId: 1, replicas: [1], inSync: [1], offline: [] }],
        },
      ],
    },
    told: {
      brokers: [{ nodeId: 1, host: 'kafka', port: 9092 }],
      topicMetadata: [{ topic: 't', partitionMetadata: [{ partitionId: 3, leader: 1, isr: [1] }] }],
    },
  },
  createTopics: {
    theirs: 'CreateTopics',
    given: {
      topics: [
        {
          topic: 't',
          numPartitions: -1,
          replicationFactor: -1,
          replicaAssignment: [{ partition: 0, replicas: [1] }],
          configEntries: [{ name: 'a', value: 'b' }],
        },
      ],
      validateOnly: false,
      timeout: 50,
    },
    read: {
      topics: [
        {
          topic: 't',
          partitions: -1,
          replicationFactor: -1,
          assignments: [{ partition: 0, brokers: [1] }],
          configs: [{ name: 'a', value: 'b' }],
        },
      ],
    },
    answer: { topics: [{ topic: 't', errorCode: 36, errorMessage: 'there' }] },
    told: { topicErrors: [{ topic: 't', errorCode: 36 }] },
  },
  deleteTopics: {
    theirs: 'DeleteTopics',
    given: { topics: ['t'], timeout: 50 },
    read: { topics: ['t'], timeoutMs: 50 },
    answer: { topics: [{ topic: 't', errorCode: 0 }] },
    told: { topicErrors: [{ topic: 't', errorCode: 0 }] },
  },
  createPartitions: {
    theirs: 'CreatePartitions',
    given: { topicPartitions: [{ topic: 't', count: 4 }] },
    read: { timeoutMs: 5_000, validateOnly: false },
    answer: { topics: [{ topic: 't', errorCode: 37, errorMessage: 'few' }] },
    told: { topicErrors: [{ topic: 't', errorCode: 37, errorMessage: 'few' }] },
  },
  describeConfigs: {
    theirs: 'DescribeConfigs',
    given: { resources: [{ type: 2, name: 't', configNames: ['a'] }], includeSynonyms: true },
    read: { resources: [{ type: 2, name: 't', keys: ['a'] }] },
    answer: {
      resources: [
        {
          errorCode: 0,
          errorMessage: null,
          type: 2,
          name: 't',
          configs: [
            {
              name: 'a',
              value: 'b',
              readOnly: false,
              isDefault: true,
              source: 5,
              isSensitive: false,
              synonyms: [],
            },
          ],
        },
      ],
    },
    told: {
      resources: [
        { resourceName: 't', configEntries: [{ configName: 'a', configValue: 'b', isSensitive: false }] },
      ],
    },
  },
  alterConfigs: {
    theirs: 'AlterConfigs',
    given: { resources: [{ type: 2, name: 't', configEntries: [{ name: 'a', value: 'b' }] }] },
    read: { resources: [{ type: 2, name: 't', configs: [{ name: 'a', value: 'b' }] }] },
    answer: { resources: [{ errorCode: 0, errorMessage: null, type: 2, name: 't' }] },
    told: { resources: [{ errorCode: 0, resourceName: 't' }] },
  },
  initProducerId: {
    theirs: 'InitProducerId',
    given: { transactionalId: 'tx', transactionTimeout: 60_000 },
    read: { transactionalId: 'tx', timeoutMs: 60_000 },
    answer: { errorCode: 0, producerId: 4_000_000_000, producerEpoch: 7 },
    told: { errorCode: 0, producerId: '4000000000', producerEpoch: 7 },
  },
  addPartitionsToTxn: {
    theirs: 'AddPartitionsToTxn',
    given: { ...producer, topics: [place] },
    read: { ...producer, topics: [place] },
    answer: { topics: [{ topic: 't', partitions: [{ partition: 3, errorCode: 47 }] }] },
    told: { errors: [{ topic: 't', partitionErrors: [{ partition: 3, errorCode: 47 }] }] },
  },
  addOffsetsToTxn: {
    theirs: 'AddOffsetsToTxn',
    given: { ...producer, groupId: 'g' },
    read: { ...producer, groupId: 'g' },
    answer: { errorCode: 47 },
    told: { errorCode: 47 },
  },
  endTxn: {
    theirs: 'EndTxn',
    given: { ...producer, transactionResult: true },
    read: { ...producer, committed: true },
    answer: { errorCode: 47 },
    told: { errorCode: 47 },
  },
  txnOffsetCommit: {
    theirs: 'TxnOffsetCommit',
    given: {
      ...producer,
      groupId: 'g',
      topics: [{ topic: 't', partitions: [{ partition: 3, offset: '9', metadata: null }] }],
    },
    read: {
      ...producer,
      groupId: 'g',
      topics: [{ topic: 't', partitions: [{ partition: 3, offset: 9, metadata: null }] }],
    },
    answer: { topics: [{ topic: 't', partitions: [{ partition: 3, errorCode: 0 }] }] },
    told: { topics: [{ topic: 't', partitions: [{ partition: 3, errorCode: 0 }] }] },
  },
};

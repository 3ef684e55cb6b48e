/** Requests about records: what is written, read, sought and deleted. */
import { api, byTopic, calm, calmSince, partitionError } from './api.js';
import {
  int16,
  int32,
  int64,
  int8,
  list,
  nullableBytes,
  nullableList,
  nullableText,
  since,
  struct,
  text,
  usually,
  within,
} from './fields.js';

export const produce = api(
  0,
  [3, 7],
  struct({
    transactionalId: nullableText,
    acks: int16,
    timeoutMs: int32,
    topics: byTopic(struct({ partition: int32, records: nullableBytes })),
  }),
  struct({
    topics: byTopic(
      struct({
        partition: int32,
        errorCode: int16,
        baseOffset: int64,
        logAppendTimeMs: usually(-1, int64),
        logStartOffset: since(5, int64, -1),
      }),
    ),
    throttleTimeMs: calm,
  }),
);

export const fetch = api(
  1,
  [4, 11],
  struct({
    replicaId: int32,
    maxWaitMs: int32,
    minBytes: int32,
    maxBytes: int32,
    isolationLevel: int8,
    sessionId: since(7, int32, 0),
    sessionEpoch: since(7, int32, -1),
    topics: byTopic(
      struct({
        partition: int32,
        currentLeaderEpoch: since(9, int32, -1),
        fetchOffset: int64,
        logStartOffset: since(5, int64, -1),
        maxBytes: int32,
      }),
    ),
    forgotten: since(7, byTopic(int32), []),
    rackId: since(11, text, ''),
  }),
  struct({
    throttleTimeMs: calm,
    errorCode: since(7, usually(0, int16), undefined),
    sessionId: since(7, usually(0, int32), undefined),
    topics: byTopic(
      struct({
        partition: int32,
        errorCode: int16,
        highWatermark: int64,
        lastStableOffset: int64,
        logStartOffset: since(5, int64, -1),
        aborted: nullableList(struct({ producerId: int64, firstOffset: int64 })),
        preferredReadReplica: since(11, usually(-1, int32), undefined),
        records: nullableBytes,
      }),
    ),
  }),
);

export const listOffsets = api(
  2,
  [1, 3],
  struct({
    replicaId: int32,
    isolationLevel: since(2, int8, 0),
    topics: byTopic(struct({ partition: int32, timestamp: int64 })),
  }),
  struct({
    throttleTimeMs: calmSince(2),
    topics: byTopic(struct({ partition: int32, errorCode: int16, timestamp: int64, offset: int64 })),
  }),
);

export const deleteRecords = api(
  21,
  [0, 1],
  struct({ topics: byTopic(struct({ partition: int32, offset: int64 })), timeoutMs: int32 }),
  struct({
    throttleTimeMs: calm,
    topics: byTopic(struct({ partition: int32, lowWatermark: int64, errorCode: int16 })),
  }),
);

export const offsetCommit = api(
  8,
  [1, 5],
  struct({
    groupId: text,
    generationId: int32,
    memberId: text,
    retentionTimeMs: within(2, 4, int64, -1),
    topics: byTopic(
      struct({
        partition: int32,
        offset: int64,
        commitTimestamp: within(1, 1, int64, -1),
        metadata: nullableText,
      }),
    ),
  }),
  struct({ throttleTimeMs: calmSince(3), topics: byTopic(partitionError) }),
);

export const offsetFetch = api(
  9,
  [1, 4],
  struct({ groupId: text, topics: nullableList(struct({ topic: text, partitions: list(int32) })) }),
  struct({
    throttleTimeMs: calmSince(3),
    topics: byTopic(struct({ partition: int32, offset: int64, metadata: nullableText, errorCode: int16 })),
    errorCode: since(2, int16, 0),
  }),
);

/** Requests about producers that are known by a number, and about their transactions. */
import { api, byTopic, calm, partitionError } from './api.js';
import { bool, int16, int32, int64, nullableText, struct, text } from './fields.js';

export const initProducerId = api(
  22,
  [0, 1],
  struct({ transactionalId: nullableText, timeoutMs: int32 }),
  struct({ throttleTimeMs: calm, errorCode: int16, producerId: int64, producerEpoch: int16 }),
);

const producer = { producerId: int64, producerEpoch: int16 };
const onlyError = struct({ throttleTimeMs: calm, errorCode: int16 });

export const addPartitionsToTxn = api(
  24,
  [0, 1],
  struct({ transactionalId: text, ...producer, topics: byTopic(int32) }),
  struct({ throttleTimeMs: calm, topics: byTopic(partitionError) }),
);

export const addOffsetsToTxn = api(
  25,
  [0, 1],
  struct({ transactionalId: text, ...producer, groupId: text }),
  onlyError,
);

export const endTxn = api(
  26,
  [0, 1],
  struct({ transactionalId: text, ...producer, committed: bool }),
  onlyError,
);

export const txnOffsetCommit = api(
  28,
  [0, 1],
  struct({
    transactionalId: text,
    groupId: text,
    ...producer,
    topics: byTopic(struct({ partition: int32, offset: int64, metadata: nullableText })),
  }),
  struct({ throttleTimeMs: calm, topics: byTopic(partitionError) }),
);

/** Requests about the broker and its topics: what it understands, what there is, what shall be. */
import { api, calm, calmSince } from './api.js';
import {
  bool,
  int16,
  int32,
  int8,
  list,
  nullableList,
  nullableText,
  since,
  struct,
  text,
  usually,
  within,
} from './fields.js';

export const apiVersions = api(
  18,
  [0, 2],
  struct({}),
  struct({
    errorCode: int16,
    apis: list(struct({ key: int16, first: int16, last: int16 })),
    throttleTimeMs: calmSince(1),
  }),
);

export const metadata = api(
  3,
  [0, 6],
  struct({
    topics: nullableList(text),
    allowAutoTopicCreation: since(4, bool, true),
  }),
  struct({
    throttleTimeMs: calmSince(3),
    brokers: list(struct({ nodeId: int32, host: text, port: int32, rack: since(1, nullableText, null) })),
    clusterId: since(2, nullableText, null),
    controllerId: since(1, int32, -1),
    topics: list(
      struct({
        errorCode: int16,
        topic: text,
        isInternal: since(1, usually(false, bool), undefined),
        partitions: list(
          struct({
            errorCode: int16,
            partition: int32,
            leaderId: int32,
            replicas: list(int32),
            inSync: list(int32),
            offline: since(5, list(int32), []),
          }),
        ),
      }),
    ),
  }),
);

const named = { topic: text, errorCode: int16 };
const explained = { ...named, errorMessage: nullableText };

export const createTopics = api(
  19,
  [0, 3],
  struct({
    topics: list(
      struct({
        topic: text,
        partitions: int32,
        replicationFactor: int16,
        assignments: list(struct({ partition: int32, brokers: list(int32) })),
        configs: list(struct({ name: text, value: nullableText })),
      }),
    ),
    timeoutMs: int32,
    validateOnly: since(1, bool, false),
  }),
  struct({
    throttleTimeMs: calmSince(2),
    topics: list(struct({ ...named, errorMessage: since(1, nullableText, null) })),
  }),
);

export const deleteTopics = api(
  20,
  [0, 1],
  struct({ topics: list(text), timeoutMs: int32 }),
  struct({ throttleTimeMs: calmSince(1), topics: list(struct(named)) }),
);

export const createPartitions = api(
  37,
  [0, 1],
  struct({
    topics: list(
      struct({
        topic: text,
        count: int32,
        assignments: nullableList(struct({ brokers: list(int32) })),
      }),
    ),
    timeoutMs: int32,
    validateOnly: bool,
  }),
  struct({ throttleTimeMs: calm, topics: list(struct(explained)) }),
);

export const describeConfigs = api(
  32,
  [0, 2],
  struct({
    resources: list(struct({ type: int8, name: text, keys: nullableList(text) })),
    includeSynonyms: since(1, bool, false),
  }),
  struct({
    throttleTimeMs: calm,
    resources: list(
      struct({
        errorCode: int16,
        errorMessage: nullableText,
        type: int8,
        name: text,
        configs: list(
          struct({
            name: text,
            value: nullableText,
            readOnly: bool,
            isDefault: within(0, 0, bool, false),
            source: since(1, int8, -1),
            isSensitive: bool,
            synonyms: since(1, list(struct({ name: text, value: nullableText, source: int8 })), []),
          }),
        ),
      }),
    ),
  }),
);

export const alterConfigs = api(
  33,
  [0, 1],
  struct({
    resources: list(
      struct({
        type: int8,
        name: text,
        configs: list(struct({ name: text, value: nullableText })),
      }),
    ),
    validateOnly: bool,
  }),
  struct({
    throttleTimeMs: calm,
    resources: list(struct({ errorCode: int16, errorMessage: nullableText, type: int8, name: text })),
  }),
);

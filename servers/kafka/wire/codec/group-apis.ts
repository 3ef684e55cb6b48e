/** Requests about consumer groups: who coordinates, who belongs to one, who does what. */
import { api, calm, calmSince } from './api.js';
import {
  bytes,
  int16,
  int32,
  int8,
  list,
  nullableText,
  since,
  struct,
  text,
  usually,
  within,
} from './fields.js';

export const findCoordinator = api(
  10,
  [0, 2],
  struct({ key: text, keyType: since(1, int8, 0) }),
  struct({
    throttleTimeMs: calmSince(1),
    errorCode: int16,
    errorMessage: since(1, nullableText, null),
    nodeId: int32,
    host: text,
    port: int32,
  }),
);

export const joinGroup = api(
  11,
  [0, 5],
  struct({
    groupId: text,
    sessionTimeoutMs: int32,
    rebalanceTimeoutMs: since(1, int32, -1),
    memberId: text,
    groupInstanceId: since(5, nullableText, null),
    protocolType: text,
    protocols: list(struct({ name: text, metadata: bytes })),
  }),
  struct({
    throttleTimeMs: calmSince(2),
    errorCode: int16,
    generationId: int32,
    protocolName: text,
    leader: text,
    memberId: text,
    members: list(struct({ memberId: text, groupInstanceId: since(5, nullableText, null), metadata: bytes })),
  }),
);

export const syncGroup = api(
  14,
  [0, 3],
  struct({
    groupId: text,
    generationId: int32,
    memberId: text,
    groupInstanceId: since(3, nullableText, null),
    assignments: list(struct({ memberId: text, assignment: bytes })),
  }),
  struct({ throttleTimeMs: calmSince(1), errorCode: int16, assignment: bytes }),
);

const onlyError = struct({ throttleTimeMs: calmSince(1), errorCode: int16 });

export const heartbeat = api(
  12,
  [0, 3],
  struct({
    groupId: text,
    generationId: int32,
    memberId: text,
    groupInstanceId: since(3, nullableText, null),
  }),
  onlyError,
);

export const leaveGroup = api(
  13,
  [0, 3],
  struct({
    groupId: text,
    memberId: within(0, 2, text, undefined),
    members: since(3, list(struct({ memberId: text, groupInstanceId: nullableText })), []),
  }),
  struct({
    throttleTimeMs: calmSince(1),
    errorCode: int16,
    members: since(3, list(struct({ memberId: text, groupInstanceId: nullableText, errorCode: int16 })), []),
  }),
);

export const describeGroups = api(
  15,
  [0, 2],
  struct({ groups: list(text) }),
  struct({
    throttleTimeMs: calmSince(1),
    groups: list(
      struct({
        errorCode: int16,
        groupId: text,
        state: text,
        protocolType: text,
        protocol: text,
        members: list(
          struct({
            memberId: text,
            clientId: text,
            clientHost: usually('/', text),
            metadata: bytes,
            assignment: bytes,
          }),
        ),
      }),
    ),
  }),
);

export const listGroups = api(
  16,
  [0, 2],
  struct({}),
  struct({
    throttleTimeMs: calmSince(1),
    errorCode: int16,
    groups: list(struct({ groupId: text, protocolType: text })),
  }),
);

export const deleteGroups = api(
  42,
  [0, 1],
  struct({ groups: list(text) }),
  struct({ throttleTimeMs: calm, results: list(struct({ groupId: text, errorCode: int16 })) }),
);

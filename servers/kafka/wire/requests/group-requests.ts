/** Requests about consumer groups. */
import { kafkaErrorCode, type KafkaError } from '../../core/errors.js';
import { newConsumerGroup, type Answers, type ConsumerGroup, type GroupSettings } from '../../core/group.js';
import { groupNextDueMs, groupPassTime } from '../../core/group-time.js';
import { joinGroup as join } from '../../core/join.js';
import { commitOffsets, type OffsetToCommit } from '../../core/offsets.js';
import { heartbeatGroup, leaveGroup as leave, syncGroup as sync } from '../../core/sync.js';
import type { AnswerOf } from '../codec/apis.js';
import { eachPartition, keepGroup, type Desk, type Handler } from './desk.js';

const NO_BYTES = new Uint8Array(0);
const GROUP = 0;
const TRANSACTION = 1;
/** The only broker that there is. */
export const NODE_ID = 1;

export const findCoordinator: Handler<'findCoordinator'> = ({ settings, port }, { keyType }) => {
  const isKnown = keyType === GROUP || keyType === TRANSACTION;
  return {
    errorCode: kafkaErrorCode(isKnown ? undefined : 'INVALID_REQUEST'),
    errorMessage: null,
    nodeId: isKnown ? NODE_ID : -1,
    host: isKnown ? settings.host : '',
    port: isKnown ? port : -1,
  };
};

function settingsOf({ settings, broker }: Desk): GroupSettings {
  const { initialRebalanceDelayMs, minSessionMs, maxSessionMs } = settings;
  return { initialRebalanceDelayMs, minSessionMs, maxSessionMs, start: broker.starts };
}

export function groupOf({ broker }: Desk, id: string): ConsumerGroup<number> {
  const known = broker.groups.get(id);
  if (known !== undefined) return known;
  const group = newConsumerGroup<number>();
  broker.groups.set(id, group);
  return group;
}

/** Does something to a group; what of it must last is kept. */
function change<T>(desk: Desk, id: string, group: ConsumerGroup<number>, act: () => T): T {
  const before = group.kept;
  const result = act();
  if (group.kept !== before) keepGroup(desk, id);
  return result;
}

function deliver(desk: Desk, answers: Answers<number>): void {
  for (const { to, answer } of answers)
    desk.answer(to, answer.kind === 'join' ? joinAnswer(answer) : syncAnswer(answer));
}

type Told<K extends 'join' | 'sync'> = Extract<Answers<number>[number]['answer'], { readonly kind: K }>;

function joinAnswer(answer: Told<'join'>): AnswerOf<'joinGroup'> {
  if (answer.error !== undefined)
    return {
      errorCode: kafkaErrorCode(answer.error),
      generationId: -1,
      protocolName: '',
      leader: '',
      memberId: answer.memberId,
      members: [],
    };
  const { memberId, generation, protocol, leader, members } = answer;
  return {
    errorCode: 0,
    generationId: generation,
    protocolName: protocol,
    leader,
    memberId,
    members: members.map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId ?? null,
      metadata: member.metadata as Uint8Array,
    })),
  };
}

function syncAnswer(answer: Told<'sync'>): AnswerOf<'syncGroup'> {
  if (answer.error !== undefined) return { errorCode: kafkaErrorCode(answer.error), assignment: NO_BYTES };
  return { errorCode: 0, assignment: (answer.assignment as Uint8Array | undefined) ?? NO_BYTES };
}

/** Bytes of a request are views of it, and the request is not kept. */
const own = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);
const instanceOf = ({ groupInstanceId }: { readonly groupInstanceId: string | null }) =>
  groupInstanceId ?? undefined;

export const joinGroup: Handler<'joinGroup'> = (desk, request, { id, version, clientId, nowMs }) => {
  const { groupId, memberId, sessionTimeoutMs, rebalanceTimeoutMs, protocolType, protocols } = request;
  if (groupId === '') return joinAnswer({ kind: 'join', error: 'INVALID_GROUP_ID', memberId });
  if (memberId !== '' && !desk.broker.groups.has(groupId))
    return joinAnswer({ kind: 'join', error: 'UNKNOWN_MEMBER_ID', memberId });
  const group = groupOf(desk, groupId);
  const asked = {
    memberId,
    instanceId: instanceOf(request),
    clientId,
    sessionTimeoutMs,
    // Before version 1 the session's was the only time-out.
    rebalanceTimeoutMs: rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
    protocolType,
    protocols: protocols.map(({ name, metadata }) => [name, own(metadata)] as const),
    memberIdRequired: version >= 4,
  };
  deliver(
    desk,
    change(desk, groupId, group, () => join(group, asked, id, nowMs, settingsOf(desk))),
  );
  return 'later';
};

export const syncGroup: Handler<'syncGroup'> = (desk, request, { id, nowMs }) => {
  const { groupId, generationId, memberId, assignments } = request;
  const group = desk.broker.groups.get(groupId);
  if (group === undefined) return syncAnswer({ kind: 'sync', error: 'UNKNOWN_MEMBER_ID' });
  const asked = {
    memberId,
    instanceId: instanceOf(request),
    generation: generationId,
    assignments: assignments.map((one) => ({ memberId: one.memberId, assignment: own(one.assignment) })),
  };
  deliver(
    desk,
    change(desk, groupId, group, () => sync(group, asked, id, nowMs)),
  );
  return 'later';
};

export const heartbeat: Handler<'heartbeat'> = ({ broker }, request, { nowMs }) => {
  const { groupId, memberId, generationId } = request;
  const group = broker.groups.get(groupId);
  const asked = { memberId, instanceId: instanceOf(request), generation: generationId };
  const error = group === undefined ? 'UNKNOWN_MEMBER_ID' : heartbeatGroup(group, asked, nowMs);
  return { errorCode: kafkaErrorCode(error) };
};

export const leaveGroup: Handler<'leaveGroup'> = (
  desk,
  { groupId, memberId, members },
  { version, nowMs },
) => {
  const group = desk.broker.groups.get(groupId);
  const leaving = memberId === undefined ? members : [{ memberId, groupInstanceId: null }];
  const errors = group === undefined ? leaving.map((): KafkaError => 'UNKNOWN_MEMBER_ID') : leaveNow(group);
  return {
    errorCode: version < 3 ? kafkaErrorCode(errors[0]) : 0,
    members: leaving.map((one, place) => ({ ...one, errorCode: kafkaErrorCode(errors[place]) })),
  };

  function leaveNow(group: ConsumerGroup<number>): readonly (KafkaError | undefined)[] {
    const asked = leaving.map((one) => ({ memberId: one.memberId, instanceId: instanceOf(one) }));
    const left = change(desk, groupId, group, () => leave(group, asked, nowMs));
    deliver(desk, left.answers);
    return left.errors;
  }
};

type CommitTopics = readonly {
  readonly topic: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly offset: number;
    readonly metadata: string | null;
  }[];
}[];

export function offsetsOf(topics: CommitTopics): OffsetToCommit[] {
  return topics.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset, metadata }) => ({
      topic,
      partition,
      offset,
      ...(metadata !== null && metadata !== '' && { metadata }),
    })),
  );
}

export const offsetCommit: Handler<'offsetCommit'> = (desk, request, { nowMs }) => {
  const { groupId, memberId, generationId, topics } = request;
  const offsets = offsetsOf(topics);
  const isUnknown = !desk.broker.groups.has(groupId) && generationId >= 0;
  const error: KafkaError | undefined = isUnknown
    ? 'ILLEGAL_GENERATION'
    : commitOffsets(groupOf(desk, groupId), { memberId, generation: generationId, offsets }, nowMs);
  if (error === undefined) keepGroup(desk, groupId);
  return {
    topics: eachPartition(topics, (_, { partition }) => ({ partition, errorCode: kafkaErrorCode(error) })),
  };
};

export const offsetFetch: Handler<'offsetFetch'> = ({ broker }, { groupId, topics }) => {
  const offsets = broker.groups.get(groupId)?.offsets ?? {};
  return {
    topics: eachPartition(topics ?? allOf(Object.keys(offsets)), (topic, partition) => {
      const committed = offsets[`${topic}/${partition}`];
      return {
        partition,
        offset: committed?.offset ?? -1,
        metadata: committed?.metadata ?? '',
        errorCode: 0,
      };
    }),
    errorCode: 0,
  };
};

/** Topics with their partitions, from `topic/partition`. */
function allOf(places: readonly string[]): { topic: string; partitions: number[] }[] {
  const byTopic = new Map<string, number[]>();
  for (const place of places) {
    const slash = place.lastIndexOf('/');
    const topic = place.slice(0, slash);
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), Number(place.slice(slash + 1))]);
  }
  return [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
}

export const describeGroups: Handler<'describeGroups'> = ({ broker }, { groups }) => ({
  groups: groups.map((groupId) => {
    const group = broker.groups.get(groupId);
    const members = [...(group?.members.values() ?? [])];
    return {
      errorCode: 0,
      groupId,
      state: group?.state ?? 'Dead',
      protocolType: group?.protocolType ?? '',
      protocol: group?.protocol ?? '',
      members: members.map(({ memberId, clientId, protocols, assignment }) => ({
        memberId,
        clientId,
        metadata:
          (protocols.find(([name]) => name === group?.protocol)?.[1] as Uint8Array | undefined) ?? NO_BYTES,
        assignment: (assignment as Uint8Array | undefined) ?? NO_BYTES,
      })),
    };
  }),
});

export const listGroups: Handler<'listGroups'> = ({ broker }) => ({
  errorCode: 0,
  groups: [...broker.groups].map(([groupId, { protocolType }]) => ({
    groupId,
    protocolType: protocolType ?? '',
  })),
});

export const deleteGroups: Handler<'deleteGroups'> = (desk, { groups }) => ({
  results: groups.map((groupId) => {
    const group = desk.broker.groups.get(groupId);
    const error =
      group === undefined ? 'GROUP_ID_NOT_FOUND' : group.members.size > 0 ? 'NON_EMPTY_GROUP' : undefined;
    if (error === undefined) {
      desk.broker.groups.delete(groupId);
      desk.keep({ line: 'group-gone', group: groupId });
    }
    return { groupId, errorCode: kafkaErrorCode(error) };
  }),
});

export function passGroupTime(desk: Desk, nowMs: number): void {
  for (const [id, group] of desk.broker.groups) {
    if ((groupNextDueMs(group) ?? Infinity) > nowMs) continue;
    deliver(
      desk,
      change(desk, id, group, () => groupPassTime(group, nowMs)),
    );
  }
}

export function nextGroupDueMs({ broker }: Desk): number {
  let dueMs = Infinity;
  for (const group of broker.groups.values()) dueMs = Math.min(dueMs, groupNextDueMs(group) ?? Infinity);
  return dueMs;
}

/** The coordinator of a consumer group: who waits, who is told what and when, and whose commits count. */
import {
  addTxnOffsets,
  commitOffsets,
  committedOffset,
  endTxnOffsets,
  groupNextDueMs,
  groupPassTime,
  heartbeatGroup,
  isOffsetPending,
  joinGroup,
  leaveGroup,
  newConsumerGroup,
  restoreGroup,
  soundGroup,
  syncGroup,
  type Answers,
  type ConsumerGroup,
  type GroupRules,
  type JoinRequest,
} from 'seedstorm/servers';
import { describe, expect, it } from 'vitest';

const SETTINGS = { initialRebalanceDelayMs: 0, minSessionMs: 10, maxSessionMs: 1_000 };
const request = (clientId: string, given: Partial<JoinRequest> = {}): JoinRequest => ({
  memberId: '',
  clientId,
  sessionTimeoutMs: 100,
  rebalanceTimeoutMs: 200,
  protocolType: 'consumer',
  protocols: [['range', { topics: ['t'] }]],
  memberIdRequired: false,
  ...given,
});

/** A group whose answers are written down: `a: joined 1 of a-1 (a-1, b-2)`. */
function driven(rules: GroupRules = soundGroup, settings = SETTINGS) {
  let group: ConsumerGroup<string> = newConsumerGroup();
  const told = (answers: Answers<string>): string[] =>
    answers.map(({ to, answer }) => {
      if (answer.error !== undefined) return `${to}: ${answer.error}`;
      if (answer.kind === 'sync') return `${to}: ${JSON.stringify(answer.assignment)}`;
      const members = answer.members.map(({ memberId }) => memberId);
      return `${to}: ${answer.generation} led by ${answer.leader}${members.length > 0 ? `, ${members.join(' ')}` : ''}`;
    });
  const asking = (memberId: string, generation = group.generation, instanceId?: string) => ({
    memberId,
    generation,
    ...(instanceId !== undefined && { instanceId }),
  });
  return {
    get group() {
      return group;
    },
    join: (to: string, nowMs: number, given: Partial<JoinRequest> = {}) =>
      told(joinGroup(group, request(to, given), to, nowMs, settings, rules)),
    sync: (memberId: string, nowMs: number, assignments: Record<string, unknown> = {}, instanceId?: string) =>
      told(
        syncGroup(
          group,
          {
            ...asking(memberId, group.generation, instanceId),
            assignments: Object.entries(assignments).map(([member, assignment]) => ({
              memberId: member,
              assignment,
            })),
          },
          memberId,
          nowMs,
          rules,
        ),
      ),
    beat: (memberId: string, nowMs: number, generation?: number, instanceId?: string) =>
      heartbeatGroup(group, asking(memberId, generation, instanceId), nowMs, rules),
    commit: (memberId: string, offset: number, generation?: number, instanceId?: string) =>
      commitOffsets(
        group,
        {
          ...asking(memberId, generation, instanceId),
          offsets: [{ topic: 't', partition: 0, offset }],
        },
        0,
        rules,
      ),
    leave: (memberId: string, nowMs: number) => told(leaveGroup(group, [{ memberId }], nowMs, rules).answers),
    pass: (nowMs: number) => told(groupPassTime(group, nowMs, rules)),
    restart(nowMs: number) {
      group = restoreGroup(structuredClone(group.kept), { ...group.offsets }, nowMs);
    },
  };
}

/** Two members, a-1 and b-2, in generation 2. */
function twoMembers(rules: GroupRules = soundGroup, given: Partial<JoinRequest> = {}) {
  const group = driven(rules);
  group.join('a', 0, { ...given, ...(given.instanceId !== undefined && { instanceId: 'a' }) });
  group.sync('a-1', 0, { 'a-1': [0, 1] });
  group.join('b', 1, { ...given, ...(given.instanceId !== undefined && { instanceId: 'b' }) });
  group.join('a', 2, {
    memberId: 'a-1',
    ...given,
    ...(given.instanceId !== undefined && { instanceId: 'a' }),
  });
  group.sync('b-2', 3, {}, given.instanceId && 'b');
  group.sync('a-1', 4, { 'a-1': [0], 'b-2': [1] }, given.instanceId && 'a');
  return group;
}

describe('a group', () => {
  it('begins a generation when all members have joined, and gives assignments when its leader has synced', () => {
    const group = driven();
    expect(group.join('a', 0)).toEqual(['a: 1 led by a-1, a-1']);
    expect(group.sync('a-1', 0, { 'a-1': [0, 1] })).toEqual(['a-1: [0,1]']);
    expect(group.join('b', 10)).toEqual([]);
    expect(group.beat('a-1', 20)).toBe('REBALANCE_IN_PROGRESS');
    expect(group.join('a', 30, { memberId: 'a-1' })).toEqual(['a: 2 led by a-1, a-1 b-2', 'b: 2 led by a-1']);
    expect(group.commit('a-1', 3)).toBe('REBALANCE_IN_PROGRESS');
    expect(group.sync('b-2', 31)).toEqual([]);
    expect(group.sync('a-1', 32, { 'a-1': [0], 'b-2': [1] })).toEqual(['a-1: [0]', 'b-2: [1]']);
    expect(group.group.state).toBe('Stable');
    expect(group.beat('b-2', 40)).toBeUndefined();
    // Who did not get its answer asks again.
    expect(group.join('b', 41, { memberId: 'b-2' })).toEqual(['b: 2 led by a-1']);
    expect(group.sync('b-2', 42)).toEqual(['b-2: [1]']);
  });

  it('gives a newcomer an id to ask with, and waits for it as long as its session lasts', () => {
    const group = driven();
    expect(group.join('a', 0, { memberIdRequired: true })).toEqual(['a: MEMBER_ID_REQUIRED']);
    expect(group.group.state).toBe('Empty');
    expect(groupNextDueMs(group.group)).toBe(100);
    expect(group.join('a', 10, { memberId: 'a-1' })).toEqual(['a: 1 led by a-1, a-1']);
    group.sync('a-1', 10, { 'a-1': [0] });
    group.join('b', 20, { memberIdRequired: true });
    // The leader asks for a rebalance, which waits for b.
    expect(group.join('a', 30, { memberId: 'a-1' })).toEqual([]);
    expect(group.pass(119)).toEqual([]);
    expect(group.pass(120)).toEqual(['a: 2 led by a-1, a-1']);
  });

  it('waits for more members when it was empty, and again when some came', () => {
    const group = driven(soundGroup, { ...SETTINGS, initialRebalanceDelayMs: 30 });
    group.join('a', 0);
    expect(groupNextDueMs(group.group)).toBe(30);
    group.join('b', 20);
    expect(group.pass(30)).toEqual([]);
    expect(groupNextDueMs(group.group)).toBe(60);
    expect(group.pass(60)).toEqual(['a: 1 led by a-1, a-1 b-2', 'b: 1 led by a-1']);
  });

  it('goes on without those that do not come back in time', () => {
    const group = twoMembers();
    group.join('c', 10);
    expect(group.join('a', 20, { memberId: 'a-1' })).toEqual([]);
    expect(groupNextDueMs(group.group)).toBe(104);
    expect(group.pass(104)).toEqual(['a: 3 led by a-1, a-1 c-3', 'c: 3 led by a-1']);
    expect(group.beat('b-2', 105)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('rebalances when a session ends, and when a member leaves', () => {
    const group = twoMembers();
    group.beat('a-1', 60);
    expect(group.pass(104)).toEqual([]);
    expect(group.group.state).toBe('PreparingRebalance');
    expect(group.join('a', 110, { memberId: 'a-1' })).toEqual(['a: 3 led by a-1, a-1']);
    group.sync('a-1', 111, { 'a-1': [0, 1] });
    expect(group.leave('a-1', 120)).toEqual([]);
    expect([group.group.state, group.group.generation]).toEqual(['Empty', 4]);
    expect(group.beat('a-1', 130, 3)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('elects another leader where the old one is gone, and does not wait for ever for its assignment', () => {
    const group = twoMembers();
    group.join('c', 10);
    group.join('b', 11, { memberId: 'b-2' });
    group.join('a', 12, { memberId: 'a-1' });
    group.sync('b-2', 13);
    group.sync('c-3', 13);
    for (let nowMs = 50; nowMs < 212; nowMs += 50) group.beat('a-1', nowMs);
    expect(group.pass(212)).toEqual(['b-2: REBALANCE_IN_PROGRESS', 'c-3: REBALANCE_IN_PROGRESS']);
    group.join('b', 213, { memberId: 'b-2' });
    expect(group.join('c', 214, { memberId: 'c-3' })).toEqual([
      'b: 4 led by b-2, b-2 c-3',
      'c: 4 led by b-2',
    ]);
  });

  it('chooses an assignor that all know, by votes, and refuses who knows none of them', () => {
    const group = driven();
    const both = ['range', 'sticky'].map((name) => [name, {}] as const);
    group.join('a', 0, { protocols: both });
    expect(group.group.protocol).toBe('range');
    expect(group.join('b', 1, { protocols: [['other', {}]] })).toEqual(['b: INCONSISTENT_GROUP_PROTOCOL']);
    expect(group.join('b', 1, { protocolType: 'connect' })).toEqual(['b: INCONSISTENT_GROUP_PROTOCOL']);
    expect(group.join('b', 1, { sessionTimeoutMs: 5 })).toEqual(['b: INVALID_SESSION_TIMEOUT']);
    group.join('b', 2, { protocols: [['sticky', {}]] });
    group.join('a', 3, { memberId: 'a-1', protocols: both });
    expect(group.group.protocol).toBe('sticky');
  });
});

describe('a commit', () => {
  it('is for members of this generation', () => {
    const group = twoMembers();
    expect(group.commit('a-1', 5)).toBeUndefined();
    expect(group.commit('a-1', 6, 1)).toBe('ILLEGAL_GENERATION');
    expect(group.commit('z', 6)).toBe('UNKNOWN_MEMBER_ID');
    expect(committedOffset(group.group, 't', 0)).toBe(5);
    expect(committedOffset(group.group, 't', 1)).toBeUndefined();
    // While others join, a member of the generation that ends may still commit what it has done.
    group.join('c', 10);
    expect(group.commit('b-2', 7)).toBeUndefined();
  });

  it('is for anybody where the group has no members', () => {
    const group = driven();
    expect(group.commit('', 3, -1)).toBeUndefined();
    expect(group.commit('', 3, 0)).toBe('UNKNOWN_MEMBER_ID');
    group.join('a', 0);
    expect(group.commit('', 4, -1)).toBe('UNKNOWN_MEMBER_ID');
  });

  it('of a zombie counts where the generation is not checked', () => {
    const group = twoMembers({ ...soundGroup, generation: 'ignored' });
    expect(group.commit('z', 6, 1)).toBeUndefined();
    expect(committedOffset(group.group, 't', 0)).toBe(6);
  });

  it('of a transaction counts when that commits, unless a later one was made', () => {
    const { group, commit } = twoMembers();
    const offsets = (offset: number) => [{ topic: 't', partition: 0, offset }];
    const from = (producerId: number, offset: number, memberId = 'a-1', generation = 2) =>
      addTxnOffsets(group, { producerId, memberId, generation, offsets: offsets(offset) });
    expect(from(7, 3)).toBeUndefined();
    expect([isOffsetPending(group, 't', 0), isOffsetPending(group, 't', 1)]).toEqual([true, false]);
    expect(committedOffset(group, 't', 0)).toBeUndefined();
    endTxnOffsets(group, 7, 'commit');
    expect(committedOffset(group, 't', 0)).toBe(3);
    from(7, 4);
    endTxnOffsets(group, 7, 'abort');
    expect([committedOffset(group, 't', 0), isOffsetPending(group, 't', 0)]).toEqual([3, false]);
    from(7, 5);
    commit('a-1', 9);
    endTxnOffsets(group, 7, 'commit');
    expect(committedOffset(group, 't', 0)).toBe(9);
    expect(from(7, 6, 'a-1', 1)).toBe('ILLEGAL_GENERATION');
    expect(from(7, 6, '', -1)).toBeUndefined();
  });
});

describe('a static member', () => {
  it('restarts within its session without a rebalance, and its old process is fenced', () => {
    const group = twoMembers(soundGroup, { instanceId: 'given' });
    expect(group.join('b', 20, { instanceId: 'b' })).toEqual(['b: 2 led by a-1']);
    expect(group.group.state).toBe('Stable');
    expect(group.sync('b-3', 21, {}, 'b')).toEqual(['b-3: [1]']);
    expect(group.beat('b-2', 22, 2, 'b')).toBe('FENCED_INSTANCE_ID');
    expect(group.commit('b-2', 9, 2, 'b')).toBe('FENCED_INSTANCE_ID');
    expect(group.join('b', 23, { memberId: 'b-2', instanceId: 'b' })).toEqual(['b: FENCED_INSTANCE_ID']);
    expect(group.sync('b-2', 24, {}, 'b')).toEqual(['b-2: FENCED_INSTANCE_ID']);
    expect(leaveGroup(group.group, [{ memberId: 'b-2', instanceId: 'b' }], 25).errors).toEqual([
      'FENCED_INSTANCE_ID',
    ]);
    expect(leaveGroup(group.group, [{ memberId: '', instanceId: 'b' }], 26).errors).toEqual([undefined]);
    expect(group.group.state).toBe('PreparingRebalance');
  });

  it('that led does not assign when it is back', () => {
    const group = twoMembers(soundGroup, { instanceId: 'given' });
    expect(group.join('a', 20, { instanceId: 'a' })).toEqual(['a: 2 led by a-1']);
    expect(group.group.leader).toBe('a-3');
    expect(group.sync('a-3', 21, {}, 'a')).toEqual(['a-3: [0]']);
  });

  it('that restarts while others join takes the place of its old process among them', () => {
    const group = twoMembers(soundGroup, { instanceId: 'given' });
    group.join('a', 20, { memberId: 'a-1', instanceId: 'a' });
    expect(group.join('a', 21, { instanceId: 'a' })).toEqual(['a: FENCED_INSTANCE_ID']);
    expect(group.join('b', 22, { memberId: 'b-2', instanceId: 'b' })).toEqual([
      'b: 3 led by a-3',
      'a: 3 led by a-3, b-2 a-3',
    ]);
    expect(group.join('a', 23, { instanceId: 'a' })).toEqual([]);
    expect(group.group.state).toBe('PreparingRebalance');
  });

  it('stays in the group while it is away, until its session ends', () => {
    const group = twoMembers(soundGroup, { instanceId: 'given' });
    group.join('a', 20, { memberId: 'a-1', instanceId: 'a', sessionTimeoutMs: 900 });
    expect(groupNextDueMs(group.group)).toBe(104);
    expect(group.pass(104)).toEqual(['a: 3 led by a-1, a-1']);
  });
});

describe('a restart of the coordinator', () => {
  it('takes up the last generation that had its assignment, with new sessions', () => {
    const group = twoMembers();
    group.commit('a-1', 5);
    const before = group.group.kept;
    // The generation after it is not complete.
    group.join('c', 10);
    expect(group.group.kept).toBe(before);
    group.restart(500);
    expect(group.beat('b-2', 590)).toBeUndefined();
    expect(group.pass(600)).toEqual([]);
    expect(group.group.state).toBe('PreparingRebalance');
    expect(group.commit('b-2', 6)).toBeUndefined();
    expect(committedOffset(group.group, 't', 0)).toBe(6);
    expect(group.join('b', 610, { memberId: 'b-2' })).toEqual(['b: 3 led by b-2, b-2']);
  });
});

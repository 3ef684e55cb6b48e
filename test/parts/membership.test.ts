/** Heartbeats, suspicion and groups: as data, with copies and late answers; and in worlds that show each planted bug. */
import { simulate } from 'seedstorm';
import {
  answerMember,
  endSessions,
  hear,
  isCurrent,
  memberAnswered,
  newGroup,
  newHearing,
  noMembership,
  suspects,
  suspicionOf,
  type GroupQuestion,
  type Heard,
  type SuspicionSettings,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { groupWorld } from './group-world.js';
import { suspicionWorld } from './suspicion-world.js';

describe('suspicion', () => {
  const byTimeout: SuspicionSettings = { everyMs: 10, suspect: { by: 'timeout', afterMs: 30 } };
  const byPhi: SuspicionSettings = { everyMs: 10, suspect: { by: 'phi', threshold: 3 } };
  const beat = (n: number, incarnation = 1) => ({ incarnation, n });

  it('grows until a heartbeat is heard, and copies and late ones count for nothing', () => {
    const hearing = newHearing(['a', 'b'], 0, byTimeout);
    expect(hear(hearing, 'a', beat(2), 15, byTimeout)).toBe(true);
    expect([hear(hearing, 'a', beat(2), 25, byTimeout), hear(hearing, 'a', beat(1), 26, byTimeout)]).toEqual([
      false,
      false,
    ]);
    expect([10, 20, 29].map((now) => suspects(hearing, now, byTimeout))).toEqual([[], [], []]);
    expect([30, 40, 45].map((now) => suspects(hearing, now, byTimeout).join(''))).toEqual(['b', 'b', 'ab']);
    expect(hear(hearing, 'a', beat(1, 2), 46, byTimeout)).toBe(true);
    expect(suspects(hearing, 50, byTimeout)).toEqual(['b']);
  });

  it('by φ is one threshold for slow and fast, and a restart or a cut does not spoil the mean', () => {
    const limitOf = (everyMs: number) => {
      const own = { ...byPhi, everyMs };
      const hearing = newHearing(['a'], 0, own);
      for (let n = 1; n <= 50; n++) hear(hearing, 'a', beat(n), n * everyMs, own);
      hear(hearing, 'a', beat(70), 70 * everyMs, own);
      const heard = hearing.of['a'] as Heard;
      let quiet = 0;
      while (suspicionOf(heard, heard.lastMs + quiet, own) < 3) quiet++;
      return quiet / everyMs;
    };
    // φ = 3: a pause that comes once in 1,000, which is 6.9 mean pauses.
    expect(limitOf(10)).toBeCloseTo(7, 0);
    expect(limitOf(100)).toBeCloseTo(6.9, 1);
  });

  it('is of nobody where the one who looks stood still', () => {
    const hearing = newHearing(['a'], 0, byTimeout);
    suspects(hearing, 10, byTimeout);
    expect(suspects(hearing, 500, byTimeout)).toEqual([]);
    expect(suspects(hearing, 509, byTimeout)).toEqual([]);
    expect(suspects(hearing, 510, byTimeout)).toEqual(['a']);
  });
});

describe('a group', () => {
  const settings = { sessionMs: 100, everyMs: 30 };
  const ask = (
    group: ReturnType<typeof newGroup>,
    from: string,
    what: GroupQuestion['group'],
    nowMs: number,
    session = 1,
  ) => answerMember(group, { group: what, session }, from, nowMs, settings);

  it('begins a generation with each change, and not with copies', () => {
    const group = newGroup();
    expect(ask(group, 'a', 'join', 0)).toEqual({
      answer: { kind: 'member', generation: 1, members: ['a'] },
      changed: true,
    });
    expect(ask(group, 'a', 'join', 1).changed).toBe(false);
    expect(ask(group, 'b', 'join', 2).answer).toEqual({ kind: 'member', generation: 2, members: ['a', 'b'] });
    expect(ask(group, 'a', 'join', 3, 2).answer).toEqual({
      kind: 'member',
      generation: 3,
      members: ['b', 'a'],
    });
    // What an earlier incarnation sent comes late.
    for (const what of ['join', 'stay', 'leave'] as const)
      expect(ask(group, 'a', what, 4, 1)).toEqual({ answer: { kind: 'out' }, changed: false });
    expect(ask(group, 'a', 'leave', 5, 2)).toEqual({ answer: { kind: 'out' }, changed: true });
    expect(group.members.map(({ name }) => name)).toEqual(['b']);
  });

  it('ends the session of who was not heard, and takes nothing from an older generation', () => {
    const group = newGroup();
    for (const name of ['a', 'b']) ask(group, name, 'join', 0);
    ask(group, 'b', 'stay', 60);
    expect(isCurrent(group, 'a', 2)).toBe(true);
    expect(endSessions(group, 100, settings)).toEqual(['a']);
    expect([
      isCurrent(group, 'a', 2),
      isCurrent(group, 'a', 3),
      isCurrent(group, 'b', 2),
      isCurrent(group, 'b', 3),
    ]).toEqual([false, false, false, true]);
    expect(ask(group, 'a', 'stay', 101).answer).toEqual({ kind: 'out' });
  });

  it('counts on after a restart, or a generation would come twice', () => {
    const first = (count: 'durable' | 'in-memory') => ask(newGroup(7, { count }), 'a', 'join', 0).answer;
    expect(first('durable')).toMatchObject({ generation: 8 });
    expect(first('in-memory')).toMatchObject({ generation: 1 });
  });

  it('is known to its member as it was told last, whatever comes late', () => {
    const mine = noMembership(1);
    const told = (generation: number) => memberAnswered(mine, { kind: 'member', generation, members: ['a'] });
    told(4);
    told(3);
    expect(mine.current?.generation).toBe(4);
    memberAnswered(mine, { kind: 'out' });
    expect(mine.current).toBeUndefined();
  });
});

describe.each(['machine', 'async'] as const)('in worlds, style %s', (style) => {
  it('nobody is suspected without reason, and no addition is lost, in 5 seeds', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      for (const by of ['timeout', 'phi'] as const)
        (await simulate(suspicionWorld, { seed, params: { style, by } })).expectValid();
      (await simulate(groupWorld, { seed, params: { style } })).expectValid();
    }
  });

  it.each(Object.keys(suspicionWorld.bugs ?? {}))('%s is found', (bug) =>
    expectFound(suspicionWorld, bug, { style }),
  );
  it.each(Object.keys(groupWorld.bugs ?? {}))('%s is found', (bug) =>
    expectFound(groupWorld, bug, { style }),
  );
});

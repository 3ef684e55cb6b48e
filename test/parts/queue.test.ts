/** A queue with visibility: as data, and in a world that shows each planted bug, in both styles. */
import { simulate } from 'seedstorm';
import {
  deliver,
  enqueue,
  finish,
  newQueue,
  postpone,
  queueCounts,
  queueRules,
  recoverQueue,
  type NewMessage,
  type QueueLine,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { queueWorld } from './queue-world.js';

const at = (monotonicMs: number, wallMs = monotonicMs) => ({ monotonicMs, wallMs });
const settings = { visibilityMs: 100, maxReceives: 2 };

/** A queue, and all lines it gave. */
function filled(...messages: (Partial<NewMessage<string>> & { id: string })[]) {
  const queue = newQueue<string>();
  const lines: QueueLine<string>[] = [];
  for (const message of messages) lines.push(...enqueue(queue, { body: message.id, ...message }, at(0)));
  const receive = (nowMs: number) => {
    const given = deliver(queue, settings, at(nowMs), 1);
    lines.push(...given.lines);
    return given.delivery;
  };
  const done = (receipt: string) => {
    const given = finish(queue, receipt);
    lines.push(...given);
    return given.length > 0;
  };
  return { queue, lines, receive, done };
}

describe('a queue', () => {
  it('hands out by priority and then by age, and hides what it handed out', () => {
    const { queue, receive } = filled(
      { id: '2' },
      { id: '1' },
      { id: 'high', priority: 1 },
      { id: 'late', delayMs: 50 },
    );
    expect([0, 0, 0, 0].map((now) => receive(now)?.id)).toEqual(['high', '2', '1', undefined]);
    expect(queueCounts(queue, at(0))).toEqual({ ready: 0, delayed: 1, inFlight: 3, dead: 0 });
    expect(receive(49)).toBeUndefined();
    expect(receive(50)?.id).toBe('late');
  });

  it('gives back what was not acknowledged, and only the last receipt counts', () => {
    const { queue, receive, done } = filled({ id: 'a' });
    const first = receive(0)?.receipt ?? '';
    expect(receive(99)).toBeUndefined();
    const second = receive(100);
    expect(second).toMatchObject({ id: 'a', receives: 2 });
    expect([done(first), postpone(queue, first, 0, at(110))]).toEqual([false, false]);
    expect([done(second?.receipt ?? ''), done(second?.receipt ?? '')]).toEqual([true, false]);
    expect(queueCounts(queue, at(110))).toEqual({ ready: 0, delayed: 0, inFlight: 0, dead: 0 });
  });

  it('hides longer what is worked on, and gives back at once what is let go', () => {
    const { queue, receive } = filled({ id: 'a' });
    const { receipt = '' } = receive(0) ?? {};
    expect(postpone(queue, receipt, 100, at(90))).toBe(true);
    expect(receive(189)).toBeUndefined();
    expect(postpone(queue, receipt, 0, at(189))).toBe(true);
    expect(receive(189)?.receives).toBe(2);
  });

  it('keeps what was handed out too often among the dead letters, and goes on with the next', () => {
    const { queue, receive } = filled({ id: 'bad' }, { id: 'b' });
    for (const now of [0, 0, 100, 100]) receive(now);
    expect(receive(200)).toBeUndefined();
    expect(queue.dead).toEqual([
      { id: 'bad', body: 'bad', receives: 2 },
      { id: 'b', body: 'b', receives: 2 },
    ]);
  });

  it('hands out a group one by one: those behind wait, also while the first is hidden', () => {
    const { queue, receive, done } = filled(
      { id: 'a1', group: 'a' },
      { id: 'a2', group: 'a', priority: 1 },
      { id: 'b1', group: 'b' },
      { id: 'free' },
    );
    const first = receive(0);
    expect([first?.id, receive(0)?.id, receive(0)?.id, receive(0)]).toEqual(['a1', 'b1', 'free', undefined]);
    done(first?.receipt ?? '');
    expect(receive(1)?.id).toBe('a2');
    const mixed = { ...settings, rules: { ...queueRules, groups: 'mixed' as const } };
    enqueue(queue, { id: 'a3', body: '', group: 'a' }, at(1));
    expect(deliver(queue, mixed, at(1), 1).delivery?.id).toBe('a3');
  });

  it('takes a second message with an id for a copy while the first is there', () => {
    const { queue, receive, done } = filled({ id: 'a' }, { id: 'a' });
    expect(queue.messages).toHaveLength(1);
    done(receive(0)?.receipt ?? '');
    expect(enqueue(queue, { id: 'a', body: 'again' }, at(5))).toHaveLength(1);
    expect(() => enqueue(queue, { id: 'b', body: '', delayMs: -1 }, at(5))).toThrow(
      'expected at least 0, got -1',
    );
  });

  it('is made again from its lines: what was in flight is visible, receipts and counts are known', () => {
    const { lines, receive, done } = filled({ id: 'a' }, { id: 'b' }, { id: 'c', delayMs: 500 });
    const kept = receive(0)?.receipt ?? '';
    done(receive(0)?.receipt ?? '');
    const again = recoverQueue(newQueue<string>(), lines, at(7, 20));
    expect(queueCounts(again, at(7))).toEqual({ ready: 1, delayed: 1, inFlight: 0, dead: 0 });
    expect(again.messages.map(({ id, visibleAtMs }) => [id, visibleAtMs])).toEqual([
      ['a', 7],
      ['c', 487],
    ]);
    expect(finish(again, kept)).toEqual([{ gone: 'a' }]);
    // A wall clock that jumped makes no delay longer than it was, and none negative.
    for (const [wallMs, visibleAtMs] of [
      [-9e9, 507],
      [9e9, 7],
    ] as const)
      expect(recoverQueue(newQueue<string>(), lines, at(7, wallMs)).messages.at(-1)?.visibleAtMs).toBe(
        visibleAtMs,
      );
  });

  it('made of any beginning of its lines holds what these say', () => {
    const { lines, receive, done } = filled({ id: 'a' }, { id: 'b', priority: 3 });
    for (let now = 0; now <= 300; now += 100) receive(now);
    done(receive(400)?.receipt ?? '');
    for (let length = 0; length <= lines.length; length++) {
      const part = lines.slice(0, length);
      const { messages, dead } = recoverQueue(newQueue<string>(), part, at(0));
      const count = (kind: string) => part.filter((line) => kind in line).length;
      expect(messages.length).toBe(count('sent') - count('gone') - count('died'));
      expect(dead.length).toBe(count('died'));
    }
  });
});

describe.each(['machine', 'async'] as const)('among workers that die, style %s', (style) => {
  it('loses nothing, in 6 seeds', async () => {
    for (let seed = 1; seed <= 6; seed++)
      (await simulate(queueWorld, { seed, params: { style } })).expectValid();
  });

  it.each(Object.keys(queueWorld.bugs ?? {}))('%s is found', (bug) =>
    expectFound(queueWorld, bug, { style }),
  );
});

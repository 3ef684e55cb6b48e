/** The engine's own rules: what breaks one is a fault of ours, whoever's turn it is, and told as such. */
import { describe, expect, it } from 'vitest';
import { stateMachine, type StateMachineNode } from 'seedstorm';
import { failureOf } from '../../cli/errors.js';
import { EngineFault } from '../../sim/kernel/engine-fault.js';
import { EventKind } from '../../sim/kernel/event-kind.js';
import { EventQueue } from '../../sim/kernel/queue.js';
import { runToEnd } from '../../sim/run/loop.js';
import { prepare } from '../../sim/run/prepare.js';
import { HistoryRecorder } from '../../sim/record/history.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { World } from '../../sim/world/world.js';
import { tiny } from './tiny-system.js';

interface Service {
  state: { n: number };
  request: { f: string };
  reply: number;
  timer: 'late';
}

/** A world whose node does something of ours when it is asked. */
function worldWith(act: (node: StateMachineNode<Service>) => void = () => undefined): World {
  const program = stateMachine<Service>({
    start(node) {
      node.setTimer('late', 90);
      return { n: 0 };
    },
    onRequest(state, _request, node) {
      act(node);
      node.reply(++state.n);
    },
    onTimer: () => undefined,
  });
  const asks = [10, 20].map((atMs) => ({ atMs, to: 'a', f: 'count' }));
  return new World(prepare(tiny({ nodes: ['a'], program, asks }) as Scenario, {}, undefined).setup);
}

/** Makes events happen until virtual time is there. */
function until(world: World, ms: number): World {
  while (world.now < ms * 1000 && world.step());
  return world;
}

const client = 1;

describe('a slot', () => {
  const queue = (): EventQueue => new EventQueue();
  const push = (to: EventQueue, time: number): number => to.push(time, time, 0, 0, 0, 0, 0, undefined);

  it('is pending when it is cancelled or read: not popped, not cancelled, not unused', () => {
    const events = queue();
    const [first, second, third] = [push(events, 1), push(events, 2), push(events, 3)];
    events.pop();
    events.cancel(second);
    for (const gone of [first, second, 40, 1_000, -1]) {
      expect(() => events.cancel(gone)).toThrow(EngineFault);
      expect(() => events.row(gone)).toThrow(`slot ${gone} holds no pending event`);
    }
    expect(events.row(third)[0]).toBe(3);
    expect(events.pop()).toBe(third);
    expect(events.pop()).toBe(-1);
    expect(() => events.cancel(third)).toThrow(EngineFault);
  });

  it('is pending again once it is used anew, and after a restore', () => {
    const events = queue();
    const first = push(events, 1);
    events.pop();
    expect(push(events, 2)).toBe(first);
    const twin = queue();
    twin.restore(
      events.save((payload) => payload),
      (payload) => payload,
    );
    for (const each of [events, twin]) {
      each.cancel(first);
      expect(() => each.cancel(first)).toThrow(EngineFault);
    }
  });
});

describe('a world', () => {
  it('schedules nothing in the past, and nothing at no time', () => {
    const world = until(worldWith(), 30);
    for (const at of [world.now - 1, NaN]) {
      expect(() => world.schedule(at, EventKind.Timer, 0, 0, 0, undefined)).toThrow(
        /a timer of a was scheduled for .* ms, in the past, at 90 ms/,
      );
      expect(() => world.arrive(at, EventKind.Message, client, 0, 0, undefined)).toThrow(EngineFault);
    }
    expect(() => world.schedule(world.now, EventKind.Timer, 0, 0, 0, undefined)).not.toThrow();
  });

  it('never lets time fall', () => {
    const world = until(worldWith(), 30);
    world.queue.push(5_000, 0, EventKind.Timer, 0, 0, 0, 0, undefined);
    expect(() => world.step()).toThrow('time fell to 5 ms');
  });

  it('cancels only what its owner has on the calendar', () => {
    const world = until(worldWith(), 1);
    const slot = world.schedule(50_000, EventKind.Wake, 0, 0, 0, undefined);
    expect(() => world.cancel(slot, 0, EventKind.Timer)).toThrow(EngineFault);
    expect(() => world.cancel(slot, client, EventKind.Wake)).toThrow(
      /client cancels a wake that is not on the calendar/,
    );
    world.cancel(slot, 0, EventKind.Wake);
    expect(() => world.cancel(slot, 0, EventKind.Wake)).toThrow(EngineFault);
    expect(() => world.cancel(-1, 0, EventKind.Wake)).not.toThrow();
  });

  it('ends with our fault, not the node’s, though the program catches everything', async () => {
    const world: World = worldWith(() => {
      try {
        world.schedule(0, EventKind.Timer, 0, 0, 0, undefined);
      } catch {
        // As programs do that go on whatever happens.
      }
    });
    await expect(runToEnd(world)).rejects.toThrow(EngineFault);
    const open: World = worldWith(() => void world2.cancel(3_000, 0, EventKind.Timer));
    const world2 = open;
    await expect(runToEnd(open)).rejects.toThrow(/a cancels a timer that is not on the calendar, at 11 ms/);
    expect(open.incidents.all).toEqual([]);
  });

  it('takes a timer that was never set off the calendar, and ends its node after that', async () => {
    const world: World = worldWith((node) => {
      // As other nodes do that have timers of their own.
      for (const name of ['one', 'two', 'never set']) world.intern(name);
      node.clearTimer('never set' as 'late');
      node.exit('done');
    });
    await runToEnd(world);
    world.assertSound();
  });

  it('is sound where nothing is wrong, at any event', () => {
    const world = worldWith();
    do world.assertSound();
    while (world.step());
    world.assertSound();
  });
});

describe('an outstanding operation', () => {
  it('has one client, which has no other', () => {
    const world = until(worldWith(), 10);
    const [asking] = world.clients;
    while (asking?.busy !== true) world.step();
    expect(() => asking.handle(EventKind.ClientNext, -1, 0, undefined)).toThrow(
      /client begins an operation while its operation 0 is open/,
    );
    world.history.invoke('nobody', { f: 'count' }, world.now);
    expect(() => world.assertSound()).toThrow('2 operations are open, and 1 clients wait for one');
  });

  it('ends once', () => {
    const history = new HistoryRecorder();
    const number = history.invoke('c1', { f: 'count' }, 0);
    const saved = history.save();
    history.complete(number, 'info', 1);
    expect(() => history.complete(number, 'ok', 2)).toThrow('operation 0 ends, but it is over already');
    expect(() => history.complete(7, 'ok', 2)).toThrow('operation 7 ends, but it is unknown');
    expect(history.open).toBe(0);
    history.restore(saved);
    expect(history.open).toBe(1);
  });
});

it('a fault of ours is exit code 70, in one sentence', () => {
  expect(failureOf(new EngineFault('time fell to 5 ms'))).toMatchObject({
    exitCode: 70,
    message: expect.stringMatching(/^this is a bug in Seedstorm, not in your input: .*time fell to 5 ms/),
  });
});

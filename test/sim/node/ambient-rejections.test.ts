import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseDrain, inMacrotask } from '../../../sim/kernel/drain.js';
import type { DrainName } from '../../../sim/kernel/drain.js';
import { installAmbient } from '../../../sim/node/ambient/install.js';
import { guardRejections } from '../../../sim/node/ambient/rejections.js';
import { FakeHost } from './fake-host.js';

const events = ['unhandledRejection', 'uncaughtException'] as const;
type Listener = (...args: unknown[]) => void;

// The test runner's own listeners step aside, so that what reaches the outside can be counted.
const outside: string[] = [];
const saved = new Map<string, Listener[]>();
const note: Listener = (error) => void outside.push(String(error));
beforeEach(() => {
  outside.length = 0;
  for (const event of events) {
    saved.set(event, process.rawListeners(event) as Listener[]);
    process.removeAllListeners(event);
    process.on(event, note);
  }
});
afterEach(() => {
  for (const event of events) {
    process.removeAllListeners(event);
    for (const listener of saved.get(event) ?? []) process.on(event, listener);
  }
});

/** Runs code as node n1, guarded; gives what the guard was told, before anything else could run. */
async function guarded(
  name: DrainName,
  program: () => unknown,
  host = new FakeHost('n1'),
): Promise<string[]> {
  const drain = await chooseDrain(name);
  const told: string[] = [];
  await inMacrotask(async () => {
    let running: FakeHost | undefined = host;
    const uninstall = installAmbient(() => running);
    const unguard = guardRejections<FakeHost>(
      () => running,
      (owner, error) => told.push(`${owner.name}: ${String(error)}`),
    );
    try {
      void program();
      if (drain.kind === 'sync') drain.drain();
      else await drain.drain();
    } finally {
      running = undefined;
      unguard();
      uninstall();
    }
  });
  return told;
}

const turnOfTheLoop = () => new Promise((resolve) => setTimeout(resolve, 5));

describe.each<DrainName>(['tick', 'immediate'])('with the %s drain', (name) => {
  const failures: [string, () => unknown][] = [
    ['a rejection', () => Promise.reject(new Error('boom'))],
    [
      'an async function that throws after awaits',
      async () => {
        await null;
        await null;
        throw new Error('boom');
      },
    ],
    [
      'a throwing tick',
      () =>
        process.nextTick(() => {
          throw new Error('boom');
        }),
    ],
    [
      'a throwing microtask',
      () =>
        queueMicrotask(() => {
          throw new Error('boom');
        }),
    ],
  ];
  it.each(failures)('%s goes to its node and nowhere else', async (_name, program) => {
    expect(await guarded(name, program)).toEqual(['n1: Error: boom']);
    await turnOfTheLoop();
    expect(outside).toEqual([]);
  });

  it('several go one by one, and the rest of the node still runs', async () => {
    let ran = 0;
    const told = await guarded(name, () => {
      void Promise.reject(new Error('one'));
      process.nextTick(() => {
        throw new Error('two');
      });
      process.nextTick(() => ran++);
      queueMicrotask(() => ran++);
    });
    expect(told.sort()).toEqual(['n1: Error: one', 'n1: Error: two']);
    expect(ran).toBe(2);
    expect(outside).toEqual([]);
  });

  it('a rejection that is handled in time is nobody’s business', async () => {
    const told = await guarded(name, async () => {
      const failing = Promise.reject(new Error('boom'));
      await null;
      await failing.catch(() => undefined);
    });
    expect([told, outside]).toEqual([[], []]);
  });

  it('sets no timer of Node’s own on the node', async () => {
    const host = new FakeHost('n1');
    await guarded(
      name,
      () => {
        queueMicrotask(() => {
          throw new Error('boom');
        });
        process.nextTick(() => setImmediate(() => undefined));
      },
      host,
    );
    expect(host.wakes.size).toBe(1);
    const machine = new FakeHost('n2', 'state-machine');
    const told = await guarded(
      name,
      () =>
        queueMicrotask(() => {
          throw new Error('boom');
        }),
      machine,
    );
    expect(told).toEqual(['n2: Error: boom']);
  });
});

describe('the listeners outside', () => {
  it('are the same afterwards, in the same order, those for once included', async () => {
    const once: Listener = () => undefined;
    process.once('uncaughtException', once);
    process.on('unhandledRejection', once);
    const before = events.map((event) => process.rawListeners(event));
    await guarded('tick', () => void Promise.reject(new Error('boom')));
    const after = events.map((event) => process.rawListeners(event));
    for (const [index, listeners] of before.entries()) {
      expect(after[index]).toHaveLength(listeners.length);
      for (const [at, listener] of listeners.entries()) expect(after[index]?.[at]).toBe(listener);
    }
  });

  it('hear of what belongs to no node', async () => {
    await inMacrotask(async () => {
      const unguard = guardRejections(
        () => undefined,
        () => outside.push('guard'),
      );
      void Promise.reject(new Error('elsewhere'));
      await turnOfTheLoop();
      unguard();
    });
    expect(outside).toEqual(['Error: elsewhere']);
  });

  it('hear of it when the guard ends if there were none before', async () => {
    for (const event of events) process.removeAllListeners(event);
    const unguard = guardRejections(
      () => undefined,
      () => outside.push('guard'),
    );
    void Promise.reject(new Error('elsewhere'));
    await turnOfTheLoop();
    expect(outside).toEqual([]);
    unguard();
    process.on('uncaughtException', note);
    await turnOfTheLoop();
    expect(outside).toEqual(['Error: elsewhere']);
  });
});

it('with the next-tick drain a rejection arrives only when the macrotask ends', async () => {
  expect(await guarded('next-tick', () => Promise.reject(new Error('late')))).toEqual([]);
  await turnOfTheLoop();
  expect(outside).toEqual(['Error: late']);
});

/** What belongs to one incarnation of one node: its clocks since the start, its listeners, its async context. */
import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { asyncProgram, stateMachine, type AsyncNode, type Fault } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { reported, run, valuesOf } from '../tiny-system.js';

const crash: Fault = { kind: 'crash', atMs: 40, durationMs: 10, node: 'a', unsynced: 'lost' };
const note = (node: AsyncNode<object>, what: object): void => node.effect({ f: 'saw', ...what });

describe('clocks of a process', () => {
  const program = asyncProgram<object>(async (node) => {
    const read = (): void =>
      note(node, {
        now: performance.now(),
        uptime: process.uptime(),
        hrtime: Number(process.hrtime.bigint()) / 1e6,
        origin: performance.timeOrigin,
        date: Date.now(),
      });
    read();
    await node.sleep(20);
    read();
  });
  type Reading = Record<'now' | 'uptime' | 'hrtime' | 'origin' | 'date', number>;
  const readings = async (seed: number, node = 'a') =>
    reported(
      await run({ program, nodes: ['a', 'b'] }, [crash], { seed }),
      'saw',
      node,
    ) as unknown as Reading[];

  it('are a few ms old at a start, and begin anew with each incarnation', async () => {
    for (const seed of [1, 2, 3]) {
      const [first, later, second, last] = await readings(seed);
      if (first === undefined || later === undefined || second === undefined || last === undefined)
        throw new Error();
      for (const { now, uptime } of [first, second]) {
        expect(now).toBeGreaterThan(1);
        expect(now).toBeLessThan(10);
        expect(uptime).toBeCloseTo(now / 1000, 9);
      }
      expect(later.now - first.now).toBeCloseTo(20, 9);
      expect(last.now - second.now).toBeCloseTo(20, 9);
      // The clock of the machine goes on.
      expect(second.hrtime - first.hrtime).toBeCloseTo(50, 6);
      expect(first.hrtime).toBeGreaterThan(1000);
      for (const { origin, now, date } of [first, later, second, last])
        expect(Math.abs(origin + now - date)).toBeLessThan(1);
    }
  });

  it('differ between nodes, incarnations and seeds, and are the same for the same seed', async () => {
    const starts = [...(await readings(1)), ...(await readings(1, 'b')), ...(await readings(2))].map(
      ({ now }) => now,
    );
    expect(new Set(starts).size).toBe(starts.length);
    expect(await readings(1)).toEqual(await readings(1));
  });
});

describe('listeners of process', () => {
  /** Throws away a promise every 10 ms; `a` listens, `b` only in its second life. */
  const program = asyncProgram<object>(async (node) => {
    if (node.id === 'a' && node.incarnation === 1) {
      process.on('unhandledRejection', (reason) => note(node, { reason: String(reason) }));
      process.on('SIGTERM', () => note(node, { reason: 'a signal' }));
    }
    for (let round = 1; ; round++) {
      await node.sleep(10);
      note(node, { listeners: process.listenerCount('unhandledRejection') });
      void Promise.reject(new Error(`${node.id} ${node.incarnation} ${round}`));
    }
  });

  it('hear of their own node only, and go with the incarnation', async () => {
    const before = process.eventNames().map((name) => [name, process.rawListeners(name)]);
    const result = await run({ program, durationMs: 65 }, [crash]);
    expect(process.eventNames().map((name) => [name, process.rawListeners(name)])).toEqual(before);
    const reasons = valuesOf(result, 'saw', 'reason').filter((reason) => reason !== undefined);
    expect(reasons).toEqual(['Error: a 1 1', 'Error: a 1 2', 'Error: a 1 3']);
    const failed = result.checks[0]?.anomalies.map(({ message }) => /^(.*?) \(/.exec(message)?.[1]);
    // b dies of its first one, again and again; a of the first one of its second life.
    expect(failed).toEqual([
      'b failed at 10 ms: Error: b 1 1',
      'b failed at 30 ms: Error: b 2 1',
      'b failed at 50 ms: Error: b 3 1',
      'a failed at 60 ms: Error: a 2 1',
    ]);
  });

  it('leave exits alone', async () => {
    const exits = asyncProgram<object>(async (node) => {
      process.on('uncaughtException', () => note(node, { reason: 'heard' }));
      process.on('unhandledRejection', () => note(node, { reason: 'heard' }));
      await node.sleep(30);
      note(node, { reason: `exits ${node.incarnation}` });
      setTimeout(() => node.exit('by a timer'), 5);
    });
    const result = await run({ program: exits, nodes: ['a'] });
    expect(result.verdict).toBe('valid');
    expect(valuesOf(result, 'saw', 'reason')).toEqual(['exits 1', 'exits 2']);
  });

  it('take care of what handlers of requests throw: nobody answers, and the node goes on', async () => {
    const serves = asyncProgram<object>(async (node) => {
      process.on('unhandledRejection', (reason) => note(node, { reason: (reason as Error).message }));
      node.onRequest((async ({ f }: { f: string }) => {
        if (f === 'bad') throw new Error('bad request');
        return 'fine';
      }) as never);
    });
    const asks = [
      { atMs: 5, to: 'a', f: 'bad', client: 'one' },
      { atMs: 20, to: 'a', f: 'good', client: 'two' },
    ];
    const result = await run({ program: serves, nodes: ['a'], asks, clientTimeoutMs: 30 });
    expect(result.verdict).toBe('valid');
    expect(valuesOf(result, 'saw', 'reason')).toEqual(['bad request']);
    expect(result.history.filter(({ process: who }) => who !== 'a').map(({ type }) => type)).toEqual([
      'info',
      'ok',
    ]);
  });
});

describe('AsyncLocalStorage', () => {
  const als = new AsyncLocalStorage<string>();
  const asks = ['a', 'b', 'c'].flatMap((to) =>
    [5, 15, 25].map((atMs) => ({ atMs, to, f: 'who', client: `${to} ${atMs}` })),
  );
  const entersEverywhere = asyncProgram<object>(async (node) => {
    const atStart = als.getStore();
    als.enterWith(node.id);
    node.onRequest((async () => {
      const before = als.getStore();
      als.enterWith(`request of ${node.id}`);
      await node.sleep(1);
      return [node.id, atStart, before, als.getStore()];
    }) as never);
  });
  const system = { program: entersEverywhere, nodes: ['a', 'b', 'c'], asks };
  const expected = ['a', 'b', 'c'].flatMap((id) => Array(3).fill([id, undefined, id, `request of ${id}`]));
  const outputs = (result: Awaited<ReturnType<typeof run>>): unknown[] =>
    result.history.map(({ output }) => output).sort();

  it('enterWith stays in its node, and a handler sees what was entered where it was registered', async () => {
    expect(outputs(await run(system))).toEqual(expected);
  });

  it.each(['next-tick', 'immediate'] as const)('with the %s drain too', async (drain) => {
    expect(outputs(await run(system, [], { drain }))).toEqual(expected);
  });

  it('nothing comes in from outside, and nothing goes out', async () => {
    expect(outputs(await als.run('outside', () => run(system)))).toEqual(expected);
    expect(als.getStore()).toBeUndefined();
    als.enterWith('entered outside');
    expect(outputs(await run(system))).toEqual(expected);
    expect(als.getStore()).toBe('entered outside');
    als.enterWith(undefined as never);
  });

  it('holds after a node failed', async () => {
    const fails = asyncProgram<object>(async (node) => {
      note(node, { store: als.getStore() ?? 'nothing' });
      als.enterWith(`${node.id} ${node.incarnation}`);
      queueMicrotask(() => {
        throw new Error('on purpose');
      });
    });
    const result = await als.run('outside', () => run({ program: fails, nodes: ['a', 'b'], durationMs: 45 }));
    expect(new Set(valuesOf(result, 'saw', 'store'))).toEqual(new Set(['nothing']));
  });

  it('enterWith in a state machine ends with the event', async () => {
    const enters = stateMachine<{ timer: 'again' }>({
      start: (node) => {
        node.effect({ f: 'saw', store: als.getStore() ?? 'nothing' });
        als.enterWith(node.id);
        node.setTimer('again', 5);
      },
      onTimer: (_state, timer, node) => {
        node.effect({ f: 'saw', store: als.getStore() ?? 'nothing' });
        als.enterWith(`timer of ${node.id}`);
        node.setTimer(timer, 5);
      },
    });
    const result = await als.run('outside', () => run({ program: enters }));
    expect(new Set(valuesOf(result, 'saw', 'store'))).toEqual(new Set(['nothing']));
  });
});

import crypto from 'node:crypto';
import process, { hrtime as importedHrtime } from 'node:process';
import timers, { setTimeout as importedSetTimeout } from 'node:timers';
import timersPromises, { setTimeout as importedSleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ambientImport, installAmbient } from '../../../sim/node/ambient/install.js';
import { replaceMethod } from '../../../sim/node/ambient/patch.js';
import { FakeHost } from './fake-host.js';
import { runAs, runningHost } from './fake-world.js';

/** Every object whose properties the installation may change. */
const places: Record<string, object> = {
  globalThis,
  Date,
  'Date.prototype': Date.prototype,
  Math,
  process,
  'process.hrtime': process.hrtime,
  performance: Object.getPrototypeOf(performance) as object,
  AbortSignal,
  crypto,
  'Crypto.prototype': Object.getPrototypeOf(crypto.webcrypto) as object,
  timers,
  timersPromises,
  'Scheduler.prototype': Object.getPrototypeOf(timersPromises.scheduler) as object,
  Temporal: (globalThis as { Temporal?: { Now: object } }).Temporal?.Now ?? {},
};

function descriptors(): Map<string, PropertyDescriptor> {
  const all = new Map<string, PropertyDescriptor>();
  for (const [name, place] of Object.entries(places)) {
    for (const key of Reflect.ownKeys(place)) {
      all.set(`${name}.${String(key)}`, Object.getOwnPropertyDescriptor(place, key) as PropertyDescriptor);
    }
  }
  return all;
}

/** Names whose descriptor differs in any field, or that came or went. */
function differences(
  before: Map<string, PropertyDescriptor>,
  after: Map<string, PropertyDescriptor>,
): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  const fields = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'] as const;
  return [...names].filter((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    return (
      old === undefined || now === undefined || fields.some((field) => !Object.is(old[field], now[field]))
    );
  });
}

describe('installing and uninstalling', () => {
  it('what is declared while a world is there serves it at once, and is put back with the rest', () => {
    const target = { ask: () => 'asked' };
    const uninstall = installAmbient(() => undefined);
    replaceMethod(target, 'ask', (original) => () => `${original.value()} in a world`);
    expect(target.ask()).toBe('asked in a world');
    uninstall();
    expect(target.ask()).toBe('asked');
  });

  it('puts the very same originals back, in the same order', () => {
    descriptors(); // the first look makes Node load what it makes lazily
    const before = descriptors();
    const uninstall = installAmbient(() => undefined);
    const meanwhile = differences(before, descriptors());
    uninstall();
    const after = descriptors();
    expect(meanwhile).toEqual(
      expect.arrayContaining(['globalThis.Date', 'Math.random', 'process.hrtime', 'timers.setTimeout']),
    );
    expect(meanwhile.length).toBeGreaterThan(30);
    expect(differences(before, after)).toEqual([]);
    expect([...after.keys()]).toEqual([...before.keys()]);
  });

  it('passes on to the originals while no node runs', async () => {
    const uninstall = installAmbient(() => undefined);
    try {
      const before = process.hrtime.bigint();
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(process.hrtime.bigint() - before).toBeGreaterThan(3_000_000n);
      expect(Date.now()).toBeGreaterThan(new Date(2020, 1, 1).getTime());
      expect(new Date()).toBeInstanceOf(Date);
      expect(await timersPromises.setTimeout(1, 'value')).toBe('value');
      expect(crypto.randomUUID()).not.toBe(crypto.randomUUID());
      expect(crypto.randomBytes(8)).toHaveLength(8);
      const interval = setInterval(() => undefined, 1000);
      expect(interval.hasRef()).toBe(true);
      clearInterval(interval);
      expect(performance.now()).toBeGreaterThan(0);
      expect(performance.measure('m', { start: 1, end: 2 }).duration).toBe(1);
      performance.clearMeasures('m');
    } finally {
      uninstall();
    }
  });

  it('serves worlds that overlap in time, and forgets each when it ends', () => {
    const before = descriptors();
    const [a, b] = [new FakeHost('a'), new FakeHost('b')];
    a.nowMs = 1;
    b.nowMs = 2;
    let turn: FakeHost | undefined;
    const uninstallA = installAmbient(() => (turn === a ? a : undefined));
    const uninstallB = installAmbient(() => (turn === b ? b : undefined));
    turn = a;
    expect(performance.now()).toBe(1);
    turn = b;
    expect(performance.now()).toBe(2);
    uninstallA();
    uninstallA();
    expect(performance.now()).toBe(2);
    turn = a;
    expect(performance.now()).toBeGreaterThan(2);
    uninstallB();
    expect(differences(before, descriptors())).toEqual([]);
  });

  it('is not confused by its own replacement, put back late by somebody who had borrowed it', () => {
    const native = Math.random;
    const uninstall = installAmbient(() => undefined);
    const borrowed = Math.random;
    uninstall();
    Math.random = borrowed;
    expect(Math.random()).toBeLessThan(1);
    const again = installAmbient(() => undefined);
    expect(Math.random()).toBeLessThan(1);
    again();
    expect(Math.random).toBe(native);
  });

  it('leaves the fake timers of a test alone', () => {
    vi.useFakeTimers({ now: 5000 });
    const uninstall = installAmbient(() => undefined);
    try {
      expect(Date.now()).toBe(5000);
      expect(new Date().getTime()).toBe(5000);
      let fired = false;
      setTimeout(() => (fired = true), 100);
      vi.advanceTimersByTime(100);
      expect(fired).toBe(true);
      uninstall();
      expect(Date.now()).toBe(5100);
    } finally {
      uninstall();
      vi.useRealTimers();
    }
  });

  it('reaches named imports of built-in modules', async () => {
    const host = new FakeHost('n1');
    const log = await runAs(host, async () => {
      const seen: unknown[] = [importedHrtime()];
      await importedSleep(20);
      seen.push(performance.now());
      await new Promise<void>((resolve) => void importedSetTimeout(resolve, 5));
      return [...seen, performance.now()];
    });
    expect(log).toEqual([[0, 0], 20, 25]);
  });

  it('lets code loaded through ambientImport keep what it found', async () => {
    const { kept } = await ambientImport(async () => {
      const { setTimeout: keptSetTimeout, Date: KeptDate } = globalThis;
      const keptRandom = crypto.webcrypto.getRandomValues.bind(crypto.webcrypto);
      return { kept: { keptSetTimeout, KeptDate, keptRandom, now: Date.now, random: Math.random } };
    });
    const draw = () =>
      runAs(new FakeHost('n1'), async () => {
        await new Promise<void>((resolve) => void kept.keptSetTimeout(resolve, 7));
        return [
          new kept.KeptDate().getTime(),
          kept.now(),
          kept.random(),
          ...kept.keptRandom(new Uint32Array(2)),
        ];
      });
    const first = await draw();
    expect(first.slice(0, 2)).toEqual([1_767_225_600_007, 1_767_225_600_007]);
    expect(await draw()).toEqual(first);
    // And outside worlds it is real again.
    expect(kept.now()).toBeGreaterThan(0);
    expect(kept.random()).not.toBe(first[2]);
    expect(runningHost()).toBeUndefined();
  });
});

describe('a state machine', () => {
  const refusals: [string, () => unknown][] = [
    ['setTimeout', () => setTimeout(() => undefined, 1)],
    ['setInterval', () => setInterval(() => undefined, 1)],
    ['setImmediate', () => setImmediate(() => undefined)],
    ['timers/promises setTimeout', () => timersPromises.setTimeout(1)],
    ['timers/promises setInterval', () => timersPromises.setInterval(1)],
    ['timers/promises setImmediate', () => timersPromises.setImmediate()],
    ['scheduler.wait', () => timersPromises.scheduler.wait(1)],
    ['AbortSignal.timeout', () => AbortSignal.timeout(1)],
  ];

  it.each(refusals)('is refused %s in one sentence that says what to use', async (name, ask) => {
    const asked = runAs(new FakeHost('n1', 'state-machine'), ask);
    await expect(asked).rejects.toThrow(`n1 at 0 ms: `);
    await expect(asked).rejects.toThrow(
      new RegExp(`${name} would keep a closure .* use node.setTimer and onTimer`),
    );
  });

  it('may read clocks and draw', async () => {
    const host = new FakeHost('n1', 'state-machine');
    const [now, draw, bytes] = await runAs(host, () => [
      Date.now(),
      Math.random(),
      crypto.randomBytes(4).length,
    ]);
    expect(now).toBe(host.originMs);
    expect(draw).toBeGreaterThanOrEqual(0);
    expect(bytes).toBe(4);
    const callback = runAs(host, () => crypto.randomBytes(4, () => undefined));
    await expect(callback).rejects.toThrow(/crypto.randomBytes with a callback outlives the event/);
  });
});

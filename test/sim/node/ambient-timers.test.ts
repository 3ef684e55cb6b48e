import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FakeHost } from './fake-host.js';
import { runAs } from './fake-world.js';

/** Runs code on a fresh node and gives what it logged, each with the virtual time. */
async function logOf(
  program: (log: (what: unknown) => void) => unknown,
  untilMs?: number,
): Promise<unknown[]> {
  const host = new FakeHost('n1');
  const lines: unknown[] = [];
  await runAs(host, async () => void (await program((what) => lines.push([host.nowMs, what]))), untilMs);
  return lines;
}

describe('setTimeout, setInterval and setImmediate on a node', () => {
  it('fire in virtual time with their arguments', async () => {
    const log = await logOf((log) => {
      setTimeout((a, b) => log([a, b]), 10, 'a', 'b');
      setImmediate((word) => log(word), 'soon');
      const every = setInterval(() => {
        log('tick');
        if (performance.now() >= 9) clearInterval(every);
      }, 3);
    });
    expect(log).toEqual([
      [0.01, 'soon'],
      [3, 'tick'],
      [6, 'tick'],
      [9, 'tick'],
      [10, ['a', 'b']],
    ]);
  });

  it('round delays as Node does', async () => {
    const firstWake = async (delay: unknown): Promise<unknown> => {
      const host = new FakeHost('n1');
      await runAs(host, () => void setTimeout(() => undefined, delay as number), -1);
      return [...host.wakes.values()][0]?.atUs;
    };
    const delays = [0, -5, undefined, Number.NaN, 1.9, '7', 2 ** 31, 2 ** 31 - 1];
    expect(await Promise.all(delays.map(firstWake))).toEqual(
      [1, 1, 1, 1, 1, 7, 1, 2 ** 31 - 1].map((ms) => ms * 1000),
    );
  });

  it('hand out objects like Node does', async () => {
    const real = globalThis.setTimeout(() => undefined, 0);
    const realNames = Reflect.ownKeys(Object.getPrototypeOf(real) as object).filter(
      (key) => key !== Symbol.for('nodejs.util.inspect.custom'),
    );
    clearTimeout(real);
    await logOf(() => {
      const timeout = setTimeout(() => undefined, 5);
      for (const key of realNames)
        expect(typeof timeout[key as keyof typeof timeout], String(key)).toBe('function');
      expect(timeout.constructor.name).toBe('Timeout');
      expect([timeout.hasRef(), timeout.unref().hasRef(), timeout.ref().hasRef()]).toEqual([
        true,
        false,
        true,
      ]);
      expect(
        setImmediate(() => undefined)
          .unref()
          .hasRef(),
      ).toBe(false);
      expect(timers.setTimeout).toBe(setTimeout);
      expect([setTimeout.name, setTimeout.length]).toEqual([
        'setTimeout',
        Object.getOwnPropertyDescriptor(setTimeout, 'length')?.value,
      ]);
    });
    await expect(logOf(() => setTimeout('code' as never, 1))).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
    });
  });

  it('call back with the timer as this', async () => {
    const seen: unknown[] = [];
    await logOf(() => {
      const note = function (this: unknown) {
        seen.push(this);
      };
      seen.push(setTimeout(note, 1));
    });
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(seen[0]);
  });

  it('can be cleared in every way Node knows', async () => {
    const log = await logOf((log) => {
      const start = (name: string) => setTimeout(() => log(name), 5);
      clearTimeout(start('by object'));
      clearInterval(start('by clearInterval'));
      clearTimeout(Number(start('by number')));
      clearTimeout(String(Number(start('by string'))));
      start('by close').close();
      start('by dispose')[Symbol.dispose]();
      clearImmediate(setImmediate(() => log('immediate')));
      const kept = start('kept');
      clearTimeout(kept);
      clearTimeout(kept);
      clearTimeout(undefined);
      clearTimeout(null as never);
      clearTimeout(12_345);
      start('last');
    });
    expect(log).toEqual([[5, 'last']]);
  });

  it('can be cleared after they fired and from their own callback', async () => {
    const log = await logOf((log) => {
      const first = setTimeout(() => {
        log('first');
        clearTimeout(first);
      }, 1);
      const second: NodeJS.Timeout = setInterval(() => {
        log('second');
        second.close();
        second.refresh();
      }, 2);
      const soon: NodeJS.Immediate = setImmediate(() => clearImmediate(soon));
      setTimeout(() => clearTimeout(first), 3);
    });
    expect(log).toEqual([
      [1, 'first'],
      [2, 'second'],
    ]);
  });

  it('start anew when refreshed, even after they fired', async () => {
    const log = await logOf((log) => {
      const timeout = setTimeout(() => log('fired'), 10);
      setTimeout(() => timeout.refresh(), 6);
      setTimeout(() => timeout.refresh(), 30);
      const number = Number(setTimeout(() => log('never'), 50).refresh());
      clearTimeout(number);
    });
    expect(log).toEqual([
      [16, 'fired'],
      [40, 'fired'],
    ]);
  });

  it('carry AsyncLocalStorage over to their callbacks', async () => {
    const storage = new AsyncLocalStorage<string>();
    const log = await logOf((log) => {
      storage.run('one', () => {
        setTimeout(() => log(storage.getStore()), 1);
        setImmediate(() => log(storage.getStore()));
      });
      storage.run('two', () => setTimeout(() => log(storage.getStore()), 1));
      setTimeout(() => log(storage.getStore()), 1);
    });
    expect(log).toEqual([
      [0.01, 'one'],
      [1, 'one'],
      [1, 'two'],
      [1, undefined],
    ]);
  });
});

describe('promise timers on a node', () => {
  it('resolve in virtual time', async () => {
    const log = await logOf(async (log) => {
      log(await timersPromises.setTimeout(10, 'a'));
      log(await timersPromises.setImmediate('b'));
      log(await timersPromises.scheduler.wait(5));
      log(await timersPromises.scheduler.yield());
      log(await promisify(setTimeout)(5, 'c'));
      log(await promisify(setImmediate)('d'));
    });
    expect(log).toEqual([
      [10, 'a'],
      [10.01, 'b'],
      [15.01, undefined],
      [15.02, undefined],
      [20.02, 'c'],
      [20.03, 'd'],
    ]);
  });

  it('are aborted by their signal', async () => {
    const log = await logOf(async (log) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort('enough'), 3);
      const { signal } = controller;
      const error = await timersPromises.setTimeout(10, 'a', { signal }).catch((caught: unknown) => caught);
      const { name, code, cause } = error as Error & { code: string };
      log([name, code, cause]);
      await timersPromises.scheduler.wait(1, { signal }).catch((late: Error) => log(late.name));
    });
    expect(log).toEqual([
      [3, ['AbortError', 'ABORT_ERR', 'enough']],
      [3, 'AbortError'],
    ]);
  });

  it('repeat, catch up, and stop with the loop', async () => {
    const host = new FakeHost('n1');
    const log: unknown[] = [];
    await runAs(host, async () => {
      for await (const value of timersPromises.setInterval(10, 'tick')) {
        log.push([host.nowMs, value]);
        if (log.length === 1) await timersPromises.setTimeout(25);
        if (log.length === 4) break;
      }
    });
    expect(log).toEqual([
      [10, 'tick'],
      [35, 'tick'],
      [35, 'tick'],
      [40, 'tick'],
    ]);
    expect(host.wakes.size).toBe(0);
  });

  it('end an interval when its signal aborts', async () => {
    const host = new FakeHost('n1');
    const ended = runAs(host, async () => {
      const signal = AbortSignal.timeout(25);
      for await (const _ of timersPromises.setInterval(10, undefined, { signal }));
    });
    await expect(ended).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' });
    expect([host.nowMs, host.wakes.size]).toEqual([25, 0]);
  });
});

it('AbortSignal.timeout aborts in virtual time', async () => {
  const log = await logOf((log) => {
    const signal = AbortSignal.timeout(40);
    expect(signal).toBeInstanceOf(AbortSignal);
    signal.addEventListener('abort', () => log([(signal.reason as DOMException).name, signal.aborted]));
    expect(() => AbortSignal.timeout(-1)).toThrow(RangeError);
  });
  expect(log).toEqual([[40, ['TimeoutError', true]]]);
});

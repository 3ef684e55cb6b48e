import { describe, expect, it } from 'vitest';
import { chooseDrain, inMacrotask } from '../../../sim/kernel/drain.js';
import { stream } from '../../../sim/kernel/random.js';
import type { DrainName } from '../../../sim/kernel/drain.js';
import { installAmbient } from '../../../sim/node/ambient/install.js';

/**
 * Runs an event, drains it inside a fresh macrotask, as the engine's loop does, and looks at what came of it
 * before anything else can run.
 */
async function runEvent<T>(name: DrainName, event: () => void, look: () => T): Promise<T> {
  const drain = await chooseDrain(name);
  expect(drain.name).toBe(name);
  return inMacrotask<T>(async () => {
    const uninstall = installAmbient(() => undefined);
    try {
      event();
      if (drain.kind === 'sync') drain.drain();
      else await drain.drain();
      return look();
    } finally {
      uninstall();
    }
  });
}

describe.each<DrainName>(['tick', 'next-tick', 'immediate'])('the %s drain runs to the end', (name) => {
  it('500 awaits in a row', async () => {
    let depth = 0;
    const deep = async () => {
      while (depth < 500) {
        await null;
        depth++;
      }
    };
    const look = () => depth;
    expect(await runEvent(name, () => void deep(), look)).toBe(500);
  });

  it('chains in which ticks and promises alternate', async () => {
    let left = 301;
    const link = () => {
      left--;
      if (left === 0) return;
      if (left % 3 === 0) process.nextTick(link);
      else if (left % 3 === 1) void Promise.resolve().then(link);
      else queueMicrotask(link);
    };
    expect(await runEvent(name, link, () => left)).toBe(0);
  });

  it('a long chain of promises begun by the last tick of a long chain of ticks', async () => {
    let ended = false;
    const promises = (depth: number): void => {
      if (depth === 0) ended = true;
      else void Promise.resolve().then(() => promises(depth - 1));
    };
    const ticks = (depth: number): void => {
      if (depth === 0) promises(200);
      else process.nextTick(() => ticks(depth - 1));
    };
    const look = () => ended;
    expect(await runEvent(name, () => ticks(200), look)).toBe(true);
  });

  it('every one of many events, each before the next begins', async () => {
    const drain = await chooseDrain(name);
    const log: string[] = [];
    await inMacrotask(async () => {
      const uninstall = installAmbient(() => undefined);
      for (let event = 0; event < 50; event++) {
        process.nextTick(
          () => void Promise.resolve().then(() => process.nextTick(() => log.push(`end ${event}`))),
        );
        if (drain.kind === 'sync') drain.drain();
        else await drain.drain();
        log.push(`drained ${event}`);
      }
      uninstall();
    });
    expect(log).toEqual(
      Array.from({ length: 50 }, (_, event) => [`end ${event}`, `drained ${event}`]).flat(),
    );
  });
});

describe.each<DrainName>(['tick', 'next-tick', 'immediate'])('the %s drain, on random mixtures', (name) => {
  it('leaves nothing behind', async () => {
    const drain = await chooseDrain(name);
    const random = stream(7, 'mixtures');
    let open = 0;
    /** One link of a chain: a tick, a promise, a microtask or an async function that starts the next ones. */
    const start = (depth: number): void => {
      open++;
      const next = () => {
        open--;
        if (depth === 0) return;
        start(depth - 1);
        if (random.chance(0.1)) start(depth >> 1);
      };
      const ways = [
        () => process.nextTick(next),
        () => void Promise.resolve().then(next),
        () => queueMicrotask(next),
        () =>
          void Promise.resolve()
            .then(() => null)
            .then(next),
      ];
      random.pick(ways)();
    };
    const leftOpen: number[] = [];
    await inMacrotask(async () => {
      const uninstall = installAmbient(() => undefined);
      for (let run = 0; run < 500; run++) {
        start(random.int(0, 30));
        if (drain.kind === 'sync') drain.drain();
        else await drain.drain();
        if (open > 0) leftOpen.push(run);
        while (open > 0) await new Promise((resolve) => setImmediate(resolve));
      }
      uninstall();
    });
    expect(leftOpen).toEqual([]);
  });
});

describe('the tick drain', () => {
  it('refuses to be called inside a microtask, where it would drain nothing', async () => {
    const drain = await chooseDrain('tick');
    await Promise.resolve();
    expect(() => drain.drain()).toThrow(/inside a microtask.*use inMacrotask/);
  });

  it('hands on what a tick throws and still runs the ticks behind it', async () => {
    const listeners = process.rawListeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const caught: unknown[] = [];
    const collect = (error: unknown) => void caught.push(error);
    process.on('uncaughtException', collect);
    const ran: string[] = [];
    try {
      const event = () => {
        process.nextTick(() => {
          throw new Error('first');
        });
        process.nextTick(() => ran.push('second'));
        process.nextTick(() => {
          throw new Error('third');
        });
        process.nextTick(() => void Promise.resolve().then(() => ran.push('fourth')));
      };
      const seen = await runEvent('tick', event, () => ({ ran: [...ran], caught: caught.map(String) }));
      expect(seen).toEqual({ ran: ['second', 'fourth'], caught: ['Error: first', 'Error: third'] });
    } finally {
      process.removeListener('uncaughtException', collect);
      for (const listener of listeners) process.on('uncaughtException', listener as () => void);
    }
  });
});

describe('inMacrotask', () => {
  it('passes on results and errors', async () => {
    expect(await inMacrotask(() => 7)).toBe(7);
    expect(await inMacrotask(async () => 8)).toBe(8);
    await expect(
      inMacrotask(() => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
  });
});

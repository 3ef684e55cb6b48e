/** Real I/O is found whatever ran before, or runs at the same time, in the process. */
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import * as zlib from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { asyncProgram, clients, defineScenario, simulate, stateMachine, z, type Scenario } from 'seedstorm';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A new scenario each time: to the engine it runs for the first time. */
function asking(ask: () => unknown, style: 'async' | 'machine' = 'async'): Scenario {
  const protocol =
    style === 'async'
      ? asyncProgram(async (node) => {
          node.onRequest(async () => {
            await ask();
            return 1;
          });
        })
      : stateMachine({
          start: () => ({}),
          onRequest(_state, _request, node) {
            void ask();
            node.reply(1);
          },
        });
  return defineScenario({
    name: 'test/asking',
    summary: 'A node that asks the real world',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol,
    workload: () => clients(1, { ask: 1 }, { everyMs: 200, input: () => ({}) }),
    faults: 'none',
    durationMs: 3000,
    check: {},
  }) as Scenario;
}

const real: readonly [string, RegExp, () => unknown][] = [
  ['a thread-pool job', /compression/, () => new Promise((resolve) => zlib.gzip('x', resolve))],
  ['another', /cryptography/, () => crypto.subtle.digest('SHA-256', new Uint8Array(1))],
  ['a file', /a file operation/, () => fs.promises.stat('.')],
  [
    'a socket',
    /a listening server/,
    () =>
      new Promise<void>((resolve) => {
        const server = net.createServer().listen(0, '127.0.0.1', resolve);
        cleanUps.push(() => server.close());
      }),
  ],
  [
    'a job behind microtasks',
    /compression/,
    () => {
      for (let left = 20; left > 0; left--) queueMicrotask(() => undefined);
      return new Promise((resolve) => zlib.gzip('x', resolve));
    },
  ],
];

const storage = new AsyncLocalStorage();
const before: readonly [string, (act: () => Promise<void>) => Promise<void>][] = [
  ['nothing', (act) => act()],
  [
    'AsyncLocalStorage, used before',
    (act) => {
      storage.run(1, () => undefined);
      return act();
    },
  ],
  ['AsyncLocalStorage, in use', (act) => storage.run(1, act)],
  [
    'an async hook',
    async (act) => {
      const hook = createHook({ init: () => undefined }).enable();
      await act().finally(() => hook.disable());
    },
  ],
];

describe.each(before)('after %s', (_name, around) => {
  it.each(real)('%s is found, in every run', async (_what, reason, ask) => {
    await around(async () => {
      const scenario = asking(ask);
      for (const seed of [1, 2, 1]) {
        const { verdict, checks } = await simulate(scenario, { seed });
        expect(checks[0]?.reason).toMatch(reason);
        expect(checks[0]?.reason).toMatch(/real-io\.test\.ts:\d+/);
        expect(verdict).toBe('invalid');
      }
    });
  });

  it('what computes only is not', async () => {
    await around(async () => {
      const scenario = asking(async () => {
        structuredClone({ date: new Date() });
        zlib.gzipSync('x');
        crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1');
        fs.readFileSync('package.json');
        await storage.run(2, () => new Promise((resolve) => process.nextTick(resolve)));
        await new Promise((resolve) => setTimeout(resolve, 5));
      });
      for (const seed of [1, 2]) expect((await simulate(scenario, { seed })).verdict).toBe('valid');
    });
  });
});

it('worlds that run at the same time find it as single ones do', async () => {
  const scenario = asking(() => new Promise((resolve) => zlib.gzip('x', resolve)));
  for (const drain of ['tick', 'next-tick', 'immediate'] as const) {
    const runs = await Promise.all([1, 2, 3, 4].map((seed) => simulate(scenario, { seed, drain })));
    for (const { checks } of runs) expect(checks[0]?.reason).toMatch(/compression/);
  }
});

it('worlds that take turns do not see each other', async () => {
  const scenario = asking(() => new Promise((resolve) => setTimeout(resolve, 7)));
  const alone = await simulate(scenario, { seed: 3 });
  for (const drain of ['tick', 'next-tick', 'immediate'] as const) {
    const runs = await Promise.all([1, 3, 2].map((seed) => simulate(scenario, { seed, drain })));
    expect(runs[1]?.fingerprint).toBe(alone.fingerprint);
  }
});

it.each(['async', 'machine'] as const)(
  'what is asked for once and kept is found in the run that asks (%s)',
  async (style) => {
    let kept: Promise<unknown> | undefined;
    const scenario = asking(() => (kept ??= fs.promises.readFile('package.json')), style);
    const { checks } = await simulate(scenario);
    expect(checks[0]?.reason).toMatch(/^n1 awaits a file operation .*real-io\.test\.ts:\d+/);
  },
);

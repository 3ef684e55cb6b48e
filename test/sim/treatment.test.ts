/**
 * What becomes of code that does what ordinary JavaScript does: it is made part of the simulation, or the run says
 * in one sentence which node did what, when and where.
 */
import dns from 'node:dns';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Program, type Run } from 'seedstorm';
import { bothStyles, complaint, inAsyncStyle, inStateMachine } from './in-both-styles.js';
import { reported, run, valuesOf } from './tiny-system.js';

const EPOCH_MS = Date.UTC(2026, 0, 1);

const here = String.raw`sim/treatment\.test\.ts:\d+:\d+`;

describe.each(bothStyles)('virtualised in a %s', (_style, program) => {
  it('clocks show the virtual time of the node', async () => {
    const clocks = await run({
      program: program((node) =>
        node.effect({ f: 'saw', times: [Date.now(), new Date().getTime(), node.nowMs()] }),
      ),
    });
    expect(valuesOf(clocks, 'saw', 'times')).toEqual([[EPOCH_MS + 5, EPOCH_MS + 5, EPOCH_MS + 5]]);
  });

  it('random numbers come from the seed', async () => {
    const draws = program((node) =>
      node.effect({
        f: 'drew',
        numbers: [Math.random(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(8))]],
      }),
    );
    const drawn = async (seed: number) =>
      valuesOf(await run({ program: draws }, [], { seed }), 'drew', 'numbers')[0];
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });
});

describe('timers', () => {
  it('fire in virtual time, in async programs', async () => {
    const timers = await run({
      program: inAsyncStyle(async (node) => {
        setTimeout(() => node.effect({ f: 'fired', what: 'timeout' }), 20);
        let times = 0;
        const interval = setInterval(() => {
          node.effect({ f: 'fired', what: 'interval' });
          if (++times === 3) clearInterval(interval);
        }, 12);
        await new Promise((resolve) => setTimeout(resolve, 50));
        node.effect({ f: 'fired', what: 'await' });
      }),
    });
    expect(reported(timers, 'fired').map(({ atMs, what }) => `${String(what)} ${String(atMs)}`)).toEqual([
      'interval 17',
      'timeout 25',
      'interval 29',
      'interval 41',
      'await 55',
    ]);
  });

  it.each([
    ['setTimeout', () => void setTimeout(() => undefined, 1)],
    ['setInterval', () => void setInterval(() => undefined, 1)],
    ['setImmediate', () => void setImmediate(() => undefined)],
  ])('%s is refused in state machines', async (name, act) => {
    expect(await complaint(inStateMachine(act))).toMatch(
      new RegExp(
        `^a failed at 5 ms: Error: ${name} would keep a closure across events of a state machine: use node.setTimer and onTimer \\(${here}\\)$`,
      ),
    );
  });
});

describe('depth', () => {
  /** A chain of links that alternate between promises and ticks, or are promises only. */
  async function chain(length: number, mixed: boolean): Promise<number> {
    let links = 0;
    for (; links < length; links++) {
      if (mixed && links % 3 === 0) await new Promise<void>((resolve) => process.nextTick(resolve));
      else if (links % 2 === 0) await Promise.resolve();
      else await (async () => undefined)();
    }
    return links;
  }

  it.each(['tick', 'next-tick', 'immediate'] as const)(
    '500 promises deep, mixed with ticks, ends within its event (%s)',
    async (drain) => {
      const deep = inAsyncStyle(async (node) => {
        node.effect({ f: 'reached', links: await chain(500, true) });
        node.effect({ f: 'reached', links: await chain(500, false) });
      });
      const { length } = reported(await run({ program: deep }, [], { drain }), 'reached').filter(
        ({ atMs, links }) => atMs === 5 && links === 500,
      );
      expect(length).toBe(2);
    },
  );
});

describe('errors', () => {
  it.each(bothStyles)('thrown in a %s: node, time and place', async (_style, program) => {
    const failing = program(() => {
      throw new RangeError('this should not happen');
    });
    expect(await complaint(failing)).toMatch(
      new RegExp(`^a failed at 5 ms: RangeError: this should not happen \\(${here}\\)$`),
    );
  });

  it('something else than an error thrown', async () => {
    const failing = inStateMachine(() => {
      throw 'a tantrum';
    });
    expect(await complaint(failing)).toBe('a failed at 5 ms: threw a tantrum');
  });

  it('thrown in a timer callback', async () => {
    const failing = inAsyncStyle(() => {
      setTimeout(() => {
        throw new Error('too late');
      }, 3);
    });
    expect(await complaint(failing)).toMatch(new RegExp(`^a failed at 8 ms: Error: too late \\(${here}\\)$`));
  });

  it('a rejection that nobody handles', async () => {
    const failing = inAsyncStyle((node) => {
      void Promise.reject(new Error('nobody listens'));
      node.effect({ f: 'went on' });
    });
    expect(await complaint(failing)).toMatch(
      new RegExp(`^a failed at 5 ms: Error: nobody listens \\(${here}\\)$`),
    );
  });

  it('the process ends and starts again; others go on', async () => {
    const fragile = stateMachine<{ timer: 'tick' }>({
      start(node) {
        node.effect({ f: 'started' });
        node.setTimer('tick', 30);
      },
      onTimer(_state, _timer, node) {
        if (node.id === 'a') throw new Error('broken');
        node.effect({ f: 'ticked' });
      },
    });
    const failed = await run({ program: fragile });
    expect(reported(failed, 'started', 'a').map(({ atMs }) => atMs)).toEqual([0, 40, 80]);
    expect(reported(failed, 'ticked')).toEqual([{ node: 'b', atMs: 30 }]);
    expect(failed.checks[0]?.anomalies.map(({ kind }) => kind)).toEqual(['uncaught-error', 'uncaught-error']);
  });

  it('node.exit ends the process too, and is no error', async () => {
    const { verdict, history } = await run({
      program: stateMachine<object>({
        start(node) {
          node.effect({ f: 'started' });
          if (node.incarnation < 3) node.exit('enough for today');
        },
      }),
      nodes: ['a'],
    });
    expect(verdict).toBe('valid');
    expect(history.map(({ invokedAtMs }) => invokedAtMs)).toEqual([0, 10, 20]);
  });

  it('an async handler in a state machine is refused', async () => {
    const sentence =
      'a failed at 5 ms: TypeError: onTimer returned a promise, but state-machine handlers are synchronous; use asyncProgram for async code';
    expect(await complaint(inStateMachine(async () => undefined))).toBe(sentence);
    expect(await complaint(inStateMachine(() => Promise.reject(new Error('not this one'))))).toBe(sentence);
  });
});

describe('loops that stop virtual time', () => {
  const stuck =
    'a keeps time standing at 5 ms: 500 events happened there and more follow (a loop of zero delays?)';
  const limits = { maxEventsPerInstant: 500 };
  const reason = async (program: Program) => {
    const { checks, verdict } = await run({ program, nodes: ['a'], limits });
    return [verdict, checks[0]?.reason];
  };

  it('of sleep(0)', async () => {
    const program = asyncProgram<object>(async (node) => {
      await node.sleep(5);
      for (;;) await node.sleep(0);
    });
    expect(await reason(program)).toEqual(['invalid', stuck]);
  });

  it('of setTimer 0', async () => {
    const program = stateMachine<{ timer: 'again' }>({
      start: (node) => node.setTimer('again', 5),
      onTimer: (_state, timer, node) => node.setTimer(timer, 0),
    });
    expect(await reason(program)).toEqual(['invalid', stuck]);
  });

  it('setImmediate is a turn of the loop, which takes a little: time goes on, and the run ends', async () => {
    const again = (): void => void setImmediate(again);
    expect((await reason(inAsyncStyle(again)))[1]).toBe('no node failed');
  });

  it('setTimeout 0 is a millisecond, as in Node: time goes on, and the run ends', async () => {
    const again = (): void => void setTimeout(again, 0);
    expect((await reason(inAsyncStyle(again)))[1]).toBe('no node failed');
  });

  it('a run with too many events is given up, without a verdict', async () => {
    const program = stateMachine<{ timer: 'again' }>({
      start: (node) => node.setTimer('again', 1),
      onTimer: (_state, timer, node) => node.setTimer(timer, 1),
    });
    const { verdict, checks } = await run({ program, nodes: ['a'] }, [], { maxEvents: 50 });
    expect([verdict, checks[0]?.reason]).toEqual([
      'unknown',
      'the limit of 50 events was reached at 49 ms of virtual time; raise it with limits.maxEvents',
    ]);
  });
});

describe('real input and output', () => {
  const file = new URL(import.meta.url);
  const requests: [string, () => unknown, string][] = [
    ['fs.promises.readFile', () => fs.promises.readFile(file), 'a file operation'],
    ['fs.readFile', () => new Promise((resolve) => fs.readFile(file, resolve)), 'a file operation'],
    ['dns.lookup', () => new Promise((resolve) => dns.lookup('localhost', resolve)), 'a DNS lookup'],
    ['fetch', () => fetch('http://127.0.0.1:54321/').catch(() => undefined), 'a TCP connection'],
  ];

  it.each(requests)('%s: what the node awaits, where and since when', async (_name, ask, what) => {
    const said = await complaint(inAsyncStyle(ask));
    expect(said).toMatch(
      new RegExp(
        `^a awaits ${what} \\(\\w+\\) at \\S*${here} since 5 ms, which the simulator did not create and no seed decides$`,
      ),
    );
  });

  it.each(['next-tick', 'immediate'] as const)('found under the other drains as well (%s)', async (drain) => {
    const asking = inAsyncStyle(() => fs.promises.readFile(file));
    const { checks } = await run({ program: asking }, [], { drain });
    // These let the machine work in between: what the first node reads may be there before anybody looks.
    expect(checks[0]?.reason).toMatch(/^[ab] awaits a file operation/);
  });

  it('synchronous reading is done when it returns: nothing is awaited', async () => {
    const reading = inAsyncStyle((node) => node.effect({ f: 'read', length: fs.readFileSync(file).length }));
    expect(await complaint(reading)).toBeUndefined();
  });
});

describe('the three drains', () => {
  /** Timers, disks, calls, streams, ticks and rejections in one program. */
  const busy = asyncProgram<{ message: number; answer: number; durable: { n: number } }>(async (node) => {
    node.onMessage(async (n) => {
      await node.disk.write('n', n);
      for (let depth = 0; depth < 20; depth++) await Promise.resolve();
      await new Promise<void>((resolve) => process.nextTick(resolve));
      await node.disk.sync();
      return n + 1;
    });
    const [peer = ''] = node.peers;
    for (let n = 0; ; n++) {
      await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 5));
      const [answer] = await Promise.allSettled([
        node.call(peer, n, { timeoutMs: 3 }),
        Promise.reject(new Error('handled')),
      ]);
      node.effect({ f: 'asked', how: answer.status, at: Date.now() });
    }
  });

  it('give the same run', async () => {
    const runs: Run[] = [];
    for (const drain of ['tick', 'next-tick', 'immediate'] as const) {
      runs.push(
        await run({ program: busy, durationMs: 300 }, [{ kind: 'loss', atMs: 0, probability: 0.2 }], {
          drain,
        }),
      );
    }
    const [first] = runs;
    expect(first?.events).toBeGreaterThan(200);
    for (const other of runs) {
      expect(other.fingerprint).toBe(first?.fingerprint);
      expect(other.history).toEqual(first?.history);
    }
  });
});

describe('what a state machine leaves behind', () => {
  it('a promise that rejects is its failure, named with node and time', async () => {
    const stray = inStateMachine(() => void Promise.reject(new Error('left behind')));
    expect(await complaint(stray)).toMatch(
      new RegExp(`^a failed at 5 ms: Error: left behind \\(${here}\\)$`),
    );
  });

  it('real input and output is named though nobody awaits it', async () => {
    const stray = inStateMachine(() => void fs.promises.readFile('package.json').catch(() => undefined));
    expect(await complaint(stray)).toMatch(
      /^a awaits a file operation \(FSREQPROMISE\) at .* since 5 ms, which the simulator did not create/,
    );
  });

  it('a promise that resolves harms nobody', async () => {
    expect(await complaint(inStateMachine(() => void Promise.resolve().then(() => 1)))).toBeUndefined();
  });
});

/** How a process hears of its end, and what it is told of itself. */
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { clients, defineScenario, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { describe, expect, it } from 'vitest';
import { consoleOf } from '../../programs/console.js';
import { bothSay } from './like-life.js';

it('signals, exits, warnings, stray errors and standard input are as in life', async () => {
  const { real, inside, wrong, code } = await bothSay('process.js', 900);
  expect(inside).toEqual(real);
  expect(wrong).toEqual([]);
  expect(code).toBe(5);
});

it('console prints what it prints in life', () => {
  const use = (console: Console): void => {
    console.log('%s is %d', 'a', 1, { b: 2 });
    console.group('outer');
    console.dir({ deep: { deeper: { deepest: { x: 1 } } } }, { depth: 0 });
    console.group();
    console.table([{ a: 1 }, { a: 2 }]);
    console.groupEnd();
    console.info('two\nlines');
    console.groupEnd();
    console.groupEnd();
    console.count();
    console.count('x');
    console.count('x');
    console.countReset('x');
    console.count('x');
    console.assert(true, 'unseen');
    console.assert(false, 'seen %s', 'well');
    console.assert(false, { not: 'text' } as unknown as string);
    console.assert(false);
    console.error('bad');
  };
  const real = new PassThrough();
  use(new Console(real, real));
  let [own, us] = ['', 0];
  const watch = consoleOf({
    streams: undefined,
    log: (text) => (own += `${text}\n`),
    nowUs: () => (us += 1_500),
  }) as Console;
  use(watch);
  expect(own).toBe(String(real.read()));
  own = '';
  watch.time('boot');
  watch.timeLog('boot', 'so far');
  watch.timeEnd('boot');
  expect(own).toBe('boot: 1.5ms so far\nboot: 3ms\n');
});

describe('told to end', () => {
  const service = (told: string, graceMs = 10_000) =>
    defineScenario({
      name: 'own/draining',
      summary: 'A server is upgraded while it is asked',
      params: z.object({}),
      nodes: () => ['web', 'app'],
      protocol: () => ({
        web: nodeProgram({
          entry: './services/draining.js',
          env: { TOLD: told, VERSION: '1' },
          ...{ graceMs },
        }),
        app: nodeProgram({ entry: './services/draining-client.js' }),
      }),
      versions: {
        '2': () => nodeProgram({ entry: './services/draining.js', env: { TOLD: told, VERSION: '2' } }),
      },
      workload: () => clients(3, { get: 1 }, { everyMs: 20, to: () => 'app' }),
      faults: 'none',
      durationMs: 1_600,
      clientTimeoutMs: 500,
      check: {},
    });
  const upgrade: Fault = { kind: 'upgrade', atMs: 300, node: 'web', version: '2' };
  const asked = async (told: string, faults: Fault[], graceMs?: number) => {
    const { history } = await simulate(service(told, graceMs), { seed: 1, faults });
    const first = history.find(({ output }) => output === '2');
    return {
      unknown: history.filter(({ type }) => type === 'info').length,
      broken: history.filter(({ error = '' }) => /hang up|RESET/.test(error)).length,
      refused: history.filter(({ type }) => type === 'fail').length,
      upgradedAtMs: first?.completedAtMs ?? Infinity,
    };
  };

  it('one that listens to SIGTERM answers what is under way, and one that does not breaks it off', async () => {
    for (const told of ['exits', 'ends']) {
      const { unknown, refused, upgradedAtMs } = await asked(told, [upgrade]);
      expect([told, unknown, refused > 0]).toEqual([told, 0, true]);
      expect(upgradedAtMs).toBeLessThan(550);
    }
    expect((await asked('', [upgrade])).unknown).toBeGreaterThan(0);
  });

  it('one that goes on for ever is killed when its time is over, even while it stands still', async () => {
    expect((await asked('stays', [upgrade], 400)).upgradedAtMs).toBeGreaterThan(700);
    const pause: Fault = { kind: 'pause', atMs: 299, durationMs: 1_000, node: 'web' };
    const { upgradedAtMs } = await asked('exits', [pause, upgrade], 200);
    expect(upgradedAtMs).toBeGreaterThan(500);
    expect(upgradedAtMs).toBeLessThan(800);
  });

  it('a crash meanwhile ends it, and the new version starts', async () => {
    const crash: Fault = { kind: 'crash', atMs: 320, durationMs: 300, node: 'web', unsynced: 'lost' };
    const { upgradedAtMs } = await asked('stays', [upgrade, crash]);
    expect(upgradedAtMs).toBeGreaterThan(620);
    expect(upgradedAtMs).toBeLessThan(900);
  });

  it('one that leaves the cluster stays a member until it is done', async () => {
    const leave: Fault = { kind: 'leave', atMs: 300, node: 'web' };
    const ends = [await asked('exits', [leave]), await asked('', [leave])];
    expect(ends.map(({ broken }) => broken > 0)).toEqual([false, true]);
  });
});

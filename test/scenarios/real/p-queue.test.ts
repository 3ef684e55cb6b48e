import { simulate, verify, type Run } from 'seedstorm';
import type { History } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';
import { eachOnce, pQueueScenario, withinRate } from '../../../scenarios/real/p-queue.sim.js';

/** The most that started in an interval, as the check says it. */
const most = ({ checks }: Run): number => {
  const { reason = '' } = checks.find(({ name }) => name === 'within-rate') ?? {};
  return Number(/(\d+) tasks started within|at most (\d+) started/.exec(reason)?.slice(1).find(Boolean));
};

it.each([
  [{ version: '9.0.1' }, 9, 9],
  [{ version: '9.3.5' }, 14, 15],
  [{ version: '10.0.0' }, 9, 9],
  [{ version: '10.0.0', strict: true }, 5, 5],
])('%o: of 5 in an interval, so many start', async (params, least, atMost) => {
  let all = 0;
  for (let seed = 1; seed <= 6; seed++)
    all = Math.max(all, most(await simulate(pQueueScenario, { seed, params, faults: 'none' })));
  expect(all).toBeGreaterThanOrEqual(least);
  expect(all).toBeLessThanOrEqual(atMost);
});

it('two runs of a seed do not differ anywhere', async () => {
  expect(await verify(pQueueScenario, { seed: 1 })).toBeUndefined();
  expect(await verify(pQueueScenario, { seed: 2, bug: 'strict-by-the-wall-clock' })).toBeUndefined();
});

describe('within-rate', () => {
  const starts = (...atMs: readonly number[]): History =>
    atMs.map((at, index) => ({
      process: 'worker',
      input: { f: 'start', task: `t${index}`, process: at < 0 ? 0 : 1 },
      type: 'ok' as const,
      invoke: 2 * index,
      complete: 2 * index + 1,
      invokedAtMs: Math.abs(at),
      completedAtMs: Math.abs(at),
    }));
  const judged = (strict: boolean, ...atMs: readonly number[]) =>
    withinRate({ cap: 2, intervalMs: 100, strict }).check(starts(...atMs));

  it.each([
    ['windows that follow each other', false, [0, 90, 99, 100, 199, 200], 'valid'],
    ['twice the cap', false, [0, 90, 91, 92, 93], 'invalid'],
    ['strict: the cap', true, [0, 50, 100, 150], 'valid'],
    ['strict: one more', true, [0, 50, 98], 'invalid'],
    ['another process', true, [-0.1, -0.1, 1, 2], 'valid'],
  ] as const)('%s', (_what, strict, atMs, verdict) => {
    expect(judged(strict, ...atMs).verdict).toBe(verdict);
  });

  it('names the fullest window', () => {
    expect(judged(false, 0, 90, 91, 92, 93).reason).toBe(
      '1 × too-many: 5 tasks started within 93.0 ms; in 100 ms at most 3 may',
    );
  });
});

it('each-once: a task that did not start, and one that started twice', () => {
  const history = (...tasks: readonly string[]): History =>
    [{ f: 'run', burst: 'b', tasks: 2 }, ...tasks.map((task) => ({ f: 'start', task, process: 1 }))].map(
      (input, index) => ({
        process: 'p',
        input,
        type: 'ok' as const,
        invoke: 2 * index,
        complete: 2 * index + 1,
      }),
    );
  expect(eachOnce.check(history('b/0', 'b/1')).verdict).toBe('valid');
  expect(eachOnce.check(history('b/0')).verdict).toBe('invalid');
  expect(eachOnce.check(history('b/0', 'b/1', 'b/1')).verdict).toBe('invalid');
});

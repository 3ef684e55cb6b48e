/** The scenario as a whole: sound settings keep what they promise, and runs repeat. */
import { simulate, type Run } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { promisesOf, params } from '../../../scenarios/broker/replicated-log/rules.js';
import { replicatedLog } from '../../../scenarios/broker/replicated-log/scenario.js';

const failed = ({ seed, checks }: Run): string[] =>
  checks
    .filter(({ verdict }) => verdict !== 'valid')
    .map(({ name, reason }) => `${String(seed)} ${name}: ${reason}`);

describe('sound settings', () => {
  it('process everything once, in order, over 100 seeds of rough', async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 100; seed++) wrong.push(...failed(await simulate(replicatedLog, { seed })));
    expect(wrong).toEqual([]);
  });

  it('acknowledge, process and drain everything where nothing goes wrong', async () => {
    const run = await simulate(replicatedLog, { seed: 1, faults: 'none' });
    expect(failed(run)).toEqual([]);
    expect(run.operations).toMatchObject({ fail: 0, info: 0 });
    const sent = run.history.filter(({ input }) => (input as { f: string }).f === 'produce');
    const processed = run.history.filter(({ input }) => (input as { f: string }).f === 'process');
    expect(sent.length).toBeGreaterThan(100);
    expect(processed.length).toBe(sent.length);
  });

  it('keep their promises for every setting', async () => {
    const wrong: string[] = [];
    let seed = 0;
    for (const acks of [0, 1, 'all'] as const)
      for (const commit of ['before', 'after', 'automatic'] as const)
        for (const reset of ['earliest', 'latest'] as const)
          for (const dedupe of ['none', 'offset', 'id'] as const)
            for (const idempotent of [true, false]) {
              const setting = { acks, commit, reset, dedupe, idempotent, partitions: 1 + (seed % 3) };
              const run = await simulate(replicatedLog, { seed: ++seed, params: setting });
              wrong.push(...failed(run).map((why) => `${JSON.stringify(setting)} ${why}`));
            }
    expect(wrong).toEqual([]);
  });
});

describe('promises', () => {
  const promised = (setting: object) => promisesOf(params.parse(setting));

  it('are strongest by default', () => {
    expect(promised({})).toEqual({ nothingLost: true, nothingTwice: true, inOrder: true });
  });

  it.each([
    [{ acks: 1 }, false, true],
    [{ acks: 0 }, false, false],
    [{ acks: 0, dedupe: 'id' }, false, true],
    [{ commit: 'before', dedupe: 'none' }, false, true],
    [{ commit: 'after', dedupe: 'none' }, true, false],
    [{ commit: 'automatic', dedupe: 'none' }, false, false],
    [{ reset: 'latest' }, false, true],
    [{ idempotent: false }, true, false],
    [{ idempotent: false, dedupe: 'id' }, true, true],
  ])('%j: lost nothing %s, twice nothing %s', (setting, nothingLost, nothingTwice) => {
    expect(promised(setting)).toMatchObject({ nothingLost, nothingTwice });
  });
});

describe('a run', () => {
  it('is the same every time', async () => {
    for (const seed of [3, 'three']) {
      const [one, other] = [await simulate(replicatedLog, { seed }), await simulate(replicatedLog, { seed })];
      expect(other.fingerprint).toBe(one.fingerprint);
      expect(other.history).toEqual(one.history);
    }
  });

  it('spares the database, whatever the profile', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { plan } = await simulate(replicatedLog, { seed, faults: 'crashes' });
      expect(plan.faults.some((fault) => 'node' in fault && fault.node === 'database')).toBe(false);
    }
  });

  it('refuses settings that do not exist in one sentence', async () => {
    await expect(simulate(replicatedLog, { params: { acks: 2 } })).rejects.toThrow(
      /params\.acks.*expected 0, 1 or all/,
    );
    await expect(simulate(replicatedLog, { params: { minIsr: 4 } })).rejects.toThrow(/params\.minIsr/);
  });
});

/** The scenario as a whole: every setting keeps what it promises. */
import { simulate, type Run } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import {
  acknowledgementsOf,
  losesNothing,
  params,
  promisesOf,
} from '../../../../scenarios/replication/primary-backup/rules.js';
import {
  primaryBackup,
  reachable,
  sometimes,
} from '../../../../scenarios/replication/primary-backup/scenario.js';

const failed = ({ seed, checks }: Run): string[] =>
  checks
    .filter(({ verdict }) => verdict !== 'valid')
    .map(({ name, reason }) => `${String(seed)} ${name}: ${reason}`);

describe('sound settings', () => {
  it('lose nothing and stay linearizable over 60 seeds of rough, and see what there is to see', async () => {
    const wrong: string[] = [];
    const held = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const run = await simulate(primaryBackup, { seed });
      wrong.push(...failed(run));
      for (const sites of [run.coverage.sometimes, run.coverage.reachable])
        for (const [name, count] of Object.entries(sites)) if (count.held > 0) held.add(name);
    }
    expect(wrong).toEqual([]);
    expect([...held].sort()).toEqual([...sometimes, ...reachable].sort());
  });

  it('survive hell, failing syncs and half-written journals included', async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 40; seed++)
      wrong.push(...failed(await simulate(primaryBackup, { seed, faults: 'hell' })));
    expect(wrong).toEqual([]);
  });

  it('keep their promises for every setting', async () => {
    const wrong: string[] = [];
    let seed = 1000;
    for (const mode of ['synchronous', 'semi-synchronous', 'asynchronous'] as const)
      for (const fencing of [true, false])
        for (const reads of ['primary', 'backup'] as const)
          for (const [nodes, k] of [
            [2, 1],
            [3, 1],
            [4, 2],
            [5, 2],
          ] as const) {
            const setting = { mode, fencing, reads, nodes, k };
            const run = await simulate(primaryBackup, { seed: ++seed, params: setting });
            wrong.push(...failed(run).map((why) => `${JSON.stringify(setting)} ${why}`));
          }
    expect(wrong).toEqual([]);
  });

  it('answer everything where nothing goes wrong', async () => {
    const run = await simulate(primaryBackup, { seed: 1, faults: 'none' });
    expect(failed(run)).toEqual([]);
    const late = run.history.filter(({ invokedAtMs = 0 }) => invokedAtMs > 200);
    expect(late.length).toBeGreaterThan(300);
    expect(late.filter(({ type }) => type !== 'ok')).toEqual([]);
  });
});

describe('claims', () => {
  it('name checks by what a setting promises', () => {
    const checksOf = (setting: object): string[] =>
      Object.keys((primaryBackup.check as (given: unknown) => object)(params.parse(setting))).sort();
    const safe = ['nothing-invented', 'nothing-lost', 'reads-settled'];
    expect(checksOf({})).toEqual(['linearizable', ...safe]);
    expect(checksOf({ mode: 'synchronous' })).toEqual(['linearizable', ...safe]);
    expect(checksOf({ reads: 'backup' })).toEqual(safe);
    expect(checksOf({ mode: 'asynchronous' })).toEqual(['nothing-invented']);
    expect(checksOf({ fencing: false })).toEqual(['nothing-invented']);
  });

  it('rest on sets that meet: whoever acknowledges and whoever promises', () => {
    for (const mode of ['synchronous', 'semi-synchronous', 'asynchronous'] as const)
      for (let nodes = 2; nodes <= 9; nodes++)
        for (let k = 1; k <= 8; k++) {
          const given = params.parse({ mode, nodes, k });
          const meet = acknowledgementsOf(given) + 1 + promisesOf(given) > nodes;
          expect(promisesOf(given)).toBeLessThanOrEqual(nodes);
          if (losesNothing(given)) expect(meet).toBe(true);
        }
  });
});

/** Campaigns say what was looked at: how operations ended, and which checks had nothing to judge. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../cli/app.js';
import { explore } from '../../../cli/commands/explore.js';
import { merge } from '../../../cli/commands/merge.js';
import { replay } from '../../../cli/commands/replay.js';
import { run } from '../../../cli/commands/run.js';
import type { ExploreResult } from '../../../cli/explore/result.js';
import { fakeTerminal } from '../fake-terminal.js';

/** One node, asked now and then; it answers after a while, and in some seeds never. */
const file = `
import { clients, defineScenario, stateMachine, stream, z } from 'seedstorm';
import { linearizable, registerModel, nothingToJudge } from 'seedstorm/checkers';
const answers = stateMachine({
  start: () => ({ n: 0 }),
  onRequest: (state, _request, node) => node.reply(++state.n),
});
const common = {
  summary: 'One node', params: z.object({}), nodes: () => ['n1'], faults: 'none', durationMs: 1_000,
  clientTimeoutMs: 100,
};
export const dead = defineScenario({
  ...common, name: 'own/dead', protocol: stateMachine({ start: () => ({}), onRequest: () => {} }), workload: () => clients(1, { go: 1 }), check: {},
});
export const rare = defineScenario({
  ...common, name: 'own/rare', protocol: answers, workload: () => clients(1, { go: 1 }, { everyMs: 200 }),
  check: {
    seen: { name: 'seen', check: (history) => history.length < 5
      ? nothingToJudge('fewer than five')
      : { verdict: 'valid', reason: 'seen' } },
  },
});
export const late = defineScenario({
  ...common, name: 'own/late', protocol: answers, settleMs: 500, liveWithinMs: 100, faults: 'none',
  workload: () => ({
    clients: ['c'],
    operations: () => [10, 700].map((atMs) => ({ process: 'c', atMs, input: { f: 'go' } })),
  }),
  check: { two: { name: 'two', check: (history) => history.length < 2
    ? nothingToJudge('fewer than two')
    : { verdict: 'valid', reason: 'two' } }, few: { name: 'few', check: (history) => process.env.OWN_MENDED !== 'yes' && history.length > 0
    ? { verdict: 'invalid', reason: 'asked', anomalies: [{ kind: 'asked', message: 'asked', operations: [] }] }
    : { verdict: 'valid', reason: 'fine' } } },
});
`;

let home = '';
beforeAll(() => {
  home = process.cwd();
  process.chdir(realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-looked-'))));
  writeFileSync('own.sim.ts', file);
});
afterAll(() => {
  const folder = process.cwd();
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

async function cli(...args: string[]): Promise<{ code: number; out: string }> {
  const terminal = fakeTerminal({ columns: 200 });
  const code = await runCli(args, [explore, merge, replay, run], terminal);
  return { code, out: terminal.printed() };
}

describe('explore', () => {
  it('is undecided where no operation ended ok, and says so in words and numbers', async () => {
    const { code, out } = await cli('explore', './own.sim.ts#own/dead', '--runs', '5', '--no-corpus');
    expect(code).toBe(2);
    expect(out).toMatch(/^\? 5 runs: 0 valid, 0 invalid, 5 undecided/);
    expect(out).toMatch(/ {2}asked (\d+) operations: 0 ok, 0 refused, \1 unknown\n/);
    expect(out).toMatch(
      / {2}own\/dead: operations had nothing to judge in 5 of 5 runs: none of \d+ operations asked ended ok/,
    );
    const json = await cli('explore', './own.sim.ts#own/dead', '--runs', '5', '--no-corpus', '--json');
    const result = JSON.parse(json.out) as ExploreResult;
    expect(result.coverage.operations).toMatchObject({ ok: 0, fail: 0 });
    expect(result.nothingToJudge).toEqual([
      expect.objectContaining({ scenario: 'own/dead', check: 'operations', runs: 5 }),
    ]);
  });

  it('is undecided where no run ended in time', async () => {
    const args = ['explore', 'replication/raft', '--time', '1ms', '--no-corpus'];
    const { code, out } = await cli(...args);
    expect([code, out]).toEqual([2, expect.stringMatching(/^\? 0 runs: /)]);
    expect(out).toContain('nothing was looked at of replication/raft');
    expect((await cli(...args, '--json')).code).toBe(2);
  });

  it('counts the runs in which a check had nothing to judge, the same in shards put together', async () => {
    const args = ['explore', './own.sim.ts#own/rare', '--runs', '20', '--no-corpus', '--json'];
    const whole = JSON.parse((await cli(...args)).out) as ExploreResult;
    const [idle] = whole.nothingToJudge;
    expect(idle).toMatchObject({ scenario: 'own/rare', check: 'seen', reason: 'fewer than five' });
    expect(idle?.runs).toBe(whole.unknown);
    expect(idle?.runs).toBeGreaterThan(0);
    expect(idle?.runs).toBeLessThan(20);
    for (const shard of ['1/2', '2/2'])
      writeFileSync(`${shard[0]}.json`, (await cli(...args, '--shard', shard)).out);
    const merged = await cli('merge', '1.json', '2.json', '--json');
    expect(merged.code).toBe(2);
    expect((JSON.parse(merged.out) as ExploreResult).nothingToJudge).toEqual(whole.nothingToJudge);
    const text = await cli('merge', '1.json', '2.json');
    expect(text.out).toContain(
      `own/rare: seen had nothing to judge in ${idle?.runs} of 20 runs: fewer than five`,
    );
  });
});

describe('run and replay', () => {
  it('run ends with 2 where no operation ended ok', async () => {
    const { code, out } = await cli('run', './own.sim.ts#own/dead');
    expect(code).toBe(2);
    expect(out).toMatch(/\? operations: none of \d+ operations asked ended ok/);
  });

  it('a failure that was mended is mended, though little is left to judge of what it was shrunk to', async () => {
    const { out } = await cli('explore', './own.sim.ts#own/late', '--runs', '1', '--json');
    const [failure] = (JSON.parse(out) as ExploreResult).failures;
    expect(failure?.shrunk?.operations).toBe(1);
    expect((await cli('replay', failure?.capsule ?? '')).code).toBe(1);
    process.env['OWN_MENDED'] = 'yes';
    const mended = await cli('replay', failure?.capsule ?? '', '--json');
    delete process.env['OWN_MENDED'];
    expect(mended, mended.out).toMatchObject({ code: 0 });
    expect(JSON.parse(mended.out)).toMatchObject({ verdict: 'unknown', reproduced: false });
  });
});

/** What a campaign tells of coverage, and what its flags say about how runs are drawn. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../cli/app.js';
import { explore } from '../../../cli/commands/explore.js';
import { merge } from '../../../cli/commands/merge.js';
import { replay } from '../../../cli/commands/replay.js';
import type { ExploreResult } from '../../../cli/explore/result.js';
import { scenarios } from '../../../scenarios/catalogue.js';
import { fakeTerminal } from '../fake-terminal.js';

const source = `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
const counter = stateMachine({
  start: (node) => { node.reachable('started'); return { seen: 0 }; },
  onRequest(state, request, node) {
    state.seen++;
    node.sometimes('much asked', state.seen >= 5);
    node.sometimes('asked in vain', state.seen < 0);
    if (node.buggify('forgetful')) state.seen = 0;
    if (state.seen > 1000) node.unreachable('tired');
    node.reply(null);
  },
});
const never = { name: 'never', check: () => ({ verdict: 'valid', reason: 'never' }) };
const many = {
  name: 'many',
  check: (history) =>
    history.filter(({ type }) => type === 'ok').length < 6
      ? { verdict: 'valid', reason: 'few' }
      : { verdict: 'invalid', reason: 'too many', anomalies: [{ kind: 'many', message: 'too many' }] },
};
const base = {
  summary: 'A counter', params: z.object({}), nodes: () => ['n1'], protocol: counter,
  workload: () => clients(2, { read: 1 }), faults: 'rough', durationMs: 2_000,
  buggifySites: ['forgetful'],
  coverage: {
    sometimes: ['much asked', 'asked in vain'], reachable: ['started', 'ended'],
    abstract: (nodes) => nodes.map(({ status, state }) => [status, Math.min(3, state?.seen ?? 0)]),
  },
};
export const counted = defineScenario({ ...base, name: 'own/counted', check: { never } });
const fulfilled = stateMachine({
  start: () => ({ seen: 0 }),
  onRequest(state, _request, node) {
    node.sometimes('second', ++state.seen === 2);
    node.reply(null);
  },
});
const silent = stateMachine({ start: () => ({}), onRequest: (_state, _request, node) => node.reply(null) });
const calm = { ...base, protocol: fulfilled, faults: 'none', buggifySites: [], check: { never } };
export const reaching = defineScenario({ ...calm, name: 'own/reaching', coverage: { sometimes: ['second'] } });
export const { coverage: _, ...bare } = calm;
export const unnamed = defineScenario({ ...bare, name: 'own/unnamed', protocol: silent });
export const failing = defineScenario({ ...base, name: 'own/failing', check: { many } });
`;

const home = process.cwd();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-campaign-')));
beforeAll(() => {
  process.chdir(folder);
  writeFileSync('own.sim.ts', source);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal({ columns: 100 });
  const code = await runCli(argv, [explore, merge, replay], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

describe('coverage', () => {
  it('names what was reached, what never was, and how much more there may be', async () => {
    const { code, out } = await cli('explore', './own.sim.ts#own/counted', '--runs', '40');
    // In one of these runs an early crash loses the first question of both clients, who wait until the end: nothing
    // ended ok, so there is nothing to judge.
    expect([code, out]).toEqual([2, expect.stringContaining('39 valid, 0 invalid, 1 undecided')]);
    expect(out).toContain('reached in own/counted: 3 of 5 named sites hit');
    const flat = out.replace(/\s+/g, ' ');
    expect(flat).toContain("never hit: sometimes('asked in vain'), reachable('ended')");
    expect(flat).toMatch(
      /\d+ distinct states and \d+ transitions in 40 runs; the next run is expected to show \d+\.\d\d new states \(Good–Turing\), and there are at least \d+/,
    );
  });

  it('is the same in numbers with --json', async () => {
    const { out } = await cli('explore', './own.sim.ts#own/counted', '--runs', '40', '--json');
    const { coverage } = JSON.parse(out) as ExploreResult;
    const own = coverage.scenarios['own/counted'];
    expect(own).toMatchObject({
      runs: 40,
      never: { sometimes: ['asked in vain'], reachable: ['ended'], buggify: [] },
    });
    expect(own?.reachable['started']?.runs).toBe(40);
    expect(own?.states?.seen).toBeGreaterThan(3);
  });
});

describe('--require-reached', () => {
  const of = (name: string, ...flags: string[]) =>
    cli('explore', `./own.sim.ts#own/${name}`, '--no-corpus', '--workers', '1', ...flags);
  const required = (name: string, ...flags: string[]) =>
    of(name, '--runs', '3', '--require-reached', ...flags);

  it('fails where a site was hit in no run, and says so everywhere', async () => {
    const { code, out } = await required('counted', '--junit', 'reached.xml');
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /^✗ 3 runs: .*✗ own\/counted never reached in 3 runs: sometimes\('asked in vain'\), reachable\('ended'\) $/,
    );
    expect(readFileSync('reached.xml', 'utf8')).toContain('<failure message="never reached in 3 runs: ');
    const json = await required('counted', '--json');
    expect([json.code, (JSON.parse(json.out) as ExploreResult).unreached]).toEqual([
      1,
      [{ scenario: 'own/counted', runs: 3, sometimes: ['asked in vain'], reachable: ['ended'] }],
    ]);
  });

  it('is content where everything was reached, and silent where it is not asked', async () => {
    const all = await required('reaching', '--json');
    expect([all.code, (JSON.parse(all.out) as ExploreResult).unreached]).toEqual([0, []]);
    const unasked = await of('counted', '--runs', '3', '--json');
    expect([unasked.code, (JSON.parse(unasked.out) as ExploreResult).unreached]).toEqual([0, null]);
  });

  it('is undecided where nothing is named, or the campaign ended before its time', async () => {
    const none = await required('unnamed');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no scenario names a site')]);
    expect(none.out).toMatch(/^\? 3 runs/);
    const early = await required('failing', '--no-shrink', '--json');
    expect([early.code, (JSON.parse(early.out) as ExploreResult).unreached]).toEqual([1, null]);
  });

  it('is about all seeds: a shard refuses it, and merge takes it', async () => {
    const shard = await required('reaching', '--shard', '1/2');
    expect([shard.code, shard.err]).toEqual([64, expect.stringContaining('give it to seedstorm merge')]);
    expect((await required('reaching', '--last-failed')).code).toBe(64);
    for (const [file, name] of Object.entries({ 'bad.json': 'counted', 'good.json': 'reaching' }))
      writeFileSync(file, (await of(name, '--runs', '2', '--shard', '1/2', '--json')).out);
    const merged = await cli('merge', 'bad.json', '--require-reached');
    expect([merged.code, merged.out]).toEqual([1, expect.stringContaining('never reached in 1 run:')]);
    expect((await cli('merge', 'bad.json')).code).toBe(0);
    expect((await cli('merge', 'good.json', '--require-reached')).code).toBe(0);
  });
});

describe('how runs are drawn', () => {
  const first = async (...flags: string[]): Promise<{ plan: { schedule?: unknown; faults: unknown[] } }> => {
    const { code, out } = await cli(
      'explore',
      './own.sim.ts#own/failing',
      '--json',
      '--no-corpus',
      '--no-shrink',
      ...flags,
    );
    expect(code).toBe(1);
    const [failure] = (JSON.parse(out) as ExploreResult).failures;
    const replayed = await cli('replay', failure?.capsule ?? '', '--json');
    expect(replayed.code).toBe(1);
    return JSON.parse(readFileSync(failure?.capsule ?? '', 'utf8')) as never;
  };

  it.each(['pct', 'delay-bounded'])(
    '--strategy %s is in the capsule, and so in the replay',
    async (strategy) => {
      expect((await first('--strategy', strategy, '--seed', `${strategy}-1`)).plan.schedule).toMatchObject({
        strategy,
      });
    },
  );

  it('--no-swarm takes every kind of fault of the profile', async () => {
    const kinds = (faults: unknown[]): number =>
      new Set(faults.map((fault) => (fault as { kind: string }).kind)).size;
    const swarm = await first('--seed', '11');
    const plain = await first('--seed', '11', '--no-swarm');
    expect(kinds(plain.plan.faults)).toBeGreaterThan(kinds(swarm.plan.faults));
  });

  it('leaves out of everything what claims nothing for a strategy, and refuses it alone', async () => {
    const one = 'replication/raft-partial-partition';
    // A share without a seed: that all others are sound under pct, rows.test.ts shows.
    const all = await cli('explore', '--all', '--strategy', 'pct', '--runs', '1', '--shard', '2/2', '--json');
    expect(all.err).toBe(
      scenarios
        .filter(({ strategies }) => strategies?.includes('pct') === false)
        .map(({ name }) => `${name} is left out: it claims nothing for --strategy pct\n`)
        .join(''),
    );
    expect(all.err).toContain(one);
    expect([all.code, JSON.parse(all.out)]).toMatchObject([0, { runs: 0 }]);
    const alone = await cli('explore', one, '--strategy', 'pct');
    expect(alone.code).toBe(64);
    expect(alone.err).toContain(`${one} makes its claims for random only: pct may hold messages back`);
  });

  it('names a strategy nobody knows', async () => {
    const { code, err } = await cli('explore', './own.sim.ts#own/counted', '--strategy', 'ptc');
    expect([code, err.trim()]).toEqual([64, expect.stringMatching(/^seedstorm: .*'?ptc'?.*pct/)]);
  });
});

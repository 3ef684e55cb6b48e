import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from 'seedstorm';
import { runCli } from '../../cli/app.js';
import { campaignPages } from '../../cli/campaign-report.js';
import { replay } from '../../cli/commands/replay.js';
import { report } from '../../cli/commands/report.js';
import { run } from '../../cli/commands/run.js';
import { reportOf } from '../../cli/explore/coverage-report.js';
import { packageVersion } from '../../cli/version.js';
import type { CampaignReport, RunReport } from '../../report/data/contract.js';
import { coverageOf } from '../../explore/campaign-coverage.js';
import { capsuleOf } from '../../sim/run/capsule/capsule.js';
import { countRun, emptyTally } from '../../explore/tally.js';
import { toldRun } from '../../sim/run/capsule/told-run.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { builtPage } from './built-page.js';
import { documentIn } from './document-in.js';
import { shipped } from './runs.js';

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-report-command-'));
const home = process.cwd();
beforeAll(() => {
  builtPage();
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal();
  const code = await runCli(argv, [run, replay, report], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

const register = 'replication/quorum-register';
const plan = {
  schema: 1,
  faults: [],
  operations: [{ process: 'c1', atMs: 10, to: 'n1', input: { f: 'write', key: 'a', value: 1 } }],
};

describe('reports of one run', () => {
  it('run --report writes what the run was, and judges as ever', async () => {
    writeFileSync('plan.json', JSON.stringify(plan));
    const { code, err } = await cli(
      'run',
      register,
      '--faults',
      'plan.json',
      '--report',
      'deep/down/run.html',
    );
    expect([code, err]).toEqual([0, '']);
    const { about, recording } = documentIn('deep/down/run.html') as RunReport;
    expect(about).toMatchObject({ scenario: register, seed: '1', verdict: 'valid', version: packageVersion });
    expect(about.replay).toContain('npx seedstorm run replication/quorum-register');
    expect(recording.events.kind.length).toBe(about.events);
    expect(recording.operations).toMatchObject([{ process: 'c1', f: 'write', type: 'ok' }]);
  });

  it('replay --report and report show what the capsule holds', async () => {
    const capsule = capsuleOf(await simulate(shipped(register), { plan }), packageVersion);
    writeFileSync('capsule.json', JSON.stringify(capsule));
    expect((await cli('replay', 'capsule.json', '--report', 'replay.html')).code).toBe(0);
    const { code, out } = await cli('report', 'capsule.json', '-o', 'report.html');
    expect([code, out]).toMatchObject([
      0,
      expect.stringMatching(/^report\.html: replication\/quorum-register with seed 1, valid, \d+ events\n$/),
    ]);
    const documents = ['replay.html', 'report.html'].map(documentIn) as RunReport[];
    expect(documents[0]).toEqual(documents[1]);
    expect(documents[0]?.about).toMatchObject({
      fingerprint: capsule.fingerprint,
      replay: 'npx seedstorm replay capsule.json',
    });
  });

  it('report says when the run is not the one that the capsule holds', async () => {
    const capsule = capsuleOf(await simulate(shipped(register), { plan }), packageVersion);
    writeFileSync('other.json', JSON.stringify({ ...capsule, fingerprint: '0123456789abcdef' }));
    const { code, err } = await cli('report', 'other.json', '-o', 'other.html');
    expect([code, err]).toEqual([
      0,
      `other.json: this is not the run that the capsule holds: its fingerprint is ${capsule.fingerprint}, not 0123456789abcdef.\n`,
    ]);
  });

  it('report --scenario runs it', async () => {
    await cli('run', register, '--faults', 'plan.json', '--history', 'history.jsonl');
    expect(
      (await cli('report', '--scenario', 'quorum-register', '--faults', 'plan.json', '-o', 'scenario.html'))
        .code,
    ).toBe(0);
    expect((documentIn('scenario.html') as RunReport).about.scenario).toBe(register);
  });

  it.each([
    [['report', 'capsule.json'], 'where to? Name the file with -o report.html'],
    [['report', '-o', 'x.html'], 'give a capsule, or --scenario and --seed'],
    [
      ['report', 'capsule.json', '--scenario', register, '-o', 'x.html'],
      'give a capsule, or --scenario and --seed',
    ],
    [
      ['report', 'nowhere.json', '-o', 'x.html'],
      'cannot read the capsule nowhere.json: there is no such file',
    ],
    [['report', 'plan.json', '-o', 'x.html'], 'plan.json: capsule.version'],
    [['report', 'capsule.json', '--seed', '3', '-o', 'x.html'], '--seed goes with --scenario: capsule.json'],
    [['report', 'capsule.json', '--no-swarm', '-o', 'x.html'], '--no-swarm goes with --scenario'],
    [['report', '--scenario', register, '--original', '-o', 'x.html'], '--original is for capsules'],
    [['report', 'capsule.json', '-o', '-'], 'cannot write to "-": name a file'],
    [
      ['report', 'history.jsonl', '-o', 'x.html'],
      'history.jsonl: expected a capsule, but this is a file of one JSON object a line',
    ],
    [['replay', 'report.html'], 'report.html: expected a capsule, but this is a web page'],
    [['report', '--scenario', 'quorum-registre', '-o', 'x.html'], 'no scenario is called "quorum-registre"'],
    [
      ['run', register, '--faults', 'plan.json', '--report', 'plan.json/x.html'],
      'cannot write plan.json/x.html: a part of its path is a file',
    ],
    [
      ['run', register, '--faults', 'plan.json', '--trace', 't.jsonl', '--report', '.'],
      'cannot write .: it is a folder',
    ],
  ])('%j is refused in one sentence', async (argv, sentence) => {
    const { code, err, out } = await cli(...argv);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n').length).toBe(1);
    expect([existsSync('x.html'), readdirSync('.').filter((name) => name.endsWith('.part'))]).toEqual([
      false,
      [],
    ]);
  });
});

it('the pages of a campaign: an index, and one for each kind of failure', async () => {
  const scenario = shipped(register);
  const one = await simulate(scenario, { plan });
  writeFileSync('kept.json', JSON.stringify(capsuleOf(one, packageVersion)));
  const total = emptyTally();
  const told = toldRun(one);
  countRun(total, told);
  const pages = campaignPages('campaign');
  const notes: string[] = [];
  const outcome = {
    total,
    scenarios: [
      { scenario: register, runs: 3, seconds: 2, coverage: reportOf(scenario, coverageOf([one.coverage])) },
    ],
    unreached: [{ scenario: register, runs: 3, sometimes: ['two leaders'], reachable: [] }],
    failures: [
      { run: told, capsule: 'kept.json', first: true, replay: 'npx seedstorm replay kept.json', number: 2 },
      { run: told, capsule: 'kept.json', first: false, replay: 'npx seedstorm run x' },
      { run: told, capsule: 'gone.json', first: true, replay: 'npx seedstorm replay gone.json' },
    ],
  };
  await pages.write(outcome, (text) => void notes.push(text));
  expect(notes).toEqual([
    'there is no report on gone.json: cannot read the capsule gone.json: there is no such file\n',
  ]);
  expect(readdirSync('campaign').sort()).toEqual(['index.html', 'kept.html']);
  const index = documentIn('campaign/index.html') as CampaignReport;
  expect(index).toMatchObject({ kind: 'campaign', runs: 1, seconds: 2 });
  // Two of the three were kept from before: one new seed was run.
  expect(index.scenarios).toMatchObject([{ name: register, seeds: 1, hit: 0, sites: 0, never: [] }]);
  expect(index.unreached).toEqual([
    { scenario: register, sites: "never reached in 3 runs: sometimes('two leaders')" },
  ]);
  expect(index.failures.map(({ run: number }) => number)).toEqual([2, undefined, undefined]);
  expect(index.failures.map(({ href, replay: command }) => [href, command])).toEqual([
    ['kept.html', 'npx seedstorm replay kept.json'],
    [undefined, 'npx seedstorm run x'],
    [undefined, 'npx seedstorm replay gone.json'],
  ]);
  expect((documentIn('campaign/kept.html') as RunReport).about.fingerprint).toBe(one.fingerprint);
});

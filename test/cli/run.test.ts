import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { check } from '../../cli/commands/check.js';
import { explore } from '../../cli/commands/explore.js';
import { list } from '../../cli/commands/list.js';
import { replay } from '../../cli/commands/replay.js';
import { run } from '../../cli/commands/run.js';
import { parseCapsule } from '../../sim/run/capsule/capsule.js';
import { fakeTerminal } from './fake-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-run-'));
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const commands = [list, run, explore, replay, check];

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal();
  const code = await runCli(argv, commands, terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

const register = 'replication/quorum-register';

describe('seedstorm list', () => {
  it('tells which faults a bug brings with it', async () => {
    const { out } = await cli('list', 'replication/raft');
    expect(out.replace(/\s+/g, ' ')).toContain('(Alagappan et al., FAST 2018) (faults: hell)');
    const { scenarios } = JSON.parse((await cli('list', 'replication/raft', '--json')).out) as {
      scenarios: { bugs: { name: string; profile?: string }[] }[];
    };
    const [listed] = scenarios;
    expect(listed?.bugs.find(({ name }) => name === 'commit-old-term')?.profile).toBe('restless');
    expect(listed?.bugs.find(({ name }) => name === 'stale-read')).not.toHaveProperty('profile');
  });

  it('shows every scenario with its parameters and planted bugs', async () => {
    const { code, out } = await cli('list');
    expect(code).toBe(0);
    for (const name of [
      register,
      'broker/replicated-log',
      'saga/order',
      'real/circuit-breaker',
      'real/yjs',
    ]) {
      expect(out).toContain(name);
    }
    expect(out).toMatch(/nodes=3 +number of replicas/);
    expect(out).toMatch(/no-write-back +A read answers/);
  });

  it('groups them by family, whatever the order they are named in', async () => {
    const { out } = await cli('list');
    const families = [...out.matchAll(/^([\w-]+): \d+ scenarios?$/gm)].map(([, family]) => family);
    expect(families).toEqual(expect.arrayContaining(['broker', 'replication', 'saga', 'real']));
    expect(new Set(families).size).toBe(families.length);
    const named = (await cli('list', 'raft', 'saga/order', 'sequenced-log')).out;
    expect(
      [...named.matchAll(/^(replication: 2 scenarios|saga: 1 scenario|\w+\/[\w-]+)$/gm)].map(
        ([line]) => line,
      ),
    ).toEqual([
      'replication: 2 scenarios',
      'replication/raft',
      'replication/sequenced-log',
      'saga: 1 scenario',
      'saga/order',
    ]);
  });

  it('is one JSON object with --json', async () => {
    const { scenarios } = JSON.parse((await cli('list', '--json')).out) as {
      scenarios: Record<string, unknown>[];
    };
    for (const scenario of scenarios) {
      expect(scenario['name']).toBe(
        `${String(scenario['family'])}/${String(scenario['name']).split('/')[1]}`,
      );
      expect(Object.keys(scenario)).toEqual(['name', 'family', 'summary', 'params', 'bugs', 'profiles']);
    }
    expect(scenarios.find(({ name }) => name === register)).toMatchObject({
      bugs: expect.arrayContaining([
        expect.objectContaining({ name: 'no-write-back', summary: expect.any(String) as string }) as unknown,
      ]) as unknown,
      profiles: expect.arrayContaining(['none', 'calm', 'rough', 'hell']) as unknown,
    });
  });
});

describe('seedstorm run', () => {
  it('tells a valid run: faults on a timeline, operations, verdicts, fingerprint, replay', async () => {
    const { code, out, err } = await cli('run', register, '--seed', '4');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^replication\/quorum-register {2}seed 4\n/);
    expect(out).toMatch(/What goes wrong \(rough\):\n +\d+\.\d ms {2}\w/);
    expect(out).toMatch(/\d+ operations: \d+ ok \(\d+\.\d %\), \d+ refused, \d+ with unknown outcome/);
    expect(out).toMatch(/✓ linearizable: all \d+ operations fit in one order/);
    expect(out).toMatch(
      /fingerprint [0-9a-f]{16}\nreplay {2}npx seedstorm run replication\/quorum-register --seed 4\n$/,
    );
  });

  it('ends a failing run with the failure block', async () => {
    const { code, out } = await cli('run', 'quorum-register', '--bug', 'wall-clock-versions', '--seed', '1');
    expect(code).toBe(1);
    const block = out.slice(out.lastIndexOf('\n✗ ') + 1);
    expect(block).toMatch(/^✗ replication\/quorum-register {2}linearizable: /);
    expect(block).toMatch(/\n {2}seed 1 · \d+ faults, \d+ operations.*\n\nWhat happened:\n/);
    expect(block).toMatch(/\n ✗ +\d+\.\d ms {2}n\d answers c\d(\.\d)?: \d+ {2}\(read a\)\n/);
    const named = 'replication/quorum-register --seed 1 --bug wall-clock-versions';
    expect(block.split('\n').slice(-4)).toEqual([
      `  replay  npx seedstorm run ${named}`,
      `  report  npx seedstorm report --scenario ${named} -o quorum-register-1.html`,
      `  export  npx seedstorm export --scenario ${named} --format mermaid`,
      '',
    ]);
  });

  it('prints one JSON object with --json, the same twice', async () => {
    const first = await cli('run', register, '--seed', 'any text', '--param', 'nodes=5', '--json');
    const json = JSON.parse(first.out) as Record<string, unknown>;
    expect(json).toMatchObject({
      scenario: register,
      params: { nodes: 5 },
      seed: 'any text',
      bug: null,
      verdict: 'valid',
      checks: [{ name: 'runtime' }, { name: 'linearizable' }, { name: 'liveness' }],
      operations: {
        ok: expect.any(Number) as number,
        fail: expect.any(Number) as number,
        info: expect.any(Number) as number,
      },
      replay: "npx seedstorm run replication/quorum-register --seed 'any text' --param nodes=5",
    });
    for (const field of ['fingerprint', 'events', 'virtualMs', 'faults']) expect(json).toHaveProperty(field);
    expect((await cli('run', register, '--seed', 'any text', '--param', 'nodes=5', '--json')).out).toBe(
      first.out,
    );
  });

  it('writes a history that seedstorm check judges alike, and a trace of JSON lines', async () => {
    const bad = ['run', register, '--seed', '1', '--bug', 'wall-clock-versions'];
    expect((await cli(...bad, '--history', 'deep/er/h.jsonl', '--trace', 't.jsonl')).code).toBe(1);
    expect((await cli('check', 'register', 'deep/er/h.jsonl')).code).toBe(1);
    const trace = readFileSync('t.jsonl', 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(new Set(trace.map(({ type }) => type))).toEqual(
      new Set(['event', 'send', 'drop', 'note', 'invoke', 'ok', 'fail', 'info']),
    );
    expect(existsSync('t.jsonl.part')).toBe(false);
  });

  it('takes faults from a file, and no faults at all', async () => {
    writeFileSync(
      'faults.json',
      JSON.stringify([{ kind: 'crash', atMs: 100, durationMs: 50, node: 'n1', unsynced: 'lost' }]),
    );
    const { code, out } = await cli('run', register, '--faults', 'faults.json');
    expect(code).toBe(0);
    expect(out).toMatch(
      /What goes wrong \(plan\):\n +100\.0 ms {2}crash n1 \(unsynced writes lost\) {2}for 50 ms\n/,
    );
    expect((await cli('run', register, '--faults', 'none')).out).toContain('Nothing goes wrong.');
  });

  it('verifies that two runs are the same', async () => {
    const { code, err } = await cli('run', 'saga/order', '--verify');
    expect([code, err]).toEqual([0, 'verified: this run and two others were the same, event by event\n']);
  });

  it.each([
    [['run'], /call it as seedstorm run <scenario>/],
    [
      ['run', 'quorum-registr'],
      'no scenario is called "quorum-registr". Did you mean quorum-register? seedstorm list shows them all',
    ],
    [['run', register, '--bug', 'no-write-bak'], /did you mean 'no-write-back'\? There are /],
    [['run', register, '--param', 'node=3'], /has no parameter "node".*Did you mean nodes\?/],
    [['run', register, '--param', 'nodes=many'], /params\.nodes: .*number/],
    [['run', register, '--param', 'nodes=1e99'], /params\.nodes: /],
    [
      ['run', register, '--faults', 'rogh'],
      /no fault profile is called "rogh", and it is no file\. Did you mean rough\?/,
    ],
    [['run', register, '--faults', './nope.json'], 'cannot read the plan ./nope.json: there is no such file'],
    [['run', register, '--sed', '3'], /no flag --sed\. Did you mean --seed\?/],
    [['run', register, '--trace', 'folder'], 'cannot write folder: it is a folder'],
    [['run', register, '--trace', 'faults.json/t'], /^seedstorm: cannot write faults\.json\/t: /],
    [['explore'], /which scenario\?/],
    [['explore', register, '--runs', '0'], '--runs takes a whole number above 0, not "0"'],
    [['explore', register, '--shard', '4/3'], /--shard takes i\/n/],
    [['explore', register, '--all'], /not both/],
    [['replay', 'nope.json'], 'cannot read the capsule nope.json: there is no such file'],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    mkdirSync('folder', { recursive: true });
    const { code, err, out } = await cli(...argv);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/^seedstorm: [^\n]+\n$/);
    if (typeof sentence === 'string') expect(err).toBe(`seedstorm: ${sentence}\n`.replace(/\n\n$/, '\n'));
    else expect(err).toMatch(sentence);
  });

  it.each([
    ['', 'the plan ./plan.json is empty'],
    ['{', /the plan \.\/plan\.json is not JSON: /],
    ['[{"kind":"crsh","atMs":1}]', /faults\[0\].*crash/],
    ['[{"kind":"crash","atMs":-1,"node":"n1","unsynced":"lost"}]', /faults\[0\]\.atMs.*-1/],
    ['[{"kind":"crash","atMs":1,"node":"n9","unsynced":"lost"}]', /faults\[0\]\.node.*n9/],
    ['{"schema":2,"faults":[],"operations":[]}', /schema.*1/],
    ['"text"', /expected/],
  ])('refuses the plan %s', async (text, sentence) => {
    writeFileSync('plan.json', text);
    const { code, err } = await cli('run', register, '--faults', './plan.json');
    expect(code).toBe(64);
    expect(err).toMatch(/^seedstorm: [^\n]+\n$/);
    if (typeof sentence === 'string') expect(err).toContain(sentence);
    else expect(err).toMatch(sentence);
  });
});

describe('seedstorm explore and replay', () => {
  it('explores a correct scenario and says what was injected', async () => {
    const { code, out } = await cli('explore', register, '--runs', '20');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^✓ 20 runs: 20 valid, 0 invalid, 0 undecided {2}\(\d+ seeds\/s, \d+ events\)\n {2}asked \d+ operations: \d+ ok, \d+ refused, \d+ unknown\n {2}injected .*crash/,
    );
  });

  it('keeps a failure as a capsule that replays event by event', async () => {
    const { code, out } = await cli('explore', register, '--bug', 'wall-clock-versions', '--json');
    expect(code).toBe(1);
    const { failures, runs, invalid } = JSON.parse(out) as {
      runs: number;
      invalid: number;
      failures: { seed: number; check: string; capsule: string; shrunk: object; replay: string }[];
    };
    expect([runs, invalid]).toEqual([1, 1]);
    const [failure] = failures;
    expect(failure).toMatchObject({
      seed: 1,
      check: 'linearizable',
      shrunk: { faults: expect.any(Number) as number },
    });
    const capsule = failure?.capsule ?? '';
    expect(failure?.replay).toBe(`npx seedstorm replay ${capsule}`);
    expect(parseCapsule(readFileSync(capsule, 'utf8'))).toMatchObject({
      scenario: register,
      seed: 1,
      verdict: 'invalid',
    });
    const again = await cli('replay', capsule);
    expect(again.code).toBe(1);
    expect(again.err).toContain('Replayed event by event');
    expect(again.out).toContain('linearizable');
  });

  it('says so when a capsule no longer reproduces', async () => {
    const { out } = await cli('explore', register, '--bug', 'wall-clock-versions', '--json', '--no-shrink');
    const [{ capsule } = { capsule: '' }] = (JSON.parse(out) as { failures: { capsule: string }[] }).failures;
    const { bug: _, ...mended } = JSON.parse(readFileSync(capsule, 'utf8')) as Record<string, unknown>;
    writeFileSync('mended.json', JSON.stringify({ ...mended, version: '0.0.1' }));
    const { code, err } = await cli('replay', 'mended.json');
    expect(code).toBe(0);
    expect(err).toMatch(
      /no longer reproduces: linearizable was invalid .* now the run is valid\. It was made by Seedstorm 0\.0\.1; this is /,
    );
  });

  it.each([
    ['', 'the file is empty'],
    ['{}', 'this is no capsule, or one of another version'],
    ['[]', 'expected a JSON object, got a list'],
    ['{"schema":1,"version":"1","scenario":"x"}', /capsule\.params: expected an object, got nothing/],
  ])('refuses the capsule %s', async (text, sentence) => {
    writeFileSync('capsule.json', text);
    const { code, err } = await cli('replay', 'capsule.json');
    expect(code).toBe(64);
    if (typeof sentence === 'string') expect(err).toContain(sentence);
    else expect(err).toMatch(sentence);
  });

  it('goes on after failures with --keep-going, and splits seeds into shards that add up', async () => {
    const found = async (...more: string[]): Promise<number[]> => {
      const { out } = await cli(
        'explore',
        register,
        '--bug',
        'wall-clock-versions',
        '--runs',
        '12',
        '--keep-going',
        '--no-shrink',
        '--json',
        ...more,
      );
      return (JSON.parse(out) as { failures: { seed: number }[] }).failures.map(({ seed }) => seed);
    };
    const all = await found();
    const shards = [
      ...(await found('--shard', '1/3')),
      ...(await found('--shard', '2/3')),
      ...(await found('--shard', '3/3')),
    ];
    expect(all.length).toBeGreaterThan(3);
    expect(shards.sort((a, b) => a - b)).toEqual(all);
  });

  it('writes JUnit XML', async () => {
    await cli(
      'explore',
      register,
      '--bug',
      'wall-clock-versions',
      '--runs',
      '1',
      '--no-shrink',
      '--junit',
      'j.xml',
    );
    expect(readFileSync('j.xml', 'utf8')).toMatch(
      /<testsuite name="seedstorm" tests="1" failures="1">\n.*<testcase .*name="replication\/quorum-register"/s,
    );
  });
});

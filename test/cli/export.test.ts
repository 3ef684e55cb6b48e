import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from 'seedstorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { check } from '../../cli/commands/check.js';
import { exportRun } from '../../cli/commands/export.js';
import { run } from '../../cli/commands/run.js';
import { packageVersion } from '../../cli/version.js';
import { EXPORT_FORMATS } from '../../report/export/formats.js';
import { capsuleOf } from '../../sim/run/capsule/capsule.js';
import { shipped } from '../report/runs.js';
import { fakeTerminal } from './fake-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-export-'));
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal();
  const code = await runCli(argv, [run, check, exportRun], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

const register = 'replication/quorum-register';

describe('seedstorm export', () => {
  it.each([
    ['valid', 0, []],
    ['invalid', 1, ['--bug', 'wall-clock-versions']],
  ])('a history of a run that is %s gives the verdict to check', async (_verdict, code, flags) => {
    const which = ['--seed', '3', ...flags];
    expect((await cli('run', register, ...which, '--history', 'run.jsonl')).code).toBe(code);
    const exported = await cli(
      'export',
      '--scenario',
      'quorum-register',
      ...which,
      '--format',
      'jepsen-edn',
      '-o',
      'f.edn',
    );
    expect([exported.code, exported.out]).toEqual([0, '']);
    expect((await cli('check', 'register', 'f.edn', '--format', 'jepsen-edn')).code).toBe(code);
    const jsonl = await cli('export', '--scenario', register, ...which, '--format', 'jsonl');
    expect(jsonl).toEqual({ code: 0, out: readFileSync('run.jsonl', 'utf8'), err: '' });
  });

  it('knows every format, and a capsule', async () => {
    const plan = {
      schema: 1,
      faults: [],
      operations: [{ process: 'c1', atMs: 10, to: 'n1', input: { f: 'write', key: 'a', value: 1 } }],
    };
    writeFileSync(
      'capsule.json',
      JSON.stringify(capsuleOf(await simulate(shipped(register), { plan }), packageVersion)),
    );
    for (const format of Object.keys(EXPORT_FORMATS).filter((name) => name !== 'porcupine-kv')) {
      const { code, out, err } = await cli('export', 'capsule.json', '--format', format);
      expect([format, code, err]).toEqual([format, 0, '']);
      expect(out).toContain('write');
    }
  });

  it.each([
    [['export', '--format', 'otlp'], 'give a capsule, or --scenario and --seed'],
    [
      ['export', 'c.json', '--scenario', register, '--format', 'otlp'],
      'give a capsule, or --scenario and --seed',
    ],
    [['export', '--scenario', register], 'in which format? --format takes shiviz, trace-event'],
    [['export', '--scenario', register, '--format', 'mermade'], 'Did you mean mermaid?'],
    [
      ['export', '--scenario', 'quorum-registre', '--format', 'otlp'],
      'no scenario is called "quorum-registre"',
    ],
    [['export', 'nowhere.json', '--format', 'otlp', '-o', 'x'], 'cannot read the capsule nowhere.json'],
    [
      ['export', '--scenario', register, '--format', 'otlp', '--max-lines', '9'],
      '--max-lines is for --format mermaid',
    ],
    [
      ['export', '--scenario', register, '--format', 'mermaid', '--functions', 'read'],
      '--functions is for histories, jepsen-edn, porcupine-kv, jsonl; mermaid leaves nothing out',
    ],
    [
      ['export', '--scenario', register, '--format', 'jsonl', '--functions', 'read,get', '-o', 'x'],
      'no operation of this run is a "get"; there are read, write',
    ],
    [
      ['export', 'capsule.json', '--bug', 'no-write-back', '--format', 'jsonl'],
      '--bug goes with --scenario: capsule.json holds what its run was made of',
    ],
    [
      ['export', '--scenario', register, '--original', '--format', 'jsonl'],
      '--original is for capsules; a scenario was never shrunk',
    ],
    [['export', '--scenario', register, '--format', 'jsonl', '-o', '-'], 'cannot write to "-": name a file'],
    [
      ['export', '--scenario', register, '--format', 'mermaid', '--max-lines', 'x'],
      'takes a whole number above 0',
    ],
    [
      ['export', '--scenario', register, '--format', 'porcupine-kv', '-o', 'x'],
      'porcupine-kv holds get, put and append',
    ],
    [['export', '--scenario', register, '--format', 'jsonl', '-o', '.'], 'cannot write .: it is a folder'],
  ])('%j is refused in one sentence, and nothing is written', async (argv, sentence) => {
    const { code, err, out } = await cli(...argv);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n').length).toBe(1);
    expect([existsSync('x'), readdirSync('.').filter((name) => name.endsWith('.part'))]).toEqual([false, []]);
  });

  it('does not run here what ended its own thread, and says so', async () => {
    const run = await simulate(shipped(register), { seed: 3 });
    writeFileSync(
      'lost.json',
      JSON.stringify({
        ...capsuleOf(run, packageVersion),
        verdict: 'invalid',
        fingerprint: '',
        anomaly: 'hung',
      }),
    );
    const { code, out, err } = await cli('export', 'lost.json', '--format', 'mermaid');
    expect([code, out]).toEqual([64, '']);
    expect(err).toBe(
      'seedstorm: lost.json: the run does not come to its end (hung), so there is nothing to show; seedstorm replay lost.json shows whether that is still so\n',
    );
  });
});

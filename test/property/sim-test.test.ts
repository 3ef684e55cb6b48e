/** `simTest` as its users see it: vitest is run on a small suite, and its report and its words are read. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate } from 'seedstorm';
import { parseCapsule } from '../../sim/run/capsule/capsule.js';
import { firstSeed, settingsOf } from '../../property/settings.js';
import type { RunReport } from '../../report/data/contract.js';
import { builtPage } from '../report/built-page.js';
import { documentIn } from '../report/document-in.js';
import { forgetful } from './forgetful.js';
import { suiteFolder, vitestIn } from './suite-folder.js';

const SUITE = `
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simTest } from 'seedstorm/vitest';
import { forgetful } from './forgetful.js';

simTest('keeps what it is told', forgetful, { runs: 20 });
simTest('forgets (sometimes)', forgetful, { runs: 50, seed: 3, bug: 'no-disk' });
simTest('forgets under a seed of text', forgetful, { seed: 'night', bug: 'no-disk' });
simTest.skip('is skipped', forgetful, { bug: 'no-disk' });
simTest.each([1, 2])('keeps it with %s clients', forgetful, (clients) => ({ params: { clients }, runs: 5 }));
simTest.each([{ bug: 'no-disk' }])('finds $bug', forgetful, ({ bug }) => ({ bug }));
simTest('expects more', forgetful, { runs: 9, verify: false, expect(run) {
  expect(run.faults, 'too many faults').toBeLessThan(2);
} });
simTest('draws its parameters', forgetful, {
  runs: 9,
  bug: 'no-disk',
  params: fc.record({ clients: fc.integer({ min: 2, max: 9 }) }),
});
simTest('is asked for nonsense', forgetful, { time: 'soon' });
simTest('has a profile nobody knows', forgetful, { profile: 'roug' });
let calls = 0;
simTest('repeats', { ...forgetful, workload: (params, context) => {
  const workload = forgetful.workload(params, context);
  return { ...workload, operations: (world) => workload.operations(world).slice(process.env.DRIFT ? calls++ : 0) };
} }, { runs: 3 });
`;

const register = readFileSync(new URL('./forgetful.ts', import.meta.url), 'utf8');
let folder = '';

beforeAll(() => {
  builtPage();
  folder = suiteFolder({ 'suite.test.ts': SUITE, 'forgetful.ts': register });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function suite(env: Record<string, string> = {}, ...flags: string[]) {
  const { results, printed } = await vitestIn(folder, env, ...flags);
  return {
    printed,
    status: Object.fromEntries(results.map(({ title, status }) => [title, status])),
    message: (title: string) => results.find((result) => result.title === title)?.failureMessages[0] ?? '',
  };
}

describe('simTest', () => {
  it('runs seeds, and tells of the first that fails', async () => {
    const { status, message, printed } = await suite({ SEEDSTORM_REPORT: 'pages' });
    expect(status).toEqual({
      'keeps what it is told (seed 1)': 'passed',
      'forgets (sometimes) (seed 3)': 'failed',
      'forgets under a seed of text (seed night)': 'failed',
      'is skipped (seed 1)': 'skipped',
      'keeps it with 1 clients (seed 1)': 'passed',
      'keeps it with 2 clients (seed 1)': 'passed',
      "finds 'no-disk' (seed 1)": 'failed',
      'expects more (seed 1)': 'failed',
      'draws its parameters (seed 1)': 'failed',
      'is asked for nonsense (seed 1)': 'failed',
      'has a profile nobody knows (seed 1)': 'failed',
      'repeats (seed 1)': 'passed',
    });
    const failure = message('forgets (sometimes) (seed 3)').split('\n');
    const [, seed = '', path = ''] =
      /^ {2}seed (\d+) · path (\d+) · after \d+ runs?$/.exec(failure[1] ?? '') ?? [];
    expect(Number(seed)).toBe(3 + Number(path));
    expect(failure[0]).toMatch(/^Error: ✗ tests\/forgetful \(bug no-disk\) {2}linearizable: /);
    expect(failure[2]).toBe('  counterexample: 1 fault, 2 operations');
    expect(failure[3]).toMatch(/^ {4}(crash|kill|restart) n1/);
    expect(failure[6]).toMatch(
      /^ {2}shrunk \d+ → 1 fault, \d+ → 2 operations in \d+ runs · \d+ events matter$/,
    );
    const capsule = `.seedstorm/failures/tests+forgetful,no-disk-${seed}.json`;
    expect(failure).toContain(`  replay  npx seedstorm replay ${capsule}`);
    expect(failure).toContain(`  test    SEEDSTORM_SEED=${seed} npx vitest run -t 'forgets \\(sometimes\\)'`);
    // The error points at the test.
    expect(failure.find((line) => /^ +at /.test(line))).toMatch(/suite\.test\.ts:8:/);
    expect(printed).toMatch(/❯ replay\n\s+↳ npx seedstorm replay/);

    expect(failure).toContain(`  report  pages/tests+forgetful,no-disk-${seed}.html`);
    expect(printed).toMatch(/❯ report\n\s+↳ pages\/tests\+forgetful,no-disk-/);
    const { about, shrunk } = documentIn(
      join(folder, `pages/tests+forgetful,no-disk-${seed}.html`),
    ) as RunReport;
    expect(about).toMatchObject({ seed, verdict: 'invalid', replay: `npx seedstorm replay ${capsule}` });
    expect(shrunk?.to).toMatchObject({ faults: 1, operations: 2 });
    // Four failures, and the run that only its test refuses.
    expect(readdirSync(join(folder, 'pages'))).toHaveLength(5);
    const objection = message('expects more (seed 1)').split('\n');
    expect(objection[0]).toMatch(
      /^Error: ✗ tests\/forgetful {2}expect: too many faults: expected \d+ to be less than 2$/,
    );
    expect(objection[2]).toMatch(/^ {2}counterexample: 2 faults of \d+, 1 operation of \d+$/);
    expect(message('draws its parameters (seed 1)').split('\n')[2]).toBe('  params {"clients":2}');
    expect(message('is asked for nonsense (seed 1)')).not.toContain('report  ');

    const kept = parseCapsule(readFileSync(join(folder, capsule), 'utf8'));
    const again = await simulate(forgetful, { seed: kept.seed, plan: kept.plan, bug: 'no-disk' });
    expect(again.fingerprint).toBe(kept.fingerprint);
    expect(again.verdict).toBe('invalid');
    expect(kept.shrunk?.to).toMatchObject({ faults: 1, operations: 2 });
    expect(readdirSync(join(folder, '.seedstorm/failures')).filter((name) => name.endsWith('.part'))).toEqual(
      [],
    );

    expect(
      message("finds 'no-disk' (seed 1)")
        .split('\n')
        .find((line) => /^ +at /.test(line)),
    ).toMatch(/suite\.test\.ts:12:/);
    expect(message('forgets under a seed of text (seed night)')).toContain(
      'SEEDSTORM_SEED=night npx vitest run -t',
    );
    expect(message('is asked for nonsense (seed 1)')).toContain(
      "time: expected a length of time such as '500ms', '30s' or '5m', got 'soon'",
    );
    expect(message('has a profile nobody knows (seed 1)')).toMatch(
      /no fault profile is called 'roug'.*rough/i,
    );
  });

  it('does what the environment says, and what GitHub reads', async () => {
    const env = { SEEDSTORM_SEED: '40', SEEDSTORM_RUNS: '2', SEEDSTORM_VERIFY: '1', DRIFT: '1' };
    rmSync(join(folder, '.seedstorm'), { recursive: true });
    const { status, message, printed } = await suite(
      { ...env, GITHUB_ACTIONS: 'true' },
      '--reporter=github-actions',
      '-t',
      'repeats|keeps what',
    );
    expect(status).toMatchObject({
      'keeps what it is told (seed 40)': 'passed',
      'repeats (seed 40)': 'failed',
    });
    expect(message('repeats (seed 40)')).toMatch(
      /^Error: ✗ not deterministic: tests\/forgetful with seed 40 does not repeat\n {2}seed 40 · path 0 · after 1 run\n {2}found {6}valid\n {2}run again {2}valid\n {2}at event \d+ another thing happened\n/,
    );
    expect(printed).toMatch(/^::error file=.*suite\.test\.ts,.*line=\d+.*::Error: ✗ not deterministic/m);
    expect(existsSync(join(folder, '.seedstorm'))).toBe(false);
  });
});

describe('settings', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['0', undefined],
    ['1', join('.seedstorm', 'reports')],
    ['true', join('.seedstorm', 'reports')],
    ['some/pages', 'some/pages'],
  ])('SEEDSTORM_REPORT=%s writes into %s', (asked, reportFolder) => {
    expect(settingsOf({}, { SEEDSTORM_REPORT: asked })).toMatchObject({ reportFolder });
  });

  it('take defaults, then options, then the environment', () => {
    expect(settingsOf({}, {})).toMatchObject({ seed: 1, runs: 100, timeMs: Infinity, verify: 'first' });
    expect(settingsOf({ time: '2s' }, {})).toMatchObject({ runs: Infinity, timeMs: 2000 });
    expect(settingsOf({ time: 50, runs: 7 }, {})).toMatchObject({ runs: 7, timeMs: 50 });
    const env = { SEEDSTORM_SEED: '12', SEEDSTORM_RUNS: '3', SEEDSTORM_TIME: '1m', SEEDSTORM_VERIFY: '1' };
    expect(settingsOf({ seed: 4, runs: 9, time: '1h' }, env)).toMatchObject({
      seed: 12,
      runs: 3,
      timeMs: 60_000,
      verify: 'every',
    });
    expect(settingsOf({ runs: 9 }, { SEEDSTORM_RUNS: '', SEEDSTORM_VERIFY: '0' })).toMatchObject({
      runs: 9,
      verify: 'none',
    });
    expect(firstSeed({}, { SEEDSTORM_SEED: 'night/7' })).toBe('night/7');
    expect(firstSeed({}, { SEEDSTORM_SEED: '007' })).toBe('007');
  });

  it('repeat what their author says, unless whoever runs them says otherwise', () => {
    expect(settingsOf({ verify: true }, {}).verify).toBe('every');
    expect(settingsOf({ verify: false }, {}).verify).toBe('none');
    expect(settingsOf({ verify: true }, { SEEDSTORM_VERIFY: '0' }).verify).toBe('none');
    expect(() => settingsOf({ verify: 'yes' as never }, {})).toThrow(
      'simTest: verify: expected true or false',
    );
    expect(() => settingsOf({ expect: 3 as never }, {})).toThrow(
      'simTest: expect: expected a function of the run',
    );
  });

  it.each([
    [{ runs: 0 }, {}, /^runs: expected a whole number above 0, got '0'$/],
    [{}, { SEEDSTORM_RUNS: 'many' }, /^SEEDSTORM_RUNS: expected a whole number above 0, got 'many'$/],
    [{}, { SEEDSTORM_TIME: '5' }, /^SEEDSTORM_TIME: expected a length of time/],
    [{ time: -1 }, {}, /^time: expected a length of time/],
  ])('refuse %j with %j', (options, env, message) => {
    expect(() => settingsOf(options, env)).toThrow(message);
  });
});

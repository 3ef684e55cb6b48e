/** What a failed `expectValid` leaves behind, and what is printed of it: by vitest, within fast-check, and by Node. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nemesis, RunFailed, simulate } from 'seedstorm';
import { runCli } from '../../cli/app.js';
import { replay } from '../../cli/commands/replay.js';
import { parseCapsule, type Capsule } from '../../sim/run/capsule/capsule.js';
import { givenOf } from '../../sim/run/capsule/given.js';
import { fakeTerminal } from '../cli/fake-terminal.js';
import { forgetful } from './forgetful.js';
import { suiteFolder, vitestIn } from './suite-folder.js';

const SUITE = `
import fc from 'fast-check';
import { test } from 'vitest';
import { simulate } from 'seedstorm';
import { runPlan } from 'seedstorm/property';
import { simTest } from 'seedstorm/vitest';
import { forgetful } from './forgetful.sim.js';

test('plain', async () => {
  for (let seed = 1; seed <= 50; seed++)
    (await simulate(forgetful, { seed, bug: 'no-disk' })).expectValid();
});
test('property', () =>
  fc.assert(
    fc.asyncProperty(runPlan(forgetful, { bug: 'no-disk' }), async (run) => {
      (await simulate(forgetful, run)).expectValid();
    }),
    { seed: 7, numRuns: 200 },
  ));
simTest('expects more', forgetful, { runs: 9, verify: false, expect(run) {
  if (run.faults > 1) throw new Error('too many faults: ' + run.faults);
} });
`;

const register = readFileSync(new URL('./forgetful.ts', import.meta.url), 'utf8');
let home = '';
let folder = '';
beforeAll(() => {
  home = process.cwd();
  folder = suiteFolder({ 'suite.test.ts': SUITE, 'forgetful.sim.ts': register });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const capsules = () => readdirSync('.seedstorm/failures').map((name) => `.seedstorm/failures/${name}`);
const read = (path: string): Capsule => parseCapsule(readFileSync(join(folder, path), 'utf8'));
const command = (text: string) => /npx seedstorm replay (\S+)/.exec(text)?.[1] ?? '';

async function replayed(path: string) {
  const terminal = fakeTerminal();
  const code = await runCli(['replay', path], [replay], terminal);
  return { code, text: terminal.printed() + terminal.noted() };
}

describe('expectValid', () => {
  it('leaves a capsule under vitest, within fast-check too, and prints no more than its sentence', async () => {
    const { results, printed } = await vitestIn(folder);
    const [plain, property] = ['plain', 'property'].map(
      (name) => results.find(({ title }) => title === name)?.failureMessages[0] ?? '',
    ) as [string, string];
    expect(printed).not.toMatch(/Serialized Error|fingerprint|history/);
    expect(printed.length).toBeLessThan(8_000);

    const seen = command(plain);
    expect(seen).toMatch(/^\.seedstorm\/failures\/.*no-disk-\d+\.json$/);
    const sought = capsules().filter((path) => path !== seen);
    expect(sought).toHaveLength(1);
    const [cut = ''] = sought;
    expect(`${property}${printed}`).toContain(`npx seedstorm replay ${cut}`);

    // A run that is valid, and not what its test expects, comes back too; no claim failed in it.
    const refused = command(
      results.find(({ title }) => title.startsWith('expects'))?.failureMessages[0] ?? '',
    );
    expect(refused).toMatch(/^\.seedstorm\/refused\/.*-\d+\.json$/);
    expect(read(refused)).toMatchObject({ verdict: 'valid', refused: { test: 'expects more' } });
    const again = await replayed(refused);
    expect(again.text).toContain(
      'No claim failed in this run: the test "expects more" refused it by an assertion of its own (too many faults: 2).',
    );
    expect(again.code).toBe(0);

    // The smallest that fast-check found, not the first or the last it tried.
    expect(read(cut).plan.faults).toHaveLength(1);
    expect(read(cut).plan.operations).toHaveLength(2);
    for (const path of [seen, cut]) {
      const { code, text } = await replayed(path);
      expect(text).toContain("Replayed event by event: the fingerprint is the capsule's.");
      expect(code).toBe(1);
    }
  });

  it('is an error whose print-out and JSON hold no run', async () => {
    const run = await failing();
    const error = thrown(() => run.expectValid());
    expect(error).toBeInstanceOf(RunFailed);
    const failed = error as RunFailed;
    expect(failed.run).toBe(run);
    expect(failed.name).toBe('RunFailed');
    expect(failed.message).toMatch(
      /^tests\/forgetful is invalid with seed \d+ and bug no-disk: linearizable: .*\n {2}replay {2}npx seedstorm replay \.seedstorm\/failures\/\S+\.json$/,
    );
    expect(inspect(failed)).toMatch(/^RunFailed: tests\/forgetful is invalid/);
    expect(inspect(failed, { depth: 9 })).not.toMatch(/\brun:|history|fingerprint|\n\} *$/);
    expect(Object.keys(JSON.parse(JSON.stringify(failed)) as object)).toEqual(['name', 'message', 'stack']);
    expect(read(failed.capsule ?? '').fingerprint).toBe(run.fingerprint);
  });

  it('says why where nothing can be written, and is thrown all the same', async () => {
    const run = await failing();
    process.chdir('/proc');
    try {
      expect(() => run.expectValid()).toThrow(/linearizable: .*\n {2}no capsule was written: E/);
    } finally {
      process.chdir(folder);
    }
  });

  it('keeps the smaller story of the same run', async () => {
    const run = await failing();
    const { capsule = '' } = thrown(() => run.expectValid()) as RunFailed;
    await runCli(
      ['shrink', capsule],
      [(await import('../../cli/commands/shrink.js')).shrink],
      fakeTerminal(),
    );
    const shrunk = readFileSync(capsule, 'utf8');
    expect(read(capsule).shrunk?.to).toMatchObject({ faults: 1, operations: 2 });
    expect(thrown(() => run.expectValid())).toMatchObject({ capsule });
    expect(readFileSync(capsule, 'utf8')).toBe(shrunk);
  });
});

it('calls a run what explore calls it with the same flags, and a plan of its own something else', () => {
  expect(givenOf({ seed: 4, params: { n: 2 } })).toEqual({ n: 2 });
  expect(givenOf({ faults: 'hell', strategy: 'pct', swarm: false })).toEqual({
    '--': ['--faults hell', '--strategy pct', '--no-swarm'],
  });
  expect(givenOf({ faults: nemesis({ crash: 'hell' }) })['--']).toHaveLength(1);
  expect(givenOf({ faults: [] })).toEqual(givenOf({ plan: {} }));
  expect(givenOf({ plan: {} })).not.toEqual(givenOf({}));
});

async function failing() {
  for (let seed = 100; ; seed++) {
    const run = await simulate(forgetful, { seed, bug: 'no-disk' });
    if (run.verdict === 'invalid') return run;
  }
}

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

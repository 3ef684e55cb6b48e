/** The story a failed `simTest` tells: as small as `explore` makes it, bounded, never silent, never larger than known. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineScenario, shrink, simulate, type Run } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { keepFailure } from '../../sim/run/capsule/keep.js';
import { parseCapsule, type Capsule } from '../../sim/run/capsule/capsule.js';
import { shrunkPartOf } from '../../sim/run/capsule/shrunk-part.js';
import { failureReport } from '../../property/report.js';
import { settingsOf } from '../../property/settings.js';
import { storyOf, type Story } from '../../property/told-story.js';
import { forgetful } from './forgetful.js';

let home = '';
let folder = '';
let run: Run;
beforeAll(async () => {
  home = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'seedstorm-story-'));
  process.chdir(folder);
  run = await failing();
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

async function failing(scenario = forgetful): Promise<Run> {
  for (let seed = 1; ; seed++) {
    const found = await simulate(scenario, { seed, bug: 'no-disk' });
    if (found.verdict === 'invalid') return found;
  }
}

async function told(of: Run, mostMs?: number, scenario = forgetful) {
  const said: string[] = [];
  const story = await storyOf(scenario, of, {
    given: {},
    say: (line) => said.push(line),
    ...(mostMs === undefined ? {} : { mostMs }),
  });
  return { story, said };
}

const kept = (): Capsule & { path: string } => {
  const there = keepFailure(run, {});
  if (!('path' in there)) throw new Error(there.why);
  return { ...parseCapsule(readFileSync(there.path, 'utf8')), path: there.path };
};

const reportOf = (story: Story | undefined): string =>
  failureReport(
    run,
    { story, kept: { path: 'a.json' }, page: undefined },
    { test: 'it', settings: settingsOf({}, {}), number: 0 },
  );

describe('the story of a failed simTest', () => {
  it('is as small as explore makes it', async () => {
    const { story } = await told(run);
    const shrunk = await shrink(forgetful, run);
    expect(story?.part).toEqual(shrunk && shrunkPartOf(shrunk));
    expect(reportOf(story)).not.toContain('time was up');
  });

  it('ends when its time is up, and says so', async () => {
    const { story } = await told(run, 1);
    // It has not got far.
    expect(story?.part.to.operations).toBeGreaterThan(10);
    expect(story?.from).toMatchObject({ timeWasUp: true });
    expect(reportOf(story)).toContain('  time was up; npx seedstorm shrink a.json tries longer\n');
  });

  it('says what it does where that takes more than two seconds', async () => {
    const asleep = new Int32Array(new SharedArrayBuffer(4));
    const checker = linearizable(registerModel());
    const slow = defineScenario({
      ...forgetful,
      check: {
        linearizable: {
          name: checker.name,
          check(history, budget) {
            Atomics.wait(asleep, 0, 0, 100);
            return checker.check(history, budget);
          },
        },
      },
    });
    const of = await failing(slow);
    const { said } = await told(of, 2_500, slow);
    expect(said.length).toBeGreaterThan(0);
    expect(said[0]).toMatch(
      /^tests\/forgetful fails with seed \d+; shrinking it, for 2\.5 s at most: \d+ → \d+ faults, \d+ → \d+ operations after \d+ runs$/,
    );
  });

  it('is the smaller one that was kept before, if that still shows', async () => {
    const small = (await told(run)).story?.part;
    keepFailure(run, {}, small);
    const { path } = kept();
    const text = readFileSync(path, 'utf8');

    const { story } = await told(run, 1);
    expect(story).toMatchObject({ part: small, from: 'capsule' });
    expect(story?.run.fingerprint).toBe(small?.fingerprint);
    expect(reportOf(story)).toMatch(/^ {2}shrunk \d+ → 1 fault, \d+ → 2 operations as found before · /m);
    expect(keepFailure(run, {}, story?.part)).toEqual({ path });
    // Nor does a larger one take its place.
    expect(keepFailure(run, {})).toEqual({ path });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is its own where the one that was kept no longer shows', async () => {
    const { path, ...capsule } = kept();
    const plan = { ...capsule.plan, faults: [], operations: [] };
    writeFileSync(path, JSON.stringify({ ...capsule, shrunk: { ...capsule.shrunk, plan } }));
    const { story } = await told(run);
    expect(story?.from).not.toBe('capsule');
    expect(story?.part.to).toMatchObject({ faults: 1, operations: 2 });
  });
});

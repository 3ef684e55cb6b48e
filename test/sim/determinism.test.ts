/** A run is a pure function of scenario, parameters, seed and plan: the same everywhere, and the same tomorrow. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Scenario, type SimulateOptions } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import { builtPackage, type BuiltPackage } from './built-package.js';
import { examples } from '../../examples/protocols/all.js';

interface Job {
  readonly title: string;
  readonly scenario: Scenario;
  readonly options: SimulateOptions;
}

const jobs: readonly Job[] = [
  ...examples.map(({ name, scenario, params }) => ({ title: name, scenario, options: { seed: 11, params } })),
  ...scenarios.map((scenario) => ({ title: scenario.name, scenario, options: { seed: 11 } })),
  // Packages keep what we do not know of: more runs of theirs, one after the other.
  ...scenarios
    .filter(({ name }) => name.startsWith('real/'))
    .flatMap((scenario) =>
      [1, 2, 3].map((seed) => ({ title: `${scenario.name} ${seed}`, scenario, options: { seed } })),
    ),
];

async function fingerprints(): Promise<string[]> {
  const all: string[] = [];
  for (const { scenario, options } of jobs) all.push((await simulate(scenario, options)).fingerprint);
  return all;
}

describe('the same fingerprint', () => {
  let here: string[];
  let built: BuiltPackage;
  let elsewhere: unknown[];
  beforeAll(async () => {
    here = await fingerprints();
    built = builtPackage();
    elsewhere = jobs.map(({ scenario, options }) => ({
      module: scenario.name.startsWith('examples/') ? './all.js' : 'seedstorm/scenarios',
      scenario: scenario.name,
      options,
    }));
    // The package may have to be built first.
  }, 120_000);
  afterAll(() => built.remove());

  it('twice in one process, in any order', async () => {
    expect(new Set(here).size).toBe(jobs.length);
    expect(await fingerprints()).toEqual(here);
    const [first] = jobs;
    expect((await simulate(first!.scenario, first!.options)).fingerprint).toBe(here[0]);
  });

  it('in a process of its own, from the built package', () => {
    const script = join(built.folder, 'elsewhere.mjs');
    const backwards = JSON.stringify(elsewhere.toReversed());
    const said = execFileSync(process.execPath, [script, backwards], { encoding: 'utf8' });
    expect(titled((JSON.parse(said) as string[]).toReversed())).toEqual(titled(here));
  });

  const others = otherNodes();
  it.skipIf(others.length === 0)('on other versions of Node (.ci/run installs them)', () => {
    const script = join(built.folder, 'elsewhere.mjs');
    for (const node of others) {
      const said = execFileSync(node, [script, JSON.stringify(elsewhere)], { encoding: 'utf8' });
      expect(titled(JSON.parse(said) as string[]), node).toEqual(titled(here));
    }
  });

  it('in a worker thread, from the built package', async () => {
    const worker = new Worker(join(built.folder, 'elsewhere.mjs'), { workerData: elsewhere });
    const said = await new Promise<string[]>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(titled(said)).toEqual(titled(here));
  });

  it('under all drains', async () => {
    for (const { title, scenario, options } of jobs.filter(({ title }) => title.endsWith('async'))) {
      for (const drain of ['next-tick', 'immediate'] as const) {
        const { fingerprint } = await simulate(scenario, { ...options, drain });
        expect(fingerprint, `${title}, ${drain}`).toBe(here[jobs.findIndex((job) => job.title === title)]);
      }
    }
  });

  it('and another one with another seed', async () => {
    for (const [index, { title, scenario, options }] of jobs.entries()) {
      const { fingerprint } = await simulate(scenario, { ...options, seed: 12 });
      expect(fingerprint, title).not.toBe(here[index]);
    }
  });
});

function otherNodes(): string[] {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/nodes/', import.meta.url));
  if (!existsSync(folder)) return [];
  const name = `node-${process.platform}-${process.arch}`;
  return readdirSync(folder)
    .map((version) => join(folder, version, 'node_modules', name, 'bin/node'))
    .filter((node) => existsSync(node));
}

const titled = (all: readonly string[]) =>
  Object.fromEntries(jobs.map(({ title }, index) => [title, all[index]]));

describe('golden fingerprints', () => {
  const file = new URL('../golden/fingerprints.json', import.meta.url);
  const seeds = [1, 2, 'three'];
  const golden = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as Record<
    string,
    Record<string, string>
  >;
  const updating = process.env['UPDATE_GOLDEN'] === '1';
  const measured: Record<string, Record<string, string>> = {};

  it.each(scenarios)('$name', async (scenario) => {
    const prints: Record<string, string> = {};
    for (const seed of seeds) prints[`seed ${seed}`] = (await simulate(scenario, { seed })).fingerprint;
    measured[scenario.name] = prints;
    if (updating) return;
    expect(
      prints,
      `${scenario.name} runs differently than when its fingerprints were kept. If that is meant (the engine or the scenario has changed), run UPDATE_GOLDEN=1 npx vitest run test/sim/determinism.test.ts, and say in the changelog that saved failures of older versions no longer reproduce`,
    ).toEqual(golden[scenario.name]);
  });

  it('belong to scenarios that there are', () => {
    if (updating) writeFileSync(file, `${JSON.stringify(measured, undefined, 2)}\n`);
    else expect(Object.keys(golden).sort()).toEqual(scenarios.map(({ name }) => name).sort());
  });
});

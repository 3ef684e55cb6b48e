/**
 * Every row of every scenario that ships: what is sound stays clean over many seeds, held back messages included, and a
 * seed gives the same run again; each planted bug is found by the check and the anomaly it names within the seeds it
 * names, and its twin, the same runs with the rule as it should be, is clean.
 */
import { simulate, type PlantedBug, type Run, type Symptom } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../scenarios/index.js';

const SOUND_SEEDS = 12;

/** How many of the seeds before the one that shows a bug its twin runs too. */
const TWIN_SEEDS = 3;

const wrongIn = ({ seed, checks }: Run): string[] =>
  checks
    .filter(({ verdict }) => verdict !== 'valid')
    .map(({ name, verdict, reason }) => `seed ${String(seed)}: ${name} is ${verdict}: ${reason}`);

const shownIn = ({ checks }: Run, { check, anomaly }: Symptom): boolean =>
  checks.some(({ name, anomalies }) => name === check && anomalies.some(({ kind }) => kind === anomaly));

/** Nine seeds in ten have a run to judge: where nearly nothing happens, a check may find nothing that it is about. */
const isUndecided = ({ checks }: Run): boolean =>
  checks.some(({ verdict }) => verdict === 'unknown') && checks.every(({ verdict }) => verdict !== 'invalid');

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  const bugs: [string, PlantedBug<unknown>][] = Object.entries(scenario.bugs ?? {});

  it(`is clean over ${SOUND_SEEDS} seeds`, async () => {
    const runs: Run[] = [];
    for (let seed = 1001; seed <= 1000 + SOUND_SEEDS; seed++) runs.push(await simulate(scenario, { seed }));
    const undecided = runs.filter(isUndecided);
    expect(runs.filter((run) => !undecided.includes(run)).flatMap(wrongIn)).toEqual([]);
    expect(undecided.length).toBeLessThanOrEqual(SOUND_SEEDS / 10);
    // Warm by now: what a module keeps from run to run shows.
    const again = await simulate(scenario, { seed: 1001 });
    expect(again.fingerprint).toBe(runs[0]?.fingerprint);
  });

  it.skipIf(scenario.strategies?.includes('pct') === false)('is clean under pct', async () => {
    const run = await simulate(scenario, { seed: 1, strategy: 'pct' });
    if (!isUndecided(run)) expect(wrongIn(run)).toEqual([]);
  });

  it.each(bugs)('%s is found, and its twin is clean', async (bug, { shows, params, faults, twin }) => {
    if (shows === undefined) return expect.unreachable(`${bug} does not say what it shows`);
    let found = shows.within;
    // Most name the first seed that shows them.
    while (found > 0 && !shownIn(await simulate(scenario, { seed: found, bug }), shows)) found--;
    expect(
      found,
      `a seed up to ${shows.within} that shows ${shows.anomaly} of ${shows.check}`,
    ).toBeGreaterThan(0);
    const given = twin === 'plain' ? {} : { ...(params && { params }), ...(faults && { faults }) };
    const broken: string[] = [];
    for (let seed = Math.max(1, found - TWIN_SEEDS); seed <= found; seed++) {
      const run = await simulate(scenario, { seed, ...given });
      if (!isUndecided(run)) broken.push(...wrongIn(run));
    }
    expect(broken).toEqual([]);
  });
});

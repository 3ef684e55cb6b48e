/**
 * Every row of every scenario that ships: what is sound stays clean over many seeds, each planted bug is found by the
 * check and the anomaly it names within the seeds it names, and its twin, the same runs with the rule as it should be,
 * is clean.
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
    const wrong: string[] = [];
    let undecided = 0;
    for (let seed = 1001; seed <= 1000 + SOUND_SEEDS; seed++) {
      const run = await simulate(scenario, { seed });
      if (isUndecided(run)) undecided++;
      else wrong.push(...wrongIn(run));
    }
    expect(wrong).toEqual([]);
    expect(undecided).toBeLessThanOrEqual(SOUND_SEEDS / 10);
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

/** Proves a checker in a system that runs: it finds the bug planted there, and finds nothing in the system without it. */
import { expect } from 'vitest';
import { simulate, type PlantedBug, type Run, type Scenario } from 'seedstorm';

/** A planted bug of a system, and the check that is to find it. */
export interface Proof {
  readonly check: string;
  readonly bug: string;
  readonly anomaly: string;
  readonly system: Scenario<object>;
}

/** Seeds that the system without the bug must survive, at least. */
const SOUND_SEEDS = 12;
/** Seeds in which the bug must show, at most. */
const BUG_SEEDS = 40;

/** One row for every bug of the systems: by which check it is found, and how. */
export function proofs(...systems: readonly Scenario<object>[]): Proof[] {
  return systems.flatMap((system) =>
    Object.entries(system.bugs ?? {}).map(([bug, { shows }]) => {
      if (shows === undefined) throw new Error(`${system.name}: ${bug} says not what it shows`);
      return { check: shows.check, bug, anomaly: shows.anomaly, system };
    }),
  );
}

/** The bug shows soon; the same system without it is valid with the same seeds and the same profile of faults. */
export async function prove({ system, bug, check, anomaly }: Proof): Promise<void> {
  const { shows, faults = system.faults as string } = system.bugs![bug] as PlantedBug<object>;
  const found = await firstSeed(system, bug, check, anomaly);
  expect(found, `seed in which ${check} reports ${anomaly}`).toBeLessThanOrEqual(shows!.within);

  const undecided: string[] = [];
  for (let seed = 1; seed <= Math.max(found, SOUND_SEEDS); seed++) {
    const run = await simulate(system, { seed, faults });
    const failed = run.checks.filter(({ verdict }) => verdict === 'invalid');
    expect(failed.map(told), `seed ${seed} without the bug`).toEqual([]);
    for (const result of run.checks)
      if (result.verdict === 'unknown') undecided.push(`${seed}: ${told(result)}`);
    expect(run.checks.map(({ name }) => name)).toContain(check);
  }
  expect(undecided.length, undecided.join('\n')).toBeLessThanOrEqual(1);
}

async function firstSeed(
  system: Scenario<object>,
  bug: string,
  check: string,
  anomaly: string,
): Promise<number> {
  for (let seed = 1; seed <= BUG_SEEDS; seed++) {
    const run = await simulate(system, { seed, bug });
    if (run.checks.some((result) => result.name === check && kinds(result).has(anomaly))) return seed;
  }
  return Infinity;
}

function kinds({ anomalies }: Run['checks'][number]): Set<string> {
  return new Set(anomalies.map(({ kind }) => kind));
}

function told({ name, reason }: Run['checks'][number]): string {
  return `${name}: ${reason}`;
}

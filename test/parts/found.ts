/** Whether a planted bug shows what its table says, within the seeds it says, and its sound twin stays clean there. */
import { simulate, type Scenario } from 'seedstorm';
import { expect } from 'vitest';

/** @throws by expect. The twin runs with the parameters and faults of the bug, on the seed that showed it. */
export async function expectFound<P>(
  scenario: Scenario<P>,
  bug: string,
  given: Partial<P> = {},
): Promise<void> {
  const { shows, params, faults } = scenario.bugs?.[bug] ?? {};
  if (shows === undefined) throw new Error(`${bug}: nothing is said of what it shows`);
  const kinds = new Set<string>();
  let seed = 0;
  while (!kinds.has(shows.anomaly) && ++seed <= shows.within)
    for (const { name, anomalies } of (
      await simulate(scenario, { seed, bug, params: given as Record<string, unknown> })
    ).checks)
      if (name === shows.check) for (const { kind } of anomalies) kinds.add(kind);
  expect([...kinds]).toContain(shows.anomaly);
  const twin = await simulate(scenario, {
    seed,
    params: { ...params, ...given } as Record<string, unknown>,
    ...(faults !== undefined && { faults }),
  });
  expect(twin.verdict, `sound, seed ${seed}`).not.toBe('invalid');
}

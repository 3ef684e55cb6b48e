/** The same seed gives the same run in another process, in any order: nothing a package kept gets in. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { simulate, type Scenario } from 'seedstorm';
import { circuitBreakerScenario } from '../../../scenarios/real/circuit-breaker/scenario.js';
import { yjsScenario } from '../../../scenarios/real/yjs/scenario.js';

const script = fileURLToPath(new URL('./fingerprints.mjs', import.meta.url));

async function elsewhere(scenario: string, seeds: readonly number[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, scenario, ...seeds.map(String)]);
  return JSON.parse(stdout);
}

test.each([circuitBreakerScenario as Scenario, yjsScenario as Scenario])('$name', async (scenario) => {
  const seeds = [1, 2, 3, 4, 5];
  // In another order, so that nothing carried over from run to run can make them agree.
  const there = elsewhere(scenario.name, seeds.toReversed());
  const here: string[] = [];
  for (const seed of seeds) here.push((await simulate(scenario, { seed })).fingerprint);
  expect(new Set(here).size).toBe(seeds.length);
  expect(await there).toEqual(here.toReversed());
});

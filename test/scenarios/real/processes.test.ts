/** The same seed gives the same run in another process, in another order: nothing a package kept gets in. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { simulate, type Scenario } from 'seedstorm';
import { circuitBreakerScenario } from '../../../scenarios/real/circuit-breaker/scenario.js';
import { yjsScenario } from '../../../scenarios/real/yjs.sim.js';

const script = fileURLToPath(new URL('./fingerprints.mjs', import.meta.url));
const scenarios: readonly Scenario[] = [circuitBreakerScenario, yjsScenario];
const seeds = [1, 2, 3, 4, 5];

test('same seed, same fingerprint, in another process', async () => {
  const names = scenarios.map(({ name }) => name).join(',');
  const backwards = seeds.toReversed().map(String);
  const child = promisify(execFile)(process.execPath, [script, names, ...backwards]);
  const here: Record<string, string[]> = {};
  for (const scenario of scenarios) {
    const fingerprints: string[] = [];
    for (const seed of seeds) fingerprints.push((await simulate(scenario, { seed })).fingerprint);
    expect(new Set(fingerprints).size).toBe(seeds.length);
    here[scenario.name] = fingerprints.toReversed();
  }
  expect(JSON.parse((await child).stdout)).toEqual(here);
}, 120_000);

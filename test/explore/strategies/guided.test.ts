import { describe, expect, it } from 'vitest';
import { parsePlan, simulate, strategyNames, stream, type Plan, type Scenario } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';
import { guidedSearch, type GuidedResult, type GuidedRun } from '../../../explore/strategies/guided.js';
import { mutated } from '../../../explore/strategies/mutate.js';
import { fitBudget } from '../../../sim/faults/budget.js';
import { prepare } from '../../../sim/run/prepare.js';

const register = scenarios.find(({ name }) => name === 'replication/quorum-register') as Scenario;

/** All runs of a campaign; the results of each generation are handed back in the order given. */
async function explored(order: (results: GuidedResult[]) => GuidedResult[]): Promise<GuidedRun[]> {
  const search = await guidedSearch(register, {}, { seed: 11, generation: 5, runs: 18 });
  const all: GuidedRun[] = [];
  for (let batch = search.next(); batch.length > 0; batch = search.next()) {
    const results: GuidedResult[] = [];
    for (const run of batch) {
      const { coverage } = await simulate(register, run.options);
      results.push({ number: run.number, coverage });
    }
    all.push(...batch);
    search.learn(order(results));
  }
  expect(search.kept).toBeGreaterThan(3);
  return all;
}

describe('a guided campaign', () => {
  it('depends on its seed alone, not on the order in which results come', async () => {
    const runs = await explored((results) => results);
    expect(runs.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index));
    const mutants = runs.filter(({ parent }) => parent !== undefined);
    expect(mutants.length).toBeGreaterThan(2);
    // The first generation has nothing to go by.
    expect(Math.min(...mutants.map(({ number }) => number))).toBeGreaterThanOrEqual(5);
    for (const { parent, number } of mutants) expect(parent).toBeLessThan(number - (number % 5));
    expect(await explored((results) => results.reverse())).toEqual(runs);
  });

  it('says each run whole: it can be made again from what is said', async () => {
    const search = await guidedSearch(register, {}, { seed: 2, generation: 2 });
    const [run] = search.next();
    const said = JSON.parse(JSON.stringify(run?.options)) as GuidedRun['options'];
    const [first, second] = [await simulate(register, run?.options), await simulate(register, said)];
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(first.coverage.states.length).toBeGreaterThan(3);
  });
});

describe('a mutant', () => {
  const preparedWith = (seed: number) => prepare(register, { seed }, undefined);

  it('is a plan the scenario accepts, within its budget, drawn from the stream alone', () => {
    let different = 0;
    for (let seed = 0; seed < 50; seed++) {
      const [parent, donor] = [preparedWith(seed), preparedWith(seed + 1000).setup.plan];
      const mutant = mutated(parent, donor, stream(seed, 'mutant'), strategyNames);
      expect(mutated(parent, donor, stream(seed, 'mutant'), strategyNames)).toEqual(mutant);
      const { setup, params } = parent;
      const nodes = setup.nodes.filter(({ member }) => member).map(({ name }) => name);
      expect(accepted(mutant, nodes, setup.clients, setup.durationMs)).toEqual(mutant);
      const budget = typeof register.budget === 'function' ? register.budget(params) : register.budget;
      if (budget !== undefined) expect(fitBudget(mutant.faults, budget, { nodes })).toEqual(mutant.faults);
      expect(mutant.operations).toEqual(setup.plan.operations);
      if (JSON.stringify(mutant) !== JSON.stringify(setup.plan)) different++;
    }
    expect(different).toBeGreaterThan(35);
  });
});

function accepted(
  plan: Plan,
  nodes: readonly string[],
  clients: readonly string[],
  durationMs: number,
): Plan {
  return parsePlan(plan, { nodes, clients, durationMs });
}

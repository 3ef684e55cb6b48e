/** Async services shrink to the one fault at the one moment, told by what it comes after. */
import { describe, expect, it } from 'vitest';
import { asShrunk, shrink, simulate, type Run, type Scenario } from 'seedstorm';
import { isFailure, signatureOf, type Signature } from '../../sim/run/capsule/signature.js';
import { inbox, ledger, lending, sums } from './services.js';

async function firstFailure(scenario: Scenario, bug: string): Promise<Run> {
  for (let seed = 1; seed <= 100; seed++) {
    const run = await simulate(scenario, { seed, bug });
    if (run.verdict === 'invalid') return run;
  }
  throw new Error(`${scenario.name}: no seed up to 100 shows ${bug}`);
}

describe.each([
  [inbox, 'two-steps', { faults: 1, operations: 1 }],
  [ledger, 'ack-before-sync', { faults: 1, operations: 2 }],
  [sums, 'no-lock', { faults: 0, operations: 2 }],
  [lending, 'takes-all', { faults: 3, operations: 2 }],
])('$name', (of, bug, most) => {
  const scenario = of as Scenario;

  it(`${scenario.name} with ${bug}: a calm story of few faults and operations`, async () => {
    const found = await firstFailure(scenario, bug);
    const shrunk = await shrink(scenario, found);
    if (shrunk === undefined) throw new Error('expected a shrunk failure');
    expect(shrunk.to.faults).toBeLessThanOrEqual(most.faults);
    expect(shrunk.to.operations).toBeLessThanOrEqual(most.operations);
    expect(shrunk.latencyMs).toBeDefined();
    expect(shrunk.durationMs).toBeLessThan(Number(scenario.durationMs));
    // The plan alone brings it back, after a journey through JSON too; and it is the bug that fails.
    const plan: unknown = JSON.parse(JSON.stringify(shrunk.plan));
    const options = { seed: found.seed, params: shrunk.params ?? found.params, plan };
    const again = await simulate(asShrunk(scenario, shrunk), { ...options, bug });
    expect(isFailure(again, signatureOf(found) as Signature)).toBe(true);
    expect(again.fingerprint).toBe(shrunk.run.fingerprint);
    expect((await simulate(asShrunk(scenario, shrunk), options)).verdict).toBe('valid');
    expect((await shrink(scenario, found))?.plan).toEqual(shrunk.plan);
  });

  it(`${scenario.name} is sound without it`, async () => {
    for (let seed = 1; seed <= 10; seed++)
      expect((await simulate(scenario, { seed })).verdict, `seed ${seed}`).toBe('valid');
  });
});

it.each([
  [inbox, 'two-steps', { site: 'sync', moment: 'after' }],
  [ledger, 'ack-before-sync', { site: 'reply', moment: 'after' }],
])('a fault says what it comes after: $name', async (of, bug, when) => {
  const scenario = of as Scenario;
  const shrunk = await shrink(scenario, await firstFailure(scenario, bug));
  expect(shrunk?.plan.faults).toHaveLength(1);
  expect(shrunk?.plan.faults[0]?.when).toMatchObject(when);
});

it('a fault that waits from the start for the 100th sync is told by the one that matters', async () => {
  const scenario = inbox as Scenario;
  const drawn = await simulate(scenario, { seed: 1, bug: 'two-steps', faults: 'none' });
  const failing = async (nth: number): Promise<Run> => {
    const when = { site: 'sync', moment: 'after', nth } as const;
    const faults = [
      { kind: 'crash', node: 'receiver', unsynced: 'lost', atMs: 0, durationMs: 50, when } as const,
    ];
    return simulate(scenario, { seed: 1, bug: 'two-steps', plan: { ...drawn.plan, faults } });
  };
  const runs = [await failing(100), await failing(101), await failing(102)];
  const run = runs.find(({ verdict }) => verdict === 'invalid') as Run;
  const shrunk = await shrink(scenario, run);
  expect(shrunk?.to).toMatchObject({ faults: 1, operations: 1 });
  expect(shrunk?.plan.faults[0]?.when).toMatchObject({ site: 'sync', nth: 1 });
});

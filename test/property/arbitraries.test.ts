/** Arbitraries draw what the engine would, shrink to little, and live beside anybody's own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineScenario, nemesis, simulate, type FaultPlan } from 'seedstorm';
import { faultPlan, runPlan, seeds, workload } from 'seedstorm/property';
import { forgetful } from './forgetful.js';

const bug = 'no-disk';

describe('runPlan', () => {
  it('draws the very runs that seeds give', async () => {
    for (const run of fc.sample(runPlan(forgetful), { seed: 1, numRuns: 5 })) {
      const { fingerprint, plan } = await simulate(forgetful, { seed: run.seed });
      expect(run.plan).toEqual(plan);
      expect((await simulate(forgetful, run)).fingerprint).toBe(fingerprint);
    }
  });

  it('is plain data, and prints in words', () => {
    const [run] = fc.sample(runPlan(forgetful, { bug, params: { clients: 2 } }), { seed: 1, numRuns: 1 });
    expect(JSON.parse(JSON.stringify(run))).toEqual({ ...run });
    expect(run).toMatchObject({ bug, params: { clients: 2 } });
    const printed = fc.stringify(run).split('\n');
    expect(printed[0]).toBe(`tests/forgetful seed ${run?.seed} clients=2 bug no-disk`);
    expect(printed[1]).toMatch(/^ {2}\d+ faults?$/);
    expect(printed.at(-1)).toBe(`  as data: ${JSON.stringify(run)}`);
  });

  it('shrinks to what matters', async () => {
    const found = await fc.check(
      fc.asyncProperty(runPlan(forgetful, { bug }), async (run) => {
        (await simulate(forgetful, run)).expectValid();
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(found.failed).toBe(true);
    const [run] = found.counterexample ?? [];
    // A write, a power loss, a read.
    expect(run?.plan.faults).toHaveLength(1);
    expect(run?.plan.operations.map(({ input }) => (input as { f: string }).f).sort()).toEqual([
      'read',
      'write',
    ]);
    expect(run?.plan.faults[0]).not.toMatchObject({ durationMs: expect.toSatisfy((ms: number) => ms > 60) });
    const repeated = await fc.check(
      fc.asyncProperty(runPlan(forgetful, { bug }), async (again) => {
        (await simulate(forgetful, again)).expectValid();
      }),
      { seed: found.seed, path: found.counterexamplePath ?? '', endOnFailure: true },
    );
    expect(repeated.counterexample?.[0]).toEqual(run);
  });

  it('takes values that were written down, and shrinks them too', async () => {
    const [long] = fc
      .sample(runPlan(forgetful, { bug }), { seed: 7, numRuns: 40 })
      .filter(({ plan }) => plan.faults.length > 1);
    const found = await fc.check(
      fc.property(runPlan(forgetful, { bug }), ({ plan }) => plan.faults.length === 0),
      { examples: [[JSON.parse(JSON.stringify(long)) as NonNullable<typeof long>]], numRuns: 1 },
    );
    expect(found.counterexample?.[0]?.plan.faults).toHaveLength(1);
    expect(found.counterexample?.[0]?.plan.operations).toEqual([]);
    expect(found.counterexample?.[0]?.seed).toBe(long?.seed);
  });

  it('lives beside arbitraries of one’s own', async () => {
    const result = await fc.check(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), runPlan(forgetful), async (salt, run) => {
        const { operations } = await simulate(forgetful, { ...run, seed: run.seed + salt });
        expect(operations.ok + operations.fail + operations.info).toBeGreaterThan(0);
      }),
      { seed: 3, numRuns: 20 },
    );
    expect(result.failed).toBe(false);
  });

  it('says at once what is wrong with its options', () => {
    expect(() => runPlan(forgetful, { bug: 'no-disc' })).toThrow(/no-disk/);
    expect(() => runPlan(forgetful, { profile: 'ruff' })).toThrow(/rough/);
    expect(() => runPlan(forgetful, { params: { clients: 0 } })).toThrow(/clients/);
  });
});

describe('faultPlan', () => {
  const threeNodes = defineScenario({ ...forgetful, nodes: () => ['n1', 'n2', 'n3'], durationMs: 20_000 });

  it('draws by profile and topology', () => {
    const drawn = fc.sample(faultPlan(threeNodes, { profile: 'pauses' }), { seed: 1, numRuns: 30 }).flat();
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(new Set(['pause']));
    expect(new Set(drawn.map((fault) => ('node' in fault ? fault.node : '')))).toEqual(
      new Set(['n1', 'n2', 'n3']),
    );
  });

  it('keeps the budget, also while it shrinks', async () => {
    const pausedAt = (faults: FaultPlan, atMs: number): number => {
      const active = faults.filter(
        (fault) =>
          fault.kind === 'pause' && fault.atMs <= atMs && atMs < fault.atMs + (fault.durationMs ?? Infinity),
      );
      return new Set(active.map((fault) => ('node' in fault ? fault.node : ''))).size;
    };
    const pausedAtOnce = (faults: FaultPlan): number =>
      Math.max(0, ...faults.map(({ atMs }) => pausedAt(faults, atMs)));
    const plans = (maxDown: number) =>
      faultPlan(threeNodes, { profile: nemesis({ pause: 'hell' }), budget: { maxDown } });
    expect(fc.sample(plans(3), { seed: 1, numRuns: 300 }).some((faults) => pausedAtOnce(faults) > 1)).toBe(
      true,
    );
    const seen: number[] = [];
    const found = await fc.check(
      fc.property(plans(1), (faults) => {
        seen.push(pausedAtOnce(faults));
        return faults.every(({ atMs }) => atMs < 2000);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(Math.max(...seen)).toBe(1);
    expect(found.counterexample?.[0]).toMatchObject([{ kind: 'pause', durationMs: 1 }]);
  });

  it('goes into simulate as it is', async () => {
    await fc.assert(
      fc.asyncProperty(seeds(), faultPlan(forgetful), async (seed, faults) => {
        const run = (await simulate(forgetful, { seed, faults })).expectValid();
        expect(run.plan.faults).toEqual([...faults]);
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  it('refuses to shrink what is no plan for the scenario', () => {
    const arbitrary = faultPlan(forgetful);
    expect(arbitrary.canShrinkWithoutContext([{ kind: 'pause', atMs: 1, durationMs: 5, node: 'n1' }])).toBe(
      true,
    );
    expect(arbitrary.canShrinkWithoutContext([{ kind: 'pause', atMs: 1, durationMs: 5, node: 'n9' }])).toBe(
      false,
    );
    expect(arbitrary.canShrinkWithoutContext('nothing')).toBe(false);
  });
});

describe('workload and seeds', () => {
  it('shrinks to the one operation that matters', async () => {
    const found = await fc.check(
      fc.property(workload(forgetful), (operations) =>
        operations.every(({ process, input }) => process !== 'c2' || (input as { f: string }).f !== 'write'),
      ),
      { seed: 1 },
    );
    expect(found.counterexample?.[0]).toMatchObject([{ process: 'c2', input: { f: 'write' } }]);
  });

  it('draws seeds evenly and does not shrink them', async () => {
    const drawn = fc.sample(seeds(), { seed: 1, numRuns: 1000 });
    expect(new Set(drawn).size).toBeGreaterThan(990);
    expect(drawn.filter((seed) => seed < 2 ** 30).length).toBeGreaterThan(400);
    const found = await fc.check(
      fc.property(seeds(), (seed) => seed < 2 ** 30),
      { seed: 1 },
    );
    expect(found.numShrinks).toBe(0);
  });
});

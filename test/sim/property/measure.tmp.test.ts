import fc from 'fast-check';
import { it } from 'vitest';
import { simulate } from 'seedstorm';
import { runPlan } from 'seedstorm/property';
import { scenarios } from 'seedstorm/scenarios';
import { shrink } from '../../../sim/explore/shrink/shrink.js';
it('measures', async () => {
  for (const [name, bug] of [['replication/quorum-register','no-write-back'],['saga/order', undefined]] as const) {
    const scenario = scenarios.find((s) => s.name === name)!;
    const b = bug ?? Object.keys(scenario.bugs!)[0]!;
    for (const seed of [1,2,3]) {
    let runs = 0;
    const t0 = performance.now();
    const out = await fc.check(fc.asyncProperty(runPlan(scenario, { bug: b }), async (run) => { runs++; (await simulate(scenario, run)).expectValid(); }), { numRuns: 1000, seed });
    const c = out.counterexample?.[0];
    console.log(name, b, 'found after', out.numRuns, 'shrinks', out.numShrinks, 'calls', runs, Math.round(performance.now()-t0)+'ms', 'faults', c?.plan.faults.length, 'ops', c?.plan.operations.length);
    if (seed===1) console.log(fc.stringify(c).slice(0,1500));
    if (c) { const r0 = await simulate(scenario, {...c}); const t1=performance.now(); const orig = await simulate(scenario, {seed: c.seed, bug: b}); const s = await shrink(scenario, orig); console.log('  explore/shrink', s?.runs, s?.to, Math.round(performance.now()-t1)+'ms', r0.verdict); }
    }
  }
}, 120000);

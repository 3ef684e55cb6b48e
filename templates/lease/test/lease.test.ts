import fc from 'fast-check';
import { simulate } from 'seedstorm';
import { runPlan } from 'seedstorm/property';
import { simTest } from 'seedstorm/vitest';
import { test } from 'vitest';
import { lease } from '../src/lease.sim.js';

simTest('no increment is lost', lease, { runs: 200 });

simTest.each([1, 3, 5])('no increment is lost with %s workers', lease, (workers) => ({
  params: { workers },
  runs: 50,
}));

// Delete `.skip` and run the tests: the report tells how a worker overwrites what another one wrote.
simTest.skip('no increment is lost, without fencing', lease, { bug: 'no-fencing' });

// The same in full control: any fast-check property may draw whole runs, beside whatever else it draws.
test('workers that only stand still lose nothing either', () =>
  fc.assert(
    fc.asyncProperty(runPlan(lease, { profile: 'pauses' }), async (run) => {
      (await simulate(lease, run)).expectValid();
    }),
    { seed: 1, numRuns: 50 },
  ));

/** The examples hold what they claim over many seeds, in both styles; and each planted bug shows. */
import { describe, expect, it } from 'vitest';
import { simulate, type Run } from 'seedstorm';
import { crdtLaws } from '../../checkers/crdt/laws.js';
import { examples, type Example } from '../../examples/protocols/all.js';
import { merge } from '../../examples/protocols/crdt-counter.js';

const SEEDS = 25;
/** Within so many seeds every planted bug is found. */
const BUG_SEEDS = 60;

function complaints({ checks }: Run): string[] {
  return checks.filter(({ verdict }) => verdict !== 'valid').map(({ name, reason }) => `${name}: ${reason}`);
}

describe.each(examples)('$name', ({ scenario, params, bugs }: Example) => {
  it('keeps its claims under rough faults', async () => {
    let faults = 0;
    let operations = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = await simulate(scenario, { seed, params });
      expect(complaints(run), `seed ${seed}`).toEqual([]);
      faults += run.faults;
      operations += run.operations.ok;
    }
    // Nothing would be claimed by runs in which nothing happens.
    expect(faults).toBeGreaterThan(3 * SEEDS);
    expect(operations).toBeGreaterThan(30 * SEEDS);
  });

  it.each(Object.entries(bugs))('%s shows as %s', async (bug, check) => {
    for (let seed = 1; seed <= BUG_SEEDS; seed++) {
      const { checks } = await simulate(scenario, { seed, params, bug });
      if (checks.some(({ name, verdict }) => name === check && verdict === 'invalid')) return;
    }
    expect.fail(`not found within ${BUG_SEEDS} seeds`);
  });
});

it('merging counts of the CRDT keeps the laws', () => {
  const samples = [{}, { a: 1 }, { a: 2, b: 1 }, { b: 3 }, { a: 2, c: 5 }];
  const joined = (a: Record<string, number>, b: Record<string, number>) => {
    const both = { ...a };
    merge(both, b);
    return both;
  };
  const add = (counts: Record<string, number>) => ({ ...counts, a: (counts['a'] ?? 0) + 1 });
  expect(crdtLaws(samples, { merge: joined, updates: [add] }).verdict).toBe('valid');
});

/** What smaller plans are tried, and in which order. */
import { describe, expect, it } from 'vitest';
import type { Plan } from 'seedstorm';
import { firstPlace, smallerPlans, type Place } from '../../property/smaller-plans.js';

const plan = (faults: number, operations: number): Plan => ({
  schema: 1,
  faults: Array.from({ length: faults }, (_, index) => ({
    kind: 'pause',
    atMs: index + 1,
    durationMs: 100,
    node: 'n1',
  })),
  operations: Array.from({ length: operations }, (_, index) => ({
    process: 'c1',
    atMs: index + 1,
    input: {},
  })),
});

const times = ({ faults, operations }: Plan): string =>
  `${faults.map(({ atMs }) => atMs).join('')}/${operations.map(({ atMs }) => atMs).join('')}`;

/** Follows the first plan that still fails, as a property test does. */
function shrunk(
  first: Plan,
  fails: (plan: Plan) => boolean,
): { readonly plan: Plan; readonly tried: number } {
  let [best, place]: [Plan, Place | undefined] = [first, firstPlace(first)];
  let tried = 0;
  search: for (;;) {
    for (const { plan: smaller, next } of smallerPlans(best, place)) {
      tried++;
      if (!fails(smaller)) continue;
      [best, place] = [smaller, next];
      continue search;
    }
    return { plan: best, tried };
  }
}

describe('smallerPlans', () => {
  it('tries all, halves, and single ones, then shorter windows', () => {
    const tried = [...smallerPlans(plan(3, 2), firstPlace(plan(3, 2)))].map((smaller) => smaller.plan);
    expect(tried.slice(0, 4).map(times)).toEqual(['/12', '12/12', '13/12', '23/12']);
    expect(tried.slice(4, 7).map(times)).toEqual(['123/', '123/1', '123/2']);
    expect(
      tried.slice(7).map(({ faults }) => faults.map((f) => ('durationMs' in f ? f.durationMs : 0))),
    ).toEqual([
      [100, 100, 50],
      [100, 50, 100],
      [50, 100, 100],
    ]);
  });

  it.each([
    [[3], [5]],
    [
      [1, 8],
      [2, 3, 19],
    ],
    [[], [20]],
    [[4, 5], []],
  ])('finds that faults %j and operations %j matter', (faults, operations) => {
    const has = (items: readonly { readonly atMs: number }[], atMs: number) =>
      items.some((item) => item.atMs === atMs);
    const { plan: smallest, tried } = shrunk(
      plan(8, 20),
      (smaller) =>
        faults.every((atMs) => has(smaller.faults, atMs)) &&
        operations.every((atMs) => has(smaller.operations, atMs)),
    );
    expect(times(smallest)).toBe(`${faults.join('')}/${operations.join('')}`);
    for (const fault of smallest.faults) expect(fault).toMatchObject({ durationMs: 1 });
    expect(tried).toBeLessThan(120);
  });

  it('looks again at faults when operations have gone', () => {
    // Two faults are needed while there are operations, one when there are none.
    const { plan: smallest } = shrunk(plan(4, 4), ({ faults, operations }) =>
      operations.length > 0 ? faults.length >= 2 : faults.length >= 1,
    );
    expect([smallest.faults.length, smallest.operations.length]).toEqual([1, 0]);
  });

  it('has nothing to try with nothing', () => {
    expect([...smallerPlans(plan(0, 0), firstPlace(plan(0, 0)))]).toEqual([]);
  });
});

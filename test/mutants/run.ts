/**
 * Puts each seeded fault into a copy of the sources and runs the tests that should notice: `npm run mutants`. One list
 * or mutant: `npm run mutants -- -t 'fast paths'`.
 */

import { afterAll, describe, expect, it } from 'vitest';
import { MUTANT_LISTS } from './lists.js';
import { Workshop } from './workshop.js';

const workshops: Workshop[] = [];
const idle: Workshop[] = [];

/** Lends a workshop; there are at most as many as tests run at the same time. */
async function inWorkshop<T>(work: (workshop: Workshop) => Promise<T>): Promise<T> {
  let workshop = idle.pop();
  if (!workshop) {
    workshop = new Workshop();
    workshops.push(workshop);
  }
  try {
    return await work(workshop);
  } finally {
    idle.push(workshop);
  }
}

afterAll(() => {
  for (const workshop of workshops) workshop.remove();
});

for (const { name, tests, mutants } of MUTANT_LISTS) {
  describe(name, () => {
    it('has tests that pass on the true sources', async () => {
      const { passed, output } = await inWorkshop((workshop) => workshop.run(tests));
      expect(passed, output).toBe(true);
    });

    for (const mutant of mutants) {
      it.concurrent(mutant.name, async () => {
        const { passed } = await inWorkshop((workshop) => workshop.runMutant(mutant, tests));
        expect(passed, 'the mutant survived: all tests passed').toBe(false);
      });
    }
  });
}

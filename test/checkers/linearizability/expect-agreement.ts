/** Every algorithm against the naive judge on random histories; `test/nightly/search-fuzz.ts` does a hundred times more. */

import { describe, expect, it } from 'vitest';
import { fuzzSearch } from './search-fuzz.js';
import type { Subject } from './subjects.js';

/** Fewer where the suite is run many times over, as by the mutants. */
const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 3_000);

export function expectAgreement(subjects: readonly Subject[]): void {
  describe('all algorithms agree with the definition', () => {
    it.each(subjects)(`$name, ${HISTORIES} random histories`, (subject) => {
      const { valid, invalid, mismatches } = fuzzSearch(subject, HISTORIES);
      expect(mismatches).toEqual([]);
      // Both kinds of histories must come up for the agreement to mean anything.
      expect(Math.min(valid, invalid)).toBeGreaterThan(HISTORIES / 20);
    });
  });
}

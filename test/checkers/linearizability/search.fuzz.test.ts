/** Every algorithm against the naive judge on random histories; `test/nightly/search-fuzz.ts` does a hundred times more. */

import { describe, expect, it } from 'vitest';
import { fuzzSearch } from './search-fuzz.js';
import { SUBJECTS } from './subjects.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 10_000);

describe('all algorithms agree with the definition', () => {
  it.concurrent.each(SUBJECTS)(`$name, ${HISTORIES} random histories`, (subject) => {
    const { valid, invalid, mismatches } = fuzzSearch(subject, HISTORIES);
    expect(mismatches).toEqual([]);
    // Both kinds of histories must come up for the agreement to mean anything.
    expect(Math.min(valid, invalid)).toBeGreaterThan(HISTORIES / 20);
  });
});

/** Every specialised procedure agrees with the brute-force twin, gives witnesses that replay and cores that fail. */
import { describe, expect, it } from 'vitest';
import { fuzzFastPath } from './fuzz/fast-path-fuzz.js';
import { FAST_PATH_SUBJECTS } from './fuzz/fast-path-subjects.js';

const HISTORIES = 5_000;

describe('specialised procedures against brute force', () => {
  it.each(FAST_PATH_SUBJECTS)('$name', (subject) => {
    const { mismatches, valid, invalid } = fuzzFastPath(subject, HISTORIES, 1);
    expect(mismatches).toEqual([]);
    // It decides most of them, both ways.
    expect(valid).toBeGreaterThan(HISTORIES / 10);
    expect(invalid).toBeGreaterThan(HISTORIES / 10);
  });
});

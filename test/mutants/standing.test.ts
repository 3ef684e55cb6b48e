/** Every seeded mutant still fits the sources: a fault that cannot be put in would only show at night. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MUTANT_LISTS } from './lists.js';

it.each(MUTANT_LISTS.map((list) => [list.name, list] as const))('%s', (_name, { tests, mutants }) => {
  expect(tests.filter((path) => !existsSync(path))).toEqual([]);
  const found = mutants.map(({ name, file, find }) => [
    name,
    readFileSync(file, 'utf8').split(find).length - 1,
  ]);
  expect(found.filter(([, times]) => times !== 1)).toEqual([]);
});

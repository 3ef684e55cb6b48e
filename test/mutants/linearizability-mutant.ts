/** A seeded mutant of the linearizability checkers. */
import type { Mutant } from './mutant.js';

export const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/${file}.ts`,
  find,
  replace,
});

/** One in the search itself. */
export const search = (file: string, name: string, find: string, replace: string): Mutant =>
  mutant(`linearizability/${file}`, name, find, replace);

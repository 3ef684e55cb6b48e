/** A seeded mutant in a specialised linearizability procedure. */
import type { Mutant } from './mutant.js';

export const fastPathMutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `checkers/fast-paths/${file}.ts`,
  find,
  replace,
});

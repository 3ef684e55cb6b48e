/** What a seeded mutant is: a fault put into the sources to see whether the tests notice. */

/** One deliberate fault: `find`, which occurs once in `file`, becomes `replace`; the tests must fail. */
export interface Mutant {
  readonly name: string;
  /** Path from the root of the project. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Mutants that the same tests must kill. */
export interface MutantList {
  readonly name: string;
  /** Test files or folders, from the root of the project. */
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
}

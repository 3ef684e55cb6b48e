/** A plan, or a list of faults, from a file that a person wrote: what is refused names the file. */
import type { Plan } from '../faults/plan.js';
import { ScenarioError } from '../input/callers-code.js';
import { InputError } from '../input/error.js';
import { enumerate, refuse } from '../input/refusal.js';

/**
 * @param known the functions that clients of the scenario ask for, if it says so: any other is a slip of the pen, which
 * a program would answer somehow
 * @throws InputError in one sentence
 */
export function planOfFile<T extends { readonly plan: Plan }>(
  file: string,
  read: () => T,
  known: () => readonly string[] | undefined,
): T {
  try {
    const made = read();
    refuseUnknownFunctions(made.plan, known());
    return made;
  } catch (error) {
    if (!(error instanceof InputError) || error instanceof ScenarioError) throw error;
    throw new InputError('', `${file}: ${error.message}`);
  }
}

function refuseUnknownFunctions({ operations }: Plan, known: readonly string[] | undefined): void {
  if (known === undefined) return;
  const expected = `a function that clients ask for (${enumerate(known)})`;
  for (const [index, { input }] of operations.entries()) {
    const { f } = input as { readonly f: string };
    if (!known.includes(f)) throw refuse(`operations[${index}].input.f`, expected, f, known);
  }
}

/** The functions that judges look for in histories, and the parameters that say what a history calls them. */
import type { Question } from '../formats/plain.js';
import { ParameterError } from './entry.js';
import type { Parameter } from './entry.js';
import { show } from '../identity.js';

/** A function that a judge looks for; its parameter has the name under which it stands in `Functions`. */
export interface JudgedFunction extends Question {
  /** What it is called unless the parameter says otherwise. */
  readonly name: string;
  /** What it does, for the help: `the function that …`. */
  readonly summary: string;
}

export type Functions = Readonly<Record<string, JudgedFunction>>;

/** What a history calls each function: a name for each name in `Functions`. */
export type Names<F extends Functions = Functions> = { readonly [parameter in keyof F]: string };

/** A parameter for each function. */
export const namesOf = (functions: Functions): Readonly<Record<string, Parameter>> =>
  Object.fromEntries(
    Object.entries(functions).map(([parameter, { name, summary }]) => [
      parameter,
      { summary: `the function that ${summary} (default: ${name})`, read: functionName },
    ]),
  );

function functionName(given: unknown): string {
  if (typeof given === 'string' && given.trim() !== '') return given;
  if (typeof given === 'number') return String(given);
  throw new ParameterError(`the name of a function, not ${show(given)}`);
}

/** What the history calls the functions, as far as `values` say otherwise than usual. Throws {@link ParameterError}. */
export function namesFrom<F extends Functions>(
  functions: F,
  values: Readonly<Record<string, unknown>>,
): Names<F> {
  const names = Object.entries(functions).map(
    ([parameter, { name }]) => [parameter, (values[parameter] as string | undefined) ?? name] as const,
  );
  const taken = new Map<string, string>();
  for (const [parameter, name] of names) {
    const other = taken.get(name);
    if (other !== undefined)
      throw new ParameterError(`the functions ${other} and ${parameter} cannot both be called ${name}`);
    taken.set(name, parameter);
  }
  return Object.fromEntries(names) as Names<F>;
}

/** What each function asks for, by what the history calls it. */
export const questionsOf = (functions: Functions, names: Names): ReadonlyMap<string, Question> =>
  new Map(Object.entries(functions).map(([parameter, question]) => [names[parameter]!, question]));

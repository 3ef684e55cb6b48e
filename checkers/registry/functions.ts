/** The functions that judges look for in histories, and the parameters that say what a history calls them. */
import { UnknownName } from '../formats/events.js';
import type { Adapter, Calls } from '../formats/pair.js';
import type { Question } from '../formats/plain.js';
import { functionName, ParameterError } from './entry.js';
import type { Parameter } from './entry.js';

/** A function that a judge looks for; its parameter has the name under which it stands in `Functions`. */
export interface JudgedFunction extends Question {
  /** What it is called unless the parameter says otherwise. */
  readonly name: string;
  /** What it does, for the help: `the function that …`. */
  readonly summary: string;
  /**
   * The judge's other functions that, where they succeeded, lead to false conclusions without this one. A history that lacks
   * it then, and has functions the judge does not know, is refused: one of them may be this one by another name.
   */
  readonly neededWith?: readonly string[];
  /** Functions that may do the same instead: with one of them a history need not have this one. */
  readonly orElse?: readonly string[];
}

export type Functions = Readonly<Record<string, JudgedFunction>>;

/** What a history calls each function: a name for each name in `Functions`. */
export type Names<F extends Functions = Functions> = { readonly [parameter in keyof F]: string };

/** A parameter for each function. */
export const namesOf = (functions: Functions): Readonly<Record<string, Parameter>> =>
  Object.fromEntries(
    Object.entries(functions).map(([parameter, { name, summary }]) => {
      const made = functionName(`the function that ${summary} (default: ${name})`);
      return [parameter, made];
    }),
  );

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

/**
 * Refuses histories of which a judge would see nothing, or one side alone: those without any of its functions, and those
 * that lack one it needs, or that a parameter names, and have functions it does not know. `values` are the parameters given.
 */
export function recogniser(
  judge: string,
  functions: Functions,
  names: Names,
  values: Readonly<Record<string, unknown>>,
): NonNullable<Adapter['recognise']> {
  const called = new Set(Object.values(names));
  return (calls) => {
    const has = (parameter: string): boolean => calls.has(names[parameter]!);
    const succeeded = (parameter: string): boolean => (calls.get(names[parameter]!)?.ok ?? 0) > 0;
    const strange = [...calls.keys()].filter((name) => !called.has(name));
    const isMissing = ([parameter, { neededWith, orElse }]: readonly [string, JudgedFunction]): boolean =>
      !has(parameter) &&
      (values[parameter] !== undefined ||
        (neededWith?.some(succeeded) === true && orElse?.some(has) !== true));
    const all = Object.entries(functions);
    const missing = all.some(([parameter]) => has(parameter)) ? all.filter(isMissing) : all;
    if (strange.length > 0 && missing.length > 0)
      throw unrecognised(
        judge,
        missing.map(([parameter]) => parameter),
        names,
        calls,
        strange,
      );
  };
}

const SHOWN_FUNCTIONS = 8;

function unrecognised(
  judge: string,
  parameters: readonly string[],
  names: Names,
  calls: ReadonlyMap<string, Calls>,
  strange: readonly string[],
): UnknownName {
  const wanted = parameters.map((parameter) => `${names[parameter]} (parameter ${parameter})`).join(', ');
  const found = [...calls]
    .sort(([, a], [, b]) => b.asked - a.asked)
    .map(([f, { asked }]) => `${asked} × ${f}`);
  const more = found.length > SHOWN_FUNCTIONS ? ` and ${found.length - SHOWN_FUNCTIONS} more` : '';
  const [parameter = ''] = parameters;
  return new UnknownName(
    `${judge} looks for ${wanted}, which no operation of the history is called: it has ${found.slice(0, SHOWN_FUNCTIONS).join(', ')}${more}; say by a parameter what it is called there, such as ${parameter}=${strange[0]}`,
    names[parameter]!,
    strange,
  );
}

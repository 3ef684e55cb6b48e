/** What a run is of, as far as its options say: seed, planted bug and parameters, each checked. */
import { z } from 'zod';
import { callersCode, callersError } from '../input/callers-code.js';
import { InputError } from '../input/error.js';
import { unknownName } from '../input/suggest.js';
import { valueText } from '../input/thrown.js';
import type { Seed } from '../kernel/random.js';
import type { RunOptions } from './options.js';
import type { Scenario } from '../scenario/scenario.js';
import { drawnParams } from './swarm-params.js';

export interface Chosen {
  readonly seed: Seed;
  readonly bug: string | undefined;
  /** Given ones, what the seed drew, and defaults for the rest. */
  readonly params: Record<string, unknown>;
}

/**
 * No function of the scenario is called for it.
 * @throws InputError in one sentence
 */
export function chosen<P>(of: Scenario<P>, options: RunOptions): Chosen {
  const scenario = of as Scenario as Scenario<Record<string, unknown>>;
  const seed = checkedSeed(options.seed ?? 1);
  const bug = options.bug === undefined ? undefined : checkedBug(scenario, options.bug);
  const drawn = drawnParams(scenario, options, seed);
  const said = { ...(bug === undefined ? {} : scenario.bugs?.[bug]?.params), ...options.params };
  try {
    return { seed, bug, params: checkedParams(scenario, { ...drawn, ...said }) };
  } catch (error) {
    // What nobody gave is not the caller's to mend.
    const name = error instanceof InputError ? (error.path.split('.')[1] ?? '') : '';
    if (!Object.hasOwn(drawn, name) || Object.hasOwn(said, name)) throw error;
    throw callersError(`vary.${name}`, error);
  }
}

function checkedSeed(seed: unknown): Seed {
  if (typeof seed === 'string' && seed.length > 0 && seed.length <= 200) return seed;
  if (typeof seed === 'number' && Number.isSafeInteger(seed)) return seed;
  throw new InputError(
    'seed',
    `expected a whole number or a text of 1 to 200 characters, got ${valueText(seed, 80)}`,
  );
}

/** @throws InputError where the scenario has no such bug */
export function checkedBug({ name, bugs }: Pick<Scenario, 'name' | 'bugs'>, bug: string): string {
  const known = Object.keys(bugs ?? {});
  if (!known.includes(bug)) throw new InputError('bug', `${name}: ${unknownName('planted bug', bug, known)}`);
  return bug;
}

/** Fills in defaults. Unknown names are refused, because a mistyped parameter would silently change nothing. */
function checkedParams(
  scenario: Scenario<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const schema = scenario.params as z.ZodType;
  if (schema instanceof z.ZodObject) {
    const known = Object.keys(schema.shape as object);
    const stranger = Object.keys(given).find((name) => !known.includes(name));
    if (stranger !== undefined)
      throw new InputError(
        `params.${stranger}`,
        `${scenario.name}: ${unknownName('parameter', stranger, known)}`,
      );
  }
  const parsed = callersCode('params', () => schema.safeParse(given));
  if (parsed.success) return parsed.data as Record<string, unknown>;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).join('.');
  const came = path === '' ? given : given[path];
  throw new InputError(`params.${path}`, `${issue?.message ?? 'not valid'} (got ${valueText(came, 80)})`);
}

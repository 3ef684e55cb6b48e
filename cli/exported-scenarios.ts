/** The scenarios among what a file exports, and what is said of a file that has none. */
import { isPromise } from '../sim/input/promise.js';
import { thrownText } from '../sim/input/thrown.js';
import { assertScenario } from '../sim/scenario/shape.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { UsageError } from './errors.js';

/** What a file that is loaded has besides scenarios that might have been meant for one. */
interface Strangers {
  readonly sentences: string[];
}

/**
 * Each once. `module.exports = defineScenario(…)` of a CommonJS file is one too.
 * @throws UsageError that names the file, where one is not as a scenario must be
 */
export function scenariosExported(
  exports: Readonly<Record<string, unknown>>,
  file: string,
): { readonly scenarios: readonly Scenario[]; readonly hint: string } {
  const strangers: Strangers = { sentences: [] };
  // A CommonJS file that exports one scenario and nothing else: some loaders spread it over the names.
  const whole = [defaultOf(exports), exports].find((one) => isScenario(one, 'module.exports', strangers));
  if (whole !== undefined && (whole as { kind?: unknown }).kind === (exports as { kind?: unknown }).kind)
    return { scenarios: [checked(whole as Scenario, file)], hint: '' };
  const found = new Set<Scenario>();
  for (const [name, value] of entriesOf(exports, strangers)) {
    if (isScenario(value, `'${name}'`, strangers)) found.add(value);
    // A CommonJS file has what it exports once more as its default, whole.
    else if (name === 'default') for (const one of within(value)) found.add(one);
  }
  const [hint] = strangers.sentences;
  return {
    scenarios: [...found].map((scenario) => checked(scenario, file)),
    hint: hint === undefined ? '' : ` (${hint})`,
  };
}

function defaultOf(exports: Readonly<Record<string, unknown>>): unknown {
  try {
    return exports['default'];
  } catch {
    return undefined;
  }
}

function entriesOf(exports: object, strangers: Strangers): [string, unknown][] {
  return Object.keys(exports).flatMap((name): [string, unknown][] => {
    try {
      return [[name, (exports as Record<string, unknown>)[name]]];
    } catch (error) {
      strangers.sentences.push(`'${name}' throws when it is read: ${thrownText(error)}`);
      return [];
    }
  });
}

function within(value: unknown): Scenario[] {
  if (typeof value !== 'object' || value === null) return [];
  const quiet: Strangers = { sentences: [] };
  try {
    return entriesOf(value, quiet).flatMap(([, one]) => (isScenario(one, '', quiet) ? [one] : []));
  } catch {
    return [];
  }
}

function isScenario(value: unknown, name: string, strangers: Strangers): value is Scenario {
  try {
    if (typeof value !== 'object' || value === null) return false;
    if ((value as { kind?: unknown }).kind === 'scenario') return true;
    if (isPromise(value)) strangers.sentences.push(`${name} is a promise: export what it resolves to`);
  } catch (error) {
    strangers.sentences.push(`${name} throws when it is read: ${thrownText(error)}`);
  }
  return false;
}

/** Whoever spreads a scenario into another has passed `defineScenario` by. */
function checked(scenario: Scenario, file: string): Scenario {
  try {
    assertScenario(scenario);
    return scenario;
  } catch (error) {
    throw new UsageError(`${file}: ${thrownText(error).replace(/^TypeError: /, '')}`);
  }
}

/** Finding scenarios by name. */
import { scenarios } from '../scenarios/index.js';
import type { Scenario } from '../sim/scenario.js';
import { UsageError } from './errors.js';
import { didYouMean } from './suggest.js';

const scenarioNames: readonly string[] = scenarios.map(({ name }) => name);

/**
 * The scenario of that name; the part after the last slash is enough where only one has it.
 * @throws UsageError with a suggestion
 */
export function scenarioNamed(name: string): Scenario {
  const exact = scenarios.find((scenario) => scenario.name === name);
  if (exact !== undefined) return exact;
  const short = scenarios.filter((scenario) => scenario.name.split('/').at(-1) === name);
  if (short.length === 1) return short[0] as Scenario;
  const near = didYouMean(name, [
    ...scenarioNames,
    ...scenarioNames.map((full) => full.split('/').at(-1) ?? full),
  ]);
  throw new UsageError(`no scenario is called "${name}".${near} seedstorm list shows them all`);
}

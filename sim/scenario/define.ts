/** Makes a scenario of its definition, once it is what it must be. */
import { rememberPlace } from './place.js';
import type { Scenario, ScenarioDefinition } from './scenario.js';
import { assertScenario } from './shape.js';

/**
 * Defines a scenario.
 * @throws TypeError in one sentence when something it needs is missing, or something in it is wrong or unknown
 */
export function defineScenario<P>(definition: ScenarioDefinition<P>): Scenario<P> {
  try {
    assertScenario(definition);
  } catch (error) {
    // The place to look at is where the scenario is defined.
    Error.captureStackTrace(error as Error, defineScenario);
    throw error;
  }
  const scenario: Scenario<P> = { ...definition, kind: 'scenario' };
  rememberPlace(scenario, defineScenario);
  return scenario;
}

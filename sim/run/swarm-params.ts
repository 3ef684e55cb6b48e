/** Parameters as part of the swarm: each seed draws its own, of those that a scenario varies and nobody gave. */
import { stream, type Seed } from '../kernel/random.js';
import type { RunOptions } from './options.js';
import type { Scenario } from '../scenario/scenario.js';

/** The parameters that seeds draw for themselves under these options, and what from. */
export function variedParams<P>(
  scenario: Scenario<P>,
  { params = {}, bug, plan, faults, swarm }: Omit<RunOptions, 'seed'>,
): Readonly<Record<string, readonly unknown[]>> {
  // A plan and a list of faults are made for certain nodes: what was not said is the default then.
  if (swarm === false || plan !== undefined || Array.isArray(faults)) return {};
  const bugParams = bug === undefined ? {} : (scenario.bugs?.[bug]?.params ?? {});
  const varied = Object.entries((scenario.vary ?? {}) as Readonly<Record<string, readonly unknown[]>>);
  return Object.fromEntries(varied.filter(([name]) => !(name in params) && !(name in bugParams)));
}

/** What a seed draws. Each parameter has a stream of its own: one more of them leaves the others as they are. */
export function drawnParams<P>(
  scenario: Scenario<P>,
  options: RunOptions,
  seed: Seed,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(variedParams(scenario, options)).map(([name, values]) => [
      name,
      stream(seed, `param/${name}`).pick(values),
    ]),
  );
}

/** Which program each node of a run has: one for all, or one for each name. */
import { callersCode, ScenarioError } from '../input/callers-code.js';
import { closest } from '../input/did-you-mean.js';
import type { Program } from '../node/program.js';
import { checkedPrograms, isProgram } from './protocol-shape.js';
import type { Scenario, ScenarioContext } from './scenario.js';

/** The program of each node. */
export function programsOf(
  scenario: Scenario<Record<string, unknown>>,
  params: Record<string, unknown>,
  context: ScenarioContext,
): (node: string) => Program {
  const { protocol } = scenario;
  if (typeof protocol !== 'function') return programOf('protocol', scenario, protocol, context);
  return programOf('protocol', scenario, checkedPrograms('protocol', protocol(params, context)), context);
}

function programOf(
  path: string,
  { name }: Scenario<Record<string, unknown>>,
  made: Program | Readonly<Record<string, Program>>,
  { nodes }: ScenarioContext,
): (node: string) => Program {
  if (isProgram(made)) return () => made;
  return (node) => {
    if (Object.hasOwn(made, node)) return made[node] as Program;
    // One of a node that is not there is this one's, most likely.
    const others = Object.keys(made).filter((other) => !nodes.includes(other));
    const near = closest(node, others);
    throw new ScenarioError(
      path,
      `${name}: there is no program for node '${node}'${near === undefined ? '' : `; is it the one of '${near}'?`}`,
    );
  };
}

/** Programs by version, if there are others than the first. */
export function versionsOf(
  scenario: Scenario<Record<string, unknown>>,
  params: Record<string, unknown>,
  context: ScenarioContext,
  v1: (node: string) => Program,
): Record<string, (node: string) => Program> {
  if (scenario.versions === undefined) return {};
  const versions: Record<string, (node: string) => Program> = { v1 };
  for (const [version, make] of Object.entries(scenario.versions)) {
    const path = `versions.${version}`;
    const made = callersCode(path, () => make(params, context));
    versions[version] = programOf(path, scenario, checkedPrograms(path, made), context);
  }
  return versions;
}

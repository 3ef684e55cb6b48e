/** Maelstrom's workloads as scenarios, by name: `maelstrom/broadcast` … */
import { toMs } from '../../sim/kernel/time.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Run } from '../../sim/run/outcome.js';
import { prepare } from '../../sim/run/prepare.js';
import { load, runPrepared } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { figuresOf, MessageCount, type Figures } from './figures.js';
import type { MaelstromParams } from './params.js';
import { scenarioOf } from './scenario.js';
import { workloads } from './workloads/index.js';

/** Each works with any program that speaks Maelstrom's protocol: its parameter `bin`. */
export const maelstromScenarios: readonly Scenario[] = workloads.map(
  (workload) => scenarioOf(workload) as Scenario,
);

/**
 * Runs one of these scenarios once, and counts on the way.
 * @param says hears what nodes write to stderr, and when in ms
 */
export async function runWithFigures(
  scenario: Scenario,
  options: RunOptions,
  says: (node: string, atMs: number, text: string) => void,
): Promise<{ readonly run: Run; readonly figures: Figures }> {
  const prepared = prepare(scenario, options, await load(scenario));
  const { nodeCount } = prepared.params as MaelstromParams;
  const tells = workloads.some(
    ({ name, tellsTopology }) => scenario.name === `maelstrom/${name}` && tellsTopology,
  );
  let count: MessageCount | undefined;
  const run = await runPrepared(
    prepared,
    (world) =>
      // A request and an answer each: init, and topology where it is told.
      (count = new MessageCount(nodeCount * (tells ? 4 : 2), (node, text) =>
        says(world.endpointName(node), toMs(world.now), text),
      )),
  );
  const net = (count as unknown as MessageCount).figures(run.history.length);
  return { run, figures: figuresOf(run.history, net) };
}

export { endChildren } from './children/child-program.js';
export type { MaelstromParams } from './params.js';
export type { Figures, Quantiles } from './figures.js';

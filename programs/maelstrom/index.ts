/** Maelstrom's workloads as scenarios, by name: `maelstrom/broadcast` … */
import type { Run } from '../../sim/run/outcome.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { figuresOf, MessageCount, type Figures } from './figures.js';
import type { MaelstromParams } from './params.js';
import { scenarioOf } from './scenario.js';
import { workloads } from './workloads/index.js';

/** Each works with any program that speaks Maelstrom's protocol: its parameter `bin`. */
export const maelstromScenarios: readonly Scenario[] = workloads.map(
  (workload) => scenarioOf(workload) as Scenario,
);

/** The figures of a run of one of these scenarios. It is run once more, and looked at. */
export async function figuresOfRun(
  run: Run,
  see: (record: Parameters<MessageCount['see']>[0]) => void,
): Promise<Figures> {
  const { nodeCount } = run.params as MaelstromParams;
  const tells = workloads.some(
    ({ name, tellsTopology }) => run.scenario === `maelstrom/${name}` && tellsTopology,
  );
  // A request and an answer each: init, and topology where it is told.
  const count = new MessageCount(nodeCount * (tells ? 4 : 2));
  await run.trace((record) => {
    count.see(record);
    see(record);
  });
  return figuresOf(run.history, count.figures(run.history.length));
}

export type { MaelstromParams } from './params.js';
export type { Figures, Quantiles } from './figures.js';

/** Maelstrom's workloads as scenarios, by name: `maelstrom/broadcast` … */
import { Tracer, type TraceRecord } from '../../sim/record/trace.js';
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

/** Runs one of these scenarios once, counts on the way, and shows all that happens to `see`. */
export async function runWithFigures(
  scenario: Scenario,
  options: RunOptions,
  see: (record: TraceRecord) => void,
): Promise<{ readonly run: Run; readonly figures: Figures }> {
  const prepared = prepare(scenario, options, await load(scenario));
  const { nodeCount } = prepared.params as MaelstromParams;
  const tells = workloads.some(
    ({ name, tellsTopology }) => scenario.name === `maelstrom/${name}` && tellsTopology,
  );
  // A request and an answer each: init, and topology where it is told.
  const count = new MessageCount(nodeCount * (tells ? 4 : 2));
  const run = await runPrepared(
    prepared,
    (world) =>
      new Tracer(world, (record) => {
        count.see(record);
        see(record);
      }),
  );
  return { run, figures: figuresOf(run.history, count.figures(run.history.length)) };
}

export { endChildren } from './children/child-program.js';
export type { MaelstromParams } from './params.js';
export type { Figures, Quantiles } from './figures.js';

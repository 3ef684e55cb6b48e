/** Many seeds of one scenario, one after another, in this thread. */
import { prepare } from '../sim/run/prepare.js';
import type { RunOptions } from '../sim/run/options.js';
import type { RunCoverage } from '../sim/coverage/recorder.js';
import { load, runPrepared } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import type { NumberedSeed } from './seeds.js';
import type { ToldRun } from '../sim/run/capsule/told-run.js';
import { NOTHING_REACHED, orUnprepared } from './unprepared.js';

/** What the caller of a campaign hears and decides. */
export interface CampaignWatch {
  /** Asked before each run; `index` counts from 0. */
  goesOn(index: number): boolean;
  /** Told after each run, in order of seeds. */
  ran(run: ToldRun, reached: RunCoverage): void;
}

/**
 * Runs the seeds one by one until they end or the watch has had enough.
 * @throws InputError as `simulate` does
 */
export async function campaign<P>(
  scenario: Scenario<P>,
  options: Omit<RunOptions, 'seed'>,
  seeds: Iterable<NumberedSeed>,
  watch: CampaignWatch,
): Promise<void> {
  const loaded = await load(scenario);
  let index = 0;
  for (const { seed } of seeds) {
    if (!watch.goesOn(index++)) break;
    const own = { ...options, seed };
    const run = await orUnprepared(scenario, own, () => runPrepared(prepare(scenario, own, loaded)));
    if ('unprepared' in run) watch.ran(run.unprepared, NOTHING_REACHED);
    else watch.ran(run, run.coverage);
  }
}

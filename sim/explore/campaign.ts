/** Many seeds of one scenario, one after another, in this thread. */
import { prepare, type RunOptions } from '../prepare.js';
import { load, runPrepared, type Run } from '../run.js';
import type { Scenario } from '../scenario.js';
import type { NumberedSeed } from './seeds.js';

/** What the caller of a campaign hears and decides. */
export interface CampaignWatch {
  /** Asked before each run; `index` counts from 0. */
  goesOn(index: number): boolean;
  /** Told after each run, in order of seeds. */
  ran(run: Run, seed: NumberedSeed): void;
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
  for (const seed of seeds) {
    if (!watch.goesOn(index++)) break;
    watch.ran(await runPrepared(prepare(scenario, { ...options, seed: seed.seed }, loaded), options), seed);
  }
}

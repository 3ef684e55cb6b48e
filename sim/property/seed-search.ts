/** Runs seed after seed until one fails: what a `simTest` does. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { campaignSeeds } from '../explore/seeds.js';
import { prepare } from '../prepare.js';
import type { Divergence } from '../record/verify.js';
import { load, runPrepared, verify, type Run } from '../run.js';
import type { Seed } from '../kernel/random.js';
import type { Scenario } from '../scenario.js';
import type { Settings } from './settings.js';

export type Found =
  | { readonly kind: 'nothing'; readonly runs: number }
  /** The run is invalid or undecided; `number` says which of the seeds it was, from 0. */
  | { readonly kind: 'failure'; readonly run: Run; readonly number: number }
  | {
      readonly kind: 'divergence';
      readonly seed: Seed;
      readonly number: number;
      readonly divergence: Divergence;
    };

/** How long the test runner may go without hearing from us. */
const BREATH_MS = 200;

/** @throws InputError as `simulate` does */
export async function searchSeeds<P>(scenario: Scenario<P>, settings: Settings): Promise<Found> {
  const loaded = await load(scenario);
  const beganAt = performance.now();
  let breathedAt = beganAt;
  let runs = 0;
  for (const { number, seed } of campaignSeeds(settings.seed, settings.runs)) {
    const now = performance.now();
    // One run at least: a test that ran nothing has shown nothing.
    if (runs > 0 && now - beganAt >= settings.timeMs) break;
    if (now - breathedAt >= BREATH_MS) {
      await setImmediate();
      breathedAt = now;
    }
    const options = { ...settings.run, seed };
    const run = await runPrepared(prepare(scenario, options, loaded));
    if (run.verdict !== 'valid') return { kind: 'failure', run, number };
    const divergence = settings.verify ? await verify(scenario, options) : undefined;
    if (divergence !== undefined) return { kind: 'divergence', seed, number, divergence };
    runs++;
  }
  return { kind: 'nothing', runs };
}

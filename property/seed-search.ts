/** Runs seed after seed until one fails: what a `simTest` does. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { campaignSeeds } from '../explore/seeds.js';
import { prepare } from '../sim/run/prepare.js';
import { load, recordRun, runPrepared, type Run } from '../sim/run/run.js';
import type { Unrepeated } from '../explore/unrepeated.js';
import type { Seed } from '../sim/kernel/random.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { paramsDrawn } from './drawn-params.js';
import { objection } from './own-assertions.js';
import { repeated, repeatedAfresh, repeatedHere, type Repetition } from './repeated.js';
import type { Settings } from './settings.js';

export type Found =
  | { readonly kind: 'nothing'; readonly runs: number }
  /** The run is invalid or undecided; `number` says which of the seeds it was, from 0. */
  | { readonly kind: 'failure'; readonly run: Run; readonly number: number; readonly notAfresh?: string }
  /** The run is valid, and the test's own assertion threw. */
  | { readonly kind: 'objection'; readonly run: Run; readonly number: number; readonly thrown: unknown }
  | {
      readonly kind: 'unrepeated';
      readonly seed: Seed;
      readonly number: number;
      readonly unrepeated: Unrepeated;
    };

/** How long the test runner may go without hearing from us. */
const BREATH_MS = 200;

/**
 * The first seed is run twice here and once in a fresh thread, and so is a seed that fails: what does not repeat is no
 * failure of the program's own.
 * @throws InputError as `simulate` does
 */
export async function searchSeeds<P>(scenario: Scenario<P>, settings: Settings): Promise<Found> {
  const loaded = await load(scenario);
  const beganAt = performance.now();
  let breathedAt = beganAt;
  let runs = 0;
  /** The seed whose run in a fresh thread is still under way. */
  let first: { seed: Seed; number: number; repetition: Promise<Repetition> } | undefined;
  for (const { number, seed } of campaignSeeds(settings.seed, settings.runs)) {
    const now = performance.now();
    // One run at least: a test that ran nothing has shown nothing.
    if (runs > 0 && now - beganAt >= settings.timeMs) break;
    if (now - breathedAt >= BREATH_MS) {
      await setImmediate();
      breathedAt = now;
    }
    const drawn = settings.params === undefined ? {} : { params: await paramsDrawn(settings.params, seed) };
    const options = { ...settings.run, ...drawn, seed };
    const verifies = settings.verify === 'every' || (settings.verify === 'first' && runs === 0);
    const recorded = verifies ? await recordRun(scenario, options) : undefined;
    if (recorded !== undefined) {
      const unrepeated = await repeatedHere(scenario, options, recorded);
      if (unrepeated !== undefined) return { kind: 'unrepeated', seed, number, unrepeated };
      first ??= { seed, number, repetition: repeatedAfresh(scenario, options, recorded) };
    }
    const run = recorded?.run ?? (await runPrepared(prepare(scenario, options, loaded)));
    if (run.verdict === 'valid') {
      const found = await objection(run, settings.expect);
      if (found !== undefined) return { kind: 'objection', run, number, ...found };
    } else {
      const isFirst = first !== undefined && first.number === number;
      const repetition = isFirst ? await first?.repetition : await repeated(scenario, options, run);
      if (repetition?.unrepeated !== undefined)
        return { kind: 'unrepeated', seed, number, unrepeated: repetition.unrepeated };
      const { why } = repetition ?? {};
      return { kind: 'failure', run, number, ...(why === undefined ? {} : { notAfresh: why }) };
    }
    runs++;
  }
  const { unrepeated } = (await first?.repetition) ?? {};
  if (first === undefined || unrepeated === undefined) return { kind: 'nothing', runs };
  return { kind: 'unrepeated', seed: first.seed, number: first.number, unrepeated };
}

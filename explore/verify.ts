/**
 * The determinism check: the run itself, once more in this process, where module-level variables are warm by now, and
 * in a fresh thread, where every module begins anew.
 */
import { recordRun, type SimulateOptions } from '../sim/run/run.js';
import { firstDivergence, type Divergence } from '../sim/record/divergence.js';
import type { RunRecord } from '../sim/record/run-record.js';
import type { Afresh } from './workers/fresh.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { InputError } from '../sim/input/error.js';

/** What is compared besides two runs in this process. */
export interface VerifyOptions extends SimulateOptions {
  /**
   * Whether a run in a fresh thread is compared too. `true`: it must be, and where no thread can load the scenario,
   * that is an error; `false`: it is not. Default: where a thread can. It can if the scenario ships with the package, or
   * `defineScenario` was called by a file called `*.sim.ts` (or `.js`, `.mjs` …) that exports it.
   */
  readonly fresh?: boolean;
}

/**
 * Runs a scenario twice in this process, and once in a fresh thread if that can load it. Compares the runs event by
 * event, with payloads, states, disks and verdicts.
 *
 * Without the thread, some differences are not seen: those of the first run of a process, and those between
 * processes. Give `fresh: true` to be sure.
 * @returns the first difference, or undefined when there is none
 * @throws InputError as `simulate` does, and with `fresh: true` where no thread can load the scenario
 */
export async function verify<P>(
  scenario: Scenario<P>,
  options: VerifyOptions = {},
): Promise<Divergence | undefined> {
  const { fresh: wanted, ...rest } = options;
  const { record } = await recordRun(scenario, rest);
  const again = await recordRun(scenario, rest);
  const here = firstDivergence(record, again.record, ['the first run', 'once more here']);
  if (here !== undefined || wanted === false) return here;
  const fresh = await recordedAfresh(scenario, rest, record);
  if (fresh.kind === 'recorded')
    return firstDivergence(record, fresh.record, ['the first run', 'in a fresh thread']);
  if (wanted !== true) return undefined;
  const why =
    fresh.kind === 'none' ? fresh.why : 'this package is run from its sources, which threads do not load';
  throw new InputError('fresh', `${scenario.name} cannot be run in a fresh thread: ${why}`);
}

/** @param against the record it is to be compared with: of the other, words are kept only where it differs */
export async function recordedAfresh<P>(
  scenario: Scenario<P>,
  options: SimulateOptions,
  against: RunRecord,
): Promise<Afresh> {
  // Threads need modules that most runs do not.
  const { recordInThread } = await import('./workers/fresh.js');
  return recordInThread(scenario, options, against);
}

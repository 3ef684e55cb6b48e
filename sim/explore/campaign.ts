/** Many seeds of one scenario, one after another, in this thread. */
import type { VerdictKind } from '../../checkers/history.js';
import type { Fault } from '../faults/fault.js';
import { prepare, type RunOptions } from '../prepare.js';
import { load, runPrepared, type Run } from '../run.js';
import type { Scenario } from '../scenario.js';
import type { NumberedSeed } from './seeds.js';

/** What a campaign has seen so far. */
export interface Tally {
  runs: number;
  verdicts: Record<VerdictKind, number>;
  events: number;
  operations: { ok: number; fail: number; info: number };
  /** How many faults of each kind began. */
  faults: Partial<Record<Fault['kind'], number>>;
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    verdicts: { valid: 0, invalid: 0, unknown: 0 },
    events: 0,
    operations: { ok: 0, fail: 0, info: 0 },
    faults: {},
  };
}

/** What the caller of a campaign hears and decides. */
export interface CampaignWatch {
  /** Asked before each run. */
  goesOn(): boolean;
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
): Promise<Tally> {
  const loaded = await load(scenario);
  const tally = emptyTally();
  for (const seed of seeds) {
    if (!watch.goesOn()) break;
    const run = await runPrepared(prepare(scenario, { ...options, seed: seed.seed }, loaded));
    count(tally, run);
    watch.ran(run, seed);
  }
  return tally;
}

function count(tally: Tally, run: Run): void {
  tally.runs++;
  tally.verdicts[run.verdict]++;
  tally.events += run.events;
  for (const outcome of ['ok', 'fail', 'info'] as const) tally.operations[outcome] += run.operations[outcome];
  for (const { kind } of run.plan.faults) tally.faults[kind] = (tally.faults[kind] ?? 0) + 1;
}

/** Adds one tally to another. */
export function addTally(total: Tally, part: Tally): void {
  total.runs += part.runs;
  total.events += part.events;
  for (const verdict of ['valid', 'invalid', 'unknown'] as const)
    total.verdicts[verdict] += part.verdicts[verdict];
  for (const outcome of ['ok', 'fail', 'info'] as const)
    total.operations[outcome] += part.operations[outcome];
  for (const [kind, count] of Object.entries(part.faults)) {
    total.faults[kind as Fault['kind']] = (total.faults[kind as Fault['kind']] ?? 0) + count;
  }
}

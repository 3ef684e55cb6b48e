/**
 * Whether runs of a campaign repeat: the first seed is run twice in one thread and once in a fresh one, and a failure
 * is run again in a fresh thread before it is reported.
 */
import type { Capsule } from '../../sim/run/capsule/capsule.js';
import { isSameRun } from '../../explore/same-run.js';
import type { Calm } from '../../explore/shrink/calm.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { EndedRun, Unrepeated } from '../../explore/unrepeated.js';
import type { Crew } from '../../explore/workers/crew.js';
import { leftNoRun } from '../../explore/workers/hostile.js';
import type { ToldRecord } from '../../explore/workers/task.js';
import type { RunOptions } from '../../sim/run/options.js';
import { firstDivergence, type Divergence } from '../../sim/record/divergence.js';
import { capsuleOptions } from '../run-options.js';
import { ScenarioError } from '../../sim/input/callers-code.js';
import { placeOf } from './crew.js';
import { AFRESH, AGAIN, recordedAfresh, recordedByCrew, recordedByIdle, type Recorded } from './recorded.js';

/** What of the first seed is known at once, and what a fresh thread will have found out later. */
export interface FirstSeed {
  readonly here: Unrepeated | undefined;
  readonly there: Promise<Unrepeated | undefined>;
}

/**
 * Runs the first seed of a campaign twice in a thread of the crew, and once in a fresh thread meanwhile. A run that
 * takes its thread along is the campaign's to report.
 * @throws InputError as `simulate` does
 */
export async function firstSeed(
  crew: Crew,
  scenario: string,
  options: RunOptions,
  signal: AbortSignal,
): Promise<FirstSeed> {
  const what = { scenario: placeOf(scenario), options };
  const ended = endOf(signal);
  const twice = recordedByCrew(crew, { ...what, times: 2 }, signal).catch((error: unknown) => {
    // What fails before it begins is the campaign's to report, too.
    if (error instanceof ScenarioError) return undefined;
    throw error;
  });
  const here = await Promise.race([twice, ended]);
  if (here?.kind !== 'recorded' || signal.aborted)
    return { here: undefined, there: Promise.resolve(undefined) };
  const [cold, warm] = here.runs;
  const again = partOf(cold, warm, ['a first run', 'once more in its thread']);
  if (again !== undefined || cold === undefined) return { here: again, there: Promise.resolve(undefined) };
  const there = recordedAfresh(crew, { ...what, times: 1, against: cold.record }, signal).then(
    (fresh) => (fresh.kind === 'recorded' ? partOf(cold, fresh.runs[0], ['a first run', AFRESH]) : undefined),
    // What it throws in one thread only, the campaign meets as well.
    () => undefined,
  );
  return { here: undefined, there: Promise.race([there, ended]) };
}

function endOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function partOf(
  first: ToldRecord | undefined,
  second: ToldRecord | undefined,
  runs: Divergence['runs'],
): Unrepeated | undefined {
  if (first === undefined || second === undefined) return undefined;
  const divergence = firstDivergence(first.record, second.record, runs);
  return divergence && { found: first.run, again: second.run, divergence };
}

/**
 * Runs what was found again in a fresh thread. What took its worker along was run again by one of its own already.
 * @param calm what its plan needs, if it was shrunk
 * @returns what differs, if the run is another one there
 */
export async function unrepeated(
  crew: Crew,
  found: ToldRun,
  signal?: AbortSignal,
  calm: Calm = {},
): Promise<Unrepeated | undefined> {
  if (leftNoRun(found)) return undefined;
  const { params, bug, seed, plan } = found;
  const options = { params, seed, plan, ...(bug === undefined ? {} : { bug }) };
  const what = { scenario: placeOf(found.scenario), options, calm };
  const fresh = await recordedAfresh(crew, { ...what, times: 1 }, signal);
  const again = await runOf(crew, found, options, fresh);
  if (isSameRun(found, again) || signal?.aborted === true) return undefined;
  // That run was not recorded: what makes runs differ most often shows again.
  const second = await recordedAfresh(crew, { ...what, times: 2 }, signal);
  const used = await recordedByIdle(crew, { ...what, times: 1 }, signal);
  const [cold, warm] = second.kind === 'recorded' ? second.runs : [];
  const parted = used.map((one) => partOf(cold, one, [AFRESH, 'in a thread that ran before']));
  const { divergence } = partOf(cold, warm, [AFRESH, AGAIN]) ?? parted.find((one) => one !== undefined) ?? {};
  return { found, again, ...(divergence === undefined ? {} : { divergence }) };
}

async function runOf(
  crew: Crew,
  { scenario }: ToldRun,
  options: RunOptions,
  recorded: Recorded,
): Promise<ToldRun> {
  if (recorded.kind === 'recorded') return (recorded.runs[0] as ToldRecord).run;
  return crew.lostIn(placeOf(scenario), options, recorded.loss);
}

/**
 * Why a run that was kept is another one now: because the code changed, or because it does not repeat. Runs it twice in
 * a fresh thread and once in another: where they agree, the code changed.
 * @param now the run as it went
 */
export async function changedOf(
  crew: Crew,
  capsule: Capsule,
  now: ToldRun,
  calm: Calm = {},
): Promise<Unrepeated | undefined> {
  const what = { scenario: placeOf(capsule.scenario), options: capsuleOptions(capsule), calm };
  const one = await recordedAfresh(crew, { ...what, times: 2 });
  const other = await recordedAfresh(crew, { ...what, times: 1 });
  const [cold, warm] = one.kind === 'recorded' ? one.runs : [];
  const [apart] = other.kind === 'recorded' ? other.runs : [];
  const parted = partOf(cold, warm, [AFRESH, AGAIN]) ?? partOf(cold, apart, [AFRESH, 'in another thread']);
  if (parted !== undefined) return parted;
  if (cold !== undefined && !isSameRun(now, cold.run)) return { found: now, again: cold.run };
  return capsule.repeats === false ? { found: asFound(capsule), again: now } : undefined;
}

function asFound({ scenario, seed, bug, verdict, fingerprint, check, anomaly, reason }: Capsule): EndedRun {
  const anomalies = [{ kind: anomaly, message: reason }];
  const checks = [{ name: check, verdict, reason, anomalies }];
  return { scenario, seed, bug, verdict, fingerprint, checks };
}

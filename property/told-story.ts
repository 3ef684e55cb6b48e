/**
 * The small story of a failed `simTest`: shrunk as `explore` shrinks it, aloud where that takes a while, since a test
 * that is silent for a minute looks as if it hung. A smaller one that was found before and still shows is told instead.
 */
import { performance } from 'node:perf_hooks';
import { keptCapsule, sizeOf } from '../sim/run/capsule/keep.js';
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import { asShrunk } from '../explore/shrink/calm.js';
import { MOST_TIME_MS } from '../explore/shrink/most-time.js';
import type { ShrinkProgress } from '../explore/shrink/effort.js';
import { shrink } from '../explore/shrink/shrink.js';
import { isFailure, signatureOf } from '../sim/run/capsule/signature.js';
import { shrunkPartOf, type ShrunkPart } from '../sim/run/capsule/shrunk-part.js';
import { simulate, type Run } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';

/** A failure with as little as possible around it. */
export interface Story {
  readonly run: Run;
  readonly part: ShrunkPart;
  /** Where it is from: how many runs it took, and whether time was up before they were done; or an earlier capsule. */
  readonly from: { readonly runs: number; readonly timeWasUp: boolean } | 'capsule';
}

export interface Telling {
  /** What else was said of the run; its capsule is named by it. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Says what takes so long. */
  readonly say: (line: string) => void;
  /** For tests. Default: a minute, as `explore` allows itself. */
  readonly mostMs?: number;
}

const FIRST_WORD_MS = 2_000;
const NEXT_WORD_MS = 10_000;

/** @returns undefined for a run that is not invalid, and for a failure that another run does not show */
export async function storyOf<P>(
  scenario: Scenario<P>,
  run: Run,
  telling: Telling,
): Promise<Story | undefined> {
  if (run.verdict !== 'invalid') return undefined;
  const shrunk = await shrunkAloud(scenario, run, telling);
  const kept = keptCapsule(run, telling.given)?.shrunk;
  if (kept === undefined || (shrunk !== undefined && sizeOf(shrunk.part) <= sizeOf(kept))) return shrunk;
  return (await toldAgain(scenario, run, kept)) ?? shrunk;
}

async function shrunkAloud<P>(
  scenario: Scenario<P>,
  run: Run,
  { say, mostMs = MOST_TIME_MS }: Telling,
): Promise<Story | undefined> {
  const beganAt = performance.now();
  let sayAt = beganAt + FIRST_WORD_MS;
  let timeWasUp = false;
  const shrunk = await shrink(scenario, run, {
    goesOn: () => !(timeWasUp ||= performance.now() - beganAt >= mostMs),
    onProgress(progress) {
      const now = performance.now();
      if (now < sayAt) return;
      sayAt = now + NEXT_WORD_MS;
      say(progressLine(run, progress, mostMs));
    },
  });
  return shrunk && { run: shrunk.run, part: shrunkPartOf(shrunk), from: { runs: shrunk.runs, timeWasUp } };
}

function progressLine({ scenario, seed, plan }: Run, progress: ShrinkProgress, mostMs: number): string {
  const faults = `${plan.faults.length} → ${progress.faults} faults`;
  const operations = `${plan.operations.length} → ${progress.operations} operations`;
  return `${scenario} fails with seed ${String(seed)}; shrinking it, for ${mostMs / 1000} s at most: ${faults}, ${operations} after ${progress.runs} runs`;
}

/** What was kept may be of other code: only a run tells whether it is still this failure. */
async function toldAgain<P>(scenario: Scenario<P>, of: Run, kept: ShrunkPart): Promise<Story | undefined> {
  const target = signatureOf(of);
  if (target === undefined) return undefined;
  const { seed, bug } = of;
  const params = kept.params ?? of.params;
  const { plan, latencyMs, criticalPair, ...rest } = kept;
  try {
    const on = asShrunk(scenario, kept);
    const run = await simulate(on, { params, seed, plan, ...(bug === undefined ? {} : { bug }) });
    if (!isFailure(run, target)) return undefined;
    const isSame = run.fingerprint === kept.fingerprint;
    const part: ShrunkPart = {
      ...rest,
      plan,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(isSame && criticalPair !== undefined ? { criticalPair } : {}),
      fingerprint: run.fingerprint,
      reason: failedCheck(run)?.reason ?? '',
    };
    return { run, part, from: 'capsule' };
  } catch {
    // A plan that does not fit the scenario any more.
    return undefined;
  }
}

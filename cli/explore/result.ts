/** The result of a campaign as `explore --json` prints it and `merge` reads it. */
import { z } from 'zod';
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import type { Tally } from '../../explore/tally.js';
import { coverageReport, withoutIncidence, type CoverageReport } from './coverage-report.js';
import type { Unrepeated } from '../../explore/unrepeated.js';
import { unrepeatedJson } from '../render/unrepeated.js';
import type { Failure, Unlisted } from './failures.js';
import { unreachedSites, type Unreached } from './required.js';

const count = z.int().min(0);
const size = z.looseObject({ faults: count, operations: count, events: count });

const failure = z.looseObject({
  scenario: z.string(),
  bug: z.string().nullable(),
  seed: z.union([z.string(), z.number()]),
  check: z.string(),
  anomaly: z.string(),
  reason: z.string(),
  capsule: z.string(),
  shrunk: size.nullable(),
  replay: z.string(),
});

export const exploreResult = z.looseObject({
  runs: count,
  valid: count,
  invalid: count,
  unknown: count,
  seedsPerSecond: z.number().min(0),
  scenarios: z.array(z.object({ scenario: z.string(), runs: count, seconds: z.number().min(0) })),
  failures: z.array(failure),
  /** Capsules that were run again and do not fail as they did. */
  gone: z.array(z.object({ capsule: z.string(), note: z.string() })),
  /** Checks that had nothing to judge in some runs, and what they said in the first of them. */
  nothingToJudge: z
    .array(z.object({ scenario: z.string(), check: z.string(), runs: count, reason: z.string() }))
    .default([]),
  /** Seeds that gave two different runs. */
  unrepeated: z
    .array(
      z.looseObject({
        scenario: z.string(),
        bug: z.string().nullable(),
        seed: z.union([z.string(), z.number()]),
      }),
    )
    .default([]),
  /** Failures that are only counted, by the capsule that stands for their kind. */
  unlisted: z.array(z.object({ capsule: z.string(), failures: count })).default([]),
  /** Seeds that were not run, because no worker could begin with them; `null`: all that were left. */
  notRun: z.array(z.object({ scenario: z.string(), seeds: count.nullable(), why: z.string() })).default([]),
  /** With --require-reached, of a campaign that ran to its end: the sites hit in no run, by scenario. Else `null`. */
  unreached: z.array(unreachedSites).nullable().default(null),
  coverage: z.looseObject({
    events: count,
    operations: z.object({ ok: count, fail: count, info: count }),
    faults: z.record(z.string(), count),
    /** Drawn, and left out as the scenario claims nothing under it. */
    leftOut: z.record(z.string(), count).default({}),
    /** What was reached of each scenario, by its name. */
    scenarios: z.record(z.string(), coverageReport),
  }),
  shard: z.string().nullable(),
  interrupted: z.boolean(),
});

export type ExploreResult = z.infer<typeof exploreResult>;

export type NotRun = ExploreResult['notRun'][number];

/** How one scenario went. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly runs: number;
  readonly seconds: number;
  readonly coverage: CoverageReport;
}

export interface Outcome {
  readonly total: Tally;
  readonly scenarios: readonly ScenarioResult[];
  readonly failures: readonly Failure[];
  readonly unrepeated: readonly Unrepeated[];
  readonly unlisted: Unlisted;
  readonly notRun: readonly NotRun[];
  /** What was required and not reached; `null`: nothing was required, or the campaign ended before its time. */
  readonly unreached: readonly Unreached[] | null;
  /** `--require-reached` cannot be answered: nothing is named, or the campaign ended early. */
  readonly isRequirementOpen: boolean;
  readonly gone: readonly { readonly capsule: string; readonly note: string }[];
  readonly shard: string | undefined;
  /** What ended it early: Ctrl-C, or a signal. */
  readonly interruptedBy: string | undefined;
}

export function secondsOf(scenarios: readonly Pick<ScenarioResult, 'seconds'>[]): number {
  return scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** How many runs a scenario had, whatever was planted in it. */
export function runsOf(
  scenarios: readonly Pick<ScenarioResult, 'scenario' | 'runs'>[],
  name: string,
): number {
  return scenarios.reduce((sum, { scenario, runs }) => sum + (scenario === name ? runs : 0), 0);
}

/** The scenarios of which no run ended: nobody looked at them. A shard may have no seeds of some. */
export function unseen({ scenarios, notRun, shard }: Outcome): readonly string[] {
  if (shard !== undefined) return [];
  const told = new Set(notRun.map(({ scenario }) => scenario));
  return scenarios
    .filter(({ scenario, runs }) => runs === 0 && !told.has(scenario))
    .map(({ scenario }) => scenario);
}

export function resultOf(outcome: Outcome): ExploreResult {
  const { total, scenarios, failures, unrepeated, unlisted, notRun, gone, unreached, shard, interruptedBy } =
    outcome;
  const { events, operations, faults, leftOut } = total;
  return {
    runs: total.runs,
    ...total.verdicts,
    seedsPerSecond: Math.round((total.runs / Math.max(secondsOf(scenarios), 0.001)) * 10) / 10,
    scenarios: scenarios.map(({ scenario, runs, seconds }) => ({
      scenario,
      runs,
      seconds: Math.round(seconds * 1000) / 1000,
    })),
    failures: failures.map(told),
    gone: [...gone],
    unlisted: [...unlisted].map(([capsule, count]) => ({ capsule, failures: count })),
    notRun: [...notRun],
    nothingToJudge: idleChecks(total),
    unrepeated: unrepeated.map(unrepeatedJson),
    unreached: unreached === null ? null : [...unreached],
    coverage: {
      events,
      operations,
      faults: faults as Record<string, number>,
      leftOut: leftOut as Record<string, number>,
      scenarios: Object.fromEntries(
        scenarios.map(({ scenario, coverage }) => [
          scenario,
          shard === undefined ? withoutIncidence(coverage) : coverage,
        ]),
      ),
    },
    shard: shard ?? null,
    interrupted: interruptedBy !== undefined,
  };
}

/** One after another, in the order in which they came. */
export function idleChecks({
  nothingToJudge,
}: Pick<Tally, 'nothingToJudge'>): ExploreResult['nothingToJudge'] {
  return Object.entries(nothingToJudge).flatMap(([scenario, checks]) =>
    Object.entries(checks).map(([check, idle]) => ({ scenario, check, ...idle })),
  );
}

function told({ run, capsule, shrunk, replay }: Failure): ExploreResult['failures'][number] {
  const failed = failedCheck(run);
  return {
    scenario: run.scenario,
    bug: run.bug ?? null,
    seed: run.seed,
    check: failed?.name ?? '',
    anomaly: failed?.anomalies[0]?.kind ?? '',
    reason: failed?.reason ?? '',
    capsule,
    shrunk:
      shrunk === undefined ? null : { ...shrunk.part.to, eventsThatMatter: shrunk.part.eventsThatMatter },
    replay,
  };
}

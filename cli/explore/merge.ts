/** Puts results of shards together: what comes out is what one campaign over all seeds would have told. */
import type { FaultKind } from '../../sim/faults/fault.js';
import { addTally, emptyTally, type Tally } from '../../explore/tally.js';
import { UsageError } from '../errors.js';
import { mergeReports, withoutIncidence, type CoverageReport } from './coverage-report.js';
import { idleChecks, type ExploreResult } from './result.js';

type Failure = ExploreResult['failures'][number];

/** @throws UsageError when a shard is there twice, or they are shards of different campaigns */
export function mergeResults(
  results: readonly { readonly path: string; readonly result: ExploreResult }[],
): ExploreResult {
  refuseWrongShards(results);
  const all = results.map(({ result }) => result);
  const total = emptyTally();
  for (const { runs, valid, invalid, unknown, coverage, nothingToJudge: idle } of all) {
    const faults = coverage.faults as Partial<Record<FaultKind, number>>;
    addTally(total, {
      runs,
      verdicts: { valid, invalid, unknown },
      ...coverage,
      faults,
      nothingToJudge: byName(idle),
    });
  }
  const scenarios = scenariosOf(all);
  const order = scenarios.map(({ scenario }) => scenario);
  const failures = distinct(
    all.flatMap((result) => result.failures),
    ({ scenario, bug, seed, check }) => JSON.stringify([scenario, bug, seed, check]),
  ).sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario) || bySeed(a.seed, b.seed));
  const { events, operations, faults, leftOut } = total;
  return {
    runs: total.runs,
    ...total.verdicts,
    // Shards run beside one another.
    seedsPerSecond: Math.round(all.reduce((sum, { seedsPerSecond }) => sum + seedsPerSecond, 0) * 10) / 10,
    scenarios,
    failures,
    gone: distinct(
      all.flatMap(({ gone }) => gone),
      ({ capsule }) => capsule,
    ),
    nothingToJudge: idleChecks(total),
    unrepeated: all.flatMap((result) => result.unrepeated),
    unlisted: all.flatMap(({ unlisted }) => unlisted),
    notRun: all.flatMap(({ notRun }) => notRun),
    unreached: null,
    coverage: {
      events,
      operations,
      faults: faults as Record<string, number>,
      leftOut: leftOut as Record<string, number>,
      scenarios: Object.fromEntries(order.map((name) => [name, coverageIn(all, name)])),
    },
    shard: null,
    interrupted: all.some(({ interrupted }) => interrupted),
  };
}

function byName(idle: ExploreResult['nothingToJudge']): Tally['nothingToJudge'] {
  const scenarios: Tally['nothingToJudge'] = {};
  for (const { scenario, check, runs, reason } of idle)
    (scenarios[scenario] ??= {})[check] = { runs, reason };
  return scenarios;
}

function coverageIn(results: readonly ExploreResult[], name: string): CoverageReport {
  return withoutIncidence(mergeReports(results.flatMap(({ coverage }) => coverage.scenarios[name] ?? [])));
}

function refuseWrongShards(
  results: readonly { readonly path: string; readonly result: ExploreResult }[],
): void {
  const seen = new Map<string, string>();
  for (const { path, result } of results) {
    if (result.shard === null) continue;
    const other = seen.get(result.shard);
    if (other !== undefined) throw new UsageError(`${other} and ${path} are both shard ${result.shard}`);
    seen.set(result.shard, path);
  }
  const [first, second] = new Set([...seen.keys()].map((shard) => shard.split('/')[1]));
  if (second !== undefined)
    throw new UsageError(
      `one result is of ${first} shards, another of ${second}: they do not belong together`,
    );
}

function scenariosOf(results: readonly ExploreResult[]): ExploreResult['scenarios'] {
  const merged = new Map<string, ExploreResult['scenarios'][number]>();
  for (const { scenario, runs, seconds } of results.flatMap((result) => result.scenarios)) {
    const before = merged.get(scenario) ?? { scenario, runs: 0, seconds: 0 };
    merged.set(scenario, {
      scenario,
      runs: before.runs + runs,
      seconds: Math.round((before.seconds + seconds) * 1000) / 1000,
    });
  }
  return [...merged.values()];
}

/** The first of each kind. */
function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  return [...first.values()];
}

const inWords = new Intl.Collator('en', { numeric: true });

function bySeed(a: Failure['seed'], b: Failure['seed']): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : inWords.compare(String(a), String(b));
}

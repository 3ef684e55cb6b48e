/**
 * What many runs reached together, as plain data that adds up in any order and any grouping: so it is the same
 * whatever the number of workers and shards.
 */
import type { Scenario } from '../sim/scenario/scenario.js';
import type { RunCoverage, SiteCount, SiteKind } from '../sim/coverage/recorder.js';

/** `runs`: in how many runs it held at least once. */
export interface CampaignSite extends SiteCount {
  readonly runs: number;
}

type Sites = Readonly<Record<string, CampaignSite>>;

/** By hash: in how many runs it was seen. */
export type Incidence = Readonly<Record<string, number>>;

/** What the runs of a campaign reached, added up: plain data. */
export interface CampaignCoverage extends Readonly<Record<SiteKind, Sites>> {
  readonly runs: number;
  readonly states: Incidence;
  readonly transitions: Incidence;
}

const siteKinds = ['sometimes', 'reachable', 'unreachable', 'buggify'] as const;

/** The coverage of runs, one by one. */
export function coverageOf(runs: Iterable<RunCoverage>): CampaignCoverage {
  return mergeCoverage(Array.from(runs, ofOne));
}

/** Adds up the coverage of batches, workers or shards. */
export function mergeCoverage(parts: readonly CampaignCoverage[]): CampaignCoverage {
  const sum = new CoverageSum();
  for (const part of parts) sum.add(part);
  return sum.total();
}

/** The coverage of a campaign as its batches come in. To add one costs what that one has, however much there is. */
export class CoverageSum {
  private readonly sum = empty();

  /** Distinct states so far. */
  get states(): number {
    return this.sum.states.size;
  }

  add(part: CampaignCoverage): void {
    const { sum } = this;
    sum.runs += part.runs;
    for (const kind of siteKinds) addSites(sum[kind], part[kind]);
    addCounts(sum.states, part.states);
    addCounts(sum.transitions, part.transitions);
  }

  total(): CampaignCoverage {
    const { runs, sometimes, reachable, unreachable, buggify, states, transitions } = this.sum;
    return {
      runs,
      sometimes: sorted(sometimes),
      reachable: sorted(reachable),
      unreachable: sorted(unreachable),
      buggify: sorted(buggify),
      states: Object.fromEntries(states),
      transitions: Object.fromEntries(transitions),
    };
  }
}

/** What a campaign should have reached and did not: names, sorted. */
export interface NeverReached {
  /** Conditions that never held. */
  readonly sometimes: readonly string[];
  readonly reachable: readonly string[];
  /** Code points that never misbehaved. */
  readonly buggify: readonly string[];
}

/** Which sites never held, of those that are declared and those that the code reached. */
export function neverReached(
  coverage: CampaignCoverage,
  { coverage: declared, buggifySites }: Pick<Scenario, 'coverage' | 'buggifySites'>,
): NeverReached {
  const missing = (sites: Sites, names: readonly string[] = []): string[] =>
    [...new Set([...names, ...Object.keys(sites)])].filter((name) => (sites[name]?.held ?? 0) === 0).sort();
  return {
    sometimes: missing(coverage.sometimes, declared?.sometimes),
    reachable: missing(coverage.reachable, declared?.reachable),
    buggify: missing(coverage.buggify, buggifySites),
  };
}

function ofOne(run: RunCoverage): CampaignCoverage {
  const sites = (kind: SiteKind): Sites =>
    Object.fromEntries(
      Object.entries(run[kind]).map(([name, count]) => [name, { ...count, runs: count.held > 0 ? 1 : 0 }]),
    );
  const once = (hashes: readonly number[]): Incidence => Object.fromEntries(hashes.map((hash) => [hash, 1]));
  return {
    runs: 1,
    sometimes: sites('sometimes'),
    reachable: sites('reachable'),
    unreachable: sites('unreachable'),
    buggify: sites('buggify'),
    states: once(run.states),
    transitions: once(run.transitions),
  };
}

type SiteTotals = Map<string, CampaignSite>;

function empty() {
  const sites = (): SiteTotals => new Map();
  return {
    runs: 0,
    sometimes: sites(),
    reachable: sites(),
    unreachable: sites(),
    buggify: sites(),
    states: new Map<string, number>(),
    transitions: new Map<string, number>(),
  };
}

function addSites(total: SiteTotals, part: Sites): void {
  for (const [name, { reached, held, runs }] of Object.entries(part)) {
    const before = total.get(name) ?? { reached: 0, held: 0, runs: 0 };
    total.set(name, {
      reached: before.reached + reached,
      held: before.held + held,
      runs: before.runs + runs,
    });
  }
}

function addCounts(total: Map<string, number>, part: Incidence): void {
  for (const [hash, runs] of Object.entries(part)) total.set(hash, (total.get(hash) ?? 0) + runs);
}

function sorted(sites: SiteTotals): Sites {
  return Object.fromEntries([...sites].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a campaign reached of one scenario, as JSON tells it: sites, what was never hit, and what remains unseen. */
import { z } from 'zod';
import {
  mergeCoverage,
  neverReached,
  type CampaignCoverage,
  type NeverReached,
} from '../../explore/campaign-coverage.js';
import { unseen } from '../../explore/unseen.js';
import type { Scenario } from '../../sim/scenario/scenario.js';

const count = z.int().min(0);
const sites = z.record(z.string(), z.object({ reached: count, held: count, runs: count }));
const incidence = z.record(z.string(), count);
const names = z.array(z.string());
/** See `Unseen` in explore/unseen.ts. */
const estimate = z.object({
  seen: count,
  once: count,
  twice: count,
  newPerRun: z.number().min(0),
  atLeast: z.number().min(0),
});

export const coverageReport = z.object({
  runs: count,
  sometimes: sites,
  reachable: sites,
  unreachable: sites,
  buggify: sites,
  never: z.object({ sometimes: names, reachable: names, buggify: names }),
  /** Absent: no state was counted. */
  states: estimate.optional(),
  transitions: estimate.optional(),
  /** By hash, in how many runs; only of shards, which are to be merged. */
  incidence: z.object({ states: incidence, transitions: incidence }).optional(),
});

export type CoverageReport = z.infer<typeof coverageReport>;

export function reportOf(
  scenario: Pick<Scenario, 'coverage' | 'buggifySites'>,
  coverage: CampaignCoverage,
): CoverageReport {
  return told(coverage, neverReached(coverage, scenario));
}

/** What a shard does not need to say when nobody merges it. */
export function withoutIncidence({ incidence: _, ...report }: CoverageReport): CoverageReport {
  return report;
}

/** The reports of shards as one. States are left out where a report says nothing of each. */
export function mergeReports(reports: readonly CoverageReport[]): CoverageReport {
  const merged = mergeCoverage(
    reports.map(({ runs, sometimes, reachable, unreachable, buggify, incidence: seen }) => ({
      ...{ runs, sometimes, reachable, unreachable, buggify },
      ...(seen ?? { states: {}, transitions: {} }),
    })),
  );
  const everywhere = (kind: keyof NeverReached): string[] => {
    const [first, ...others] = reports.map(({ never }) => never[kind]);
    return (first ?? []).filter(
      (name) => (merged[kind][name]?.held ?? 0) === 0 && others.every((other) => other.includes(name)),
    );
  };
  const never = {
    sometimes: everywhere('sometimes'),
    reachable: everywhere('reachable'),
    buggify: everywhere('buggify'),
  };
  return told(merged, never);
}

function told(coverage: CampaignCoverage, never: NeverReached): CoverageReport {
  const { runs, sometimes, reachable, unreachable, buggify, states, transitions } = coverage;
  const counted = Object.keys(states).length > 0;
  const copy = (known: CampaignCoverage['sometimes']): CoverageReport['sometimes'] => ({ ...known });
  return {
    runs,
    sometimes: copy(sometimes),
    reachable: copy(reachable),
    unreachable: copy(unreachable),
    buggify: copy(buggify),
    never: {
      sometimes: [...never.sometimes],
      reachable: [...never.reachable],
      buggify: [...never.buggify],
    },
    ...(counted
      ? {
          states: estimateOf(states, runs),
          transitions: estimateOf(transitions, runs),
          incidence: { states, transitions },
        }
      : {}),
  };
}

function estimateOf(seenBy: CampaignCoverage['states'], runs: number): z.infer<typeof estimate> {
  const { seen, once, twice, newPerRun, atLeast } = unseen(seenBy, runs);
  return { seen, once, twice, newPerRun, atLeast: Math.round(atLeast * 10) / 10 };
}

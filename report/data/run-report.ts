/** The document of one run: what the page shows, gathered by running it again. */
import type { ShrunkPart } from '../../sim/explore/shrunk-part.js';
import type { Run } from '../../sim/run.js';
import type { Scenario } from '../../sim/scenario.js';
import { REPORT_SCHEMA, type About, type ReportSite, type RunReport, type ShrunkSizes } from './contract.js';
import { checksOf } from './checks.js';
import { jsonOf } from './json.js';
import { neighbourOf } from './neighbour.js';
import { recordRun } from './record-run.js';
import { storyOf } from './story.js';

/** What a run does not know of itself. */
export interface ReportFrame {
  /** The command that brings it back. */
  readonly replay: string;
  /** Version of Seedstorm. */
  readonly version: string;
  /** What it was shrunk from, if it was. */
  readonly shrunk?: ShrunkPart | undefined;
}

/**
 * @param scenario the very scenario the run is of; of a shrunk run, on its calm network
 * @throws InputError when the run does not happen again as it did
 */
export async function runReport(scenario: Scenario, run: Run, frame: ReportFrame): Promise<RunReport> {
  const recording = await recordRun(scenario, run);
  const neighbour = await neighbourOf(scenario, run, recording);
  return {
    schema: REPORT_SCHEMA,
    kind: 'run',
    about: aboutOf(scenario, run, frame),
    recording,
    checks: checksOf(run),
    story: storyOf(run),
    sites: sitesOf(run),
    ...(frame.shrunk === undefined ? {} : { shrunk: sizesOf(frame.shrunk) }),
    ...(neighbour === undefined ? {} : { neighbour }),
  };
}

function aboutOf(scenario: Scenario, run: Run, { replay, version }: ReportFrame): About {
  const { seed, bug, profile, verdict, fingerprint, events, virtualMs, operations } = run;
  return {
    ...{ version, profile, verdict, fingerprint, events, virtualMs, operations, replay },
    scenario: run.scenario,
    summary: scenario.summary,
    params: jsonOf(run.params) as Readonly<Record<string, unknown>>,
    seed: String(seed),
    ...(bug === undefined ? {} : { bug }),
  };
}

function sitesOf({ coverage }: Run): ReportSite[] {
  return (['sometimes', 'reachable', 'unreachable', 'buggify'] as const).flatMap((is) =>
    Object.entries(coverage[is]).map(([name, { reached, held }]) => ({ is, name, reached, held })),
  );
}

function sizesOf({ from, to, eventsThatMatter, criticalPair, latencyMs }: ShrunkPart): ShrunkSizes {
  return {
    ...{ from, to, eventsThatMatter },
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(criticalPair === undefined ? {} : { criticalPair: pairSentence(criticalPair) }),
  };
}

function pairSentence({ node, first, second }: NonNullable<ShrunkPart['criticalPair']>): string {
  const at = (ms: number): string => `${ms.toFixed(1)} ms`;
  return `It passes if ${second.from}’s ${second.what} (${at(second.atMs)}) reaches ${node} before ${first.from}’s ${first.what} (${at(first.atMs)}).`;
}

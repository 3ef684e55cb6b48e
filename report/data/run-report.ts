/** The document of one run: what the page shows, gathered by running it again. */
import type { ShrunkPart } from '../../sim/run/capsule/shrunk-part.js';
import type { Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import {
  REPORT_SCHEMA,
  type About,
  type Recording,
  type ReportSite,
  type RunReport,
  type ShrunkSizes,
} from './contract.js';
import { checksOf } from './checks.js';
import { pairOf } from './critical-pair.js';
import { jsonOf } from '../../sim/record/plain-json.js';
import { neighbourOf } from './neighbour.js';
import { storyOf } from '../story/story.js';
import { recordRun } from './record-run.js';

/** Longer stories are not read. */
const MAX_STORY_LINES = 150;

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
  const checks = checksOf(run, recording.incidents);
  const neighbour = await neighbourOf(scenario, run, recording);
  const { lines, hum } = storyOf(recording, checks, MAX_STORY_LINES);
  return {
    schema: REPORT_SCHEMA,
    kind: 'run',
    about: aboutOf(scenario, run, frame),
    recording,
    checks,
    story: lines,
    hum,
    sites: sitesOf(scenario, run),
    measured: run.figures(),
    ...(frame.shrunk === undefined ? {} : { shrunk: sizesOf(frame.shrunk, recording) }),
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

/** Those that the run came to, and those that the scenario declares and the run did not come to. */
function sitesOf({ coverage: declared }: Scenario, { coverage }: Run): ReportSite[] {
  return (['sometimes', 'reachable', 'unreachable', 'buggify'] as const).flatMap((is) => {
    const named = is === 'sometimes' || is === 'reachable' ? (declared?.[is] ?? []) : [];
    const missing = named.filter((name) => coverage[is][name] === undefined);
    return [
      ...Object.entries(coverage[is]).map(([name, { reached, held }]) => ({ is, name, reached, held })),
      ...missing.map((name) => ({ is, name, reached: 0, held: 0 })),
    ];
  });
}

function sizesOf(
  { from, to, eventsThatMatter, criticalPair, latencyMs }: ShrunkPart,
  recording: Recording,
): ShrunkSizes {
  return {
    ...{ from, to, eventsThatMatter },
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(criticalPair === undefined ? {} : { criticalPair: pairOf(criticalPair, recording) }),
  };
}

/** A campaign as a folder of pages: an index of what failed, and a report on each kind of failure. */
import { basename, join } from 'node:path';
import { REPORT_SCHEMA, type CampaignReport } from '../report/data/contract.js';
import { failedCheck } from '../sim/run/capsule/failed-check.js';
import { runOfCapsule } from './capsule-run.js';
import type { Flag } from './command.js';
import { failureOf } from './errors.js';
import type { Failure } from './explore/failures.js';
import { unreachedText } from './explore/required.js';
import { secondsOf, type Outcome, type ScenarioResult } from './explore/result.js';
import { outputFile } from './output-file.js';
import { writeDocument } from './report-file.js';
import { packageVersion } from './version.js';

export const CAMPAIGN_REPORT_FLAG: Flag = {
  summary: 'Write pages on the campaign and its failures into a folder',
  kind: 'text',
  value: 'folder',
};

/** What of a campaign is told. */
export interface ToldCampaign
  extends Pick<Outcome, 'total' | 'failures'>, Partial<Pick<Outcome, 'unreached'>> {
  readonly scenarios: readonly Pick<ScenarioResult, 'scenario' | 'runs' | 'seconds' | 'coverage'>[];
}

/** Pages to be: the index is opened before the campaign begins, so that a bad path costs no time. */
export interface CampaignPages {
  /** A failure without a page is told, and the index written all the same. */
  write(outcome: ToldCampaign, note: (text: string) => void): Promise<void>;
  abandon(): void;
}

/** @throws UsageError in one sentence when nothing can be written there */
export function campaignPages(folder: string): CampaignPages {
  const index = outputFile(join(folder, 'index.html'));
  return {
    async write(outcome, note) {
      const pages = new Map<string, string>();
      for (const { capsule, first } of outcome.failures) {
        if (!first || pages.has(capsule)) continue;
        const name = `${basename(capsule, '.json')}.html`;
        try {
          await writeFailurePage(capsule, join(folder, name));
          pages.set(capsule, name);
        } catch (error) {
          note(`there is no report on ${capsule}: ${failureOf(error).message}\n`);
        }
      }
      await writeDocument(index, campaignReport(outcome, pages));
    },
    abandon: () => index.abandon(),
  };
}

async function writeFailurePage(capsule: string, path: string): Promise<void> {
  const file = outputFile(path);
  try {
    const { runReport } = await import('../report/data/run-report.js');
    const { scenario, run, replay, shrunk } = await runOfCapsule(capsule, false);
    await writeDocument(file, await runReport(scenario, run, { replay, shrunk, version: packageVersion }));
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/** @param pages the page of each capsule that has one, relative to the index */
function campaignReport(
  { total, scenarios, failures, unreached }: ToldCampaign,
  pages: ReadonlyMap<string, string>,
): CampaignReport {
  const { runs, verdicts, events, operations, faults } = total;
  return {
    schema: REPORT_SCHEMA,
    kind: 'campaign',
    version: packageVersion,
    scenarios: scenarios.map((its) => toldScenario(its, failures)),
    ...{ runs, verdicts, events, operations },
    seconds: secondsOf(scenarios),
    faults: Object.entries(faults).sort(([, a], [, b]) => b - a),
    failures: failures.map((failure) =>
      toldFailure(failure, failure.first ? pages.get(failure.capsule) : undefined),
    ),
    ...(unreached
      ? { unreached: unreached.map((its) => ({ scenario: its.scenario, sites: unreachedText(its) })) }
      : {}),
  };
}

function toldScenario(
  { scenario, runs, coverage }: ToldCampaign['scenarios'][number],
  failures: readonly Failure[],
): CampaignReport['scenarios'][number] {
  const { sometimes, reachable, buggify, never, states } = coverage;
  const hit = [sometimes, reachable, buggify]
    .flatMap((sites) => Object.values(sites))
    .filter(({ held }) => held > 0).length;
  const missed = [
    ...never.sometimes.map((name) => `sometimes: ${name}`),
    ...never.reachable.map((name) => `reachable: ${name}`),
    ...never.buggify.map((name) => `buggify: ${name}`),
  ];
  const replayed = failures.filter(({ run, number }) => run.scenario === scenario && number === undefined);
  return {
    name: scenario,
    seeds: runs - replayed.length,
    ...{ hit, sites: hit + missed.length, never: missed },
    ...(states === undefined
      ? {}
      : { states: { seen: states.seen, atLeast: Math.ceil(states.atLeast), newPerRun: states.newPerRun } }),
  };
}

function toldFailure(
  { run, replay, shrunk, number }: Failure,
  href: string | undefined,
): CampaignReport['failures'][number] {
  const failed = failedCheck(run);
  const size = shrunk?.part.to;
  return {
    scenario: run.scenario,
    seed: String(run.seed),
    check: failed?.name ?? '',
    anomaly: failed?.anomalies[0]?.kind ?? '',
    reason: failed?.reason ?? '',
    replay,
    ...(run.bug === undefined ? {} : { bug: run.bug }),
    ...(number === undefined ? {} : { run: number }),
    ...(size === undefined ? {} : { shrunk: `${size.faults} faults, ${size.operations} operations` }),
    ...(href === undefined ? {} : { href }),
  };
}

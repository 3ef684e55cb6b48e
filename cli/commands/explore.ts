/** `seedstorm explore`: many seeds, until something fails. */
import { scenarios } from '../../scenarios/index.js';
import { emptyTally } from '../../explore/tally.js';
import { CAMPAIGN_REPORT_FLAG, campaignPages } from '../campaign-report.js';
import type { Arguments, Command } from '../command.js';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes.js';
import { annotation } from '../explore/annotations.js';
import { readCorpus } from '../explore/corpus.js';
import { crewOf, LIMIT_FLAGS, WORKERS_FLAG } from '../explore/crew.js';
import { exploreScenario, type Found } from '../explore/explore-scenario.js';
import { FailureLog } from '../explore/failures.js';
import { refuseDivided } from '../explore/guided.js';
import { onInterrupt } from '../explore/interrupt.js';
import { writeLastFailed } from '../explore/last-failed.js';
import {
  ENDED_EARLY,
  NO_SITES,
  REQUIRE_REACHED_FLAG,
  refuseSomeSeeds,
  requiresSites,
  unreachedOf,
} from '../explore/required.js';
import { resultOf, unseen, type Outcome } from '../explore/result.js';
import { DEFAULT_RUNS, extentOf, takesStrategy } from '../explore/settings.js';
import { refuseUnwritable, sweepParts } from '../failure-files.js';
import { junitXml } from '../junit.js';
import { outputFile } from '../output-file.js';
import { renderCampaign } from '../render/campaign.js';
import { CampaignLine } from '../render/campaign-line.js';
import { BUG_FLAG, FAULTS_FLAG, PARAM_FLAG, runOptions, SCHEDULE_FLAGS, SEED_FLAG } from '../run-options.js';
import type { Terminal } from '../terminal.js';

export const explore: Command = {
  usage: 'explore [scenarios..]',
  summary: 'Run a scenario with many seeds, and keep what fails',
  positionals: { scenarios: { summary: "Names of scenarios, or files of your own: './src/**/*.sim.ts'" } },
  flags: {
    all: { summary: 'Explore every scenario', kind: 'switch' },
    runs: {
      summary: `How many seeds for each scenario; default ${DEFAULT_RUNS}, or no limit with --time`,
      kind: 'text',
      value: 'N',
    },
    time: {
      summary: 'Stop after this long, shared by all scenarios: 30s, 5m, 1h',
      kind: 'text',
      value: 'length',
    },
    seed: { ...SEED_FLAG, summary: 'The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 …' },
    param: PARAM_FLAG,
    bug: BUG_FLAG,
    faults: FAULTS_FLAG,
    ...SCHEDULE_FLAGS,
    guided: {
      summary: 'Prefer plans that reached something new, and change them; takes all strategies',
      kind: 'switch',
    },
    'count-states': {
      summary: 'Count states after every event; a scenario without abstract gets coarse states of its nodes',
      kind: 'switch',
    },
    'require-reached': REQUIRE_REACHED_FLAG,
    workers: WORKERS_FLAG,
    shard: { summary: 'Take only the i-th of n shares of the seeds; see merge', kind: 'text', value: 'i/n' },
    'last-failed': { summary: 'Only the seeds that failed last time', kind: 'switch' },
    'no-corpus': { summary: 'Do not replay the failures that are kept first', kind: 'switch' },
    'no-shrink': { summary: 'Do not shrink failures', kind: 'switch' },
    'keep-going': { summary: 'Go on after a failure', kind: 'switch' },
    ...LIMIT_FLAGS,
    json: { summary: 'Print one JSON object', kind: 'switch' },
    junit: { summary: 'Write the result as JUnit XML', kind: 'text', value: 'file' },
    report: CAMPAIGN_REPORT_FLAG,
  },
  examples: [
    ['seedstorm explore replication/quorum-register --runs 10000', 'ten thousand seeds'],
    ['seedstorm explore --all --time 5m --keep-going', 'everything, for five minutes'],
  ],
  run: exploreCommand,
};

async function exploreCommand(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  if (args.on('guided')) refuseDivided(args);
  refuseSomeSeeds(args);
  const extent = await extentOf(args);
  if (args.on('all'))
    for (const { name } of scenarios.filter((scenario) => !takesStrategy(args, scenario)))
      terminal.note(`${name} is left out: it claims nothing for --strategy ${args.text('strategy')}\n`);
  const jobs = extent.chosen.map((scenario) => ({
    scenario,
    options: {
      ...runOptions(args, scenario),
      countStates: args.on('count-states') ? (true as const) : ('sampled' as const),
    },
  }));
  refuseUnwritable();
  const crew = crewOf(args, terminal);
  const junitPath = args.text('junit');
  const junit = junitPath === undefined ? undefined : outputFile(junitPath);
  const reportPath = args.text('report');
  const pages = reportPath === undefined ? undefined : campaignPages(reportPath);
  const corpus = args.on('no-corpus') || args.on('last-failed') ? { kept: [], notes: [] } : readCorpus();
  const log = new FailureLog();
  const total = emptyTally();
  const { runs, timeMs } = extent;
  const line = new CampaignLine(
    terminal,
    runs === Infinity ? undefined : runs * jobs.length,
    timeMs === Infinity ? undefined : timeMs,
  );
  const interrupt = onInterrupt(() => {
    line.clear();
    terminal.note('ending; once more Ctrl-C ends at once\n');
  });
  const endsAt = performance.now() + timeMs;
  const found: Found[] = [];
  try {
    sweepParts();
    for (const note of corpus.notes) terminal.note(`${note}\n`);
    for (const [index, job] of jobs.entries()) {
      if (interrupt.signal.aborted) break;
      const part = await exploreScenario({
        ...job,
        args,
        terminal,
        crew,
        corpus,
        extent,
        line,
        log,
        total,
        interrupt: interrupt.signal,
        // What one scenario leaves of its share, the others have.
        timeMs: Math.max(0, endsAt - performance.now()) / (jobs.length - index),
      });
      found.push(part);
      if (part.failures.length + part.unrepeated.length > 0 && !args.on('keep-going')) break;
    }
    writeLastFailed(found.flatMap(({ failures }) => failures));
  } catch (error) {
    junit?.abandon();
    pages?.abandon();
    throw error;
  } finally {
    line.clear();
    crew.close();
    interrupt.done();
  }
  const failures = found.flatMap((part) => part.failures);
  const unrepeated = found.flatMap((part) => part.unrepeated);
  const notRun = found.flatMap((part) => part.notRun);
  const required = args.on('require-reached');
  const reached = Object.fromEntries(found.map(({ scenario, coverage }) => [scenario, coverage]));
  const ranOut =
    interrupt.by === undefined &&
    notRun.length === 0 &&
    (failures.length + unrepeated.length === 0 || args.on('keep-going'));
  const unreached = required && ranOut ? unreachedOf(reached) : null;
  const isRequirementOpen = required && (unreached === null || !requiresSites(reached));
  const outcome: Outcome = {
    total,
    scenarios: found,
    failures,
    unrepeated,
    unlisted: log.unlisted,
    notRun,
    unreached,
    isRequirementOpen,
    gone: found.flatMap(({ gone }) => gone),
    shard: args.text('shard'),
    interruptedBy: interrupt.by,
  };
  const result = resultOf(outcome);
  junit?.line(junitXml(result));
  junit?.commit();
  await pages?.write(outcome, terminal.note);
  if (terminal.annotates)
    for (const failure of outcome.failures.filter(({ first }) => first))
      terminal.note(`${annotation(failure)}\n`);
  if (args.on('json')) {
    for (const { note } of outcome.gone) terminal.note(`${note}\n`);
    terminal.out(`${JSON.stringify(result)}\n`);
  } else terminal.out(renderCampaign(outcome, terminal));
  if (outcome.unrepeated.length > 0) return EXIT.nondeterminism;
  if (outcome.failures.length > 0) return EXIT.invalid;
  // A scenario of which nothing could be run is a file that cannot be used.
  if (found.some(({ runs, notRun }) => runs === 0 && notRun.length > 0)) return EXIT.usage;
  if ((unreached ?? []).length > 0) return EXIT.invalid;
  if (isRequirementOpen) {
    terminal.note(`${unreached === null ? ENDED_EARLY : NO_SITES}\n`);
    return EXIT.unknown;
  }
  const undecided = total.verdicts.unknown + outcome.notRun.length + unseen(outcome).length;
  return exitCodeOf(undecided > 0 ? 'unknown' : 'valid');
}

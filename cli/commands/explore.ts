/** `seedstorm explore`: many seeds, until something fails. */
import { campaign, addTally, emptyTally, type Tally } from '../../sim/explore/campaign.js';
import { failedCheck } from '../../sim/explore/failed-check.js';
import { campaignSeeds, type Shard } from '../../sim/explore/seeds.js';
import type { RunOptions } from '../../sim/prepare.js';
import type { Scenario } from '../../sim/scenario.js';
import { scenarios } from '../../scenarios/index.js';
import { scenariosMeant } from '../catalogue.js';
import type { Arguments, Command } from '../command.js';
import { UsageError } from '../errors.js';
import { exitCodeOf, type ExitCode } from '../exit-codes.js';
import { keepFailure } from '../failure-files.js';
import { junitXml, type JunitCase } from '../junit.js';
import { outputFile } from '../output-file.js';
import { CampaignLine } from '../render/campaign-line.js';
import { failureBlock } from '../render/run-account.js';
import { quoted } from '../replay-command.js';
import { BUG_FLAG, FAULTS_FLAG, PARAM_FLAG, runOptions, SEED_FLAG } from '../run-options.js';
import { shrinkFirst, type Failure } from '../shrink-first.js';
import type { Terminal } from '../terminal.js';

const DEFAULT_RUNS = 1000;

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
    time: { summary: 'Stop after this long: 30s, 5m, 1h', kind: 'text', value: 'length' },
    seed: { ...SEED_FLAG, summary: 'The first seed: 7 gives 7, 8, 9 …; a text T gives T/0, T/1 …' },
    param: PARAM_FLAG,
    bug: BUG_FLAG,
    faults: FAULTS_FLAG,
    shard: { summary: 'Take only the i-th of n shares of the seeds', kind: 'text', value: 'i/n' },
    'no-shrink': { summary: 'Leave failures as they were found', kind: 'switch' },
    'keep-going': { summary: 'Go on after a failure', kind: 'switch' },
    json: { summary: 'Print one JSON object', kind: 'switch' },
    junit: { summary: 'Write the result as JUnit XML', kind: 'text', value: 'file' },
  },
  examples: [
    ['seedstorm explore replication/quorum-register --runs 10000', 'ten thousand seeds'],
    ['seedstorm explore --all --time 5m --keep-going', 'everything, for five minutes'],
  ],
  run: exploreCommand,
};

async function exploreCommand(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const chosen = await chosenScenarios(args);
  const jobs = chosen.map((scenario) => ({ scenario, options: runOptions(args, scenario) }));
  const runs = runCount(args);
  const shard = shardOf(args.text('shard'));
  const junitPath = args.text('junit');
  const junit = junitPath === undefined ? undefined : outputFile(junitPath);
  const stopAt = performance.now() + (args.durationMs('time') ?? Infinity);
  let seconds = 0;
  const total = emptyTally();
  const failures: Failure[] = [];
  const cases: JunitCase[] = [];
  const line = new CampaignLine(terminal, runs === Infinity ? undefined : runs * jobs.length);
  try {
    for (const { scenario, options } of jobs) {
      const startedAt = performance.now();
      const found = await exploreOne(scenario, options, {
        runs,
        shard,
        stopAt,
        keepGoing: args.on('keep-going'),
        line,
        total,
      });
      line.clear();
      seconds += (performance.now() - startedAt) / 1000;
      failures.push(
        ...(args.on('no-shrink')
          ? found
          : await shrinkFirst(scenario, found, options.params ?? {}, terminal)),
      );
      cases.push({
        name: scenario.name,
        seconds: (performance.now() - startedAt) / 1000,
        failures: found.map(
          ({ run, capsule }) =>
            `seed ${String(run.seed)}: ${failedCheck(run)?.name}: ${failedCheck(run)?.reason} (${capsule})`,
        ),
      });
      if (found.length > 0 && !args.on('keep-going')) break;
    }
  } catch (error) {
    junit?.abandon();
    throw error;
  } finally {
    line.clear();
  }
  junit?.line(junitXml(cases));
  junit?.commit();
  if (args.on('json')) terminal.out(`${JSON.stringify(exploreJson(total, failures, seconds))}\n`);
  else terminal.out(renderCampaign(total, failures, seconds, terminal));
  return exitCodeOf(failures.length > 0 ? 'invalid' : total.verdicts.unknown > 0 ? 'unknown' : 'valid');
}

interface Campaign {
  readonly runs: number;
  readonly shard: Shard;
  readonly stopAt: number;
  readonly keepGoing: boolean;
  readonly line: CampaignLine;
  readonly total: Tally;
}

async function exploreOne(
  scenario: Scenario,
  options: RunOptions,
  { runs, shard, stopAt, keepGoing, line, total }: Campaign,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const { seed = 1, ...rest } = options;
  const tally = await campaign(scenario, rest, campaignSeeds(seed, runs, shard), {
    goesOn: () => performance.now() < stopAt && (keepGoing || failures.length === 0),
    ran(run) {
      if (run.verdict === 'invalid') failures.push({ run, capsule: keepFailure(run, options.params ?? {}) });
      line.ran(scenario.name, failures.length);
    },
  });
  addTally(total, tally);
  return failures;
}

function exploreJson(total: Tally, failures: readonly Failure[], seconds: number): Record<string, unknown> {
  return {
    runs: total.runs,
    ...total.verdicts,
    seedsPerSecond: Math.round((total.runs / Math.max(seconds, 0.001)) * 10) / 10,
    failures: failures.map(({ run, capsule, shrunk }) => ({
      scenario: run.scenario,
      seed: run.seed,
      check: failedCheck(run)?.name,
      capsule,
      shrunk:
        shrunk === undefined ? null : { ...shrunk.part.to, eventsThatMatter: shrunk.part.eventsThatMatter },
      replay: `npx seedstorm replay ${quoted(capsule)}`,
    })),
    coverage: { events: total.events, operations: total.operations, faults: total.faults },
  };
}

function renderCampaign(
  total: Tally,
  failures: readonly Failure[],
  seconds: number,
  terminal: Terminal,
): string {
  const { colours, unicode } = terminal;
  const { valid, invalid, unknown } = total.verdicts;
  const rate = (total.runs / Math.max(seconds, 0.001)).toFixed(0);
  const mark = invalid > 0 ? colours.red(unicode ? '✗' : 'x') : colours.green(unicode ? '✓' : 'ok');
  const faults = Object.entries(total.faults).sort(([, a], [, b]) => b - a);
  const lines = [
    `${mark} ${total.runs} runs: ${valid} valid, ${invalid} invalid, ${unknown} undecided  (${rate} seeds/s, ${total.events} events)`,
    ...(faults.length === 0
      ? []
      : [colours.dim(`  injected ${faults.map(([kind, count]) => `${count} ${kind}`).join(', ')}`)]),
  ];
  for (const { run, capsule, shrunk } of failures)
    lines.push(
      '',
      ...failureBlock(shrunk?.run ?? run, `npx seedstorm replay ${quoted(capsule)}`, terminal, shrunk?.part),
    );
  return `${lines.join('\n')}\n`;
}

async function chosenScenarios(args: Arguments): Promise<Scenario[]> {
  const names = args.texts('scenarios');
  if (args.on('all')) {
    if (names.length > 0) throw new UsageError('give --all or names of scenarios, not both');
    return [...scenarios];
  }
  if (names.length === 0)
    throw new UsageError('which scenario? Give its name, or --all; seedstorm list shows them');
  return [...new Set((await Promise.all(names.map(scenariosMeant))).flat())];
}

function runCount(args: Arguments): number {
  const text = args.text('runs');
  if (text === undefined) return args.text('time') === undefined ? DEFAULT_RUNS : Infinity;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new UsageError(`--runs takes a whole number above 0, not "${text}"`);
  }
  return count;
}

function shardOf(text: string | undefined): Shard {
  if (text === undefined) return { index: 0, of: 1 };
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, of] = [Number(i) - 1, Number(n)];
  if (!(index >= 0 && index < of))
    throw new UsageError(`--shard takes i/n with 1 <= i <= n, such as 2/3, not "${text}"`);
  return { index, of };
}

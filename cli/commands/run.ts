/** `seedstorm run`: one run of a scenario, told and judged. */
import { printHistory } from '../../checkers/formats/print.js';
import { traceLine } from '../../sim/record/trace.js';
import { simulate, verify, type Run } from '../../sim/run.js';
import type { RunOptions } from '../../sim/prepare.js';
import type { Scenario } from '../../sim/scenario.js';
import { scenarioMeant } from '../catalogue.js';
import type { Arguments, Command } from '../command.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import { LIMIT_FLAGS } from '../explore/crew.js';
import { lostRun } from '../explore/preflight.js';
import { outputFile } from '../output-file.js';
import { renderDivergence } from '../render/divergence.js';
import { failureBlock, renderRun } from '../render/run-account.js';
import { runJson } from '../render/run-json.js';
import { runCommand } from '../replay-command.js';
import { REPORT_FLAG, reportFile } from '../report-file.js';
import {
  BUG_FLAG,
  FAULTS_FLAG,
  givenFlags,
  PARAM_FLAG,
  runOptions,
  SCHEDULE_FLAGS,
  SEED_FLAG,
} from '../run-options.js';
import type { Terminal } from '../terminal.js';

export const run: Command = {
  usage: 'run <scenario>',
  summary: 'Run a scenario once: the same seed gives the same run, on every machine',
  positionals: {
    scenario: { summary: 'Name of the scenario (the part after the slash is enough), or a file of your own' },
  },
  flags: {
    seed: SEED_FLAG,
    param: PARAM_FLAG,
    bug: BUG_FLAG,
    faults: FAULTS_FLAG,
    ...SCHEDULE_FLAGS,
    trace: {
      summary: 'Write everything that happened to a file, one JSON object a line',
      kind: 'text',
      value: 'file',
    },
    history: {
      summary: 'Write what clients saw to a file that seedstorm check reads',
      kind: 'text',
      value: 'file',
    },
    report: REPORT_FLAG,
    'stop-at-violation': { summary: 'End the run as soon as a checker sees a violation', kind: 'switch' },
    verify: { summary: 'Run it twice and name the first event that differs, if any', kind: 'switch' },
    ...LIMIT_FLAGS,
    json: { summary: 'Print one JSON object', kind: 'switch' },
  },
  examples: [
    ['seedstorm run replication/quorum-register --seed 7', 'a register under rough conditions'],
    ['seedstorm run replication/quorum-register --bug no-write-back --seed 3', 'the same with a planted bug'],
  ],
  async run(args, terminal) {
    const scenario = await scenarioMeant(args.required('scenario'));
    const options = { ...runOptions(args, scenario), stopAtViolation: args.on('stop-at-violation') };
    const files = openFiles(args);
    const report = reportFile(args, { beside: files });
    try {
      const given = {
        params: options.params ?? {},
        flags: [...givenFlags(args), ...(args.on('stop-at-violation') ? ['--stop-at-violation'] : [])],
      };
      const lost = await lostRun(scenario.name, options, args, terminal);
      if (lost !== undefined) {
        files.abandon();
        report?.abandon();
        const replay = runCommand(lost, given);
        if (args.on('json')) terminal.out(`${JSON.stringify(runJson(lost, replay))}\n`);
        else terminal.out(`${failureBlock(lost, replay, terminal).join('\n')}\n`);
        return exitCodeOf(lost.verdict);
      }
      const result = await simulate(scenario, options);
      await files.write(result);
      const replay = runCommand(result, given);
      await report?.write(scenario, result, { replay });
      if (args.on('verify') && !(await deterministic(scenario, options, args, terminal)))
        return EXIT.nondeterminism;
      if (args.on('json')) terminal.out(`${JSON.stringify(runJson(result, replay))}\n`);
      else terminal.out(renderRun(result, scenario.summary, replay, terminal));
      return exitCodeOf(result.verdict);
    } catch (error) {
      files.abandon();
      report?.abandon();
      throw error;
    }
  },
};

/** @returns whether two runs were the same; if not, says where they part */
async function deterministic(
  scenario: Scenario,
  options: RunOptions,
  args: Arguments,
  terminal: Terminal,
): Promise<boolean> {
  const divergence = await verify(scenario, options);
  if (divergence === undefined) {
    terminal.note('verified: two runs were the same, event by event\n');
    return true;
  }
  if (args.on('json'))
    terminal.out(
      `${JSON.stringify({ scenario: scenario.name, seed: options.seed, verdict: 'nondeterministic', divergence })}\n`,
    );
  else terminal.out(renderDivergence(divergence, terminal));
  return false;
}

interface RunFiles {
  write(result: Run): Promise<void>;
  abandon(): void;
}

/** Opens what is to be written before the run begins, so that a bad path costs no time. */
export function openFiles(args: Arguments): RunFiles {
  const tracePath = args.text('trace');
  const historyPath = args.text('history');
  const trace = tracePath === undefined ? undefined : outputFile(tracePath);
  const history = historyPath === undefined ? undefined : outputFile(historyPath);
  return {
    async write(result) {
      if (trace !== undefined) {
        await result.trace((record) => trace.line(traceLine(record)));
        trace.commit();
      }
      if (history !== undefined) {
        for (const line of printHistory(result.history, 'jsonl')) history.line(line);
        history.commit();
      }
    },
    abandon() {
      trace?.abandon();
      history?.abandon();
    },
  };
}

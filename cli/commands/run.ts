/** `seedstorm run`: one run of a scenario, told and judged. */
import { printHistory } from '../../checkers/formats/print.js';
import { traceLine } from '../../sim/record/trace.js';
import { recordRun, simulate, type Run } from '../../sim/run/run.js';
import { scenarioMeant } from '../catalogue.js';
import type { Arguments, Command } from '../command.js';
import { exitCodeOf } from '../exit-codes.js';
import { BUILT, LIMIT_FLAGS } from '../explore/crew.js';
import { lostRun, recordedApart } from '../explore/preflight.js';
import { partingOf } from '../explore/recorded.js';
import { outputFile } from '../output-file.js';
import { tellParting } from '../render/divergence.js';
import { storyOfFailure } from '../../report/story/tell.js';
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
    verify: {
      summary: 'Run it twice more, in a fresh thread, and name the first event that differs, if any',
      kind: 'switch',
    },
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
      const apart = args.on('verify')
        ? await recordedApart(scenario.name, options, args, terminal)
        : undefined;
      const lost = apart === undefined ? await lostRun(scenario.name, options, args, terminal) : apart.lost;
      if (lost !== undefined) {
        files.abandon();
        report?.abandon();
        const replay = runCommand(lost, given);
        if (args.on('json')) terminal.out(`${JSON.stringify(runJson(lost, replay))}\n`);
        else terminal.out(`${failureBlock(lost, replay, terminal).join('\n')}\n`);
        return exitCodeOf(lost.verdict);
      }
      const recorded = apart === undefined ? undefined : await recordRun(scenario, options);
      const result = recorded?.run ?? (await simulate(scenario, options));
      await files.write(result);
      const replay = runCommand(result, given);
      await report?.write(scenario, result, { replay });
      if (recorded !== undefined) {
        const divergence = partingOf(recorded.record, 'this run', apart?.runs ?? []);
        if (divergence !== undefined) return tellParting(result, divergence, args, terminal);
        terminal.note(`verified: this run and ${SAME_RUNS} were the same, event by event\n`);
      }
      if (args.on('json')) terminal.out(`${JSON.stringify(runJson(result, replay))}\n`);
      else {
        const story = await storyOfFailure(scenario, result);
        terminal.out(renderRun(result, scenario.summary, replay, terminal, { story }));
      }
      return exitCodeOf(result.verdict);
    } catch (error) {
      files.abandon();
      report?.abandon();
      throw error;
    }
  },
};

const SAME_RUNS = BUILT ? 'two in a fresh thread' : 'two others';

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

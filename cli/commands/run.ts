/** `seedstorm run`: one run of a scenario, told and judged. */
import { recordRun, simulate } from '../../sim/run/run.js';
import { scenarioMeant } from '../catalogue.js';
import type { Command } from '../command.js';
import { exitCodeOf } from '../exit-codes.js';
import { BUILT, LIMIT_FLAGS } from '../explore/crew.js';
import { lostRun, recordedApart } from '../explore/preflight.js';
import { partingOf } from '../explore/recorded.js';
import { tellParting } from '../render/divergence.js';
import { storyOfFailure } from '../../report/story/tell.js';
import { failureBlock, renderRun } from '../render/run-account.js';
import { runJson } from '../render/run-json.js';
import { runCommand } from '../replay-command.js';
import { withRunFiles, RUN_FILE_FLAGS } from '../run-files.js';
import { givenFlags, RUN_FLAGS, runOptions } from '../run-options.js';

export const run: Command = {
  usage: 'run <scenario>',
  summary: 'Run a scenario once: the same seed gives the same run, on every machine',
  positionals: {
    scenario: { summary: 'Name of the scenario (the part after the slash is enough), or a file of your own' },
  },
  flags: {
    ...RUN_FLAGS,
    ...RUN_FILE_FLAGS,
    'stop-at-violation': { summary: 'End the run as soon as a checker sees a violation', kind: 'switch' },
    verify: {
      summary: 'Run it twice more, in a fresh thread, and name the first event that differs, if any',
      kind: 'switch',
    },
    figures: {
      summary: 'Tell throughput and latency of what clients asked, and what nodes measured',
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
    return withRunFiles(args, async (write) => {
      const given = {
        params: options.params ?? {},
        flags: [...givenFlags(args), ...(args.on('stop-at-violation') ? ['--stop-at-violation'] : [])],
      };
      const apart = args.on('verify')
        ? await recordedApart(scenario.name, options, args, terminal)
        : undefined;
      const lost = apart === undefined ? await lostRun(scenario.name, options, args, terminal) : apart.lost;
      if (lost !== undefined) {
        const replay = runCommand(lost, given);
        if (args.on('json')) terminal.out(`${JSON.stringify(runJson(lost, replay))}\n`);
        else terminal.out(`${failureBlock(lost, replay, terminal).join('\n')}\n`);
        return exitCodeOf(lost.verdict);
      }
      const recorded = apart === undefined ? undefined : await recordRun(scenario, options);
      const result = recorded?.run ?? (await simulate(scenario, options));
      const replay = runCommand(result, given);
      await write(scenario, result, { replay });
      if (recorded !== undefined) {
        const divergence = partingOf(recorded.record, 'this run', apart?.runs ?? []);
        if (divergence !== undefined) return tellParting(result, divergence, args, terminal);
        terminal.note(`verified: this run and ${SAME_RUNS} were the same, event by event\n`);
      }
      if (args.on('json')) terminal.out(`${JSON.stringify(runJson(result, replay))}\n`);
      else {
        const story = await storyOfFailure(scenario, result);
        terminal.out(
          renderRun(result, scenario.summary, replay, terminal, { story, figures: args.on('figures') }),
        );
      }
      return exitCodeOf(result.verdict);
    });
  },
};

const SAME_RUNS = BUILT ? 'two in a fresh thread' : 'two others';

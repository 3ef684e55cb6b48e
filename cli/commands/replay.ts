/** `seedstorm replay`: brings a saved failure back, and says so if it does not come. */
import type { VerdictKind } from '../../checkers/history.js';
import type { Capsule, Refused } from '../../sim/run/capsule/capsule.js';
import { asShrunk, type Calm } from '../../explore/shrink/calm.js';
import type { ShrunkPart } from '../../sim/run/capsule/shrunk-part.js';
import { hadNothingToJudge } from '../../sim/run/nothing-to-judge.js';
import { simulate } from '../../sim/run/run.js';
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import type { Unrepeated } from '../../explore/unrepeated.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import { readCapsule } from '../capsule-file.js';
import { scenarioOfCapsule } from '../catalogue.js';
import { storyOfFailure } from '../../report/story/tell.js';
import type { Arguments, Command } from '../command.js';
import { exitCodeOf, type ExitCode } from '../exit-codes.js';
import { madeBy } from '../explore/corpus.js';
import { crewOf, LIMIT_FLAGS } from '../explore/crew.js';
import { lostRun } from '../explore/preflight.js';
import { changedOf } from '../explore/repeats.js';
import { failureBlock, renderRun } from '../render/run-account.js';
import { tellUnrepeated } from '../render/unrepeated.js';
import { runJson } from '../render/run-json.js';
import type { Terminal } from '../terminal.js';
import { quoted } from '../replay-command.js';
import { withRunFiles, RUN_FILE_FLAGS } from '../run-files.js';
import { capsuleOptions, inFileAsync } from '../run-options.js';

export const replay: Command = {
  usage: 'replay <capsule>',
  summary: 'Run a saved failure again, event by event',
  positionals: { capsule: { summary: 'The file that explore or shrink wrote' } },
  flags: {
    ...RUN_FILE_FLAGS,
    original: { summary: 'Run the failure as it was found, before it was shrunk', kind: 'switch' },
    ...LIMIT_FLAGS,
    json: { summary: 'Print one JSON object', kind: 'switch' },
  },
  examples: [
    [
      'seedstorm replay .seedstorm/failures/replication+quorum-register-7.json',
      'a failure that explore found',
    ],
  ],
  async run(args, terminal) {
    const path = args.required('capsule');
    const capsule = readCapsule(path);
    const shrunk = args.on('original') ? undefined : capsule.shrunk;
    const named = await scenarioOfCapsule(capsule);
    const scenario = shrunk === undefined ? named : asShrunk(named, shrunk);
    const expected = { ...capsule, ...shrunk };
    const options = capsuleOptions(expected);
    const command = `npx seedstorm replay ${quoted(path)}${args.on('original') ? ' --original' : ''}`;
    const tell = (result: ToldRun, account: string): ExitCode => {
      const { reproduced, note } = faithful(expected, result);
      const verdict = reproduced ? result.verdict : verdictNow(result, expected.check);
      const story = shrunk === undefined ? null : storyJson(shrunk);
      if (args.on('json'))
        terminal.out(`${JSON.stringify({ ...runJson(result, command), reproduced, note, shrunk: story })}\n`);
      else terminal.out(account);
      terminal.note(`${note}\n`);
      // A failure that no longer shows is not a failure: the run is judged as it went.
      return exitCodeOf(verdict);
    };
    return withRunFiles(args, async (write) => {
      const lost = await inFileAsync(path, () => lostRun(named.name, options, args, terminal, shrunk));
      if (lost !== undefined) return tell(lost, `${failureBlock(lost, command, terminal).join('\n')}\n`);
      const result = await inFileAsync(path, () => simulate(scenario, options));
      const parted = isAsKept(expected, result)
        ? undefined
        : await changed(expected, result, shrunk, args, terminal);
      if (parted !== undefined) {
        const note = 'This capsule does not repeat: what is wrong with its run is not decided by its seed.';
        return tellUnrepeated(parted, note, args, terminal);
      }
      await write(scenario, result, { replay: command, shrunk });
      const story = args.on('json') ? undefined : await storyOfFailure(scenario, result);
      return tell(result, renderRun(result, scenario.summary, command, terminal, { shrunk, story }));
    });
  },
};

/** The very run, with the very verdict. */
function isAsKept({ fingerprint, verdict, check }: Capsule, run: ToldRun): boolean {
  const failed = failedCheck(run);
  return run.fingerprint === fingerprint && run.verdict === verdict && (failed?.name ?? '') === check;
}

async function changed(
  capsule: Capsule,
  now: ToldRun,
  calm: Calm | undefined,
  args: Arguments,
  terminal: Terminal,
): Promise<Unrepeated | undefined> {
  const crew = crewOf(args, { ...terminal, note: () => undefined }, 1);
  try {
    return await changedOf(crew, capsule, now, calm);
  } finally {
    crew.close();
  }
}

function storyJson({ plan: _plan, fingerprint: _fingerprint, ...told }: ShrunkPart): Record<string, unknown> {
  return told;
}

/** The verdict of a run that no longer fails. What it was cut down to may leave other claims nothing to judge. */
function verdictNow({ verdict, checks }: ToldRun, check: string): VerdictKind {
  const others = checks.filter(({ name }) => name !== check);
  const rest = checks.filter(({ name }) => name === check);
  const fixed = rest.every((one) => one.verdict === 'valid') && hadNothingToJudge(others);
  return fixed ? 'valid' : verdict;
}

/** Whether the run is the one the capsule holds, in words. */
function faithful(capsule: Capsule, run: ToldRun): { reproduced: boolean; note: string } {
  const made = madeBy(capsule);
  if (capsule.refused !== undefined) return againRefused(capsule, capsule.refused, run);
  const failure = run.checks.find(
    ({ name, verdict }) => name === capsule.check && verdict === capsule.verdict,
  );
  if (failure !== undefined && run.fingerprint === capsule.fingerprint)
    return {
      reproduced: true,
      note:
        run.fingerprint === ''
          ? 'Replayed: the run ends as before, by no verdict of its own.'
          : "Replayed event by event: the fingerprint is the capsule's.",
    };
  if (failure !== undefined) {
    return {
      reproduced: true,
      note: `${capsule.check} fails as before, but the run is another one: fingerprint ${run.fingerprint}, not ${capsule.fingerprint}.${made}`,
    };
  }
  const now =
    run.fingerprint === capsule.fingerprint
      ? `event by event the run is the capsule's, and it is judged ${verdictNow(run, capsule.check)}`
      : `the run is ${verdictNow(run, capsule.check)}`;
  return {
    reproduced: false,
    note: `This capsule no longer reproduces: ${capsule.check} was ${capsule.verdict} (${capsule.reason}), now ${now}.${made}`,
  };
}

/** No claim failed: what the test asserted is in the test alone. */
function againRefused(
  capsule: Capsule,
  { test, reason }: Refused,
  run: ToldRun,
): { reproduced: boolean; note: string } {
  const whose = `the test ${JSON.stringify(test)} refused it by an assertion of its own (${reason})`;
  const reproduced = run.fingerprint === capsule.fingerprint;
  return {
    reproduced,
    note: reproduced
      ? `Replayed event by event: the fingerprint is the capsule's. No claim failed in this run: ${whose}.`
      : `This capsule no longer reproduces: ${whose}, and now the run is another one: fingerprint ${run.fingerprint}, not ${capsule.fingerprint}.${madeBy(capsule)}`,
  };
}

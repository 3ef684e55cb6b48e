/** The run that a capsule holds, as it was found or as it was shrunk. */
import { asShrunk } from '../explore/shrink/calm.js';
import type { ShrunkPart } from '../sim/run/capsule/shrunk-part.js';
import { leftNoRun } from '../explore/workers/hostile.js';
import { simulate, type Run } from '../sim/run/run.js';
import type { Scenario } from '../sim/scenario/scenario.js';
import { readCapsule } from './capsule-file.js';
import { scenarioMeant, scenarioOfCapsule } from './catalogue.js';
import type { Arguments } from './command.js';
import { UsageError } from './errors.js';
import { madeBy } from './explore/corpus.js';
import { quoted, runCommand } from './replay-command.js';
import { capsuleOptions, givenFlags, inFileAsync, runOptions, SEED_FLAG } from './run-options.js';

export interface CapsuleRun {
  /** The very scenario it is of: of a shrunk run, on its calm network. */
  readonly scenario: Scenario;
  readonly run: Run;
  /** The command that brings it back. */
  readonly replay: string;
  readonly shrunk?: ShrunkPart | undefined;
  /** Says that it is another run than the capsule holds, if it is. */
  readonly note?: string;
}

/**
 * @param isOriginal what was found, not what it was shrunk to
 * @throws UsageError in one sentence when the file is no capsule, or none of this package, or left no run
 */
export async function runOfCapsule(path: string, isOriginal: boolean): Promise<CapsuleRun> {
  const capsule = readCapsule(path);
  // It would hang here, end this process, or fail before it begins.
  if (leftNoRun(capsule))
    throw new UsageError(
      `${path}: the run does not come to its end (${capsule.anomaly}), so there is nothing to show; seedstorm replay ${quoted(path)} shows whether that is still so`,
    );
  const shrunk = isOriginal ? undefined : capsule.shrunk;
  const named = await scenarioOfCapsule(capsule);
  const scenario = shrunk === undefined ? named : asShrunk(named, shrunk);
  const run = await inFileAsync(path, () => simulate(scenario, capsuleOptions({ ...capsule, ...shrunk })));
  const replay = `npx seedstorm replay ${quoted(path)}${isOriginal ? ' --original' : ''}`;
  const { fingerprint } = { ...capsule, ...shrunk };
  const note = `${path}: this is not the run that the capsule holds: its fingerprint is ${run.fingerprint}, not ${fingerprint}.${madeBy(capsule)}\n`;
  return { scenario, run, replay, shrunk, ...(run.fingerprint === fingerprint ? {} : { note }) };
}

/**
 * A run is of a capsule, or of a scenario and what is said of it.
 * @returns the path of the capsule, if it is of one
 * @throws UsageError in one sentence when it is said to be both, or neither
 */
export function capsuleGiven(args: Arguments): string | undefined {
  const capsule = args.text('capsule');
  if ((capsule === undefined) === (args.text('scenario') === undefined))
    throw new UsageError('give a capsule, or --scenario and --seed');
  if (capsule === undefined) {
    if (args.on('original')) throw new UsageError('--original is for capsules; a scenario was never shrunk');
    return undefined;
  }
  const own = ['seed', 'param', 'bug', 'faults', 'strategy', 'no-swarm'].find(
    (name) => args.on(name) || (args.texts(name).length > 0 && args.texts(name)[0] !== SEED_FLAG.default),
  );
  if (own !== undefined)
    throw new UsageError(`--${own} goes with --scenario: ${capsule} holds what its run was made of`);
  return capsule;
}

/** @param capsule its path; absent: the run is of the scenario that the arguments name */
export function runMeant(capsule: string | undefined, args: Arguments): Promise<CapsuleRun> {
  return capsule === undefined ? runOfScenario(args) : runOfCapsule(capsule, args.on('original'));
}

async function runOfScenario(args: Arguments): Promise<CapsuleRun> {
  const scenario = await scenarioMeant(args.required('scenario'));
  const options = runOptions(args, scenario);
  const run = await simulate(scenario, options);
  const given = { params: options.params ?? {}, flags: givenFlags(args) };
  return { scenario, run, replay: runCommand(run, given) };
}

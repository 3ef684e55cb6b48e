/** The run that a capsule holds, as it was found or as it was shrunk. */
import { parseCapsule } from '../sim/explore/capsule.js';
import { withLatency } from '../sim/explore/shrink/calm.js';
import type { ShrunkPart } from '../sim/explore/shrunk-part.js';
import { simulate, type Run } from '../sim/run.js';
import type { Scenario } from '../sim/scenario.js';
import { scenarioOfCapsule } from './catalogue.js';
import { quoted } from './replay-command.js';
import { capsuleOptions, inFile, inFileAsync, readText } from './run-options.js';

export interface CapsuleRun {
  /** The very scenario it is of: of a shrunk run, on its calm network. */
  readonly scenario: Scenario;
  readonly run: Run;
  /** The command that brings it back. */
  readonly replay: string;
  readonly shrunk?: ShrunkPart | undefined;
}

/**
 * @param isOriginal what was found, not what it was shrunk to
 * @throws UsageError in one sentence when the file is no capsule, or none of this package
 */
export async function runOfCapsule(path: string, isOriginal: boolean): Promise<CapsuleRun> {
  const capsule = inFile(path, () => parseCapsule(readText(path, 'capsule')));
  const shrunk = isOriginal ? undefined : capsule.shrunk;
  const named = await scenarioOfCapsule(capsule);
  const scenario = shrunk?.latencyMs === undefined ? named : withLatency(named, shrunk.latencyMs);
  const run = await inFileAsync(path, () => simulate(scenario, capsuleOptions({ ...capsule, ...shrunk })));
  const replay = `npx seedstorm replay ${quoted(path)}${isOriginal ? ' --original' : ''}`;
  return { scenario, run, replay, shrunk };
}

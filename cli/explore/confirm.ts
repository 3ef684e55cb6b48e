/** Sorts what a campaign found: failures that a fresh thread repeats, and those it does not, which are no verdict. */
import type { Unrepeated } from '../../explore/unrepeated.js';
import type { Crew } from '../../explore/workers/crew.js';
import { keepUnrepeated } from '../failure-files.js';
import type { Failure } from './failures.js';
import { unrepeated } from './repeats.js';

export interface Confirmed {
  readonly failures: readonly Failure[];
  readonly unrepeated: readonly Unrepeated[];
}

/** One of each kind is run again, and stands for the others. */
export async function confirmed(
  crew: Crew,
  failures: readonly Failure[],
  signal: AbortSignal,
): Promise<Confirmed> {
  const dropped = new Set<string>();
  const found: Unrepeated[] = [];
  for (const { run, capsule, first, repeats } of failures) {
    if (!first || repeats === true || signal.aborted) continue;
    const one = await unrepeated(crew, run, signal);
    if (one === undefined) continue;
    dropped.add(capsule);
    keepUnrepeated(capsule);
    found.push(one);
  }
  return { failures: failures.filter(({ capsule }) => !dropped.has(capsule)), unrepeated: found };
}

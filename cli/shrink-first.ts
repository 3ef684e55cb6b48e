/** Shrinks what explore found: the first failure of each signature, as the others tell nothing new. */
import { shrink } from '../sim/explore/shrink/shrink.js';
import { signatureOf } from '../sim/explore/shrink/signature.js';
import { shrunkPartOf, type ShrunkPart } from '../sim/explore/shrunk-part.js';
import type { Run } from '../sim/run.js';
import type { Scenario } from '../sim/scenario.js';
import { keepFailure } from './failure-files.js';
import { shrinkLine } from './render/shrink-line.js';
import type { Terminal } from './terminal.js';

/** A failure that is kept. */
export interface Failure {
  /** As it was found. */
  readonly run: Run;
  /** Path of its file. */
  readonly capsule: string;
  readonly shrunk?: { readonly run: Run; readonly part: ShrunkPart };
}

/** The number of runs bounds it; the clock only where runs are slow. */
const MAX_MS = 60_000;

/** The same failures; those that are the first of their kind are shrunk, and their files too. */
export async function shrinkFirst(
  scenario: Scenario,
  failures: readonly Failure[],
  givenParams: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<Failure[]> {
  const seen = new Set<string>();
  const shrunk: Failure[] = [];
  for (const failure of failures) {
    const signature = JSON.stringify(signatureOf(failure.run));
    const first = !seen.has(signature);
    seen.add(signature);
    shrunk.push(first ? await shrinkOne(scenario, failure, givenParams, terminal) : failure);
  }
  return shrunk;
}

async function shrinkOne(
  scenario: Scenario,
  failure: Failure,
  givenParams: Readonly<Record<string, unknown>>,
  terminal: Terminal,
): Promise<Failure> {
  const stopAt = performance.now() + MAX_MS;
  const line = shrinkLine(terminal, scenario.name, failure.run.plan);
  try {
    const shrunk = await shrink(scenario, failure.run, {
      goesOn: () => performance.now() < stopAt,
      onProgress: (progress) => line.update(progress),
    });
    if (shrunk === undefined) return failure;
    const capsule = keepFailure(failure.run, givenParams, shrunk);
    return { run: failure.run, capsule, shrunk: { run: shrunk.run, part: shrunkPartOf(shrunk) } };
  } finally {
    line.clear();
  }
}

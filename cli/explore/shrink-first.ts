/** Shrinks what explore found: the first failure of each signature, as the others tell nothing new. */
import { MOST_TIME_MS } from '../../explore/shrink/most-time.js';
import type { Crew } from '../../explore/workers/crew.js';
import { leftNoRun } from '../../explore/workers/hostile.js';
import type { ShrunkRun } from '../../explore/workers/task.js';
import { InputError } from '../../sim/input/error.js';
import { keepFailure } from '../failure-files.js';
import { shrinkLine } from '../render/shrink-line.js';
import type { Terminal } from '../terminal.js';
import { isRegression } from './corpus.js';
import { placeOf } from './crew.js';
import type { Failure, WholeFailure } from './failures.js';
import { unrepeated } from './repeats.js';

/** The same failures; those that have a capsule of their own are shrunk, and their files too. */
export async function shrinkFirst(
  crew: Crew,
  failures: readonly Failure[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Failure[]> {
  // A capsule that lies elsewhere, among the regressions, is left as it is.
  const wanted = failures.filter(
    (failure): failure is WholeFailure =>
      failure.first && failure.shrunk === undefined && !isRegression(failure.capsule),
  );
  const lanes = Math.max(1, Math.min(crew.size, wanted.length));
  const shrunk = new Map<Failure, Failure>();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let at = lane; at < wanted.length && !signal.aborted; at += lanes) {
        const failure = wanted[at] as WholeFailure;
        shrunk.set(failure, await shrinkOne(crew, failure, terminal, signal));
      }
    }),
  );
  return failures.map((failure) => shrunk.get(failure) ?? failure);
}

async function shrinkOne(
  crew: Crew,
  failure: WholeFailure,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Failure> {
  const { scenario, params, bug, seed, plan } = failure.run;
  // What took its worker along leaves no run to compare others with.
  if (leftNoRun(failure.run)) return failure;
  const line = shrinkLine(terminal, scenario, plan);
  let shrunk: ShrunkRun | undefined;
  try {
    await crew.perform(
      {
        kind: 'shrink',
        scenario: placeOf(scenario),
        failure: { params, bug, seed, plan },
        untilMs: MOST_TIME_MS,
      },
      (answer) => {
        if (answer.kind === 'progress') line.update(answer.progress);
        else if (answer.kind === 'shrunk') shrunk = answer.shrunk;
      },
      signal,
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // A failure that is not made small is a failure all the same.
    terminal.note(`${failure.capsule} is left as it was found: ${error.message}\n`);
  } finally {
    line.clear();
  }
  if (shrunk === undefined) return failure;
  // A small story that only this thread tells is none.
  if ((await unrepeated(crew, shrunk.run, signal, shrunk.part)) !== undefined) {
    terminal.note(
      `${failure.capsule} is not shrunk: what is left does not repeat in a fresh thread, the whole failure does\n`,
    );
    return failure;
  }
  keepFailure(failure.capsule, failure.run, shrunk.part);
  return { ...failure, shrunk };
}

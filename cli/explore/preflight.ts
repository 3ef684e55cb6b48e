/**
 * A run of the user's own scenario is tried in a thread before it is run here, where a loop without an end could not be
 * stopped and `process.exit` would pass for a verdict. What ships is known to behave.
 */
import { ScenarioError } from '../../sim/input/callers-code.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Calm } from '../../explore/shrink/calm.js';
import { leftNoRun } from '../../explore/workers/hostile.js';
import type { ToldRecord } from '../../explore/workers/task.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import { isForeign } from '../catalogue.js';
import type { Arguments } from '../command.js';
import type { Terminal } from '../terminal.js';
import { crewOf, placeOf } from './crew.js';
import { recordedAfresh } from './recorded.js';

/** @returns what is to be told of a run that did not come to its end; undefined: it can be run here */
export async function lostRun(
  scenario: string,
  options: RunOptions,
  args: Arguments,
  terminal: Terminal,
  calm?: Calm,
): Promise<ToldRun | undefined> {
  if (!isForeign(scenario)) return undefined;
  // Whatever the program prints, it prints again when it is run here.
  const crew = crewOf(args, { ...terminal, note: () => undefined }, 1);
  try {
    const told = await crew.runOne(placeOf(scenario), options, calm);
    return leftNoRun(told.run) ? told.run : undefined;
  } finally {
    crew.close();
  }
}

/** A run twice in a fresh thread, for `--verify`: it is the same thread that finds out whether the run can be run here. */
export async function recordedApart(
  scenario: string,
  options: RunOptions,
  args: Arguments,
  terminal: Terminal,
  calm?: Calm,
): Promise<{ readonly runs: readonly ToldRecord[]; readonly lost?: ToldRun }> {
  const crew = crewOf(args, { ...terminal, note: () => undefined }, 1);
  try {
    const place = placeOf(scenario);
    const recorded = await recordedAfresh(crew, {
      ...{ scenario: place, options, times: 2 },
      ...(calm === undefined ? {} : { calm }),
    });
    if (recorded.kind === 'recorded') return { runs: recorded.runs };
    return { runs: [], lost: await crew.lostIn(place, options, recorded.loss) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return { runs: [], lost: (await crew.runOne(placeOf(scenario), options, calm)).run };
  } finally {
    crew.close();
  }
}

/** Tells the story of a run that failed, for whoever has the run and nothing else. */
import { InputError } from '../../sim/input/error.js';
import type { Run } from '../../sim/run/run.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import { checksOf } from '../data/checks.js';
import { recordRun } from '../data/record-run.js';
import type { Story } from '../../explore/story.js';
import { storyOf } from './story.js';

/** With head and commands, a failure is read at one look. */
const MOST_LINES = 24;
/** Longer runs take too long to be run and looked through once more, only to be told. */
const MOST_EVENTS = 200_000;

/**
 * Runs it once more and looks on.
 * @param scenario the very scenario the run is of; of a shrunk run, on its calm network
 * @returns undefined of a run that did not fail, that is too long, or that does not happen again as it did
 */
export async function storyOfFailure(
  scenario: Scenario,
  run: Run,
  maxLines = MOST_LINES,
): Promise<Story | undefined> {
  if (run.verdict !== 'invalid' || run.events > MOST_EVENTS) return undefined;
  try {
    const recording = await recordRun(scenario, run);
    return storyOf(recording, checksOf(run, recording.incidents), maxLines);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

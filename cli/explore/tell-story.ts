/** Whoever works for a campaign tells what it found. */
import type { Storyteller } from '../../explore/workers/task.js';

// Loaded when it is needed: most campaigns fail nowhere.
export const tellStory: Storyteller = async (scenario, run) =>
  (await import('../../report/story/tell.js')).storyOfFailure(scenario, run);

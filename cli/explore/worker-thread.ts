/** Where the worker threads of `explore`, `run` and `replay` begin. */
import type { Scenario } from '../../sim/scenario.js';
import { serve } from '../../sim/explore/workers/serve.js';
import type { ScenarioPlace, Storyteller } from '../../sim/explore/workers/task.js';
import { scenarioOfCapsule } from '../catalogue.js';

const known = new Map<string, Promise<Scenario>>();

const find = ({ name, file }: ScenarioPlace): Promise<Scenario> => {
  const key = `${file ?? ''}#${name}`;
  const found =
    known.get(key) ?? scenarioOfCapsule({ scenario: name, ...(file === undefined ? {} : { file }) });
  known.set(key, found);
  return found;
};

// Loaded when it is needed: most campaigns fail nowhere.
const tellStory: Storyteller = async (scenario, run) =>
  (await import('../../report/story/tell.js')).storyOfFailure(scenario, run);

serve(find, tellStory);

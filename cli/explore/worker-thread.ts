/** Where the worker threads of `explore`, `run` and `replay` begin. */
import type { Scenario } from '../../sim/scenario/scenario.js';
import { serve } from '../../explore/workers/serve.js';
import type { ScenarioPlace } from '../../explore/workers/task.js';
import { scenarioOfCapsule } from '../catalogue.js';
import { tellStory } from './tell-story.js';

const known = new Map<string, Promise<Scenario>>();

const find = ({ name, file }: ScenarioPlace): Promise<Scenario> => {
  const key = `${file ?? ''}#${name}`;
  const found =
    known.get(key) ?? scenarioOfCapsule({ scenario: name, ...(file === undefined ? {} : { file }) });
  known.set(key, found);
  return found;
};

serve(find, tellStory);

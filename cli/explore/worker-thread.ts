/** Where the worker threads of `explore`, `run` and `replay` begin. */
import type { Scenario } from '../../sim/scenario.js';
import { serve } from '../../sim/explore/workers/serve.js';
import { scenarioOfCapsule } from '../catalogue.js';

const known = new Map<string, Promise<Scenario>>();

serve(({ name, file }) => {
  const key = `${file ?? ''}#${name}`;
  const found =
    known.get(key) ?? scenarioOfCapsule({ scenario: name, ...(file === undefined ? {} : { file }) });
  known.set(key, found);
  return found;
});

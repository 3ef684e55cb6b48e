/**
 * The judges by name, as the field names them: what the command line and other callers that know a judge only by its
 * name go by. Each comes with the reading of histories that suits it.
 */
import { ParameterError } from './registry/entry.js';
import type { Judge, RegistryEntry } from './registry/entry.js';
import { OBJECTS } from './registry/objects.js';
import { SCANS } from './registry/scans.js';
import { WORKLOADS } from './registry/workloads.js';

export { ParameterError } from './registry/entry.js';
export type { Judge, Parameter, RegistryEntry } from './registry/entry.js';

const ENTRIES: ReadonlyMap<string, RegistryEntry> = new Map(
  Object.entries({ ...OBJECTS, ...WORKLOADS, ...SCANS }),
);

/** The names of all judges. */
export const judgeNames: readonly string[] = [...ENTRIES.keys()];

/** What is known of a judge; `undefined` for a name nobody has. */
export const registryEntry = (name: string): RegistryEntry | undefined => ENTRIES.get(name);

/** Makes the judge called `name`. Throws {@link ParameterError} for an unknown name or a parameter it does not take. */
export function makeJudge(name: string, given: Readonly<Record<string, unknown>> = {}): Judge {
  const entry = ENTRIES.get(name);
  if (!entry) throw new ParameterError(`there is no checker ${name}`);
  const values: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(given)) {
    const parameter = Object.hasOwn(entry.parameters, key) ? entry.parameters[key] : undefined;
    if (!parameter) throw new ParameterError(`${name} has no parameter ${key}`);
    try {
      values[key] = parameter.read(raw);
    } catch (error) {
      throw error instanceof ParameterError
        ? new ParameterError(`${key} of ${name} takes ${error.message}`)
        : error;
    }
  }
  return entry.make(values);
}

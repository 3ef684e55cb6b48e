/** The file name of a capsule: one for each scenario, bug, seed and set of given parameters. */
import { digest } from '../kernel/digest.js';
import type { Run } from '../run.js';

export function capsuleName(
  run: Pick<Run, 'scenario' | 'bug' | 'seed'>,
  givenParams: Readonly<Record<string, unknown>>,
): string {
  const parts = [
    run.scenario.split('/').at(-1) ?? run.scenario,
    ...(run.bug === undefined ? [] : [run.bug]),
    ...(Object.keys(givenParams).length === 0 ? [] : [(digest(givenParams) >>> 0).toString(36)]),
    fileSafe(String(run.seed)),
  ];
  return `${parts.join('-')}.json`;
}

/** Seeds may be any text; two that look alike as file names are told apart by their digest. */
function fileSafe(seed: string): string {
  const safe = seed.replace(/[^\w.-]+/g, '_').slice(0, 60);
  return safe === seed ? seed : `${safe}-${(digest(seed) >>> 0).toString(36)}`;
}

/** When a run has shown its failure: what comes later need not be run to see whether a candidate fails too. */
import { failedCheck } from '../../sim/run/capsule/failed-check.js';
import type { Run } from '../../sim/run/run.js';
import type { World } from '../../sim/world/world.js';

/** A candidate may fail a little later than what it was made from. */
const LATER = 1.25;
const LATER_MS = 300;

/** How far candidates are run, in ms of virtual time; Infinity where the failure shows at the end only. */
export function horizonMs(run: Run, world: World): number {
  return Math.ceil(LATER * shownAtMs(run, world)) + LATER_MS;
}

function shownAtMs(run: Run, { incidents }: World): number {
  const failed = failedCheck(run);
  const incident = incidents.all.find(({ check }) => check === failed?.name);
  if (incident !== undefined) return incident.atMs;
  const operations = failed?.anomalies[0]?.operations ?? [];
  if (operations.length === 0) return Infinity;
  // One without an answer fails by what did not come until the end.
  return Math.max(...operations.map(({ completedAtMs = Infinity }) => completedAtMs));
}

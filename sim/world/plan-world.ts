/** Who and what a plan for a world may speak of. */
import type { PlanWorld } from '../faults/plan-world.js';
import { watchNames } from '../faults/watched.js';
import type { WorldSetup } from './setup.js';

export function planWorldOf(setup: WorldSetup): PlanWorld {
  const names = (member: boolean): string[] =>
    setup.nodes.filter((node) => node.member === member).map(({ name }) => name);
  return {
    nodes: names(true),
    spares: names(false),
    clients: setup.clients,
    versions: Object.keys(setup.versions),
    durationMs: setup.durationMs,
    ...(setup.watch === undefined ? {} : { watch: watchNames(setup.watch) }),
  };
}

/** What the plan lets happen to the world itself: its faults begin and end, and at last everything is healed. */
import { describeFault, faultEdges, type FaultEdge } from '../faults/timeline.js';
import { EventKind } from '../kernel/event-kind.js';
import type { World } from '../world.js';

export class PlanEvents {
  readonly edges: readonly FaultEdge[];

  constructor(private readonly world: World) {
    this.edges = faultEdges(world.setup.plan, world.setup.durationMs);
  }

  /** How many faults of the plan are to begin within the run. */
  get faultsBegun(): number {
    return this.edges.reduce((count, { edge }) => count + (edge === 'begin' ? 1 : 0), 0);
  }

  /** @param number of the edge, for events of kind Fault */
  happen(kind: number, number: number): void {
    const { world } = this;
    if (kind === EventKind.Fault) {
      const edge = this.edges[number] as FaultEdge;
      const fault = world.setup.plan.faults[edge.fault];
      if (fault !== undefined)
        world.observer?.note(-1, `fault-${edge.edge}`, { fault: edge.fault, what: describeFault(fault) });
      world.faults.apply(edge);
    } else if (kind === EventKind.Heal) {
      world.observer?.note(-1, 'heal-all', undefined);
      world.faults.healAll();
    }
  }
}

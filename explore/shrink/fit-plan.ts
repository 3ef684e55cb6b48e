/** A plan for a world with fewer nodes or clients: what names one that is not there goes, or is asked of another. */
import type { Fault } from '../../sim/faults/fault.js';
import type { Plan } from '../../sim/faults/plan.js';
import { isStandIn } from '../../sim/faults/stand-in-names.js';
import type { WorldSetup } from '../../sim/world/setup.js';

type Ends = Pick<WorldSetup, 'nodes' | 'clients'>;

export function fittedTo(plan: Plan, before: Ends, after: Ends): Plan {
  const nodes = after.nodes.map(({ name }) => name);
  const there = new Set([...nodes, ...after.clients]);
  const instead = (gone: string): string | undefined =>
    nodes[before.nodes.findIndex(({ name }) => name === gone) % nodes.length];
  return {
    ...plan,
    operations: plan.operations
      .filter(({ process }) => there.has(process))
      .map((operation) => {
        const { to, ...rest } = operation;
        // Those that nothing changes stay the same objects: descent goes by them.
        if (to === undefined || there.has(to)) return operation;
        const other = instead(to);
        return other === undefined ? rest : { ...rest, to: other };
      }),
    faults: plan.faults.filter((fault) => namesOf(fault).every((name) => there.has(name))),
  };
}

function namesOf(fault: Fault): string[] {
  const {
    node,
    from,
    to,
    nodes,
    groups,
    with: successor,
    when,
  } = fault as unknown as Record<string, unknown>;
  const waits = (when ?? {}) as Record<string, unknown>;
  const watched = [waits['node'], waits['peer'], waits['from'], waits['to']];
  return [node, from, to, nodes, groups, successor, watched]
    .flat(2)
    .filter((name): name is string => typeof name === 'string' && !isStandIn(name));
}

/** Who plays which role: systems in which nodes run different programs. */
import type { Program } from 'seedstorm';

/** The nodes of a role and what they run. */
export type Role = readonly [nodes: readonly string[], program: Program | ((node: string) => Program)];

/**
 * The programs of a scenario by the names of its nodes, for the field `protocol`.
 *
 * @example
 * protocol: ({ workers }, { bug }) =>
 *   cast({ queue: [['q'], queue(rules.with(bug))], worker: [nodeNames(workers, 'w'), worker] }),
 *
 * @param roles by name: the nodes, and their program or one for each of them
 * @throws TypeError where a node has two roles
 */
export function cast(roles: Readonly<Record<string, Role>>): Record<string, Program> {
  const programs: Record<string, Program> = {};
  const roleOf = new Map<string, string>();
  for (const [role, [nodes, program]] of Object.entries(roles))
    for (const node of nodes) {
      const other = roleOf.get(node);
      if (other !== undefined) throw new TypeError(`cast: node '${node}' is both '${other}' and '${role}'`);
      roleOf.set(node, role);
      programs[node] = typeof program === 'function' ? program(node) : program;
    }
  return programs;
}

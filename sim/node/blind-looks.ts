/**
 * Who looked at states that were not there to see. An async program keeps its memory in closures: what it does not show
 * with `node.show` reads as `undefined`, and a claim about that would hold whatever the node does.
 */
import type { SimNode } from './node.js';

export class BlindLooks {
  private readonly looks = new Map<string, Set<number>>();

  constructor(private readonly nodes: readonly SimNode[]) {}

  /** @param node number of a running node that has shown nothing */
  add(who: string, node: number): void {
    const before = this.looks.get(who);
    if (before === undefined) this.looks.set(who, new Set([node]));
    else before.add(node);
  }

  /** Why what `who` says counts for nothing: a node it looked at showed nothing in the whole run. */
  reason(who: string): string | undefined {
    for (const index of this.looks.get(who) ?? []) {
      const node = this.nodes[index];
      if (node !== undefined && !node.everShown)
        return `${who} looked at ${node.name}'s state, which an async program must show with node.show`;
    }
    return undefined;
  }
}

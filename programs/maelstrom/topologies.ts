/** Who is whose neighbour, for workloads that tell their nodes: the shapes that Maelstrom offers, by its names. */

import type { TOPOLOGIES } from './names.js';

/** The neighbours of each node. */
export type Topology = Readonly<Record<string, readonly string[]>>;

type TopologyName = (typeof TOPOLOGIES)[number];

export function topologyOf(name: TopologyName, nodes: readonly string[]): Topology {
  const near = neighbours(name, nodes.length);
  return Object.fromEntries(
    nodes.map((node, index) => [node, near(index).flatMap((other) => nodes[other] ?? [])]),
  );
}

function neighbours(name: TopologyName, count: number): (index: number) => number[] {
  switch (name) {
    case 'grid': {
      const side = Math.ceil(Math.sqrt(count));
      // A row ends where the square does: the last of one is no neighbour of the first of the next.
      return (index) => [
        ...[index - side, index + side],
        ...(index % side === 0 ? [] : [index - 1]),
        ...(index % side === side - 1 ? [] : [index + 1]),
      ];
    }
    case 'line':
      return (index) => [index - 1, index + 1];
    case 'total':
      return (index) => Array.from({ length: count }, (_, other) => other).filter((other) => other !== index);
    default: {
      const branches = Number(/\d$/.exec(name)?.[0] ?? 2);
      return (index) => [
        ...(index === 0 ? [] : [Math.floor((index - 1) / branches)]),
        ...Array.from({ length: branches }, (_, child) => branches * index + child + 1),
      ];
    }
  }
}

/** Nodes in groups, in the shapes that have broken real systems. */
import type { Random } from '../../kernel/random.js';

type Groups = string[][];

/** Two sides, as equal as can be. */
export function halves(random: Random, nodes: readonly string[]): Groups {
  const shuffled = random.shuffle(nodes);
  const middle = shuffled.length >> 1;
  return [shuffled.slice(0, middle), shuffled.slice(middle)];
}

/** One node alone. */
export function isolateOne(random: Random, nodes: readonly string[]): Groups {
  const alone = random.pick(nodes);
  return [[alone], nodes.filter((node) => node !== alone)];
}

/** Two sides, and one node that talks to both. */
function bridge(random: Random, nodes: readonly string[]): Groups {
  const [middle = '', ...others] = random.shuffle(nodes);
  const half = others.length >> 1;
  return [
    [middle, ...others.slice(0, half)],
    [middle, ...others.slice(half)],
  ];
}

/**
 * Each node talks to a majority, and no two to the same one (Kingsbury's "majorities ring"): the nodes stand in a
 * circle, and neighbours up to a distance talk.
 */
export function majoritiesRing(random: Random, nodes: readonly string[]): Groups {
  const circle = random.shuffle(nodes);
  const majority = (circle.length >> 1) + 1;
  const width = Math.ceil((majority + 1) / 2); // a node is in `width` groups and so sees 2 * width - 1 nodes
  return circle.map((_, start) =>
    Array.from({ length: width }, (_, step) => circle[(start + step) % circle.length]!),
  );
}

/** The shapes that cut something among so many nodes. */
export function shapes(nodeCount: number): ((random: Random, nodes: readonly string[]) => Groups)[] {
  if (nodeCount < 3) return [halves];
  return nodeCount < 4 ? [halves, isolateOne, bridge] : [halves, isolateOne, bridge, majoritiesRing];
}

/** For people, who count n1, n2, n3. */
export function inOrder(group: readonly string[], nodes: readonly string[]): string[] {
  return nodes.filter((node) => group.includes(node));
}

/**
 * Consistent hashing: which nodes hold a key, so that a node that comes or goes moves few keys.
 *
 * Plain data and pure functions. Each node has many points on a circle (Karger et al., "Consistent hashing and random trees",
 * STOC 1997); the owners of a key are the nodes at the next points (Stoica et al., "Chord", SIGCOMM 2001). Points next to each
 * other may be of one node, so replicas must skip those (DeCandia et al., "Dynamo", SOSP 2007, §4.3).
 */
import { hashOf } from './hash.js';

/** Each rule can be replaced, to see what it is there for. */
export interface RingRules {
  /** The replicas of a key are on different nodes, or at the next points, whosever these are. */
  readonly replicas: 'distinct-nodes' | 'next-points';
}

/** The rules of rings as they should be. */
export const ringRules: RingRules = { replicas: 'distinct-nodes' };

/** A point of a node on the circle. */
export interface RingPoint {
  readonly at: number;
  readonly node: string;
}

/** In the order of the circle. */
export type Ring = readonly RingPoint[];

/** A part of the circle: from `from` up to and with `to`; where `from` is not below `to` it goes across 0. */
export interface RingRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The circle of some nodes, whatever their order.
 * @param points how many points each has: 64 keep the shares of nodes within a third or so; or a number for each, as weight
 */
export function hashRing(nodes: readonly string[], points: number | ((node: string) => number) = 64): Ring {
  return nodes
    .flatMap((node) =>
      Array.from({ length: typeof points === 'number' ? points : points(node) }, (_, index) => ({
        at: hashOf(`${node}#${index}`),
        node,
      })),
    )
    .sort((a, b) => a.at - b.at || (a.node < b.node ? -1 : 1));
}

/** The nodes that hold a key, the first of them its home; fewer than `count` where there are no more nodes. */
export function ownersOf(ring: Ring, key: string, count = 1, { replicas }: RingRules = ringRules): string[] {
  const owners: string[] = [];
  const first = placeOf(ring, hashOf(key));
  for (let step = 0; step < ring.length && owners.length < count; step++) {
    const { node } = ring[(first + step) % ring.length] as RingPoint;
    if (replicas === 'next-points' || !owners.includes(node)) owners.push(node);
  }
  return owners;
}

/** The parts of the circle whose home is this node. */
export function rangesOf(ring: Ring, node: string): RingRange[] {
  return ring.flatMap(({ at, node: owner }, place) =>
    owner === node ? [{ from: (ring.at(place - 1) as RingPoint).at, to: at }] : [],
  );
}

/** Whether a key lies in a part of the circle. */
export function isWithin({ from, to }: RingRange, key: string): boolean {
  const at = hashOf(key);
  return from < to ? from < at && at <= to : at > from || at <= to;
}

/** What has to move when the nodes change: parts of the circle, from whom and to whom. */
export function movesBetween(
  before: Ring,
  after: Ring,
): (RingRange & { readonly source: string; readonly target: string })[] {
  const cuts = [...new Set([...before, ...after].map(({ at }) => at))].sort((a, b) => a - b);
  return cuts.flatMap((to, place) => {
    const from = cuts.at(place - 1) as number;
    const source = before[placeOf(before, to)]?.node;
    const target = after[placeOf(after, to)]?.node;
    return source === undefined || target === undefined || source === target
      ? []
      : [{ from, to, source, target }];
  });
}

/** The place of the first point at or after a moment of the circle. */
function placeOf(ring: Ring, at: number): number {
  let low = 0;
  let high = ring.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ring[middle] as RingPoint).at < at) low = middle + 1;
    else high = middle;
  }
  return low === ring.length ? 0 : low;
}

/** A dependency graph: its components (Tarjan 1972, without recursion), an order where it has no cycle, short cycles. */
import type { BudgetMeter } from '../budget.js';
import type { Edges } from './edges.js';

/** Edges by the node they leave: those of node `n` are `edge[start[n]…start[n + 1]]`. */
export interface Graph {
  readonly edges: Edges;
  readonly start: Int32Array;
  readonly edge: Int32Array;
}

export function graphOf(edges: Edges, meter: BudgetMeter): Graph {
  const start = new Int32Array(edges.nodes + 2);
  meter.spend(edges.nodes + 2 * edges.count);
  for (let i = 0; i < edges.count; i++) start[edges.from[i]! + 2]!++;
  for (let node = 0; node < edges.nodes; node++) start[node + 2]! += start[node + 1]!;
  const edge = new Int32Array(edges.count);
  for (let i = 0; i < edges.count; i++) edge[start[edges.from[i]! + 1]!++] = i;
  return { edges, start, edge };
}

export interface Components {
  /** The component of each node; an edge leads to the same one or to one with a smaller number. */
  readonly of: Int32Array;
  readonly isCyclic: boolean;
  /** All nodes, those of the component with the largest number last. */
  readonly finished: Int32Array;
}

/** @param mask the kinds of edges that count */
export function componentsOf({ edges, start, edge }: Graph, mask: number, meter: BudgetMeter): Components {
  const count = edges.nodes;
  const of = new Int32Array(count).fill(-1);
  const seenAt = new Int32Array(count);
  const low = new Int32Array(count);
  const next = new Int32Array(count);
  const path = new Int32Array(count);
  const open = new Int32Array(count);
  const finished = new Int32Array(count);
  let [clock, pathLength, openLength, done, components] = [0, 0, 0, 0, 0];
  const enter = (node: number): void => {
    seenAt[node] = low[node] = ++clock;
    next[node] = start[node]!;
    path[pathLength++] = node;
    open[openLength++] = node;
  };
  for (let root = 0; root < count; root++) {
    if (seenAt[root] !== 0) continue;
    enter(root);
    while (pathLength > 0) {
      const node = path[pathLength - 1]!;
      meter.spend();
      if (next[node]! < start[node + 1]!) {
        const its = edge[next[node]!++]!;
        if ((edges.kind[its]! & mask) === 0) continue;
        const to = edges.to[its]!;
        if (seenAt[to] === 0) enter(to);
        else if (of[to]! < 0 && seenAt[to]! < low[node]!) low[node] = seenAt[to]!;
        continue;
      }
      pathLength--;
      const parent = pathLength > 0 ? path[pathLength - 1]! : -1;
      if (parent >= 0 && low[node]! < low[parent]!) low[parent] = low[node]!;
      if (low[node] !== seenAt[node]) continue;
      for (let member = -1; member !== node;) {
        member = open[--openLength]!;
        of[member] = components;
        finished[done++] = member;
      }
      components++;
    }
  }
  return { of, isCyclic: components < count, finished };
}

/** What the search for a shorter cycle may cost, beyond the first that is found. */
const SHORTENING_STEPS = 4_000_000;

/**
 * The edges of a short cycle, the shortest by number of transactions unless finding that out would take too long; empty
 * if there is none. Breadth-first from one transaction after the other, within components; nodes that join cost nothing.
 */
export function shortCycle(graph: Graph, { of }: Components, mask: number, meter: BudgetMeter): number[] {
  const { edges, start, edge } = graph;
  const { transactions, nodes } = edges;
  const sizes = new Int32Array(nodes);
  for (const component of of) sizes[component]!++;
  const seenBy = new Int32Array(nodes).fill(-1);
  const by = new Int32Array(nodes);
  let shortest: number[] = [];
  let length = Infinity;
  let left = SHORTENING_STEPS;
  for (let origin = 0; origin < transactions && length > 2 && left > 0; origin++) {
    if (sizes[of[origin]!] === 1) continue;
    let level = [origin];
    for (let distance = 1; distance < length && level.length > 0; distance++) {
      const further: number[] = [];
      for (let at = 0; at < level.length && distance < length; at++) {
        const node = level[at]!;
        for (let i = start[node]!; i < start[node + 1]!; i++) {
          meter.spend();
          left--;
          const to = edges.to[edge[i]!]!;
          if ((edges.kind[edge[i]!]! & mask) === 0 || of[to] !== of[origin]) continue;
          if (seenBy[to] === origin) continue;
          seenBy[to] = origin;
          by[to] = edge[i]!;
          if (to === origin) {
            shortest = [by[to]!];
            for (let back = edges.from[by[to]!]!; back !== origin; back = edges.from[by[back]!]!)
              shortest.unshift(by[back]!);
            length = distance;
            break;
          }
          (to < transactions ? further : level).push(to);
        }
      }
      level = further;
    }
  }
  return shortest;
}

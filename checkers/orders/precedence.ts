/**
 * A partial order over the accesses of a few chains, closed with vector clocks.
 *
 * Chains (sessions) are ordered by themselves; further edges are added, and `close` works out who precedes whom
 * in O((accesses + edges) × chains), or finds a cycle.
 */
import type { BudgetMeter } from '../budget.js';
import type { Access, RegisterHistory } from './registers.js';

export class Precedence {
  private readonly edges: number[][];
  private readonly width: number;
  private clocks: Int32Array;
  private edgeCount = 0;

  /**
   * @param included Which accesses take part; the others are skipped as if they were not in the history.
   */
  constructor(
    private readonly history: RegisterHistory,
    private readonly meter: BudgetMeter,
    private readonly included: (access: Access) => boolean = () => true,
  ) {
    const { accesses, chains, chainAfter } = history;
    this.width = chains.length;
    this.edges = accesses.map(() => []);
    this.clocks = new Int32Array(0);
    for (const [chain, members] of chains.entries()) {
      let before = chainAfter[chain];
      while (before && !included(before))
        before = chains[before.chain]![before.seq - 1] ?? chainAfter[before.chain];
      for (const access of members) {
        if (!included(access)) continue;
        if (before) this.add(before.id, access.id);
        before = access;
      }
    }
  }

  /** Says that `from` precedes `to`; takes effect at the next `close`. */
  add(from: number, to: number): void {
    this.edges[from]!.push(to);
    this.edgeCount++;
  }

  /** Works out the closure. Returns the ids of a cycle if there is one. */
  close(): number[] | undefined {
    const { accesses } = this.history;
    const { width, edges } = this;
    this.meter.spend(accesses.length + this.edgeCount);
    this.meter.hold(-this.clocks.byteLength);
    const clocks = new Int32Array(accesses.length * width);
    this.meter.hold(clocks.byteLength);
    this.clocks = clocks;
    const missing = new Int32Array(accesses.length);
    for (const targets of edges) for (const target of targets) missing[target]!++;
    const ready: number[] = [];
    for (const access of accesses)
      if (this.included(access) && missing[access.id] === 0) ready.push(access.id);
    for (let next = 0; next < ready.length; next++) {
      const id = ready[next]!;
      const { chain, seq } = accesses[id]!;
      clocks[id * width + chain] = seq + 1;
      for (const target of edges[id]!) {
        for (let c = 0; c < width; c++) {
          const known = clocks[id * width + c]!;
          if (known > clocks[target * width + c]!) clocks[target * width + c] = known;
        }
        if (--missing[target]! === 0) ready.push(target);
      }
    }
    const placed = new Set(ready);
    const stuck = accesses.find((access) => this.included(access) && !placed.has(access.id));
    return stuck && this.cycleAmong((id) => !placed.has(id), stuck.id);
  }

  /** Whether `a` precedes `b`, as of the last `close`. */
  before(a: Access, b: Access): boolean {
    return a.id !== b.id && a.seq < this.countBefore(b, a.chain);
  }

  /** How many members of a chain precede `access` or are it. */
  countBefore(access: Access, chain: number): number {
    return this.clocks[access.id * this.width + chain]!;
  }

  /** A shortest path of edges from one access to another, both included. */
  path(from: number, to: number): number[] {
    const cameFrom = new Map<number, number>([[from, from]]);
    const queue = [from];
    for (let next = 0; next < queue.length && !cameFrom.has(to); next++) {
      const id = queue[next]!;
      for (const target of this.edges[id]!) {
        if (cameFrom.has(target)) continue;
        cameFrom.set(target, id);
        queue.push(target);
      }
    }
    if (!cameFrom.has(to)) return [from, to];
    const path = [to];
    while (path[0] !== from) path.unshift(cameFrom.get(path[0]!)!);
    return path;
  }

  /** Every access left over by the topological sort has a predecessor that is left over: walk back to a repeat. */
  private cycleAmong(left: (id: number) => boolean, start: number): number[] {
    const predecessor = new Map<number, number>();
    for (const [from, targets] of this.edges.entries()) {
      if (left(from))
        for (const target of targets) if (!predecessor.has(target)) predecessor.set(target, from);
    }
    const seen = new Set<number>();
    let id = start;
    while (!seen.has(id)) {
      seen.add(id);
      id = predecessor.get(id)!;
    }
    const cycle = [id];
    for (let back = predecessor.get(id)!; back !== id; back = predecessor.get(back)!) cycle.unshift(back);
    return cycle;
  }
}

/** Why one transaction comes before another: edges of a dependency graph as columns, each with its kind as data. */

/** The kinds, as bits, so that those of interest are told by a mask. */
export const WRITE_WRITE = 1;
export const WRITE_READ = 2;
export const READ_WRITE = 4;
export const REAL_TIME = 8;
/** What transactions did to data, without clocks. */
export const DATA = WRITE_WRITE | WRITE_READ | READ_WRITE;

/** A list of edges that grows. Nodes below `transactions` are transactions, others join many to many. */
export class Edges {
  from = new Int32Array(1024);
  to = new Int32Array(1024);
  kind = new Uint8Array(1024);
  /** The number of the key it is about; -1 for time. */
  key = new Int32Array(1024);
  count = 0;
  nodes: number;

  constructor(readonly transactions: number) {
    this.nodes = transactions;
  }

  /** A node that joins: what has an edge to it comes before whatever it has an edge to. */
  addNode(): number {
    return this.nodes++;
  }

  add(from: number, to: number, kind: number, key: number): void {
    if (from === to) return;
    if (this.count === this.from.length) this.grow();
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.kind[this.count] = kind;
    this.key[this.count++] = key;
  }

  private grow(): void {
    const wider = <T extends Int32Array | Uint8Array>(column: T, into: T): T => {
      into.set(column);
      return into;
    };
    const length = 2 * this.from.length;
    this.from = wider(this.from, new Int32Array(length));
    this.to = wider(this.to, new Int32Array(length));
    this.kind = wider(this.kind, new Uint8Array(length));
    this.key = wider(this.key, new Int32Array(length));
  }
}

/** The endpoints of a world: its nodes, then its clients, each with the number that events carry. */
import { unknownName } from '../input/suggest.js';

export class Endpoints {
  private readonly indexes = new Map<string, number>();

  /** @param names of the nodes, in order, then of the clients */
  constructor(
    readonly names: readonly string[],
    private readonly nodeCount: number,
  ) {
    for (const [index, name] of names.entries()) this.indexes.set(name, index);
  }

  /** @throws RangeError with a suggestion when nobody has the name */
  indexOf(name: string): number {
    const index = this.indexes.get(name);
    if (index === undefined) throw new RangeError(unknownName('endpoint', name, this.names));
    return index;
  }

  /** @throws RangeError with a suggestion when no node has the name */
  nodeIndexOf(name: string): number {
    const index = this.indexes.get(name);
    if (index === undefined || index >= this.nodeCount)
      throw new RangeError(unknownName('node', name, this.names.slice(0, this.nodeCount)));
    return index;
  }

  nameOf(index: number): string {
    return this.names[index] ?? '';
  }
}

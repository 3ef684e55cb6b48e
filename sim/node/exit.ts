/** The signal by which a program ends its own process. */

/** Thrown by `node.exit(reason)`; not an error of the program. */
export class NodeExit extends Error {
  override readonly name = 'NodeExit';
}

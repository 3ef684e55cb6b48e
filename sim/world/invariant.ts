/** What must hold after every event, with a memory of what came before where it needs one. */
import type { NodeView } from '../node/view.js';

/**
 * Returns a sentence where it does not hold. `changed` is the node the last event happened to. It sees the world as it
 * is now; what it must remember is declared: see {@link RememberingInvariant}.
 */
export type PlainInvariant<S = unknown> = (
  nodes: readonly NodeView<S>[],
  changed: NodeView<S>,
) => string | undefined;

/** An invariant about more than one moment: a value that never falls, two leaders one after the other. */
export interface RememberingInvariant<S = unknown, M = unknown> {
  /**
   * What it remembers when a run begins: plain data, to be changed in place by `holds`. Every world has its own, which
   * snapshots keep and forks copy. A variable of a module, or a WeakMap, is shared by all runs, and a fork forgets it.
   */
  memory(): M;
  /** As of a plain invariant. */
  holds(nodes: readonly NodeView<S>[], changed: NodeView<S>, memory: M): string | undefined;
}

/** What must hold after every event: a function of the nodes, or one with a memory (`invariant`). */
export type Invariant<S = unknown> = PlainInvariant<S> | RememberingInvariant<S>;

/**
 * Declares an invariant with a memory, so that TypeScript knows its type.
 *
 * @example
 * invariants: {
 *   'never falls': invariant({
 *     memory: () => ({ most: 0 }),
 *     holds(nodes, changed, memory) { … },
 *   }),
 * }
 */
export function invariant<M, S = unknown>(definition: RememberingInvariant<S, M>): RememberingInvariant<S> {
  return definition as RememberingInvariant<S>;
}

/** What a scenario expects a campaign to reach, and the states it nominates. */
import { aFunction, list, object, text, type Read } from '../input/schema.js';
import type { NodeView } from '../node/view.js';

const names = list(text(200), 100_000).optional();

export const coverageSchema = object({
  /** Names that protocol code gives to `node.sometimes`; those that never held are reported. */
  sometimes: names,
  /** Names that protocol code gives to `node.reachable`. */
  reachable: names,
  /** Names that protocol code gives to `node.unreachable`; declaring them makes the check appear when it holds too. */
  unreachable: names,
  /**
   * The state of the whole system, without what does not matter: plain data, asked for after every event of a node.
   * Equal data is one state; a change from one to another is a transition.
   */
  abstract: aFunction<(nodes: readonly NodeView[]) => unknown>().optional(),
});

/** What a scenario expects its campaigns to reach. */
export type DeclaredCoverage = Read<typeof coverageSchema>;

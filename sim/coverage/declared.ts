/** What a scenario expects a campaign to reach, and the states it nominates. */
import type { NodeView } from '../node/view.js';

/** What a scenario expects its campaigns to reach. */
export interface DeclaredCoverage {
  /** Names that protocol code gives to `node.sometimes`; those that never held are reported. */
  readonly sometimes?: readonly string[];
  /** Names that protocol code gives to `node.reachable`. */
  readonly reachable?: readonly string[];
  /** Names that protocol code gives to `node.unreachable`; declaring them makes the check appear when it holds too. */
  readonly unreachable?: readonly string[];
  /**
   * The state of the whole system, without what does not matter: plain data, asked for after every event of a node.
   * Equal data is one state; a change from one to another is a transition.
   */
  readonly abstract?: (nodes: readonly NodeView[]) => unknown;
}

/** What a search begins with and changes nothing about. */
import type { Prepared } from '../../sim/run/prepare.js';

export interface Start {
  readonly prepared: Prepared;
  /** How long every message takes, where that is not left to chance. */
  readonly latencyMs?: number;
  /** How long after the last fault the run has to go on, and after heal-all. */
  readonly settleMs: number;
}

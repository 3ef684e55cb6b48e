/**
 * A handler that waits by reading a clock over and over. Time stands still while code runs, so it would wait for ever:
 * from some reading on, each takes a little, for this node alone. What comes for the node meanwhile waits, and what the
 * handler sends after that leaves when it is through.
 */
import type { Micros } from '../kernel/time.js';
import type { NodePort } from './port.js';

/** What this asks of its node. */
interface Stalled {
  readonly port: NodePort;
  readonly backlog: { planTurn(): void };
}

/** So many readings in one turn are free: more than a handler makes that does not wait for the clock. */
const FREE_READINGS = 1000;

/** A reading takes this part of the time already spent, so that long waits take thousands of readings, not millions. */
const PART = 4096;

/** Who has waited for so long never returns. */
const LONGEST_US = 3_600_000_000;

export class Stall {
  /** Until when the node is busy; in the past: it is not. */
  untilUs: Micros = 0;
  private readings = 0;

  constructor(private readonly node: Stalled) {}

  /** What time it is for the code that runs. */
  get nowUs(): Micros {
    return Math.max(this.node.port.now, this.untilUs);
  }

  get lasts(): boolean {
    return this.untilUs > this.node.port.now;
  }

  /** Whether it lasted until now; true once. */
  ends(): boolean {
    const ended = this.untilUs > 0;
    this.untilUs = 0;
    return ended;
  }

  /** A turn begins. */
  begin(): void {
    this.readings = 0;
  }

  /** The program reads a clock. @returns what time it is then */
  look(): Micros {
    if (++this.readings <= FREE_READINGS) return this.nowUs;
    const { node } = this;
    const spentUs = this.nowUs - node.port.now;
    if (spentUs > LONGEST_US)
      throw new Error(
        'the clock was read over and over for an hour of virtual time, in code that never returns',
      );
    this.untilUs = node.port.now + spentUs + 1 + Math.floor(spentUs / PART);
    node.backlog.planTurn();
    return this.untilUs;
  }
}

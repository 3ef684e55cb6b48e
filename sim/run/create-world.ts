/**
 * A world in one's own hands: step through it, look inside, save it, fork it. For tests and tools; `simulate` runs
 * a scenario from start to verdict.
 */
import type { History } from '../../checkers/history.js';
import { toMs, toMicros } from '../kernel/time.js';
import { installAmbient } from '../node/ambient/install.js';
import { isAsync, stepOn } from './loop.js';
import { prepare, type Prepared } from './prepare.js';
import type { RunOptions } from './options.js';
import { judge, load, type Run } from './run.js';
import type { Scenario } from '../scenario/scenario.js';
import { fork, restore, snapshot, stateHash, type Snapshot } from '../world/snapshot.js';
import { World } from '../world/world.js';
import type { NodeView } from '../node/view.js';

/** A world of state machines, driven by hand. */
export class SimWorld {
  /** @internal use {@link createWorld} */
  constructor(
    private readonly prepared: Prepared,
    private readonly world: World,
  ) {}

  /** Virtual time in ms. */
  get nowMs(): number {
    return toMs(this.world.now);
  }

  /** How many events happened. */
  get events(): number {
    return this.world.events;
  }

  get done(): boolean {
    return this.world.done;
  }

  get fingerprint(): string {
    return this.world.fingerprint.toString();
  }

  get history(): History {
    return this.world.history.history();
  }

  /** The nodes as they are now. Read only. */
  get nodes(): readonly NodeView[] {
    return this.world.nodes.map((node) => this.world.view(node));
  }

  /** Makes up to `count` events happen. @returns false when the run is over */
  step(count = 1): boolean {
    const uninstall = installAmbient(() => this.world.running?.host);
    try {
      return stepOn(this.world, count);
    } finally {
      uninstall();
    }
  }

  /** Goes on while the next event is not later than `atMs`. */
  runUntil(atMs: number): void {
    const untilUs = toMicros(atMs);
    while (!this.world.done) {
      const slot = this.world.queue.peek();
      if (slot < 0 || (this.world.queue.time[slot] as number) > untilUs) return;
      this.step();
    }
  }

  /** Goes on to the end. */
  runToEnd(): void {
    while (this.step(1000));
  }

  /** Everything as it is now; stays good for any number of restores. */
  snapshot(): Snapshot {
    return snapshot(this.world);
  }

  /** Back to where the snapshot was taken: of this world, or of one made from the same options. */
  restore(saved: Snapshot): void {
    restore(this.world, saved);
  }

  /** A second world that will go on exactly as this one will. */
  fork(): SimWorld {
    return new SimWorld(this.prepared, fork(this.world));
  }

  /** Equal for worlds that will go on alike. */
  stateHash(): string {
    return stateHash(this.world);
  }

  /** What the checks say of what happened so far. */
  judge(): Run {
    return judge(this.prepared, this.world);
  }
}

/**
 * Builds the world of a run without starting it.
 * @throws InputError as `simulate` does; TypeError when nodes run async programs, which cannot be driven by hand
 */
export async function createWorld<P>(scenario: Scenario<P>, options: RunOptions = {}): Promise<SimWorld> {
  const prepared = prepare(scenario, options, await load(scenario));
  const world = new World(prepared.setup);
  if (isAsync(world))
    throw new TypeError(
      `${scenario.name}: createWorld drives worlds of state machines; run async programs with simulate`,
    );
  return new SimWorld(prepared, world);
}

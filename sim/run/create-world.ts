/**
 * A world in one's own hands: step through it, look inside, cut its links, stop its nodes, ask as a client, save it,
 * fork it. For tests and tools; `simulate` runs a scenario from start to verdict.
 */
import type { History } from '../../checkers/history.js';
import { refuse } from '../input/refusal.js';
import { MAX_MS, toMs, toMicros } from '../kernel/time.js';
import { installAmbient } from '../node/ambient/install.js';
import type { Scenario } from '../scenario/scenario.js';
import { fork, restore, snapshot, stateHash, type Snapshot } from '../world/snapshot.js';
import { World } from '../world/world.js';
import { viewOf, type NodeView } from '../node/view.js';
import {
  ask,
  isQuiet,
  linksBetween,
  readFault,
  releaseHeld,
  restart,
  type Asked,
  type CrashFate,
  type Deed,
  type Imposed,
  type ImposedFault,
} from './by-hand.js';
import { judgeByHand } from './judge-by-hand.js';
import { isAsync, runWhile, stepOn } from './loop.js';
import type { Run } from './outcome.js';
import type { RunOptions } from './options.js';
import { prepare, type Prepared } from './prepare.js';
import { load } from './run.js';

/** Until when a world goes on: a time in ms, `quiescent` (nothing is under way), or what a condition says. */
export type Until = number | 'quiescent' | ((world: SimWorld) => boolean);

/** A world, driven by hand. Names that there are not are refused with an InputError in one sentence. */
export class SimWorld {
  /** @internal use {@link createWorld} */
  constructor(
    private readonly prepared: Prepared,
    private readonly world: World,
    private deeds: readonly Deed[] = [],
  ) {}

  /** Virtual time in ms. */
  get nowMs(): number {
    return toMs(this.world.now);
  }

  /** How many events happened. */
  get events(): number {
    return this.world.events;
  }

  /** The run is over. */
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
    return this.world.nodes.map((node) => viewOf(node));
  }

  /** The node of this name as it is now. */
  node(name: string): NodeView {
    return viewOf(this.world.node(name));
  }

  /**
   * Makes up to `count` events of state machines happen.
   * @returns false when the run is over
   * @throws TypeError where nodes run async programs: they are driven by `runUntil`
   */
  step(count = 1): boolean {
    if (isAsync(this.world))
      throw new TypeError('step: nodes run async programs, which need awaiting: use await world.runUntil(…)');
    const uninstall = installAmbient(() => this.world.running?.host);
    try {
      return stepOn(this.world, count);
    } finally {
      uninstall();
    }
  }

  /**
   * Runs until a time in ms is over, until nothing is under way (`quiescent`: no message, no open request, no work of
   * a disk, no start; timers and operations planned for later are not), or until a condition holds, which is asked
   * before the first event and after each. Worlds of state machines are there before it returns.
   * @returns false when the run was over before
   */
  async runUntil(until: Until): Promise<boolean> {
    const { world } = this;
    if (typeof until === 'number') return this.runUntilTime(until);
    const holds = until === 'quiescent' ? () => isQuiet(world) : () => until(this);
    let reached = holds();
    await runWhile(world, () => !reached && !(reached = holds()));
    return reached || holds();
  }

  /** Goes on for so many ms of virtual time. @returns false when the run was over before */
  runFor(ms: number): Promise<boolean> {
    return this.runUntilTime(this.nowMs + ms);
  }

  /** Goes on to the end. */
  async runToEnd(): Promise<void> {
    if (isAsync(this.world)) return runWhile(this.world, () => true);
    while (this.step(1000));
  }

  /** Lets a fault of any kind begin now: `impose({ kind: 'clock-jump', node: 'n1', byMs: 500 })`. */
  impose(fault: ImposedFault): Imposed {
    const read = readFault(this.world, fault);
    let number = -1;
    this.act((world) => (number = world.calendar.impose(read)));
    return { end: () => this.act((world) => world.calendar.lift(number)) };
  }

  /** Nodes of different groups cannot talk, and one in no group to nobody; clients can, unless a group names them. */
  partition(...groups: readonly (string | readonly string[])[]): Imposed {
    return this.impose({ kind: 'partition', groups: groups.map((group) => [group].flat()) });
  }

  /** Holds back what arrives over the links between two ends, in both directions, until `release`. */
  hold(some: string | readonly string[], others: string | readonly string[]): void {
    const links = linksBetween(this.world, some, others);
    this.act((world) => {
      for (const [from, to] of links) world.network.beginHold(from, to);
    });
  }

  /** Lets what was held arrive now, in order, and all that comes after it. */
  release(some: string | readonly string[], others: string | readonly string[]): void {
    const links = linksBetween(this.world, some, others);
    this.act((world) => releaseHeld(world, links));
  }

  /** Power loss: the node stays off until `restart` or `heal`. */
  crash(node: string, unsynced: CrashFate = 'lost'): void {
    this.impose({ kind: 'crash', node, unsynced });
  }

  /** The process dies, the machine does not: it stays down until `restart` or `heal`. */
  kill(node: string): void {
    this.impose({ kind: 'kill', node });
  }

  /** Starts a node that is down at once, or stops and starts one that is up. */
  restart(node: string): void {
    this.act((world) => restart(world, node));
  }

  /** The process stands still until this is ended. */
  pause(node: string): Imposed {
    return this.impose({ kind: 'pause', node });
  }

  /** Ends everything that is wrong: cuts and other faults; nodes that are down start. What is held stays so. */
  heal(): void {
    this.act((world) => {
      world.observer?.note?.(-1, 'heal-all', undefined);
      world.faults.healAll();
    });
  }

  /**
   * Asks as a client of the workload (default: its first one), once its operation at hand has ended.
   * @param question `{ to: 'n1', input: { f: 'read' } }`; without `to` the client chooses a node
   */
  ask(question: {
    readonly as?: string;
    readonly to?: string;
    readonly input: { readonly f: string };
  }): Asked {
    return this.act((world) => ask(world, question));
  }

  /** Everything as it is now; stays good for any number of restores. @throws TypeError where nodes run async programs */
  snapshot(): Snapshot {
    return snapshot(this.world);
  }

  /** Back to where the snapshot was taken: of this world, or of one made from the same options. */
  restore(saved: Snapshot): void {
    restore(this.world, saved);
    this.deeds = this.deeds.filter(({ events }) => events < saved.counters.events);
  }

  /** A second world that will go on exactly as this one will. @throws TypeError where nodes run async programs */
  fork(): SimWorld {
    return new SimWorld(this.prepared, fork(this.world), this.deeds);
  }

  /** Equal for worlds that will go on alike. @throws TypeError where nodes run async programs */
  stateHash(): string {
    return stateHash(this.world);
  }

  /** What the checks say of what happened so far. Its plan tells what was done by hand as faults. */
  judge(): Run {
    return judgeByHand(this.prepared, this.world, this.deeds);
  }

  private async runUntilTime(atMs: number): Promise<boolean> {
    if (typeof atMs !== 'number' || !(atMs >= 0 && atMs <= MAX_MS))
      throw refuse('runUntil', `a time in ms, 'quiescent' or a condition`, atMs);
    const { world } = this;
    const untilUs = toMicros(atMs);
    await runWhile(world, () => {
      const slot = world.queue.peek();
      return slot >= 0 && (world.queue.time[slot] as number) <= untilUs;
    });
    if (!world.done) world.now = Math.max(world.now, untilUs);
    return !world.done;
  }

  private act<T>(done: (world: World) => T): T {
    const { world } = this;
    const result = done(world);
    this.deeds = [...this.deeds, { events: world.events, atUs: world.now, done }];
    return result;
  }
}

/**
 * Builds the world of a run without starting it, for a test that drives it. What the scenario's workload asks and its
 * profile draws happens too, unless stated otherwise: `{ plan: { schema: 1, faults: [], operations: [] } }`.
 * @throws InputError as `simulate` does
 */
export async function createWorld<P>(scenario: Scenario<P>, options: RunOptions = {}): Promise<SimWorld> {
  const prepared = prepare(scenario, options, await load(scenario));
  return new SimWorld(prepared, new World(prepared.setup));
}

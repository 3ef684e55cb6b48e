/** What the plan lets happen to the world itself: its faults begin and end, and at last everything is healed. */
import { FaultCalendar } from '../faults/calendar.js';
import type { FaultDriver } from '../faults/driver.js';
import type { Fault } from '../faults/fault.js';
import { describeFault, type FaultEdge } from '../faults/timeline.js';
import type { WatchedByName } from '../faults/watched.js';
import { EventKind } from '../kernel/event-kind.js';
import type { Micros } from '../kernel/time.js';
import type { SimNode } from '../node/node.js';
import type { Site, SiteMoment } from '../node/site-watch.js';
import type { Observer } from '../record/observer.js';
import type { WorldSetup } from './setup.js';

/** What this asks of its world. */
interface PlannedWorld {
  readonly now: Micros;
  readonly setup: WorldSetup;
  readonly faults: FaultDriver;
  readonly nodes: readonly SimNode[];
  readonly endpointCount: number;
  readonly observer: Pick<Observer, 'note' | 'atSite'> | undefined;
  endpoint(name: string): number;
  endpointName(index: number): string;
  schedule(atUs: Micros, kind: number, node: number, a: number, b: number, payload: unknown): unknown;
  scheduleNext(kind: number, number: number): void;
}

export class PlanEvents {
  readonly calendar: FaultCalendar;

  constructor(private readonly world: PlannedWorld) {
    const { plan, durationMs } = world.setup;
    this.calendar = new FaultCalendar(this, plan, durationMs, world.faults);
  }

  get now(): Micros {
    return this.world.now;
  }

  endpoint(name: string): number {
    return this.world.endpoint(name);
  }

  get watch(): WatchedByName {
    return this.world.setup.watch ?? {};
  }

  get nodeNames(): readonly string[] {
    return this.world.setup.nodes.map(({ name }) => name);
  }

  get nodeCount(): number {
    return this.world.nodes.length;
  }

  get endpointCount(): number {
    return this.world.endpointCount;
  }

  endpointName(endpoint: number): string {
    return this.world.endpointName(endpoint);
  }

  memoryOf(node: number): { readonly incarnation: number; readonly state: unknown } {
    const { incarnation, seen } = this.world.nodes[node] as SimNode;
    return { incarnation, state: seen };
  }

  /** A fault begins, ends or flaps later. @param number of the edge */
  plan(atUs: Micros, number: number): void {
    this.world.schedule(atUs, EventKind.Fault, -1, number, 0, undefined);
  }

  /** A fault begins as soon as the code that runs now has done its turn. @param number of the edge */
  planNext(number: number): void {
    this.world.scheduleNext(EventKind.Fault, number);
  }

  atSite(endpoint: number, moment: SiteMoment, site: Site, peer: number): void {
    this.world.observer?.atSite?.(endpoint, moment, site, peer);
  }

  tell({ fault: number, edge }: FaultEdge, fault: Fault): void {
    this.world.observer?.note?.(-1, `fault-${edge}`, { fault: number, what: describeFault(fault) });
  }

  /** @param number of the edge, for events of kind Fault */
  happen(kind: number, number: number): void {
    const { world } = this;
    if (kind === EventKind.Fault) this.calendar.happen(number);
    else if (kind === EventKind.Heal) {
      world.observer?.note?.(-1, 'heal-all', undefined);
      world.faults.healAll();
    }
  }
}

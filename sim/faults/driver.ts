/** Carries out a fault plan: each edge of the plan is one change to a node, a link, a clock or a disk. */
import { digest } from '../kernel/digest.js';
import { hashString, mix32 } from '../kernel/hash.js';
import { CodePoints, type CodePointsSnapshot } from './code-points.js';
import { kindOf, lasts, type Fault, type FaultOf } from './fault.js';
import type { FaultPort, Link, Scene } from './scene.js';
import type { FaultEdge } from './timeline.js';

export interface FaultSnapshot extends CodePointsSnapshot {
  /** Faults that came by hand. Absent where none did. */
  readonly imposed?: readonly Fault[];
  /** Nodes that never come back. Absent where there are none. */
  readonly gone?: readonly number[];
  readonly active: readonly number[];
}

export class FaultDriver implements Scene {
  /** As planned; with names in the place of stand-ins, once they have begun. */
  private readonly faults: Fault[];
  readonly gone = new Set<number>();
  /** Numbers of the faults in force. */
  private active = new Set<number>();
  private readonly keys: number[] = [];
  /** How many faults of each sort there are, for keys of their own. */
  private readonly twins = new Map<number, number>();
  private readonly plannedCount: number;
  private readonly links = new Map<object, readonly Link[]>();
  readonly codePoints = new CodePoints();

  constructor(
    readonly port: FaultPort,
    planned: readonly Fault[],
  ) {
    this.faults = [...planned];
    this.plannedCount = planned.length;
    for (const fault of planned) this.keys.push(this.newKey(fault));
  }

  /** One more fault, that is in no plan. @returns its number */
  add(fault: Fault): number {
    this.keys.push(this.newKey(fault));
    return this.faults.push(fault) - 1;
  }

  /** Those that are in no plan. */
  get imposed(): readonly Fault[] {
    return this.faults.slice(this.plannedCount);
  }

  /** Comes from what a fault is, not from where it stands, so that cutting another changes no draws. */
  private newKey(fault: Fault): number {
    const key = digest(fault, hashString(String(this.port.seed)));
    const twin = this.twins.get(key) ?? 0;
    this.twins.set(key, twin + 1);
    return mix32(key + twin);
  }

  keyOf(number: number): number {
    return this.keys[number] as number;
  }

  linksOf(fault: object, find: () => readonly Link[]): readonly Link[] {
    const known = this.links.get(fault) ?? find();
    this.links.set(fault, known);
    return known;
  }

  buggify(number: number, on: boolean): void {
    if (on) this.codePoints.add(this.faults[number] as FaultOf<'buggify'>, number, this.keyOf(number));
    else this.codePoints.remove(number);
  }

  /** It is known who stands in for whom. */
  cast(number: number, fault: Fault): void {
    this.faults[number] = fault;
  }

  faultOf(number: number): Fault {
    return this.faults[number] as Fault;
  }

  apply({ fault: number, edge }: FaultEdge): void {
    const fault = this.faultOf(number);
    switch (edge) {
      case 'begin':
        if (lasts(fault)) this.active.add(number);
        return kindOf(fault).begin(fault, this, number);
      case 'end':
        return this.active.delete(number) ? this.end(number) : undefined;
      case 'flap-off':
        return this.end(number);
      case 'flap-on':
        return kindOf(fault).begin(fault, this, number);
    }
  }

  /** Ends whatever is in force: everything is connected, running and right again. */
  healAll(): void {
    for (const number of this.active) this.end(number);
    this.active.clear();
    for (const node of this.port.nodes) {
      // Whoever was asked to end has no more time.
      node.farewell.ended();
      const isDown = node.status === 'stopped' || node.status === 'dark';
      if (isDown && !this.gone.has(node.index)) node.startAt(this.port.now);
    }
  }

  save(): FaultSnapshot {
    const { imposed } = this;
    const byHand = imposed.length === 0 ? {} : { imposed };
    const gone = this.gone.size === 0 ? {} : { gone: [...this.gone] };
    return { active: [...this.active], ...this.codePoints.save(), ...byHand, ...gone };
  }

  restore(saved: FaultSnapshot): void {
    this.gone.clear();
    for (const node of saved.gone ?? []) this.gone.add(node);
    this.faults.length = this.plannedCount;
    this.keys.length = this.plannedCount;
    for (const fault of saved.imposed ?? []) this.add(fault);
    this.active = new Set(saved.active);
    this.codePoints.restore(saved);
    for (const number of saved.active)
      if (this.faultOf(number).kind === 'buggify') this.buggify(number, true);
  }

  private end(number: number): void {
    const fault = this.faultOf(number);
    kindOf(fault).end?.(fault, this, number);
  }
}

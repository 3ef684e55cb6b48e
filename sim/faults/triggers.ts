/** Faults that wait for what nodes do: counts it, and tells when one is to begin. */
import { toMicros, type Micros } from '../kernel/time.js';
import type { Site, SiteWatch } from '../node/site-watch.js';
import type { Plan } from './plan.js';
import { watchedBy, type When } from './when.js';

export interface TriggersPort {
  readonly now: Micros;
  endpoint(name: string): number;
  /** What the fault of this number waits for is there. */
  triggered(fault: number): void;
}

interface Waiting {
  /** Number of the fault in the plan. */
  readonly fault: number;
  readonly when: When;
  /** The endpoint at the other end; -1: whoever. */
  readonly peer: number;
  readonly fromUs: Micros;
  /** It waits no longer. */
  readonly untilUs: Micros;
}

export interface TriggersSnapshot {
  readonly counts: readonly number[];
  readonly begun: readonly (readonly [fault: number, atUs: Micros])[];
}

export class Triggers {
  /** When the faults that waited began, by number, in that order. */
  readonly begun = new Map<number, Micros>();
  /** By the node they wait for. */
  private readonly waiting = new Map<number, Waiting[]>();
  /** How often what each waits for has come, by number of the fault. */
  private readonly counts: number[];

  constructor(
    private readonly port: TriggersPort,
    { faults, healAtMs }: Plan,
  ) {
    this.counts = faults.map(() => 0);
    const healUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
    for (const [number, fault] of faults.entries()) {
      const { when } = fault;
      const watched = watchedBy(fault);
      if (when === undefined || watched === undefined) continue;
      const fromUs = toMicros(fault.atMs);
      const ownEndUs = when.withinMs === undefined ? Infinity : fromUs + toMicros(when.withinMs);
      const node = port.endpoint(watched);
      const others = this.waiting.get(node) ?? [];
      const peer = when.peer === undefined ? -1 : port.endpoint(when.peer);
      const untilUs = Math.min(healUs, ownEndUs);
      this.waiting.set(node, [...others, { fault: number, when, peer, fromUs, untilUs }]);
    }
  }

  /** What looks on while the node works; nothing where no fault waits for it. */
  watchOf(node: number): SiteWatch | undefined {
    const waiting = this.waiting.get(node);
    if (waiting === undefined) return undefined;
    return {
      before: (site, peer) => this.look(waiting, 'before', site, peer),
      after: (site, peer) => this.look(waiting, 'after', site, peer),
    };
  }

  save(): TriggersSnapshot {
    return { counts: [...this.counts], begun: [...this.begun] };
  }

  restore({ counts, begun }: TriggersSnapshot): void {
    this.counts.splice(0, Infinity, ...counts);
    this.begun.clear();
    for (const [fault, atUs] of begun) this.begun.set(fault, atUs);
  }

  private look(waiting: readonly Waiting[], moment: When['moment'], site: Site, peer: number): void {
    const { now } = this.port;
    for (const one of waiting) {
      const { when, fault } = one;
      if (when.site !== site || when.moment !== moment) continue;
      if (now < one.fromUs || now >= one.untilUs || (one.peer >= 0 && one.peer !== peer)) continue;
      const count = (this.counts[fault] as number) + 1;
      this.counts[fault] = count;
      if (count === when.nth) this.port.triggered(fault);
    }
  }
}

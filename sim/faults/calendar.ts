/** When the faults of a plan begin and end: at their times, or when what they wait for comes. */
import { toMicros, toMs, type Micros } from '../kernel/time.js';
import type { SiteWatch } from '../node/site-watch.js';
import type { FaultDriver, FaultSnapshot } from './driver.js';
import type { Fault } from './fault.js';
import type { Plan } from './plan.js';
import { faultEdges, type BegunFault, type FaultEdge } from './timeline.js';
import { Triggers, type TriggersPort, type TriggersSnapshot } from './triggers.js';

export interface CalendarPort {
  readonly now: Micros;
  endpoint(name: string): number;
  /** Plans an edge. */
  plan(atUs: Micros, number: number): void;
  /** Plans an edge for this moment, before everything else that is planned. */
  planNext(number: number): void;
  /** A fault is about to begin, end or flap. */
  tell(edge: FaultEdge): void;
}

export interface CalendarSnapshot {
  readonly driver: FaultSnapshot;
  readonly triggers: TriggersSnapshot;
}

/** The edges of a fault that waited, in the order of their numbers after those that the plan fixes. */
const laterEdges = ['begin', 'end', 'flap-on', 'flap-off'] as const;

export class FaultCalendar implements TriggersPort {
  private readonly edges: readonly FaultEdge[];
  private readonly triggers: Triggers;

  constructor(
    private readonly port: CalendarPort,
    private readonly plan: Plan,
    private readonly untilMs: number,
    private readonly driver: FaultDriver,
  ) {
    this.edges = faultEdges(plan, untilMs);
    this.triggers = new Triggers(this, plan);
  }

  get now(): Micros {
    return this.port.now;
  }

  endpoint(name: string): number {
    return this.port.endpoint(name);
  }

  /** Puts what has a time on the calendar. */
  open(): void {
    for (const [number, { atUs }] of this.edges.entries()) this.port.plan(atUs, number);
  }

  /** What looks on while the node works, if a fault waits for it. */
  watchOf(node: number): SiteWatch | undefined {
    return this.triggers.watchOf(node);
  }

  /** The edge that an event of kind `Fault` stands for, by its column `a`. */
  edge(number: number): Omit<FaultEdge, 'atUs'> {
    const fixed = this.edges[number];
    if (fixed !== undefined) return fixed;
    const later = number - this.edges.length;
    return {
      fault: Math.floor(later / laterEdges.length),
      edge: laterEdges[later % laterEdges.length] as FaultEdge['edge'],
    };
  }

  /** An event of kind `Fault` happens. */
  happen(number: number): void {
    const { fault, edge } = this.edge(number);
    if (edge === 'begin' && this.plan.faults[fault]?.when !== undefined) this.begin(fault);
    else this.apply({ atUs: this.port.now, fault, edge });
  }

  /** How many faults begin within the run, of those that wait only those that did. */
  get begunCount(): number {
    return (
      this.edges.reduce((count, { edge }) => count + (edge === 'begin' ? 1 : 0), 0) + this.triggers.begun.size
    );
  }

  /** The faults that waited for something and began, in that order. */
  get begun(): BegunFault[] {
    return [...this.triggers.begun].map(([fault, atUs]) => ({ fault, atMs: toMs(atUs) }));
  }

  save(): CalendarSnapshot {
    return { driver: this.driver.save(), triggers: this.triggers.save() };
  }

  restore({ driver, triggers }: CalendarSnapshot): void {
    this.driver.restore(driver);
    this.triggers.restore(triggers);
  }

  triggered(number: number): void {
    const { port } = this;
    const fault = this.plan.faults[number] as Fault;
    const laterUs = toMicros(fault.when?.afterMs ?? 0);
    if (laterUs > 0) port.plan(port.now + laterUs, this.numberOf(number, 'begin'));
    else if (waitsForTurn(fault)) port.planNext(this.numberOf(number, 'begin'));
    else this.begin(number);
  }

  private begin(number: number): void {
    const { port } = this;
    const { when: _, ...fault } = this.plan.faults[number] as Fault;
    const faults = [{ ...fault, atMs: toMs(port.now) }] as Fault[];
    const edges = faultEdges({ ...this.plan, faults }, this.untilMs);
    if (edges.length === 0) return;
    this.triggers.begun.set(number, port.now);
    this.apply({ atUs: port.now, fault: number, edge: 'begin' });
    for (const { atUs, edge } of edges) if (edge !== 'begin') port.plan(atUs, this.numberOf(number, edge));
  }

  private apply(edge: FaultEdge): void {
    this.port.tell(edge);
    this.driver.apply(edge);
  }

  private numberOf(fault: number, edge: FaultEdge['edge']): number {
    return this.edges.length + fault * laterEdges.length + laterEdges.indexOf(edge);
  }
}

/** Whether it has to wait until the code that runs has come to its next await, or to the end of its handler. */
function waitsForTurn({ kind, when }: Fault): boolean {
  const isTurn = when?.site === 'receive' || when?.site === 'await';
  if (isTurn && when.moment === 'after') return true;
  // These let the program end in good order, which no program does in the middle of something else.
  return kind === 'upgrade' || kind === 'leave' || kind === 'replace' || kind === 'join';
}

/** When the faults of a plan begin and end: at their times, or when what they wait for comes. */
import { toMicros, toMs, type Micros } from '../kernel/time.js';
import type { SiteWatch } from '../node/site-watch.js';
import type { FaultDriver, FaultSnapshot } from './driver.js';
import { kindOf, type Fault } from './fault.js';
import type { Plan } from './plan.js';
import { castAs, standInsOf } from './stand-ins.js';
import { faultEdges, type BegunFault, type FaultEdge } from './timeline.js';
import { Triggers, type TriggersPort, type TriggersSnapshot } from './triggers.js';

export interface CalendarPort extends Omit<TriggersPort, 'triggered'> {
  /** Every node there is, by name. */
  readonly nodeNames: readonly string[];
  /** Plans an edge. */
  plan(atUs: Micros, number: number): void;
  /** Plans an edge for this moment, before everything else that is planned. */
  planNext(number: number): void;
  /** A fault is about to begin, end or flap. */
  tell(edge: FaultEdge, fault: Fault): void;
}

export interface CalendarSnapshot {
  readonly driver: FaultSnapshot;
  readonly triggers: TriggersSnapshot;
}

/** The edges of a fault that waited, in the order of their numbers after those that the plan fixes. */
const laterEdges = ['begin', 'end', 'flap-on', 'flap-off'] as const;

export class FaultCalendar {
  private readonly edges: readonly FaultEdge[];
  private readonly triggers: Triggers;

  constructor(
    private readonly port: CalendarPort,
    private readonly plan: Plan,
    private readonly untilMs: number,
    private readonly driver: FaultDriver,
  ) {
    this.edges = faultEdges(plan, untilMs);
    this.triggers = new Triggers(port, plan, (fault) => this.triggered(fault));
  }

  /** Puts what has a time on the calendar. */
  open(): void {
    for (const [number, { atUs }] of this.edges.entries()) this.port.plan(atUs, number);
  }

  /** What looks on while the node or client works, if a fault waits for it. */
  watchOf(endpoint: number): SiteWatch | undefined {
    return this.triggers.watchOf(endpoint);
  }

  /** What looks on after every event of a node, if a fault waits for a state. */
  get afterEvents(): ((node: number) => void) | undefined {
    return this.triggers.afterEvents;
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
    return [...this.triggers.begun].map(([fault, atUs]) => {
      const begun = { fault, atMs: toMs(atUs) };
      const as = this.cast(fault);
      return as === this.plan.faults[fault] ? begun : { ...begun, as };
    });
  }

  /** A fault that is in no plan begins now. @returns its number */
  impose(fault: Fault): number {
    const { port } = this;
    const { healAtMs: _, ...plan } = this.plan;
    const number = this.driver.add(fault);
    for (const { atUs, edge } of faultEdges({ ...plan, faults: [fault] }, this.untilMs))
      if (edge === 'begin') this.apply({ atUs: port.now, fault: number, edge });
      else port.plan(atUs, this.numberOf(number, edge));
    return number;
  }

  /** It ends now, if it lasts. */
  lift(number: number): void {
    this.apply({ atUs: this.port.now, fault: number, edge: 'end' });
  }

  save(): CalendarSnapshot {
    return { driver: this.driver.save(), triggers: this.triggers.save() };
  }

  restore({ driver, triggers }: CalendarSnapshot): void {
    this.triggers.restore(triggers);
    for (const number of this.triggers.begun.keys()) this.driver.cast(number, this.cast(number));
    this.driver.restore(driver);
  }

  /** The fault as it begins: with names in the place of stand-ins. */
  private cast(number: number): Fault {
    const fault = this.plan.faults[number] as Fault;
    const cast = this.triggers.casts.get(number);
    if (cast === undefined || standInsOf(fault).length === 0) return fault;
    return castAs(fault, cast, this.port.nodeNames);
  }

  private triggered(number: number): void {
    const { port } = this;
    const fault = this.plan.faults[number] as Fault;
    const laterUs = toMicros(fault.when?.afterMs ?? 0);
    if (laterUs > 0) port.plan(port.now + laterUs, this.numberOf(number, 'begin'));
    else if (waitsForTurn(fault)) port.planNext(this.numberOf(number, 'begin'));
    else this.begin(number);
  }

  private begin(number: number): void {
    const { port } = this;
    const as = this.cast(number);
    const { when: _, ...fault } = as;
    const faults = [{ ...fault, atMs: toMs(port.now) }] as Fault[];
    const edges = faultEdges({ ...this.plan, faults }, this.untilMs);
    if (edges.length === 0) return;
    this.triggers.begun.set(number, port.now);
    this.driver.cast(number, as);
    this.apply({ atUs: port.now, fault: number, edge: 'begin' });
    for (const { atUs, edge } of edges) if (edge !== 'begin') port.plan(atUs, this.numberOf(number, edge));
  }

  private apply(edge: FaultEdge): void {
    this.port.tell(edge, this.driver.faultOf(edge.fault));
    this.driver.apply(edge);
  }

  private numberOf(fault: number, edge: FaultEdge['edge']): number {
    return this.edges.length + fault * laterEdges.length + laterEdges.indexOf(edge);
  }
}

/** Whether it has to wait until the code that runs has come to its next await, or to the end of its handler. */
function waitsForTurn(fault: Fault): boolean {
  const { when } = fault;
  if (when === undefined || 'state' in when) return true;
  const isTurn = 'site' in when ? when.site === 'receive' || when.site === 'await' : when.at === 'receive';
  if (isTurn && when.moment === 'after') return true;
  return kindOf(fault).inGoodOrder === true;
}

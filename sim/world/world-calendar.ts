/** The calendar of a world: what happens when, all of it in one order, and nothing in the past. */
import { EngineFault } from '../kernel/engine-fault.js';
import { EventKind, eventKindName } from '../kernel/event-kind.js';
import { EventQueue, type Slot } from '../kernel/queue.js';
import { toMs, type Micros } from '../kernel/time.js';
import type { DropReason } from '../network/network.js';
import type { RuleEffect } from '../network/rules.js';
import { Fingerprint } from '../record/fingerprint.js';
import { carriageOf, type Observer, type SeenEvent } from '../record/observer.js';
import type { Timing } from '../schedule/timing.js';

export abstract class WorldCalendar {
  now: Micros = 0;
  /** Number of events that happened. */
  events = 0;
  /** The run is over. */
  done = false;
  readonly queue = new EventQueue();
  readonly fingerprint = new Fingerprint();
  observer: Observer | undefined;
  /** The last event, where somebody sees it. */
  protected seen: SeenEvent | undefined;
  /** The rule of the engine that was broken, if one was. */
  protected fault: EngineFault | undefined;
  protected orders = 0;
  protected ids = 0;

  /** @param timing holds back what the schedule of the plan says, if it has one */
  constructor(protected readonly timing: Timing | undefined) {}

  abstract endpointName(index: number): string;

  schedule(atUs: Micros, kind: number, node: number, a: number, b: number, payload: unknown): Slot {
    if (this.timing !== undefined && isTimer(kind) && atUs > this.now)
      atUs = this.timing.due(atUs, this.now, node, node);
    if (!(atUs >= this.now)) this.scheduledInThePast(atUs, kind, node);
    return this.queue.push(atUs, this.orders++, kind, node, a, b, this.events, payload);
  }

  /** Puts an event of the world on the calendar that happens at this moment and before all others. */
  scheduleNext(kind: number, a: number): void {
    // No order below 0 is ever given out, and no two such events have the same number.
    this.queue.push(this.now, -1 - a, kind, -1, a, 0, this.events, undefined);
  }

  cancel(slot: Slot, node: number, kind: number): void {
    if (slot < 0) return;
    const { queue } = this;
    if (!queue.isPending(slot) || queue.node[slot] !== node || queue.kind[slot] !== kind)
      this.broken(`${this.endpointName(node)} cancels a ${eventKindName(kind)} that is not on the calendar`);
    queue.cancel(slot);
  }

  arrive(
    atUs: Micros,
    kind: number,
    from: number,
    to: number,
    id: number,
    payload: unknown,
    effect?: Readonly<RuleEffect>,
    copy = 0,
  ): void {
    if (this.timing !== undefined && from !== to) atUs = this.timing.due(atUs, this.now, from, to);
    if (!(atUs >= this.now)) this.scheduledInThePast(atUs, kind, to);
    const order = this.orders++;
    this.observer?.sent?.({ kind, from, to, id, payload, order }, carriageOf(atUs, copy, effect));
    this.queue.push(atUs, order, kind, to, from, id, this.events, payload);
  }

  dropped(
    kind: number,
    from: number,
    to: number,
    id: number,
    payload: unknown,
    why: DropReason,
    when: 'leaving' | 'arriving' = 'leaving',
  ): void {
    // Lost datagrams have numbers too: a message lost or not, the next has the same.
    const next = this.orders++;
    this.fingerprint.word((from << 8) ^ to);
    if (this.observer?.dropped === undefined) return;
    const order = when === 'leaving' ? next : (this.seen as SeenEvent).order;
    this.observer.dropped({ kind, from, to, id, payload, order }, why, when);
  }

  /** A number that no other request, call or connection has. */
  nextId(): number {
    return ++this.ids;
  }

  /** The run ends here, and not only where a program lets the error through. */
  protected broken(what: string): never {
    const fault = new EngineFault(`${what}, at ${toMs(this.now)} ms (event ${this.events})`);
    this.fault ??= fault;
    this.done = true;
    throw fault;
  }

  private scheduledInThePast(atUs: Micros, kind: number, node: number): never {
    const where = node < 0 ? 'the world' : this.endpointName(node);
    this.broken(`a ${eventKindName(kind)} of ${where} was scheduled for ${toMs(atUs)} ms, in the past`);
  }
}

/** What a schedule may hold back besides deliveries. */
function isTimer(kind: number): boolean {
  return kind === EventKind.Timer || kind === EventKind.Wake || kind === EventKind.CallTimeout;
}

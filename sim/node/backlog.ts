/** What waits for a node that stands still or is busy, and when one that is slow gets to it. */
import { copyPlain } from '../kernel/copy.js';
import { EventKind, LOOP_WAKE } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import type { NodePort } from './port.js';
import type { Stall } from './stall.js';

/** An event that came while the node stood still or was busy. */
export interface Waiting {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly payload: unknown;
}

/** What this asks of its node. */
interface Busy {
  readonly port: NodePort;
  readonly index: number;
  readonly status: string;
  readonly stall: Pick<Stall, 'lasts' | 'nowUs'>;
  /** Puts an event on the calendar again, to happen at this moment. */
  putBack(event: Waiting): void;
}

export interface BacklogSnapshot {
  readonly backlog: readonly Waiting[];
  readonly slowUs: Micros;
  readonly turnSlot: Slot;
}

export class Backlog {
  private events: Waiting[] = [];
  /** Microseconds that each event costs; 0 unless slowed. */
  slowUs: Micros = 0;
  /** When a slow node gets to the first event; -1: not planned. */
  private turnSlot: Slot = -1;

  constructor(private readonly node: Busy) {}

  /** Whether what comes now has to wait, though the process does not stand still. */
  get delays(): boolean {
    return this.slowUs > 0 || this.events.length > 0 || this.node.stall.lasts;
  }

  push(event: Waiting): void {
    this.events.push(event);
  }

  /** It happens before all that waits. */
  pushFirst(event: Waiting): void {
    this.events.unshift(event);
  }

  /** The event of this kind with this in column `a`, or `b`, shall not happen. */
  drop(kind: number, column: 'a' | 'b', value: number): void {
    if (this.events.length > 0)
      this.events = this.events.filter((event) => event.kind !== kind || event[column] !== value);
  }

  /** What waited for a process that stood still: first what its event loop does, then what arrived. */
  putLoopFirst(): void {
    const isLoop = ({ kind, a }: Waiting): boolean => kind === EventKind.Wake && a === LOOP_WAKE;
    this.events = [...this.events.filter(isLoop), ...this.events.filter((event) => !isLoop(event))];
  }

  /** Lets the first event happen after what an event costs. */
  planTurn(): void {
    const { node } = this;
    if (node.status !== 'up' || this.turnSlot >= 0) return;
    if (this.events.length === 0 && !node.stall.lasts) return;
    const atUs = node.stall.nowUs + this.slowUs;
    this.turnSlot = node.port.schedule(atUs, EventKind.Turn, node.index, 0, 0, undefined);
  }

  /** The planned turn is there. */
  turned(): void {
    this.turnSlot = -1;
  }

  /** The event whose turn it is; the next is planned. */
  shift(): Waiting | undefined {
    const next = this.events.shift();
    if (next !== undefined) this.planTurn();
    return next;
  }

  /** All of it happens now, in this order. */
  release(): void {
    this.cancelTurn();
    const waited = this.events;
    this.events = [];
    for (const event of waited) this.node.putBack(event);
  }

  /** It dies with the process. */
  forget(): void {
    this.events = [];
    this.cancelTurn();
  }

  save(): BacklogSnapshot {
    return { backlog: this.events.map(copied), slowUs: this.slowUs, turnSlot: this.turnSlot };
  }

  restore({ backlog, slowUs, turnSlot }: BacklogSnapshot): void {
    this.events = backlog.map(copied);
    this.slowUs = slowUs;
    this.turnSlot = turnSlot;
  }

  private cancelTurn(): void {
    this.node.port.cancel(this.turnSlot, this.node.index, EventKind.Turn);
    this.turnSlot = -1;
  }
}

function copied(event: Waiting): Waiting {
  return { ...event, payload: copyPlain(event.payload) };
}

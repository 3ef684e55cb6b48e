/** What a process has on the calendar: named timers, calls, wake-ups. All of it dies with the process. */
import { copyPlain } from '../kernel/copy.js';
import { EventKind, LOOP_WAKE } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import type { Backlog } from './backlog.js';
import { nameOf } from './by-name.js';
import type { Clock } from './clock.js';
import type { NodePort } from './port.js';
import type { Stall } from './stall.js';

/** A call that waits for its end. */
export interface PendingCall {
  readonly to: number;
  readonly token: unknown;
  /** The name of the question, its field `f`, if it has one. */
  readonly f: string | undefined;
  slot: Slot;
}

/** What this asks of its node. */
interface Owner {
  readonly port: NodePort;
  readonly index: number;
  readonly clock: Clock;
  readonly stall: Pick<Stall, 'nowUs'>;
  readonly backlog: Backlog;
  /** Whatever the code of a process that has ended sets is void. */
  readonly sites: { readonly gone: boolean };
}

export interface AgendaSnapshot {
  readonly timers: readonly Slot[];
  readonly calls: readonly (readonly [number, PendingCall])[];
  readonly wakes: readonly (readonly [number, Slot])[];
}

export class Agenda {
  /** Slots of the named timers, by the number of the name; -1 or nothing: not set. */
  private timers: Slot[] = [];
  readonly calls = new Map<number, PendingCall>();
  private readonly wakes = new Map<number, Slot>();

  constructor(private readonly node: Owner) {}

  /** Sets or resets a named timer. The delay is counted by this node's own clock. */
  setTimer(name: string, delayUs: Micros, payload: unknown): void {
    if (this.node.sites.gone) return;
    const { timers } = this;
    const id = this.node.port.intern(name);
    while (timers.length <= id) timers.push(-1);
    this.dropTimer(id);
    timers[id] = this.plan(delayUs, EventKind.Timer, id, 0, payload);
  }

  clearTimer(name: string): void {
    const id = this.node.port.intern(name);
    this.dropTimer(id);
    // What was never set has no place, and gets none: the list has no holes.
    if (id < this.timers.length) this.timers[id] = -1;
  }

  /** Takes a timer off the calendar, or out of the backlog of a slow node, where it may have fired already. */
  private dropTimer(id: number): void {
    this.cancel(this.timers[id] ?? -1, EventKind.Timer);
    this.node.backlog.drop(EventKind.Timer, 'a', id);
  }

  timerFired(id: number): void {
    this.timers[id] = -1;
  }

  /** Notes a call whose end is to come back with the token. @returns its number */
  openCall(to: number, message: unknown, timeoutUs: Micros, token: unknown): number {
    const id = this.node.port.nextId();
    const slot = this.plan(timeoutUs, EventKind.CallTimeout, 0, id, undefined);
    this.calls.set(id, { to, token, f: nameOf(message), slot });
    return id;
  }

  /** @returns the call, if it was still open */
  closeCall(id: number, timedOut: boolean): PendingCall | undefined {
    const pending = this.calls.get(id);
    if (pending === undefined) return undefined;
    this.calls.delete(id);
    if (!timedOut) this.cancel(pending.slot, EventKind.CallTimeout);
    return pending;
  }

  /** Lets the driver be woken after a while of this node's own time. @param a LOOP_WAKE for its event loop */
  wakeAfter(delayUs: Micros, a = 0): number {
    const id = this.node.port.nextId();
    if (this.node.sites.gone) return id;
    this.wakes.set(id, this.plan(delayUs, EventKind.Wake, a, id, undefined));
    return id;
  }

  /** Lets the driver be woken before anything else that waits for this node happens. */
  wakeNext(): number {
    const id = this.node.port.nextId();
    this.wakes.set(id, -1);
    this.node.backlog.pushFirst({ kind: EventKind.Wake, a: LOOP_WAKE, b: id, payload: undefined });
    this.node.backlog.planTurn();
    return id;
  }

  /** Lets the driver be woken after `restUs` instead. @returns false where the wake-up waits for the node already */
  moveWake(id: number, restUs: Micros): boolean {
    const slot = this.wakes.get(id) ?? -1;
    if (slot < 0) return false;
    const { port, index } = this.node;
    this.cancel(slot, EventKind.Wake);
    this.wakes.set(id, port.schedule(port.now + restUs, EventKind.Wake, index, 0, id, undefined));
    return true;
  }

  cancelWake(id: number): void {
    const slot = this.wakes.get(id);
    if (slot === undefined) return;
    this.cancel(slot, EventKind.Wake);
    this.wakes.delete(id);
  }

  woken(id: number): void {
    this.wakes.delete(id);
  }

  /** Where one of its events is on the calendar now; -1: nowhere, it waits in the backlog. */
  moved(kind: number, a: number, b: number, slot: Slot): void {
    if (kind === EventKind.Timer) this.timers[a] = slot;
    else if (kind === EventKind.Wake) this.wakes.set(b, slot);
    else if (kind === EventKind.CallTimeout) {
      const pending = this.calls.get(b);
      if (pending !== undefined) pending.slot = slot;
    }
  }

  /** The process has ended. */
  forget(): void {
    for (const slot of this.timers) this.cancel(slot, EventKind.Timer);
    for (const { slot } of this.calls.values()) this.cancel(slot, EventKind.CallTimeout);
    for (const slot of this.wakes.values()) this.cancel(slot, EventKind.Wake);
    this.timers = [];
    this.calls.clear();
    this.wakes.clear();
  }

  save(): AgendaSnapshot {
    return { timers: [...this.timers], calls: copyCalls([...this.calls]), wakes: [...this.wakes] };
  }

  restore({ timers, calls, wakes }: AgendaSnapshot): void {
    this.timers = [...timers];
    refill(this.calls, copyCalls(calls));
    refill(this.wakes, wakes);
  }

  /** Puts something on the calendar, after a while that this node's own clock counts. */
  private plan(delayUs: Micros, kind: number, a: number, b: number, payload: unknown): Slot {
    const { node } = this;
    const atUs = node.stall.nowUs + node.clock.real(delayUs);
    return node.port.schedule(atUs, kind, node.index, a, b, payload);
  }

  private cancel(slot: Slot, kind: number): void {
    this.node.port.cancel(slot, this.node.index, kind);
  }
}

function copyCalls(calls: AgendaSnapshot['calls']): AgendaSnapshot['calls'] {
  return calls.map(([id, call]) => [id, { ...call, token: copyPlain(call.token) }]);
}

/** Makes a map hold what was saved, and nothing else. */
function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

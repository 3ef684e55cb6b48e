/**
 * A simulated node: its life (start, crash, kill, pause, upgrade), and everything that dies with the process:
 * timers, calls, what waits for the disk. The disk and the clock outlive it. What it does is its program's business.
 */
import { copyPlain } from '../kernel/copy.js';
import { EventKind, LOOP_WAKE } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import { stream, type Stream } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Segment } from '../network/segment.js';
import { Streams } from '../network/streams.js';
import { NodeHost } from './node-host.js';
import { Clock } from './clock.js';
import type { NodePort, Refusal } from './port.js';
import { copyCalls, loopFirst, refill } from './node-snapshot.js';
import type { Birth, NodeSnapshot, NodeStatus, PendingCall, Waiting } from './node-snapshot.js';
import type { CallOutcome, Driver, MembershipChange, Program } from './program.js';
import { NodeExit } from './exit.js';
import { nameOf } from './by-name.js';
import { inFreshContext } from './ambient/async-context.js';
import { fail } from './failure.js';
import { Sites } from './sites.js';
import { Stall } from './stall.js';
import { Storage, SYNC_OK } from './storage.js';

/** Nothing is shown: `undefined` can be. */
const NOTHING = Symbol('nothing');

export class SimNode {
  status: NodeStatus = 'absent';
  incarnation = 0;
  born: Birth = { localUs: 0, wallMs: 0 };
  driver: Driver | undefined;
  /** What its program shows instead of its state, or {@link NOTHING}. */
  private shown: unknown = NOTHING;
  /** Its program has shown something in this run. */
  everShown = false;
  readonly clock = new Clock();
  readonly stall = new Stall(this);
  readonly storage: Storage;
  readonly streams: Streams;
  readonly sites = new Sites(this);
  /** Slots of the named timers, by the number of the name; -1 or nothing: not set. */
  private timers: Slot[] = [];
  readonly calls = new Map<number, PendingCall>();
  readonly wakes = new Map<number, Slot>();
  /** Microseconds that each event costs; 0 unless slowed. */
  slowUs: Micros = 0;
  /** When a slow node gets to the first event of its backlog; -1: not planned. */
  private turnSlot: Slot = -1;
  backlog: Waiting[] = [];
  /** When the process is to start again; overlapping faults keep it down until the last is over. */
  downUntilUs: Micros = 0;
  /** Numbers of the faults that hold it paused. */
  private readonly pausedBy = new Set<number>();
  startSlot: Slot = -1;
  private draws: Stream | undefined;
  private lent: NodeHost | undefined;
  private lentTo = 0;

  constructor(
    readonly port: NodePort,
    readonly index: number,
    readonly name: string,
    public program: Program,
    public version: string,
  ) {
    this.storage = new Storage(this);
    this.streams = new Streams(this);
  }

  /** The node's own random stream; it goes on across restarts, as entropy would. */
  get random(): Stream {
    return (this.draws ??= stream(this.port.seed, `node/${this.name}`));
  }

  /** What this incarnation lends to ordinary JavaScript. */
  get host(): NodeHost {
    if (this.lent === undefined || this.lentTo !== this.incarnation) {
      this.lent = new NodeHost(this);
      this.lentTo = this.incarnation;
    }
    return this.lent;
  }

  /** What there is to see of its memory. */
  get seen(): unknown {
    return this.shown === NOTHING ? this.driver?.state() : this.shown;
  }

  /** It runs, and its memory cannot be seen: an async program that shows nothing. */
  get hidden(): boolean {
    return this.shown === NOTHING && this.driver !== undefined && this.program.style === 'async';
  }

  /** @param state a copy of its own */
  show(state: unknown): void {
    this.shown = state;
    this.everShown = true;
  }

  /** Plans the next start of the process. */
  startAt(atUs: Micros): void {
    this.cancel(this.startSlot, EventKind.Start);
    const next = this.incarnation + 1;
    this.startSlot = this.port.schedule(atUs, EventKind.Start, this.index, next, 0, undefined);
  }

  private cancel(slot: Slot, kind: number): void {
    this.port.cancel(slot, this.index, kind);
  }

  /** Ends the process and what is volatile with it. */
  end(status: 'stopped' | 'dark' | 'absent'): void {
    this.lent?.loop.end();
    for (const slot of this.timers) this.cancel(slot, EventKind.Timer);
    for (const { slot } of this.calls.values()) this.cancel(slot, EventKind.CallTimeout);
    for (const slot of this.wakes.values()) this.cancel(slot, EventKind.Wake);
    this.timers = [];
    this.calls.clear();
    this.wakes.clear();
    this.storage.forget();
    this.streams.reset();
    this.backlog = [];
    this.sites.held = [];
    this.stall.untilUs = 0;
    this.pausedBy.clear();
    this.cancel(this.turnSlot, EventKind.Turn);
    this.turnSlot = -1;
    this.cancel(this.startSlot, EventKind.Start);
    this.startSlot = -1;
    this.driver = undefined;
    this.shown = NOTHING;
    this.status = status;
  }

  /** Lets the program end in good order; what it sends still goes out. */
  stopInOrder(): void {
    try {
      this.driver?.stop();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Stands still until every fault that paused it is over. A process that starts anew is not paused. */
  pause(fault: number): void {
    if (this.status !== 'up' && this.status !== 'paused') return;
    this.status = 'paused';
    this.pausedBy.add(fault);
  }

  /**
   * Goes on where it stood; what waited happens now, in the order in which it came, but timers first: a Node process
   * that was stopped looks at its timers before it asks what arrived.
   */
  resume(fault: number): void {
    if (!this.pausedBy.delete(fault) || this.pausedBy.size > 0) return;
    this.status = 'up';
    if (!this.stall.lasts) this.sites.release();
    this.backlog = loopFirst(this.backlog);
    if (this.slowUs > 0 || this.stall.lasts) this.planTurn();
    else this.releaseBacklog();
  }

  /** An event of this node is due. */
  handle(kind: number, a: number, b: number, payload: unknown): void {
    if (kind === EventKind.Turn) return this.takeTurn();
    if (
      this.status === 'paused' ||
      (this.status === 'up' && (this.slowUs > 0 || this.backlog.length > 0 || this.stall.lasts))
    ) {
      this.backlog.push({ kind, a, b, payload });
      this.located(kind, a, b, -1);
      this.planTurn();
      return;
    }
    if (this.status !== 'up' && kind !== EventKind.Start) this.refuse(kind, a, b, payload);
    else this.dispatch(kind, a, b, payload);
  }

  /** Makes every event cost so much more, or less again. Once none costs anything, what waited happens at once. */
  slowBy(deltaUs: Micros): void {
    this.slowUs = Math.max(0, this.slowUs + deltaUs);
    if (this.slowUs === 0 && this.status === 'up' && !this.stall.lasts) this.releaseBacklog();
  }

  send(kind: number, to: number, id: number, payload: unknown, after: 'sync' | undefined): void {
    if (after === undefined) this.sites.send(kind, to, id, payload);
    else this.storage.afterSync({ kind: 'send', message: kind, to, id, payload });
  }

  /** Sets or resets a named timer. The delay is counted by this node's own clock. */
  setTimer(name: string, delayUs: Micros, payload: unknown): void {
    if (this.sites.gone) return;
    const { port, timers } = this;
    const id = port.intern(name);
    while (timers.length <= id) timers.push(-1);
    this.dropTimer(id);
    const atUs = this.stall.nowUs + this.clock.real(delayUs);
    timers[id] = port.schedule(atUs, EventKind.Timer, this.index, id, 0, payload);
  }

  clearTimer(name: string): void {
    const id = this.port.intern(name);
    this.dropTimer(id);
    // What was never set has no place, and gets none: the list has no holes.
    if (id < this.timers.length) this.timers[id] = -1;
  }

  /** Takes a timer off the calendar, or out of the backlog of a slow node, where it may have fired already. */
  private dropTimer(id: number): void {
    this.cancel(this.timers[id] ?? -1, EventKind.Timer);
    if (this.backlog.length > 0)
      this.backlog = this.backlog.filter(({ kind, a }) => kind !== EventKind.Timer || a !== id);
  }

  /** The same for the timer of a connection. */
  dropStreamTimer(connection: number, slot: Slot): void {
    this.cancel(slot, EventKind.StreamTimer);
    if (this.backlog.length > 0)
      this.backlog = this.backlog.filter(({ kind, b }) => kind !== EventKind.StreamTimer || b !== connection);
  }

  /** Writes an effect into the history, now or once it is durable. */
  effect(input: { readonly f: string }, after: 'sync' | undefined): void {
    if (after !== undefined) return this.storage.afterSync({ kind: 'effect', input });
    if (!this.sites.begins('effect')) return;
    this.port.effect(this, input);
    this.sites.done('effect');
  }

  /** Sends a message that wants an answer; its end comes back with the token. */
  call(to: number, message: unknown, timeoutUs: Micros, token: unknown, after: 'sync' | undefined): void {
    if (this.sites.gone) return;
    const { port } = this;
    const id = port.nextId();
    const atUs = this.stall.nowUs + this.clock.real(timeoutUs);
    const slot = port.schedule(atUs, EventKind.CallTimeout, this.index, 0, id, undefined);
    this.calls.set(id, { to, token, f: nameOf(message), slot });
    this.send(EventKind.Call, to, id, message, after);
  }

  /** Answers a request or call. */
  answer(to: number, id: number, value: unknown, after: 'sync' | undefined): void {
    this.send(EventKind.Answer, to, id, copyPlain(value, 'reply'), after);
  }

  reject(to: number, id: number, refusal: Refusal): void {
    this.sites.send(EventKind.Refusal, to, id, refusal);
  }

  /** Lets the driver be woken after a while of this node's own time. @param a LOOP_WAKE for its event loop */
  wakeAfter(delayUs: Micros, a = 0): number {
    const { port } = this;
    const id = port.nextId();
    if (this.sites.gone) return id;
    const atUs = this.stall.nowUs + this.clock.real(delayUs);
    this.wakes.set(id, port.schedule(atUs, EventKind.Wake, this.index, a, id, undefined));
    return id;
  }

  /** Lets the driver be woken before anything else that waits for this node happens. */
  wakeNext(): number {
    const id = this.port.nextId();
    this.wakes.set(id, -1);
    this.backlog.unshift({ kind: EventKind.Wake, a: LOOP_WAKE, b: id, payload: undefined });
    this.planTurn();
    return id;
  }

  /** Lets the driver be woken after `restUs` instead. @returns false where the wake-up waits for the node already */
  moveWake(id: number, restUs: Micros): boolean {
    const slot = this.wakes.get(id) ?? -1;
    if (slot < 0) return false;
    const { port, index } = this;
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

  synced(token: unknown, ok: boolean): void {
    this.driver?.synced(token, ok);
  }

  exit(reason: string): never {
    throw new NodeExit(reason);
  }

  /** A handler ended with an error. @param promise the one that was rejected, if any */
  failed(thrown: unknown, promise?: Promise<unknown>): void {
    if (!this.sites.gone) fail(this, this.lent, thrown, promise);
  }

  save(): NodeSnapshot {
    const { status, incarnation, version, born, program, slowUs, turnSlot, startSlot, downUntilUs } = this;
    return {
      ...{ status, incarnation, version, born, program, slowUs, turnSlot, startSlot, downUntilUs },
      pausedBy: [...this.pausedBy],
      stalledUntilUs: this.stall.untilUs,
      held: this.sites.held.map((message) => ({ ...message, payload: copyPlain(message.payload) })),
      state: this.driver === undefined ? undefined : { value: copyPlain(this.driver.state(), 'state') },
      shown: this.shown === NOTHING ? undefined : { value: copyPlain(this.shown) },
      clock: this.clock.save(),
      disk: this.storage.save(),
      streams: this.streams.save(),
      random: this.draws?.save(),
      timers: [...this.timers],
      calls: copyCalls([...this.calls]),
      wakes: [...this.wakes],
      backlog: this.backlog.map((waiting) => ({ ...waiting, payload: copyPlain(waiting.payload) })),
    };
  }

  restore(saved: NodeSnapshot): void {
    const { status, incarnation, version, born, program, slowUs, turnSlot, startSlot, downUntilUs } = saved;
    const process = { status, incarnation, version, born, program };
    Object.assign(this, { ...process, slowUs, turnSlot, startSlot, downUntilUs });
    this.stall.untilUs = saved.stalledUntilUs;
    this.pausedBy.clear();
    for (const fault of saved.pausedBy) this.pausedBy.add(fault);
    this.sites.held = saved.held.map((message) => ({ ...message, payload: copyPlain(message.payload) }));
    this.driver = undefined;
    if (saved.state !== undefined) {
      this.driver = program.drive(this);
      this.driver.restore(saved.state.value);
    }
    this.shown = saved.shown === undefined ? NOTHING : copyPlain(saved.shown.value);
    this.clock.restore(saved.clock);
    this.storage.restore(saved.disk);
    this.streams.restore(saved.streams);
    this.draws = undefined;
    if (saved.random !== undefined) this.random.restore(saved.random);
    this.timers = [...saved.timers];
    refill(this.calls, copyCalls(saved.calls));
    refill(this.wakes, saved.wakes);
    this.backlog = saved.backlog.map((waiting) => ({ ...waiting, payload: copyPlain(waiting.payload) }));
  }

  private dispatch(kind: number, a: number, b: number, payload: unknown): void {
    if (this.sites.watch === undefined) this.act(kind, a, b, payload);
    else this.actWatched(kind, a, b, payload);
  }

  /** The same where a fault may come just before it, or just after. */
  private actWatched(kind: number, a: number, b: number, payload: unknown): void {
    const { sites, status } = this;
    const site = sites.turnOf(kind, b, payload);
    const heard = kind === EventKind.Segment ? (payload as Segment).data : payload;
    // It is on the calendar no more, and so nobody may cancel it.
    this.located(kind, a, b, -1);
    if (kind === EventKind.Sync && a === 0) sites.begins('sync');
    else if (site !== undefined) sites.begins(site, site === 'receive' ? a : -1, heard);
    if (this.status === status) {
      this.act(kind, a, b, payload);
      if (kind === EventKind.Sync) sites.done('await');
      else if (site !== undefined) sites.done(site, site === 'receive' ? a : -1, heard);
    } else if (this.status === 'paused') this.backlog.unshift({ kind, a, b, payload });
    else this.refuse(kind, a, b, payload);
  }

  private act(kind: number, a: number, b: number, payload: unknown): void {
    this.stall.begin();
    if (this.program.style === 'state-machine') this.react(kind, a, b, payload);
    else inFreshContext(() => this.react(kind, a, b, payload));
  }

  private react(kind: number, a: number, b: number, payload: unknown): void {
    try {
      switch (kind) {
        case EventKind.Message:
        case EventKind.Call:
        case EventKind.Request:
          return this.driver?.receive(kind, a, b, payload);
        case EventKind.Timer:
          this.timers[a] = -1;
          return this.driver?.timer(this.port.nameOfInterned(a), payload);
        case EventKind.Answer:
          return this.callEnded(b, { kind: 'answer', value: payload });
        case EventKind.Refusal:
          return this.callEnded(b, { kind: 'refused', ...(payload as Refusal) });
        case EventKind.CallTimeout:
          return this.callEnded(b, { kind: 'timeout' });
        case EventKind.Sync:
          return a === 0 ? this.storage.syncDone(b) : this.storage.tell(b, a === SYNC_OK);
        case EventKind.Wake:
          this.wakes.delete(b);
          return a === LOOP_WAKE ? this.lent?.wake(b) : this.driver?.wake(b);
        case EventKind.Start:
          return this.start();
        case EventKind.Segment:
          return this.streams.receive(a, payload);
        case EventKind.StreamTimer:
          return this.streams.timer(b);
        case EventKind.Membership:
          return this.driver?.membership(payload as MembershipChange);
        default:
          throw new Error(`unknown event kind ${kind}`);
      }
    } catch (error) {
      this.failed(error);
    }
  }

  private start(): void {
    this.startSlot = -1;
    this.incarnation++;
    this.status = 'up';
    const { now } = this.port;
    this.born = { localUs: this.clock.monotonic(now), wallMs: this.clock.wallMs(now) };
    this.port.note(this, 'started', { incarnation: this.incarnation, version: this.version });
    this.driver = this.program.drive(this);
    this.driver.start();
  }

  private callEnded(id: number, result: CallOutcome): void {
    const pending = this.calls.get(id);
    if (pending === undefined) return;
    this.calls.delete(id);
    if (result.kind !== 'timeout') this.cancel(pending.slot, EventKind.CallTimeout);
    this.driver?.callEnded(pending, result);
  }

  /** Nobody is home. A machine whose process is gone says so; one that is off says nothing. */
  private refuse(kind: number, from: number, id: number, payload: unknown): void {
    if (this.status !== 'stopped') return;
    if (kind === EventKind.Request || kind === EventKind.Call) {
      // Of a doubled request the other copy may have been carried out, or will be.
      const definite = !this.port.wasDuplicated(id);
      const refusal: Refusal = { error: `connection refused: ${this.name} is not running`, definite };
      this.port.network.send(EventKind.Refusal, this.index, from, id, refusal);
    } else if (kind === EventKind.Segment) this.streams.refuse(from, id, (payload as Segment).key);
  }

  /** Lets the first event that waits happen after what an event costs. */
  planTurn(): void {
    if (this.status !== 'up' || this.turnSlot >= 0) return;
    if (this.backlog.length === 0 && !this.stall.lasts) return;
    const atUs = this.stall.nowUs + this.slowUs;
    this.turnSlot = this.port.schedule(atUs, EventKind.Turn, this.index, 0, 0, undefined);
  }

  private takeTurn(): void {
    this.turnSlot = -1;
    if (this.status !== 'up') return;
    if (this.stall.lasts) return this.planTurn();
    if (this.stall.ends()) {
      this.sites.release();
      this.backlog = loopFirst(this.backlog);
    }
    const next = this.backlog.shift();
    if (next === undefined) return;
    this.planTurn();
    this.dispatch(next.kind, next.a, next.b, next.payload);
  }

  private releaseBacklog(): void {
    this.cancel(this.turnSlot, EventKind.Turn);
    this.turnSlot = -1;
    const waited = this.backlog;
    this.backlog = [];
    for (const { kind, a, b, payload } of waited) this.putBack(this.port.now, kind, a, b, payload);
  }

  private putBack(atUs: Micros, kind: number, a: number, b: number, payload: unknown): void {
    this.located(kind, a, b, this.port.schedule(atUs, kind, this.index, a, b, payload));
  }

  /** Tells the owner of an event where it is on the calendar now; -1: nowhere, it waits in the backlog. */
  private located(kind: number, a: number, b: number, slot: Slot): void {
    switch (kind) {
      case EventKind.Timer:
        this.timers[a] = slot;
        break;
      case EventKind.CallTimeout: {
        const pending = this.calls.get(b);
        if (pending !== undefined) pending.slot = slot;
        break;
      }
      case EventKind.Wake:
        this.wakes.set(b, slot);
        break;
      case EventKind.Sync:
        if (a === 0) this.storage.moved(slot);
        break;
      case EventKind.StreamTimer:
        this.streams.moved(b, slot);
        break;
      case EventKind.Start:
        this.startSlot = slot;
    }
  }
}

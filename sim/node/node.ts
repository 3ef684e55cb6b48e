/**
 * A simulated node: its life (start, crash, kill, pause, upgrade) and what happens when an event of it is due. What dies
 * with the process, such as timers, calls and what waits for the disk, and what outlives it, such as disk and clock,
 * have classes of their own. What it does is its program's business.
 */
import { copyPlain } from '../kernel/copy.js';
import { EventKind, LOOP_WAKE } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import { stream, type Stream } from '../kernel/random.js';
import type { Micros } from '../kernel/time.js';
import type { Segment } from '../network/segment.js';
import { Streams } from '../network/streams.js';
import { Agenda } from './agenda.js';
import { Backlog, type Waiting } from './backlog.js';
import { NodeHost } from './node-host.js';
import { Clock } from './clock.js';
import type { NodePort, Refusal } from './port.js';
import type { Birth, NodeSnapshot, NodeStatus } from './node-snapshot.js';
import type { CallOutcome, Driver, MembershipChange, Program } from './program.js';
import { NodeExit } from './exit.js';
import { inCleanContext } from './ambient/async-context.js';
import { fail } from './failure.js';
import { Farewell } from './farewell.js';
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
  readonly stall: Stall = new Stall(this);
  readonly storage: Storage;
  readonly streams: Streams;
  readonly sites: Sites = new Sites(this);
  readonly backlog: Backlog = new Backlog(this);
  readonly agenda: Agenda = new Agenda(this);
  readonly farewell: Farewell = new Farewell(this);
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
    this.farewell.forget();
    this.agenda.forget();
    this.storage.forget();
    this.sites.held = [];
    this.stall.untilUs = 0;
    this.status = status;
    if (this.program.closesConnections === true && status !== 'dark') this.streams.abandon();
    // A machine that is not there does not go on sending.
    if (this.program.closesConnections !== true || status !== 'stopped') this.streams.reset();
    this.pausedBy.clear();
    this.backlog.forget();
    this.cancel(this.startSlot, EventKind.Start);
    this.startSlot = -1;
    this.driver?.gone?.();
    this.driver = undefined;
    this.port.figures.processEnded(this.index, this.port.now);
    this.shown = NOTHING;
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
    this.backlog.putLoopFirst();
    if (this.backlog.slowUs > 0 || this.stall.lasts) this.backlog.planTurn();
    else this.backlog.release();
  }

  /** An event of this node is due. */
  handle(kind: number, a: number, b: number, payload: unknown): void {
    if (kind >= EventKind.Turn) return kind === EventKind.Turn ? this.takeTurn() : this.farewell.kill();
    if (this.status === 'paused' || (this.status === 'up' && this.backlog.delays)) {
      this.backlog.push({ kind, a, b, payload });
      this.located(kind, a, b, -1);
      this.backlog.planTurn();
      return;
    }
    if (this.status !== 'up' && kind !== EventKind.Start) this.refuse(kind, a, b, payload);
    else this.dispatch(kind, a, b, payload);
  }

  /** Makes every event cost so much more, or less again. Once none costs anything, what waited happens at once. */
  slowBy(deltaUs: Micros): void {
    const { backlog } = this;
    backlog.slowUs = Math.max(0, backlog.slowUs + deltaUs);
    if (backlog.slowUs === 0 && this.status === 'up' && !this.stall.lasts) backlog.release();
  }

  send(kind: number, to: number, id: number, payload: unknown, after: 'sync' | undefined): void {
    if (after === undefined) this.sites.send(kind, to, id, payload);
    else this.storage.afterSync({ kind: 'send', message: kind, to, id, payload });
  }

  /** Takes the timer of a connection off the calendar, or out of the backlog. */
  dropStreamTimer(connection: number, slot: Slot): void {
    this.cancel(slot, EventKind.StreamTimer);
    this.backlog.drop(EventKind.StreamTimer, 'b', connection);
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
    const id = this.agenda.openCall(to, message, timeoutUs, token);
    this.send(EventKind.Call, to, id, message, after);
  }

  /** Answers a request or call. */
  answer(to: number, id: number, value: unknown, after: 'sync' | undefined): void {
    this.send(EventKind.Answer, to, id, copyPlain(value, 'reply'), after);
  }

  reject(to: number, id: number, refusal: Refusal): void {
    this.sites.send(EventKind.Refusal, to, id, refusal);
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
    const { status, incarnation, version, born, program, startSlot, downUntilUs } = this;
    return {
      ...{ status, incarnation, version, born, program, startSlot, downUntilUs },
      pausedBy: [...this.pausedBy],
      stalledUntilUs: this.stall.untilUs,
      held: this.sites.held.map((message) => ({ ...message, payload: copyPlain(message.payload) })),
      state: this.driver === undefined ? undefined : { value: copyPlain(this.driver.state(), 'state') },
      shown: this.shown === NOTHING ? undefined : { value: copyPlain(this.shown) },
      clock: this.clock.save(),
      disk: this.storage.save(),
      streams: this.streams.save(),
      random: this.draws?.save(),
      ...this.agenda.save(),
      ...this.backlog.save(),
    };
  }

  restore(saved: NodeSnapshot): void {
    const { status, incarnation, version, born, program, startSlot, downUntilUs } = saved;
    Object.assign(this, { status, incarnation, version, born, program, startSlot, downUntilUs });
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
    this.agenda.restore(saved);
    this.backlog.restore(saved);
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
    } else if (this.status === 'paused') this.backlog.pushFirst({ kind, a, b, payload });
    else this.refuse(kind, a, b, payload);
  }

  private act(kind: number, a: number, b: number, payload: unknown): void {
    this.stall.begin();
    if (this.program.style === 'state-machine') this.react(kind, a, b, payload);
    else inCleanContext(() => this.react(kind, a, b, payload));
  }

  private react(kind: number, a: number, b: number, payload: unknown): void {
    try {
      switch (kind) {
        case EventKind.Message:
        case EventKind.Call:
        case EventKind.Request:
          return this.driver?.receive(kind, a, b, payload);
        case EventKind.Timer:
          this.agenda.timerFired(a);
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
          this.agenda.woken(b);
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
    const pending = this.agenda.closeCall(id, result.kind === 'timeout');
    if (pending !== undefined) this.driver?.callEnded(pending, result);
  }

  /** Nobody is home. A machine whose process is gone says so; one that is off says nothing. */
  private refuse(kind: number, from: number, id: number, payload: unknown): void {
    if (this.status !== 'stopped') return;
    if (kind === EventKind.Request || kind === EventKind.Call) {
      // Of a doubled request the other copy may have been carried out, or will be.
      const definite = !this.port.wasDuplicated(id);
      const refusal: Refusal = { error: `connection refused: ${this.name} is not running`, definite };
      this.port.network.send(EventKind.Refusal, this.index, from, id, refusal);
    } else if (kind === EventKind.Segment) {
      if (this.streams.knows(id)) this.streams.receive(from, payload);
      else this.streams.refuse(from, id, (payload as Segment).key);
    } else if (kind === EventKind.StreamTimer) this.streams.timer(id);
  }

  private takeTurn(): void {
    const { backlog } = this;
    backlog.turned();
    if (this.status !== 'up') return;
    if (this.stall.lasts) return backlog.planTurn();
    if (this.stall.ends()) {
      this.sites.release();
      backlog.putLoopFirst();
    }
    const next = backlog.shift();
    if (next !== undefined) this.dispatch(next.kind, next.a, next.b, next.payload);
  }

  putBack({ kind, a, b, payload }: Waiting): void {
    this.located(kind, a, b, this.port.schedule(this.port.now, kind, this.index, a, b, payload));
  }

  /** Tells the owner of an event where it is on the calendar now; -1: nowhere, it waits in the backlog. */
  private located(kind: number, a: number, b: number, slot: Slot): void {
    switch (kind) {
      case EventKind.Timer:
      case EventKind.CallTimeout:
      case EventKind.Wake:
        return this.agenda.moved(kind, a, b, slot);
      case EventKind.Sync:
        return a === 0 ? this.storage.moved(slot) : undefined;
      case EventKind.StreamTimer:
        return this.streams.moved(b, slot);
      case EventKind.Start:
        this.startSlot = slot;
    }
  }
}

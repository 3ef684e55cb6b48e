/**
 * A client: invokes the operations the plan gives it, one at a time. What does not end in time is `info`: it may
 * still happen, and the client goes on under a new process name, as in Jepsen.
 */
import { copyPlain } from '../kernel/copy.js';
import { EngineFault } from '../kernel/engine-fault.js';
import { EventKind } from '../kernel/event-kind.js';
import { draw, hashString } from '../kernel/hash.js';
import type { Slot } from '../kernel/queue.js';
import { toMicros, type Micros } from '../kernel/time.js';
import type { Network } from '../network/network.js';
import type { Refusal } from '../node/port.js';
import type { SiteWatch } from '../node/site-watch.js';
import type { HistoryRecorder } from '../record/history.js';
import type { PlannedOperation } from '../faults/plan.js';
import type { ClientInput, ClientProgram } from './client-program.js';
import { Reactions, type ReactionsPort, type ReactionsSnapshot } from './reactions.js';

/** Name of the client that invokes the final operations. */
export const FINAL_CLIENT = 'final';

export interface ClientPort extends ReactionsPort {
  readonly now: Micros;
  readonly network: Network;
  readonly history: HistoryRecorder;
  /** How long clients wait for a reply. */
  readonly timeoutUs: Micros;
  schedule(atUs: Micros, kind: number, node: number, a: number, b: number, payload: unknown): Slot;
  cancel(slot: Slot, endpoint: number, kind: number): void;
  nextId(): number;
  endpoint(name: string): number;
  endpointName(index: number): string;
  /** An operation began. */
  operationInvoked(number: number): void;
  /** An operation of this client ended. */
  operationEnded(client: SimClient, number: number): void;
}

export interface ClientSnapshot {
  /** What its program remembers; absent where it has none. */
  readonly reactions?: ReactionsSnapshot;
  /** What it was asked by hand, too; absent where nothing was. */
  readonly asked?: { readonly operations: readonly PlannedOperation[]; readonly numbers: readonly number[] };
  readonly next: number;
  readonly crashes: number;
  readonly open: number;
  readonly openId: number;
  readonly timeoutSlot: Slot;
}

export class SimClient {
  /** Position of the next operation. */
  private next = 0;
  /** How many operations of this client stayed open for ever. */
  private crashes = 0;
  /** Number of the outstanding operation in the history, or -1. */
  private open = -1;
  private openId = -1;
  private timeoutSlot: Slot = -1;
  private readonly key: number;
  /** What is open was asked by hand, which no program reacts to. */
  private byHand = false;
  private operations: readonly PlannedOperation[];
  /** What it makes of what it hears, where it has a program. */
  private readonly reactions: Reactions | undefined;
  /** Numbers in the history of what it was asked by hand, in order. */
  private askedAs: number[] = [];
  /** Looks on, where a fault waits for what it asks. */
  watch: SiteWatch | undefined;

  constructor(
    private readonly port: ClientPort,
    readonly index: number,
    readonly name: string,
    private readonly planned: readonly PlannedOperation[],
    /** A client that lags behind its plan begins nothing later than this. */
    private readonly lastInvokeUs: Micros,
    program?: ClientProgram<unknown>,
  ) {
    this.operations = planned;
    this.reactions = program && new Reactions(port, name, program);
    this.key = hashString(`${String(port.seed)}\u0000client/${name}`);
  }

  /** An operation is outstanding. */
  get busy(): boolean {
    return this.open >= 0;
  }

  /** Something that it was asked by hand has not begun. */
  get hasToAsk(): boolean {
    return this.operations !== this.planned && this.next < this.operations.length;
  }

  /** Nothing is outstanding and nothing left to invoke. */
  get finished(): boolean {
    return this.open < 0 && this.next >= this.operations.length && this.reactions?.follows !== true;
  }

  /** What it asks now is in no plan: it follows from what it heard. */
  get isFollowing(): boolean {
    return !this.byHand && (this.reactions?.attempt ?? 0) > 0;
  }

  /** It is to ask this too, after all else. @returns gives its number in the history, once it has one */
  ask(operation: PlannedOperation): () => number | undefined {
    const isIdle = this.finished;
    const place = this.operations.length - this.planned.length;
    this.operations = [...this.operations, operation];
    if (isIdle) this.planNext();
    return () => this.askedAs[place];
  }

  /** Plans its next operation, unless there is none. */
  planNext(): void {
    const operation = this.operations[this.next];
    if (operation === undefined) return;
    const atUs = Math.max(this.port.now, toMicros(operation.atMs));
    this.port.schedule(atUs, EventKind.ClientNext, this.index, this.next, 0, undefined);
  }

  /** An event of this client is due. @param from who sent it, if anybody did */
  handle(kind: number, from: number, id: number, payload: unknown): void {
    if (kind === EventKind.ClientNext) this.invoke();
    else if (kind === EventKind.Answer) this.replied(from, id, payload);
    else if (kind === EventKind.Refusal) this.refused(from, id, payload as Refusal);
    else if (kind === EventKind.ClientTimeout) this.timedOut(id);
  }

  /** It is time for the next operation. */
  private invoke(): void {
    const { port, reactions } = this;
    const following = reactions?.takeFollowing();
    if (following !== undefined) {
      if (port.now > this.lastInvokeUs) return this.planNext();
      return this.begin(following, -1);
    }
    const operation = this.operations[this.next] as PlannedOperation;
    // Planned for later it may be, and a little late too, but no backlog is worked off in the quiet at the end.
    if (port.now > Math.max(this.lastInvokeUs, toMicros(operation.atMs) + port.timeoutUs / 10)) {
      this.next = this.operations.length;
      return;
    }
    if (this.open >= 0)
      throw new EngineFault(`${this.name} begins an operation while its operation ${this.open} is open`);
    const place = this.next++ - this.planned.length;
    this.begin(place < 0 ? (reactions?.begins(operation) ?? operation) : operation, place);
  }

  /** @param place among those asked by hand; below 0: none of them */
  private begin(operation: Pick<PlannedOperation, 'input' | 'to'>, place: number): void {
    const { port } = this;
    this.byHand = place >= 0;
    const process = this.crashes === 0 ? this.name : `${this.name}.${this.crashes}`;
    const to = operation.to ?? this.choose();
    this.open = port.history.invoke(process, copyPlain(operation.input, 'input'), port.now, to);
    if (place >= 0) this.askedAs[place] = this.open;
    this.openId = port.nextId();
    port.operationInvoked(this.open);
    if (to === undefined) return this.end('fail', undefined, 'there is no node to ask');
    const asked = port.endpoint(to);
    const request = copyPlain(operation.input, 'request');
    this.watch?.before('send', asked, request);
    port.network.send(EventKind.Request, this.index, asked, this.openId, request);
    this.watch?.after('send', asked, request);
    this.timeoutSlot = port.schedule(
      port.now + port.timeoutUs,
      EventKind.ClientTimeout,
      this.index,
      0,
      this.openId,
      undefined,
    );
  }

  private replied(from: number, id: number, value: unknown): void {
    if (id === this.openId) this.end('ok', value, undefined, from);
  }

  private refused(from: number, id: number, refusal: Refusal): void {
    if (id === this.openId) this.end(refusal.definite ? 'fail' : 'info', undefined, refusal.error, from);
  }

  private timedOut(id: number): void {
    if (id !== this.openId) return;
    this.timeoutSlot = -1;
    this.end('info', undefined, 'timeout');
  }

  save(): ClientSnapshot {
    const { next, crashes, open, openId, timeoutSlot } = this;
    const { operations, planned, askedAs } = this;
    const asked =
      operations === planned ? {} : { asked: { operations: [...operations], numbers: [...askedAs] } };
    const reacted = this.reactions === undefined ? {} : { reactions: this.reactions.save() };
    return { next, crashes, open, openId, timeoutSlot, ...asked, ...reacted };
  }

  restore({ asked, reactions, ...saved }: ClientSnapshot): void {
    Object.assign(this, saved);
    if (reactions !== undefined) this.reactions?.restore(reactions);
    this.operations = asked?.operations ?? this.planned;
    this.askedAs = [...(asked?.numbers ?? [])];
  }

  private end(type: 'ok' | 'fail' | 'info', output?: unknown, error?: string, from?: number): void {
    const { port } = this;
    port.cancel(this.timeoutSlot, this.index, EventKind.ClientTimeout);
    this.timeoutSlot = -1;
    const number = this.open;
    if (number < 0) throw new EngineFault(`an operation of ${this.name} ends, and none is open`);
    this.open = -1;
    this.openId = -1;
    if (type === 'info') this.crashes++;
    const by = from === undefined ? undefined : port.endpointName(from);
    port.history.complete(number, type, port.now, output, error, by);
    port.operationEnded(this, number);
    if (this.reactions === undefined || this.byHand || !this.follow(this.reactions, number)) this.planNext();
  }

  /** Asks what follows from how an operation ended, if anything does. */
  private follow(reactions: Reactions, number: number): boolean {
    const { port } = this;
    const { input, type, output, error, to } = port.history.at(number);
    const afterUs = reactions.ended({ input: input as ClientInput, type, output, error, to });
    if (afterUs === undefined) return false;
    // By the number of the planned one: what follows it has its descent.
    port.schedule(port.now + afterUs, EventKind.ClientNext, this.index, this.next - 1, 0, undefined);
    return true;
  }

  /** The node it asks when the plan does not say: drawn anew for each operation. */
  private choose(): string | undefined {
    const members = this.port.members();
    return members[Math.floor(draw(this.key, this.next) * members.length)];
  }
}

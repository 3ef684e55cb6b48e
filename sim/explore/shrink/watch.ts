/** Sees one run whole: which event set off which, which message of which link went when, which operation ended where. */
import { EventKind } from '../../kernel/event-kind.js';
import { toMicros, type Micros } from '../../kernel/time.js';
import type { DropReason } from '../../network/network.js';
import type { Observer, SeenDatagram, SeenEvent } from '../../record/observer.js';
import type { World } from '../../world.js';
import type { Plan } from '../../faults/plan.js';

/** One datagram as it left. */
export interface SentMessage {
  readonly from: number;
  readonly to: number;
  /** Which datagram of its link, from 1, as `message` faults count. */
  readonly nth: number;
  readonly kind: number;
  readonly payload: unknown;
  readonly atUs: Micros;
  /** Numbers of the faults in force when it left. */
  readonly under: readonly number[];
}

/** One event that happened. Events have numbers from 1. */
export interface HappenedEvent {
  readonly kind: number;
  /** Endpoint it happened to; -1: the world. */
  readonly node: number;
  readonly atUs: Micros;
  /** Number of the event that scheduled it; 0: the plan. */
  readonly cause: number;
  /** The datagram that arrived, if one did. */
  readonly message?: SentMessage;
}

/** Where an operation, or an effect, shows among the events. */
export interface WatchedOperation {
  readonly invoked: number;
  completed?: number;
}

export class Watch implements Observer {
  /** By number; nothing has number 0. */
  readonly events: (HappenedEvent | undefined)[] = [undefined];
  readonly messages: SentMessage[] = [];
  /** By their place in the history. */
  readonly operations: WatchedOperation[] = [];
  /** The node each operation of a client went to, by client, in order; undefined where there was none to ask. */
  readonly targets = new Map<string, (string | undefined)[]>();
  private readonly inFlight = new Map<number, SentMessage>();
  private current: SeenEvent | undefined;
  private active: readonly number[] = [];

  constructor(private readonly world: World) {}

  event(seen: SeenEvent): void {
    this.current = seen;
    const message = isDatagram(seen.kind) ? this.inFlight.get(seen.order) : undefined;
    const { kind, node, atUs, cause } = seen;
    this.events.push({ kind: kind & 0x7f, node, atUs, cause, ...(message === undefined ? {} : { message }) });
  }

  handled(): void {
    this.current = undefined;
  }

  sent(datagram: SeenDatagram): void {
    this.inFlight.set(datagram.order, this.left(datagram));
  }

  dropped(datagram: SeenDatagram, _why: DropReason): void {
    // What is lost on arrival was counted when it left.
    const { current } = this;
    const arriving =
      current !== undefined &&
      isDatagram(current.kind) &&
      datagram.to === current.node &&
      datagram.from === current.a;
    if (!arriving) this.left(datagram);
  }

  note(node: number, what: string, data: unknown): void {
    if (node >= 0) return;
    const { fault } = (data ?? {}) as { readonly fault?: number };
    if (what === 'heal-all') this.active = [];
    else if (what === 'fault-begin' && fault !== undefined) this.active = [...this.active, fault];
    else if (what === 'fault-end') this.active = this.active.filter((number) => number !== fault);
  }

  log(): void {
    // What programs say about themselves decides nothing.
  }

  invoked(number: number): void {
    this.operations[number] = { invoked: this.world.events };
    const client = this.world.endpointName(this.current?.node ?? -1);
    const targets = this.targets.get(client) ?? [];
    targets.push(undefined);
    this.targets.set(client, targets);
  }

  completed(number: number): void {
    const operation = this.operations[number];
    if (operation !== undefined) operation.completed = this.world.events;
  }

  effect(): void {
    this.operations.push({ invoked: this.world.events, completed: this.world.events });
  }

  /** Whether a message that the plan names by number left after everything was healed. */
  namedHitAfterHeal({ faults, healAtMs }: Plan): boolean {
    if (healAtMs === undefined) return false;
    const named = new Set<string>();
    for (const fault of faults)
      if (fault.kind === 'message') named.add(`${fault.from}/${fault.to}/${fault.nth}`);
    const healUs = toMicros(healAtMs);
    return this.messages.some(
      ({ from, to, nth, atUs }) =>
        atUs >= healUs &&
        named.has(`${this.world.endpointName(from)}/${this.world.endpointName(to)}/${nth}`),
    );
  }

  private left({ kind, from, to, payload }: SeenDatagram): SentMessage {
    const { world } = this;
    const nth = world.network.save().sent[from * world.endpointCount + to] as number;
    const last = this.messages.at(-1);
    // The second delivery of a duplicate is the same message.
    if (last !== undefined && last.from === from && last.to === to && last.nth === nth) return last;
    const message: SentMessage = { from, to, nth, kind: kind & 0x7f, payload, atUs: world.now, under: this.active };
    this.messages.push(message);
    if (message.kind === EventKind.Request && world.isClient(from)) {
      const targets = this.targets.get(world.endpointName(from));
      if (targets !== undefined) targets[targets.length - 1] = world.endpointName(to);
    }
    return message;
  }
}

function isDatagram(kind: number): boolean {
  const bare = kind & 0x7f;
  return bare >= EventKind.Message && bare <= EventKind.Segment;
}

/**
 * Sees one run whole: which event set off which, which message went when and what became of it, which operation ended
 * where; and stages fates meanwhile.
 */
import { EventKind } from '../../sim/kernel/event-kind.js';
import type { Micros } from '../../sim/kernel/time.js';
import type { Carriage, SeenDatagram, SeenEvent } from '../../sim/record/observer.js';
import type { Site, SiteMoment } from '../../sim/node/site-watch.js';
import { isDatagram } from './fate.js';
import { Staging, type SentDatagram } from './staging.js';

/** One datagram as it left. */
export interface SentMessage extends SentDatagram {
  readonly atUs: Micros;
  /** When it arrives; its copies after it. Empty where it was lost or the way was cut. */
  readonly arrivals: Micros[];
  /** Why it did not even leave. */
  lost?: 'cut' | 'by chance';
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
  readonly message: SentMessage | undefined;
}

/** The events at which an operation, or an effect, began and ended. */
interface WatchedOperation {
  readonly invoked: number;
  completed?: number;
}

/** How an operation of a client began. */
interface Invocation {
  readonly atUs: Micros;
  /** The node it went to; absent where there was none to ask. */
  to?: string;
}

/** Something that an endpoint did for which a fault of the plan waits. */
export interface Done {
  readonly node: number;
  readonly site: Site;
  readonly moment: SiteMoment;
  /** The endpoint at the other end; -1: none. */
  readonly peer: number;
  readonly atUs: Micros;
}

export class Watch extends Staging {
  /** By number; nothing has number 0. */
  readonly events: (HappenedEvent | undefined)[] = [undefined];
  readonly messages: SentMessage[] = [];
  /** By their place in the history. */
  readonly operations: WatchedOperation[] = [];
  /** When the operations of each client began and where they went, in order. */
  readonly invocations = new Map<string, Invocation[]>();
  /** In order. */
  readonly done: Done[] = [];
  private readonly inFlight = new Map<number, SentMessage>();

  override event(seen: SeenEvent): void {
    super.event(seen);
    const message = isDatagram(seen.kind) ? this.inFlight.get(seen.order) : undefined;
    const { kind, node, atUs, cause } = seen;
    this.events.push({ kind: kind & 0x7f, node, atUs, cause, message });
  }

  override sent(datagram: SeenDatagram, carriage: Carriage): void {
    super.sent(datagram, carriage);
    const leaving = this.messages.at(-1) as SentMessage;
    leaving.arrivals.push(carriage.arrivesUs);
    this.inFlight.set(datagram.order, leaving);
  }

  dropped(_datagram: SeenDatagram, why: string, when: 'leaving' | 'arriving'): void {
    const leaving = this.messages.at(-1);
    if (when === 'leaving' && leaving !== undefined) leaving.lost = why === 'cut' ? 'cut' : 'by chance';
  }

  atSite(node: number, moment: SiteMoment, site: Site, peer: number): void {
    this.done.push({ node, site, moment, peer, atUs: this.world.now });
  }

  invoked(number: number): void {
    this.operations[number] = { invoked: this.world.events };
    const client = this.world.endpointName(this.events.at(-1)?.node ?? -1);
    // What follows an operation is in no plan: it comes and goes with that one.
    if (this.world.clients.find(({ name }) => name === client)?.isFollowing === true) return;
    const own = this.invocations.get(client) ?? [];
    own.push({ atUs: this.world.now });
    this.invocations.set(client, own);
  }

  completed(number: number): void {
    const operation = this.operations[number];
    if (operation !== undefined) operation.completed = this.world.events;
  }

  effect(): void {
    this.operations.push({ invoked: this.world.events, completed: this.world.events });
  }

  protected override leaves(sent: SentDatagram): void {
    this.messages.push({ ...sent, atUs: this.world.now, arrivals: [] });
    if (sent.kind === EventKind.Request && this.world.isClient(sent.from)) this.aimedAt(sent.from, sent.to);
  }

  private aimedAt(client: number, node: number): void {
    const name = this.world.endpointName(client);
    const invocation = this.invocations.get(name)?.at(-1);
    const follows = this.world.clients.find((each) => each.name === name)?.isFollowing === true;
    if (invocation !== undefined && !follows) invocation.to = this.world.endpointName(node);
  }
}

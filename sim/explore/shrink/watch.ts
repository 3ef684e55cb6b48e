/**
 * Sees one run whole: which event set off which, which message went when and what became of it, which operation ended
 * where. It also stages fates: messages it is told about are lost, delayed or doubled as if the plan named them.
 */
import type { PlannedOperation } from '../../faults/plan.js';
import { EventKind } from '../../kernel/event-kind.js';
import { toMicros, type Micros } from '../../kernel/time.js';
import type { Observer, SeenDatagram, SeenEvent } from '../../record/observer.js';
import type { World } from '../../world.js';
import { isDatagram, namedFaults, type Fate, type Fates, type Lineages } from './fate.js';

/** One datagram as it left. */
export interface SentMessage {
  /** Its name in {@link Lineages}. */
  readonly message: number;
  readonly from: number;
  readonly to: number;
  /** Which datagram of its link, from 1, as `message` faults count. */
  readonly nth: number;
  readonly kind: number;
  readonly payload: unknown;
  readonly atUs: Micros;
  /** When it arrives; its copies after it. Empty where it was lost or the way was cut. */
  readonly arrivals: Micros[];
  /** Why it did not even leave. */
  lost?: 'cut' | 'by chance';
  readonly staged: Fate | undefined;
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

/** Number under which a staged fate enters the network's rules; the plan's own have 0 and up. */
const STAGED = -1;

export class Watch implements Observer {
  /** By number; nothing has number 0. */
  readonly events: (HappenedEvent | undefined)[] = [undefined];
  readonly messages: SentMessage[] = [];
  /** By their place in the history. */
  readonly operations: WatchedOperation[] = [];
  /** When the operations of each client began and where they went, in order. */
  readonly invocations = new Map<string, Invocation[]>();
  /** A fate that belongs before heal-all came after it. */
  fateAfterHeal = false;
  private readonly healUs: Micros;
  /** Names of events by their numbers. */
  private readonly lineage: number[] = [0];
  private readonly inFlight = new Map<number, SentMessage>();
  private readonly sentOnLink: Uint32Array;
  /** How often each name was given. */
  private readonly twins = new Map<number, number>();
  private readonly byClient = new Map<string, readonly PlannedOperation[]>();
  private sending: SentMessage | undefined;

  constructor(
    private readonly world: World,
    private readonly lineages: Lineages,
    private readonly fates: Fates,
  ) {
    const { healAtMs } = world.setup.plan;
    this.healUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
    this.sentOnLink = new Uint32Array(world.endpointCount * world.endpointCount);
    world.observer = this;
    this.watchNetwork();
  }

  event(seen: SeenEvent): void {
    const message = isDatagram(seen.kind) ? this.inFlight.get(seen.order) : undefined;
    const { kind, node, atUs, cause } = seen;
    this.events.push({ kind: kind & 0x7f, node, atUs, cause, message });
    this.lineage.push(
      message === undefined
        ? this.onlyOnce(this.nameOf(seen))
        : this.lineages.numberOf(
            message.message,
            seen.atUs > (message.arrivals[0] ?? 0) ? 'copy' : 'arrives',
          ),
    );
  }

  handled(): void {
    // What an event sets off is seen as it happens.
  }

  sent(datagram: SeenDatagram, arrivesUs: Micros): void {
    const { sending } = this;
    if (sending === undefined) return;
    sending.arrivals.push(arrivesUs);
    this.inFlight.set(datagram.order, sending);
  }

  dropped(_datagram: SeenDatagram, why: string): void {
    if (this.sending !== undefined) this.sending.lost = why === 'cut' ? 'cut' : 'by chance';
  }

  note(): void {
    // Notes tell people what the events already say.
  }

  log(): void {
    // What programs say about themselves decides nothing.
  }

  invoked(number: number): void {
    this.operations[number] = { invoked: this.world.events };
    const client = this.world.endpointName(this.events.at(-1)?.node ?? -1);
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

  private watchNetwork(): void {
    const { world } = this;
    const { network } = world;
    const send = network.send.bind(network);
    network.send = (kind, from, to, id, payload) => {
      const link = from * world.endpointCount + to;
      const nth = ((this.sentOnLink[link] as number) + 1) >>> 0;
      this.sentOnLink[link] = nth;
      const message = this.nameSent(kind, to);
      const staged = from === to ? undefined : this.fates.get(message);
      const seen: SentMessage = {
        message,
        from,
        to,
        nth,
        kind: kind & 0x7f,
        payload,
        atUs: world.now,
        arrivals: [],
        staged,
      };
      this.messages.push(seen);
      this.sending = seen;
      if (staged === undefined) send(kind, from, to, id, payload);
      else this.stage(staged, seen, () => send(kind, from, to, id, payload));
      this.sending = undefined;
      if (seen.kind === EventKind.Request && world.isClient(from)) this.aimedAt(from, to);
    };
  }

  /** For the length of one `send` the network has the rules that the fate comes down to. */
  private stage(fate: Fate, { from, to, nth, atUs }: SentMessage, send: () => void): void {
    if (fate.beforeHeal && atUs >= this.healUs) this.fateAfterHeal = true;
    const { rules } = this.world.network;
    for (const fault of namedFaults(fate, { from: '', to: '', nth, atMs: 0 }))
      rules.begin(STAGED, 0, fault, [from], [to]);
    send();
    rules.end(STAGED);
  }

  private aimedAt(client: number, node: number): void {
    const invocation = this.invocations.get(this.world.endpointName(client))?.at(-1);
    if (invocation !== undefined) invocation.to = this.world.endpointName(node);
  }

  private nameSent(kind: number, to: number): number {
    return this.child(this.world.events, `send ${kind & 0x7f} ${this.world.endpointName(to)}`);
  }

  private nameOf({ kind, node, a, cause }: SeenEvent): number {
    const { world, lineages } = this;
    const bare = kind & 0x7f;
    if (bare === EventKind.ClientNext) {
      const name = world.endpointName(node);
      const operation = this.planned(name)[a];
      return lineages.numberOf(0, `${name} ${operation === undefined ? '' : lineages.identityOf(operation)}`);
    }
    if (bare === EventKind.Fault) {
      const { fault: number, edge } = world.calendar.edge(a);
      const fault = world.setup.plan.faults[number];
      return lineages.numberOf(0, `${edge} ${fault === undefined ? '' : lineages.identityOf(fault)}`);
    }
    const which = bare === EventKind.Timer ? world.nameOfInterned(a) : cause === 0 ? a : '';
    return lineages.numberOf(this.lineage[cause] ?? 0, `${bare} ${world.endpointName(node)} ${which}`);
  }

  private planned(client: string): readonly PlannedOperation[] {
    let own = this.byClient.get(client);
    if (own === undefined) {
      const { plan, finalOperations } = this.world.setup;
      own = [...plan.operations, ...finalOperations].filter(({ process }) => process === client);
      this.byClient.set(client, own);
    }
    return own;
  }

  /** Names what the event sets off; the second of the same sort gets another name than the first. */
  private child(event: number, what: string): number {
    return this.onlyOnce(this.lineages.numberOf(this.lineage[event] ?? 0, what));
  }

  private onlyOnce(name: number): number {
    const twins = this.twins.get(name) ?? 0;
    this.twins.set(name, twins + 1);
    return twins === 0 ? name : this.lineages.numberOf(name, `again ${twins}`);
  }
}

/**
 * Stages fates while a world runs: gives every event and message its name by descent, and makes what is told of a
 * message happen to it, as if the plan named it. It keeps nothing else, as most runs of a search are looked at once.
 */
import type { PlannedOperation } from '../../sim/faults/plan.js';
import { EventKind } from '../../sim/kernel/event-kind.js';
import { toMicros, type Micros } from '../../sim/kernel/time.js';
import type { Observer, SeenDatagram, SeenEvent } from '../../sim/record/observer.js';
import type { World } from '../../sim/world/world.js';
import { isDatagram, namedFaults, type Fate, type Fates, type Lineages } from './fate.js';

/** Number under which a staged fate enters the network's rules; the plan's own have 0 and up. */
const STAGED = -1;
/** Room for the kinds of events beside a number in one number. */
const KINDS = 128;

export class Staging implements Observer {
  /** A fate that belongs before heal-all came after it. */
  fateAfterHeal = false;
  private readonly healUs: Micros;
  /** Names of events by their numbers. */
  private readonly lineage: number[] = [0];
  /** Names of messages under way, and when the first of each arrives, by the number of the datagram. */
  private readonly underWay = new Map<number, { readonly message: number; readonly firstUs: Micros }>();
  /** How often each name was given. */
  private readonly twins = new Map<number, number>();
  private readonly byClient = new Map<string, readonly PlannedOperation[]>();
  private readonly sentOnLink: Uint32Array;
  private readonly words = new Map<number, number>();
  private sending: { readonly message: number; firstUs: Micros } | undefined;

  constructor(
    protected readonly world: World,
    private readonly lineages: Lineages,
    private readonly fates: Fates,
  ) {
    const { healAtMs } = world.setup.plan;
    this.healUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
    this.sentOnLink = new Uint32Array(world.endpointCount * world.endpointCount);
    world.observer = this;
    this.stageNetwork();
  }

  event(seen: SeenEvent): void {
    if (!isDatagram(seen.kind)) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
    const sent = this.underWay.get(seen.order);
    if (sent === undefined) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
    this.underWay.delete(seen.order);
    const which = seen.atUs > sent.firstUs ? 'copy' : 'arrives';
    this.lineage.push(this.lineages.numberOf(sent.message, this.lineages.word(which)));
  }

  handled(): void {
    // What an event sets off is seen as it happens.
  }

  sent(datagram: SeenDatagram, arrivesUs: Micros): void {
    const { sending } = this;
    if (sending === undefined) return;
    sending.firstUs = Math.min(sending.firstUs, arrivesUs);
    this.underWay.set(datagram.order, sending);
  }

  dropped(_datagram: SeenDatagram, _why: string): void {
    // What is lost has no descendants.
  }

  note(): void {
    // Notes tell people what the events already say.
  }

  log(): void {
    // What programs say about themselves decides nothing.
  }

  invoked(_number: number): void {
    // An operation is named by the plan.
  }

  completed(_number: number): void {
    // Its end sets nothing off.
  }

  effect(): void {
    // Nor does an effect.
  }

  /** A message leaves; `send` lets it. */
  protected leaves(_sent: SentDatagram, send: () => void): void {
    send();
  }

  private stageNetwork(): void {
    const { world } = this;
    const { network } = world;
    const send = network.send.bind(network);
    network.send = (kind, from, to, id, payload) => {
      const link = from * world.endpointCount + to;
      const nth = ((this.sentOnLink[link] as number) + 1) >>> 0;
      this.sentOnLink[link] = nth;
      const message = this.nameSent(kind & 0x7f, to);
      const staged = from === to ? undefined : this.fates.get(message);
      this.sending = { message, firstUs: Infinity };
      this.leaves({ message, from, to, nth, kind: kind & 0x7f, payload, staged }, () => {
        if (staged === undefined) send(kind, from, to, id, payload);
        else this.stage(staged, from, to, nth, () => send(kind, from, to, id, payload));
      });
      this.sending = undefined;
    };
  }

  /** For the length of one `send` the network has the rules that the fate comes down to. */
  private stage(fate: Fate, from: number, to: number, nth: number, send: () => void): void {
    if (fate.beforeHeal && this.world.now >= this.healUs) this.fateAfterHeal = true;
    const { rules } = this.world.network;
    for (const fault of namedFaults(fate, { from: '', to: '', nth, atMs: 0 }))
      rules.begin(STAGED, 0, fault, [from], [to]);
    send();
    rules.end(STAGED);
  }

  /** Names what the event at hand sends; the second of the same sort gets another name than the first. */
  private nameSent(kind: number, to: number): number {
    const name = this.lineages.numberOf(
      this.lineage[this.world.events] ?? 0,
      this.wordOf(to * KINDS + kind, () => `send ${kind} ${this.world.endpointName(to)}`),
    );
    return this.onlyOnce(name);
  }

  private nameOf({ kind, node, a, cause }: SeenEvent): number {
    const { world, lineages } = this;
    const bare = kind & 0x7f;
    if (bare === EventKind.ClientNext) {
      const name = world.endpointName(node);
      const operation = this.planned(name)[a];
      const identity = operation === undefined ? '' : lineages.identityOf(operation);
      return lineages.numberOf(0, lineages.word(`${name} ${identity}`));
    }
    if (bare === EventKind.Fault) {
      const { fault: number, edge } = world.calendar.edge(a);
      const fault = world.setup.plan.faults[number];
      const identity = fault === undefined ? '' : lineages.identityOf(fault);
      return lineages.numberOf(0, lineages.word(`${edge} ${identity}`));
    }
    const parent = this.lineage[cause] ?? 0;
    if (bare !== EventKind.Timer && cause !== 0) {
      const word = this.wordOf(-1 - (node * KINDS + bare), () => `${bare} ${world.endpointName(node)}`);
      return lineages.numberOf(parent, word);
    }
    const which = bare === EventKind.Timer ? world.nameOfInterned(a) : a;
    return lineages.numberOf(parent, lineages.word(`${bare} ${world.endpointName(node)} ${which}`));
  }

  /** Words that are used again and again are put together once. */
  private wordOf(key: number, text: () => string): number {
    let word = this.words.get(key);
    if (word === undefined) this.words.set(key, (word = this.lineages.word(text())));
    return word;
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

  private onlyOnce(name: number): number {
    const twins = this.twins.get(name) ?? 0;
    this.twins.set(name, twins + 1);
    return twins === 0 ? name : this.lineages.numberOf(name, this.lineages.word(`again ${twins}`));
  }
}

/** One datagram as it leaves. */
export interface SentDatagram {
  /** Its name in {@link Lineages}. */
  readonly message: number;
  readonly from: number;
  readonly to: number;
  /** Which datagram of its link, from 1, as `message` faults count. */
  readonly nth: number;
  readonly kind: number;
  readonly payload: unknown;
  readonly staged: Fate | undefined;
}

/**
 * Stages fates while a world runs: gives every event and message its name by descent, and makes what is told of a
 * message happen to it, as if the plan named it. It keeps nothing else, as most runs of a search are looked at once.
 */
import type { PlannedOperation } from '../../sim/faults/plan.js';
import { EventKind } from '../../sim/kernel/event-kind.js';
import { toMicros, type Micros } from '../../sim/kernel/time.js';
import type { Carriage, Observer, SeenDatagram, SeenEvent } from '../../sim/record/observer.js';
import type { World } from '../../sim/world/world.js';
import { isDatagram, namedFaults, type Fate, type Fates, type Lineages } from './fate.js';

/** Room for the kinds of events beside a number in one number. */
const KINDS = 128;

export class Staging implements Observer {
  /** A fate that belongs before heal-all came after it. */
  fateAfterHeal = false;
  private readonly healUs: Micros;
  /** Names of events by their numbers. */
  private readonly lineage: number[] = [0];
  /** Messages under way, by the number of the datagram. */
  private readonly underWay = new Map<number, Readonly<UnderWay>>();
  /** How often each name was given. */
  private readonly twins = new Map<number, number>();
  private readonly byClient = new Map<string, readonly PlannedOperation[]>();
  private readonly words = new Map<number, number>();
  private sending: UnderWay | undefined;

  constructor(
    protected readonly world: World,
    private readonly lineages: Lineages,
    private readonly fates: Fates,
  ) {
    const { healAtMs } = world.setup.plan;
    this.healUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
    world.observer = this;
    world.network.stage = (...leaving) => this.stage(...leaving);
  }

  event(seen: SeenEvent): void {
    if (!isDatagram(seen.kind)) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
    const sent = this.underWay.get(seen.order);
    if (sent === undefined) return void this.lineage.push(this.onlyOnce(this.nameOf(seen)));
    this.underWay.delete(seen.order);
    const which = seen.atUs > sent.firstUs ? 'copy' : 'arrives';
    this.lineage.push(this.lineages.numberOf(sent.message, this.lineages.word(which)));
  }

  sent(datagram: SeenDatagram, { arrivesUs }: Carriage): void {
    const sending = this.sending as UnderWay;
    sending.firstUs = Math.min(sending.firstUs, arrivesUs);
    this.underWay.set(datagram.order, sending);
  }

  /** A message leaves. What is said of it next, until another leaves, is what became of it. */
  protected leaves(_sent: SentDatagram): void {
    // A search that looks at a run once asks no more of its messages.
  }

  /** What the network is to make of a message that leaves, as if the plan named it. */
  private stage(kind: number, from: number, to: number, nth: number, payload: unknown): StagedFaults {
    const message = this.nameSent(kind & 0x7f, to);
    const fate = from === to ? undefined : this.fates.get(message);
    this.sending = { message, firstUs: Infinity };
    this.leaves({ message, from, to, nth, kind: kind & 0x7f, payload, staged: fate });
    if (fate === undefined) return undefined;
    if (fate.beforeHeal && this.world.now >= this.healUs) this.fateAfterHeal = true;
    return namedFaults(fate, { from: '', to: '', nth, atMs: 0 });
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

/** A message on its way. */
interface UnderWay {
  /** Its name in {@link Lineages}. */
  readonly message: number;
  /** When the first of its copies arrives. */
  firstUs: Micros;
}

type StagedFaults = ReturnType<typeof namedFaults> | undefined;

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

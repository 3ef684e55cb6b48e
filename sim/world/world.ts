/**
 * A world: nodes, clients, network and calendar of one run. `step` makes the next event happen; everything that
 * happens follows from the setup alone.
 */
import type { Input } from '../../checkers/history.js';
import type { FaultCalendar } from '../faults/calendar.js';
import { FaultDriver } from '../faults/driver.js';
import { copyPlain } from '../kernel/copy.js';
import { EngineFault } from '../kernel/engine-fault.js';
import { EventKind } from '../kernel/event-kind.js';
import type { Seed } from '../kernel/random.js';
import { toMicros, toMs, type Micros } from '../kernel/time.js';
import { Network } from '../network/network.js';
import { plannedNetwork } from '../schedule/planned-network.js';
import { timingOf } from '../schedule/timing.js';
import { CoverageRecorder } from '../coverage/recorder.js';
import { compileDisk, type DiskLatencies } from '../node/disk-latency.js';
import type { Disk } from '../node/disk.js';
import { SimNode } from '../node/node.js';
import type { Program } from '../node/program.js';
import { FigureRecorder } from '../record/figure-recorder.js';
import { HistoryRecorder } from '../record/history.js';
import type { SeenEvent } from '../record/observer.js';
import { Ring, type RingEvent } from '../record/ring.js';
import type { ScenarioError } from '../input/callers-code.js';
import { unknownName } from '../input/suggest.js';
import { isA, thrownText } from '../input/thrown.js';
import { FINAL_CLIENT, type SimClient } from '../workload/client.js';
import { Incidents } from './incident.js';
import { Names } from './names.js';
import type { WorldSetup } from './setup.js';
import type { WorldCounters } from './counters.js';
import { Endpoints } from './endpoints.js';
import { InvariantWatch } from './invariant-watch.js';
import { Membership } from './membership.js';
import { tellCompleted, tellInvoked, type Onlooker } from './onlookers.js';
import { clientOf, open } from './opening.js';
import { PlanEvents } from './plan-events.js';
import { WorldCalendar } from './world-calendar.js';

export class World extends WorldCalendar {
  /** The time of the run is over: clients begin nothing new. */
  closing = false;
  /** The node whose code runs now. */
  running: SimNode | undefined;
  readonly seed: Seed;
  readonly network: Network;
  readonly disk: DiskLatencies;
  readonly history = new HistoryRecorder();
  readonly ring = new Ring();
  readonly incidents = new Incidents();
  readonly faults: FaultDriver;
  /** What this world has reached so far; it decides nothing. */
  readonly coverage: CoverageRecorder;
  /** What nodes measured so far; it decides nothing. */
  readonly figures: FigureRecorder;
  readonly nodes: readonly SimNode[];
  readonly clients: readonly SimClient[];
  readonly restartAfterUs: Micros;
  readonly timeoutUs: Micros;
  readonly endpointCount: number;
  /** The turn of a state machine lasts until it is drained too: for a second look at what it left behind. */
  lingers = false;
  /** Judges that look on, to stop a failing run at once. */
  onlookers: readonly Onlooker[] = [];
  /** The onlooker whose claim was broken, if one was. */
  stoppedBy: string | undefined;
  /** Looks on after every event of a node, where a fault waits for a state. */
  private readonly afterEvents: ((node: number) => void) | undefined;
  /** What a function of the scenario threw that looks on, such as an invariant: the run ended there. */
  threw: ScenarioError | undefined;
  /** The run ends with this event: where an earlier run of the same was stopped. */
  lastEvent = Infinity;
  private readonly planEvents: PlanEvents;
  private readonly endpoints: Endpoints;
  private readonly membership: Membership;
  readonly invariants: InvariantWatch;
  /** Ids of requests and calls that the network delivers more than once. */
  private doubled = new Set<number>();
  private eventsNow = 0;
  /** An event whose async work goes on. */
  private unsettled: Unsettled | undefined;

  /** @param interned the names of the world this one is a fork of */
  constructor(
    readonly setup: WorldSetup,
    readonly interned: Names = new Names(),
  ) {
    const clientNames = [...setup.clients, FINAL_CLIENT];
    const names = [...setup.nodes.map(({ name }) => name), ...clientNames];
    super(timingOf(setup.plan, names));
    this.seed = setup.seed;
    this.restartAfterUs = toMicros(setup.restartAfterMs);
    this.timeoutUs = toMicros(setup.clientTimeoutMs);
    this.disk = compileDisk(setup.disk);
    this.endpoints = new Endpoints(names, setup.nodes.length);
    this.endpointCount = names.length;
    const network = plannedNetwork(setup.network, setup.plan);
    this.network = new Network(this, network, names, setup.nodes.length, setup.seed);
    this.figures = new FigureRecorder(toMicros(setup.durationMs));
    this.nodes = setup.nodes.map(
      ({ name, program, version }, index) => new SimNode(this, index, name, program, version),
    );
    this.coverage = new CoverageRecorder(setup.abstraction, this.nodes);
    this.invariants = new InvariantWatch(this.nodes, setup.invariants);
    this.clients = clientNames.map((name, number) => clientOf(this, name, setup.nodes.length + number));
    this.membership = new Membership(this, this.nodes, setup.nodes);
    this.faults = new FaultDriver(this, setup.plan.faults);
    this.planEvents = new PlanEvents(this);
    this.afterEvents = this.calendar.afterEvents;
    open(this, this.calendar);
  }

  /** Makes the next event happen. @returns false when the run is over */
  step(): boolean {
    const { queue } = this;
    if (this.done) return false;
    const slot = queue.pop();
    if (slot < 0) {
      this.done = true;
      return false;
    }
    const time = queue.time[slot] as number;
    const kind = queue.kind[slot] as number;
    const node = queue.node[slot] as number;
    const a = queue.a[slot] as number;
    const b = queue.b[slot] as number;
    const cause = queue.cause[slot] as number;
    const order = queue.order[slot] as number;
    const payload = queue.payload[slot];
    if (time < this.now) this.broken(`time fell to ${toMs(time)} ms`);
    this.countInstant(time, node);
    this.now = time;
    const event = ++this.events;
    this.fingerprint.event(time, kind, node, a, b, order);
    this.ring.add(event, time, kind, node, a, b, cause);
    if (this.observer !== undefined) {
      this.seen = { event, atUs: time, kind, node, a, b, cause, order, payload };
      this.observer.event?.(this.seen);
    }
    this.happen(kind, node, a, b, payload);
    if (this.running === undefined) this.settled(node, kind, payload);
    else this.unsettled = { node, kind, payload };
    if (event >= this.lastEvent) this.done = true;
    else if (event >= this.setup.limits.maxEvents && !this.done) this.giveUp();
    return !this.done;
  }

  /** The async work that an event of a node set off is done, to be called where `step` left a node running. */
  settle(): void {
    const { node, kind, payload } = this.unsettled as Unsettled;
    this.running = undefined;
    this.settled(node, kind, payload);
  }

  duplicated(id: number): void {
    this.doubled.add(id);
  }

  wasDuplicated(id: number): boolean {
    return this.doubled.has(id);
  }

  copy(payload: unknown): unknown {
    return copyPlain(payload);
  }

  intern(name: string): number {
    return this.interned.numberOf(name);
  }

  nameOfInterned(number: number): string {
    return this.interned.nameOf(number);
  }

  endpoint(name: string): number {
    return this.endpoints.indexOf(name);
  }

  endpointName(index: number): string {
    return this.endpoints.nameOf(index);
  }

  get nodeNames(): readonly string[] {
    return this.setup.nodes.map(({ name }) => name);
  }

  members(): readonly string[] {
    return this.membership.names;
  }

  node(name: string): SimNode {
    return this.nodes[this.endpoints.nodeIndexOf(name)] as SimNode;
  }

  isClient(endpoint: number): boolean {
    return endpoint >= this.nodes.length;
  }

  versionOf(version: string, node: SimNode): Program {
    const program = this.setup.versions[version];
    if (program === undefined)
      throw new RangeError(unknownName('version', version, Object.keys(this.setup.versions)));
    return program(node.name);
  }

  buggify(site: string, node: number): boolean {
    const yes = this.faults.codePoints.strikes(site, this.endpointName(node));
    this.coverage.buggify(site, yes);
    return yes;
  }

  sometimes(name: string, condition: boolean): void {
    this.coverage.sometimes(name, condition);
    if (condition) this.observer?.reached?.('sometimes', name);
  }

  reachable(name: string): void {
    this.coverage.reachable(name);
    this.observer?.reached?.('reachable', name);
  }

  unreachable(name: string, node: SimNode): void {
    if (this.coverage.unreachable(name)) this.incidents.unreachable(name, node.name, this.now);
  }

  log(node: SimNode, text: string, data: unknown): void {
    this.observer?.log?.(node.index, text, data);
  }

  note(node: SimNode, what: string, data?: unknown): void {
    this.observer?.note?.(node.index, what, data);
  }

  effect(node: SimNode, input: Input): void {
    this.history.effect(node.name, input, this.now);
    this.observer?.effect?.(node.index, input);
  }

  /** The process of a node ended: its supervisor starts it again after a while. An error is also an incident. */
  ended(node: SimNode, how: 'exit' | 'uncaught', reason: unknown): void {
    // Our own fault ends the run; the program has none in it.
    if (isA(reason, EngineFault)) this.fault ??= reason;
    if (this.fault !== undefined) return void (this.done = true);
    if (how === 'uncaught') this.incidents.uncaught(node.name, this.now, reason);
    this.note(node, how, how === 'exit' ? reason : thrownText(reason));
    if (node.status !== 'up' || node.farewell.ended()) return;
    node.end('stopped');
    node.startAt(this.now + this.restartAfterUs);
  }

  operationEnded(client: SimClient, number: number): void {
    const operation = this.history.at(number);
    const { type, output, error } = operation;
    this.fingerprint.word(type.length + (number << 3));
    this.observer?.completed?.(number, type, output, error);
    const broken = tellCompleted(this.onlookers, number, operation);
    if (broken !== undefined) this.stop(broken);
    if (this.closing && client.name !== FINAL_CLIENT) this.finishOnceIdle();
    else if (this.closing && client.finished) this.done = true;
  }

  operationInvoked(number: number): void {
    const operation = this.history.at(number);
    this.observer?.invoked?.(number, operation.process, operation.input);
    tellInvoked(this.onlookers, number, operation);
  }

  join(node: SimNode): void {
    this.membership.join(node);
  }

  leave(node: SimNode): void {
    this.membership.leave(node);
  }

  /** When the faults of the plan begin. */
  get calendar(): FaultCalendar {
    return this.planEvents.calendar;
  }

  /** The last events, oldest first. */
  lastEvents(): RingEvent[] {
    return this.ring.last(this.events, (node) => this.endpointName(node));
  }

  stateOf(node: number): unknown {
    return this.nodes[node]?.seen;
  }

  /** What a node holds, whatever it shows. */
  contentOf(node: number): { readonly memory: unknown; readonly disk: Disk } | undefined {
    const subject = this.nodes[node];
    return subject && { memory: subject.driver?.state(), disk: subject.storage.disk };
  }

  /** Counters that a snapshot must keep. */
  saveCounters(): WorldCounters {
    const { now, events, done, closing, orders, ids, eventsNow } = this;
    return {
      now,
      events,
      done,
      closing,
      orders,
      ids,
      eventsNow,
      memberNames: this.membership.names,
      doubled: new Set(this.doubled),
      timing: this.timing?.save(),
    };
  }

  restoreCounters(saved: WorldCounters): void {
    const { timing, memberNames, ...counters } = saved;
    this.membership.names = memberNames;
    Object.assign(this, counters, { doubled: new Set(saved.doubled) });
    if (timing !== undefined) this.timing?.restore(timing);
  }

  /** An event is over, with all it set off at once: whoever looks at what it led to looks now. */
  private settled(node: number, kind: number, payload: unknown): void {
    this.observer?.handled?.(this.seen as SeenEvent);
    if (this.coverage.watches && this.coverage.saw(node, kind, payload)) this.observer?.newState?.();
    if (this.afterEvents !== undefined) this.afterEvents(node);
    if (this.invariants.size > 0) this.invariants.look(node, this.invariantBroken);
  }

  private happen(kind: number, node: number, a: number, b: number, payload: unknown): void {
    if (node < 0) return kind === EventKind.End ? this.finish() : this.planEvents.happen(kind, a);
    if (kind <= EventKind.Segment && kind >= EventKind.Message && this.network.isClosed(a, node)) {
      if (this.network.hold({ kind, from: a, to: node, id: b, payload })) return;
      return this.dropped(kind, a, node, b, payload, 'cut', 'arriving');
    }
    if (node >= this.nodes.length)
      return this.happenToClient(this.clients[node - this.nodes.length] as SimClient, kind, a, b, payload);
    const subject = this.nodes[node] as SimNode;
    this.running = subject;
    subject.handle(kind, a, b, payload);
    // Async code goes on until it is drained: whoever drains it also ends its turn.
    if (subject.program.style === 'state-machine' && !this.lingers) this.running = undefined;
  }

  private happenToClient(client: SimClient, kind: number, from: number, id: number, payload: unknown): void {
    const tooLate = kind === EventKind.ClientNext && this.closing && client.name !== FINAL_CLIENT;
    if (!tooLate) client.handle(kind, from, id, payload);
  }

  /** The time of the run is over: what is under way ends, then come the final operations, if any. */
  private finish(): void {
    this.closing = true;
    this.finishOnceIdle();
  }

  private finishOnceIdle(): void {
    const final = this.clients.at(-1) as SimClient;
    if (this.clients.some((client) => client.busy)) return;
    if (final.finished) this.done = true;
    else final.planNext();
  }

  private countInstant(time: Micros, node: number): void {
    if (time !== this.now) {
      this.eventsNow = 0;
      return;
    }
    if (++this.eventsNow < this.setup.limits.maxEventsPerInstant) return;
    this.incidents.stuck(this.endpointName(node), time, this.eventsNow);
    this.done = true;
  }

  private readonly invariantBroken = (name: string, sentence: string): void => {
    this.incidents.invariantBroken(name, toMs(this.now), sentence);
    this.done = true;
  };

  /** @throws EngineFault when a rule of the engine was broken in this run, whoever caught the error meanwhile */
  assertSound(): void {
    if (this.fault !== undefined) throw this.fault;
    const busy = this.clients.filter((client) => client.busy).length;
    if (busy !== this.history.open)
      throw new EngineFault(`${this.history.open} operations are open, and ${busy} clients wait for one`);
  }

  private stop(name: string): void {
    this.stoppedBy ??= name;
    this.done = true;
  }

  private giveUp(): void {
    this.incidents.outOfEvents(this.now, this.events);
    this.done = true;
  }
}

interface Unsettled {
  readonly node: number;
  readonly kind: number;
  readonly payload: unknown;
}

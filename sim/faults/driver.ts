/** Carries out a fault plan: each edge of the plan is one change to a node, a link, a clock or a disk. */
import { digest } from '../kernel/digest.js';
import { draw, hashString, mix32 } from '../kernel/hash.js';
import type { Seed } from '../kernel/random.js';
import { toMicros, type Micros } from '../kernel/time.js';
import type { Network } from '../network/network.js';
import type { LinkFault } from '../network/rules.js';
import type { SimNode } from '../node/node.js';
import type { Program } from '../node/program.js';
import type { Fault, FaultOf } from './fault.js';
import { lasts } from './fault.js';
import type { FaultEdge } from './timeline.js';

export interface FaultPort {
  readonly now: Micros;
  readonly seed: Seed;
  readonly network: Network;
  readonly endpointCount: number;
  readonly restartAfterUs: Micros;
  endpoint(name: string): number;
  node(name: string): SimNode;
  readonly nodes: readonly SimNode[];
  isClient(endpoint: number): boolean;
  versionOf(version: string, node: SimNode): Program;
  join(node: SimNode): void;
  leave(node: SimNode): void;
}

export interface FaultSnapshot {
  /** Faults that came by hand. Absent where none did. */
  readonly imposed?: readonly Fault[];
  /** Nodes that never come back. Absent where there are none. */
  readonly gone?: readonly number[];
  readonly active: readonly number[];
  readonly asked: readonly (readonly [string, number])[];
}

export class FaultDriver {
  /** As planned; with names in the place of stand-ins, once they have begun. */
  private readonly faults: Fault[];
  /** Nodes whose process never comes back. */
  private readonly gone = new Set<number>();
  /** Numbers of the faults in force. */
  private active = new Set<number>();
  /** Those of them that buggify: asked far more often than anything else. */
  private buggifying: number[] = [];
  private readonly keys: number[] = [];
  /** How many faults of each sort there are, for keys of their own. */
  private readonly twins = new Map<number, number>();
  private readonly plannedCount: number;
  /** The links each cut touches: a flapping one touches them again and again. */
  private readonly linksCut = new Map<Fault, readonly (readonly [number, number])[]>();
  /** How often each buggify site was asked, for its draws. */
  private asked = new Map<string, number>();

  constructor(
    private readonly port: FaultPort,
    planned: readonly Fault[],
  ) {
    this.faults = [...planned];
    this.plannedCount = planned.length;
    for (const fault of planned) this.keys.push(this.keyOf(fault));
  }

  /** One more fault, that is in no plan. @returns its number */
  add(fault: Fault): number {
    this.keys.push(this.keyOf(fault));
    return this.faults.push(fault) - 1;
  }

  /** Those that are in no plan. */
  get imposed(): readonly Fault[] {
    return this.faults.slice(this.plannedCount);
  }

  /** Comes from what a fault is, not from where it stands, so that cutting another changes no draws. */
  private keyOf(fault: Fault): number {
    const key = digest(fault, hashString(String(this.port.seed)));
    const twin = this.twins.get(key) ?? 0;
    this.twins.set(key, twin + 1);
    return mix32(key + twin);
  }

  /** It is known who stands in for whom. */
  cast(number: number, fault: Fault): void {
    this.faults[number] = fault;
  }

  faultOf(number: number): Fault {
    return this.faults[number] as Fault;
  }

  apply({ fault: number, edge }: FaultEdge): void {
    const fault = this.faults[number] as Fault;
    switch (edge) {
      case 'begin':
        if (lasts(fault)) this.active.add(number);
        return this.begin(number, fault);
      case 'end':
        if (this.active.delete(number)) this.end(number, fault);
        return;
      case 'flap-off':
        return this.cut(fault, 'heal');
      case 'flap-on':
        return this.cut(fault, 'cut');
    }
  }

  /** Ends whatever is in force: everything is connected, running and right again. */
  healAll(): void {
    for (const number of this.active) this.end(number, this.faults[number] as Fault);
    this.active.clear();
    for (const node of this.port.nodes) {
      const isDown = node.status === 'stopped' || node.status === 'dark';
      if (isDown && !this.gone.has(node.index)) node.startAt(this.port.now);
    }
  }

  buggify(site: string, node: number, nodeName: string): boolean {
    for (const number of this.buggifying) {
      const fault = this.faults[number] as Extract<Fault, { kind: 'buggify' }>;
      if (fault.site !== site) continue;
      if (fault.nodes !== undefined && !fault.nodes.includes(nodeName)) continue;
      const who = `${site}/${nodeName}`;
      const nth = (this.asked.get(who) ?? 0) + 1;
      this.asked.set(who, nth);
      if (draw(mix32((this.keys[number] as number) ^ hashString(nodeName)), nth) < fault.probability)
        return true;
    }
    return false;
  }

  save(): FaultSnapshot {
    const { imposed } = this;
    const byHand = imposed.length === 0 ? {} : { imposed };
    const gone = this.gone.size === 0 ? {} : { gone: [...this.gone] };
    return { active: [...this.active], asked: [...this.asked], ...byHand, ...gone };
  }

  restore(saved: FaultSnapshot): void {
    this.gone.clear();
    for (const node of saved.gone ?? []) this.gone.add(node);
    this.faults.length = this.plannedCount;
    this.keys.length = this.plannedCount;
    for (const fault of saved.imposed ?? []) this.add(fault);
    this.active = new Set(saved.active);
    this.buggifying = saved.active.filter((number) => this.faults[number]?.kind === 'buggify');
    this.asked = new Map(saved.asked);
  }

  private begin(number: number, fault: Fault): void {
    const { port } = this;
    switch (fault.kind) {
      case 'partition':
      case 'one-way-cut':
        return this.cut(fault, 'cut');
      case 'loss':
      case 'duplication':
      case 'reordering':
      case 'latency':
      case 'slow-link':
      case 'corruption':
      case 'message':
        return this.rule(number, fault);
      case 'connection-reset':
        for (const from of fault.from) for (const to of fault.to) this.reset(from, to);
        return;
      case 'crash':
        return this.crash(fault);
      case 'wipe':
        return this.stop(port.node(fault.node), 'dark', fault.durationMs, (node) => node.storage.disk.wipe());
      case 'kill':
        if (fault.forGood === true) this.gone.add(port.node(fault.node).index);
        return this.stop(port.node(fault.node), 'stopped', fault.durationMs);
      case 'restart':
        return this.stop(port.node(fault.node), 'stopped', 0);
      case 'pause':
        return port.node(fault.node).pause(number);
      case 'slow-node':
        return port.node(fault.node).slowBy(toMicros(fault.delayMs));
      case 'upgrade':
        return this.upgrade(port.node(fault.node), fault.version);
      case 'clock-offset':
      case 'clock-drift':
      case 'clock-jump':
      case 'clock-freeze':
        return this.beginClock(fault);
      case 'disk-slow':
      case 'disk-full':
      case 'disk-error':
      case 'fsync-failure':
      case 'lost-writes':
      case 'torn-write':
      case 'bit-rot':
        return this.beginDisk(number, fault);
      case 'join':
        return port.join(port.node(fault.node));
      case 'leave':
        return port.leave(port.node(fault.node));
      case 'replace':
        port.leave(port.node(fault.node));
        return port.join(port.node(fault.with));
      case 'buggify':
        this.buggifying.push(number);
    }
  }

  private end(number: number, fault: Fault): void {
    switch (fault.kind) {
      case 'partition':
      case 'one-way-cut':
        return this.cut(fault, 'heal');
      case 'loss':
      case 'duplication':
      case 'reordering':
      case 'latency':
      case 'slow-link':
      case 'corruption':
        return this.port.network.rules.end(number);
      case 'pause':
        return this.port.node(fault.node).resume(number);
      case 'slow-node':
        return this.port.node(fault.node).slowBy(-toMicros(fault.delayMs));
      case 'clock-offset':
        return this.port.node(fault.node).clock.addOffset(-toMicros(fault.offsetMs));
      case 'clock-drift': {
        const { clock } = this.port.node(fault.node);
        return clock.setDrift(this.port.now, clock.drift - fault.ppm);
      }
      case 'clock-freeze':
        return this.port.node(fault.node).clock.unfreeze();
      case 'disk-slow':
      case 'disk-full':
      case 'disk-error':
      case 'fsync-failure':
      case 'lost-writes':
        return this.endDisk(number, fault);
      case 'buggify':
        this.buggifying = this.buggifying.filter((other) => other !== number);
        return;
      default:
        // Crash, kill and wipe planned their restart when they began; the rest has no end.
        return;
    }
  }

  /** Cuts or heals the links of a partition or a one-way cut. */
  private cut(fault: Fault, verb: 'cut' | 'heal'): void {
    const { network } = this.port;
    let links = this.linksCut.get(fault);
    if (links === undefined) this.linksCut.set(fault, (links = this.linksOf(fault)));
    for (const [from, to] of links) network[verb](from, to);
  }

  private linksOf(fault: Fault): [number, number][] {
    const { port } = this;
    if (fault.kind === 'one-way-cut') {
      return fault.from.flatMap((from) =>
        fault.to.map((to): [number, number] => [port.endpoint(from), port.endpoint(to)]),
      );
    }
    if (fault.kind !== 'partition') return [];
    const groups = fault.groups.map((group) => new Set(group.map((name) => port.endpoint(name))));
    const together = (x: number, y: number): boolean => groups.some((group) => group.has(x) && group.has(y));
    const named = (endpoint: number): boolean => groups.some((group) => group.has(endpoint));
    const links: [number, number][] = [];
    for (let from = 0; from < port.endpointCount; from++) {
      for (let to = 0; to < port.endpointCount; to++) {
        const free = (port.isClient(from) && !named(from)) || (port.isClient(to) && !named(to));
        if (from !== to && !free && !together(from, to)) links.push([from, to]);
      }
    }
    return links;
  }

  private rule(number: number, fault: FaultOf<LinkFault['kind']>): void {
    const { port } = this;
    const everyone = (): number[] => port.nodes.map((node) => node.index);
    const ends = (names: readonly string[] | string | undefined): number[] =>
      names === undefined
        ? everyone()
        : typeof names === 'string'
          ? [port.endpoint(names)]
          : names.map((name) => port.endpoint(name));
    const rule = fault.kind === 'message' && fault.when !== undefined ? this.fromNow(fault) : fault;
    port.network.rules.begin(number, this.keys[number] as number, rule, ends(fault.from), ends(fault.to));
  }

  /** The same, with its message counted from the start of the run. */
  private fromNow(fault: FaultOf<'message'>): FaultOf<'message'> {
    const { port } = this;
    return {
      ...fault,
      nth: fault.nth + port.network.sentOn(port.endpoint(fault.from), port.endpoint(fault.to)),
    };
  }

  private reset(from: string, to: string): void {
    const [a, b] = [this.port.node(from), this.port.node(to)];
    a.streams.breakWith(b.index);
    b.streams.breakWith(a.index);
  }

  private crash(fault: FaultOf<'crash'>): void {
    this.stop(this.port.node(fault.node), 'dark', fault.durationMs, (node) =>
      node.storage.powerCut(fault.unsynced),
    );
  }

  /**
   * Ends the process and plans its return; without a duration it stays down until heal-all. A node that is down
   * already comes back when the last fault that holds it down is over, and a machine that is off stays off.
   */
  private stop(
    node: SimNode,
    status: 'stopped' | 'dark',
    durationMs: number | undefined,
    also?: (node: SimNode) => void,
  ): void {
    if (node.status === 'absent') return;
    const alreadyDown = node.status === 'stopped' || node.status === 'dark';
    const until = durationMs === undefined ? Infinity : this.port.now + toMicros(durationMs);
    node.downUntilUs = alreadyDown ? Math.max(node.downUntilUs, until) : until;
    node.port.note(node, status === 'dark' ? 'crashed' : 'killed');
    node.end(node.status === 'dark' ? 'dark' : status);
    also?.(node);
    if (node.downUntilUs < Infinity) node.startAt(node.downUntilUs);
  }

  private upgrade(node: SimNode, version: string): void {
    node.program = this.port.versionOf(version, node);
    node.version = version;
    if (node.status !== 'up' && node.status !== 'paused') return;
    node.stopInOrder();
    node.port.note(node, 'upgraded', { version });
    node.end('stopped');
    node.startAt(this.port.now);
  }

  private beginClock(fault: FaultOf<'clock-offset' | 'clock-drift' | 'clock-jump' | 'clock-freeze'>): void {
    const { clock } = this.port.node(fault.node);
    switch (fault.kind) {
      case 'clock-offset':
        return clock.addOffset(toMicros(fault.offsetMs));
      case 'clock-drift':
        return clock.setDrift(this.port.now, clock.drift + fault.ppm);
      case 'clock-jump':
        return clock.jump(toMicros(fault.byMs));
      case 'clock-freeze':
        return clock.freeze(this.port.now);
    }
  }

  private beginDisk(
    number: number,
    fault: FaultOf<
      'disk-slow' | 'disk-full' | 'disk-error' | 'fsync-failure' | 'lost-writes' | 'torn-write' | 'bit-rot'
    >,
  ): void {
    const node = this.port.node(fault.node);
    const { faults } = node.storage;
    switch (fault.kind) {
      case 'disk-slow':
        return node.storage.beginSlow(number, fault.factor);
      case 'disk-full':
        faults.full.add(number);
        return;
      case 'disk-error':
        faults.errors.set(number, {
          probability: fault.probability,
          operations: fault.operations ?? ['read', 'write', 'sync'],
        });
        return;
      case 'fsync-failure':
        faults.syncFailures.set(number, fault.probability);
        return;
      case 'lost-writes':
        faults.lying.add(number);
        return;
      case 'torn-write':
        faults.tornArmed = true;
        return;
      case 'bit-rot':
        node.port.note(node, 'rotted', { path: node.storage.rot(fault.path) });
    }
  }

  private endDisk(
    number: number,
    fault: FaultOf<'disk-slow' | 'disk-full' | 'disk-error' | 'fsync-failure' | 'lost-writes'>,
  ): void {
    const { storage } = this.port.node(fault.node);
    storage.endSlow(number);
    const { faults } = storage;
    faults.full.delete(number);
    faults.errors.delete(number);
    faults.syncFailures.delete(number);
    faults.lying.delete(number);
  }
}

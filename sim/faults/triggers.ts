/** Faults that wait for what happens: counts it, and tells when one is to begin. */
import { toMicros, type Micros } from '../kernel/time.js';
import type { Site, SiteMoment, SiteWatch } from '../node/site-watch.js';
import type { Fault } from './fault.js';
import type { Plan } from './plan.js';
import { PEER, WHOEVER } from './stand-in-names.js';
import { nodesStoodFor, type Cast } from './stand-ins.js';
import { testOf, type WatchedByName } from './watched.js';
import type { When } from './when.js';
import { watchedBy } from './watched-by.js';

export interface TriggersPort {
  readonly now: Micros;
  /** What the scenario calls worth watching. */
  readonly watch: WatchedByName;
  /** How many endpoints are nodes: those before the clients. */
  readonly nodeCount: number;
  readonly endpointCount: number;
  endpoint(name: string): number;
  endpointName(endpoint: number): string;
  /** How often the process of a node has started, and what is seen of its memory. */
  memoryOf(node: number): { readonly incarnation: number; readonly state: unknown };
  /** An endpoint came to a site at which something waits for it. */
  atSite(endpoint: number, moment: SiteMoment, site: Site, peer: number): void;
}

interface Waiting {
  /** Number of the fault in the plan. */
  readonly fault: number;
  readonly when: When;
  readonly sites: readonly Site[];
  /** Of a message or state: whether it is the one. */
  readonly test: ((seen: unknown) => boolean) | undefined;
  /** The endpoint at the other end; -1: whoever. */
  readonly peer: number;
  readonly fromUs: Micros;
  /** It waits no longer. */
  readonly untilUs: Micros;
  /** Endpoints that are not meant, as the one that does it or as its peer. */
  readonly notBy: readonly boolean[] | undefined;
  readonly notWith: readonly boolean[] | undefined;
}

export interface TriggersSnapshot {
  readonly counts: readonly number[];
  readonly begun: readonly (readonly [fault: number, atUs: Micros])[];
  /** Absent where no fault waits for anything but a site of one node. */
  readonly casts?: readonly (readonly [fault: number, cast: Cast])[];
  readonly standing?: readonly (readonly [key: number, incarnation: number])[];
}

export class Triggers {
  /** When the faults that waited began, by number, in that order. */
  readonly begun = new Map<number, Micros>();
  /** Whose doing it was that a fault waited for. */
  readonly casts = new Map<number, Cast>();
  /** What happens at the sites of an endpoint, by the endpoint. */
  private readonly atSites = new Map<number, Waiting[]>();
  /** The same for states. */
  private readonly inStates = new Map<number, Waiting[]>();
  /** How often what each waits for has come, by number of the fault. */
  private readonly counts: number[];
  /** In which incarnation a node was in the state that a fault waits for when it was last looked at. */
  private readonly standing = new Map<number, number>();

  constructor(
    private readonly port: TriggersPort,
    { faults, healAtMs }: Plan,
    /** What the fault of this number waits for is there. */
    private readonly triggered: (fault: number) => void,
  ) {
    this.counts = faults.map(() => 0);
    const healUs = healAtMs === undefined ? Infinity : toMicros(healAtMs);
    for (const [number, fault] of faults.entries()) this.add(number, fault, healUs);
  }

  /** What looks on while the node or client works; nothing where no fault waits for it. */
  watchOf(endpoint: number): SiteWatch | undefined {
    const waiting = this.atSites.get(endpoint);
    if (waiting === undefined) return undefined;
    return {
      before: (site, peer, payload) => this.look(waiting, 'before', site, endpoint, peer, payload),
      after: (site, peer, payload) => this.look(waiting, 'after', site, endpoint, peer, payload),
    };
  }

  /** What looks on after every event of a node; nothing where no fault waits for a state. */
  get afterEvents(): ((node: number) => void) | undefined {
    return this.inStates.size === 0 ? undefined : (node) => this.lookAtState(node);
  }

  save(): TriggersSnapshot {
    const { counts, begun, casts, standing } = this;
    return {
      counts: [...counts],
      begun: [...begun],
      ...(casts.size === 0 ? {} : { casts: [...casts] }),
      ...(standing.size === 0 ? {} : { standing: [...standing] }),
    };
  }

  restore({ counts, begun, casts = [], standing = [] }: TriggersSnapshot): void {
    this.counts.splice(0, Infinity, ...counts);
    refill(this.begun, begun);
    refill(this.casts, casts);
    refill(this.standing, standing);
  }

  private add(number: number, fault: Fault, healUs: Micros): void {
    const { when } = fault;
    if (when === undefined) return;
    const { port } = this;
    const fromUs = toMicros(fault.atMs);
    const ownEndUs = when.withinMs === undefined ? Infinity : fromUs + toMicros(when.withinMs);
    const index = (name: string | undefined): number => (name === undefined ? -1 : port.endpoint(name));
    const nodesOnly = nodesStoodFor(fault);
    const waiting = {
      fault: number,
      when,
      test: 'site' in when ? undefined : testOf('state' in when ? when.state : when.message, port.watch),
      fromUs,
      untilUs: Math.min(healUs, ownEndUs),
      notBy: nodesOnly.includes(WHOEVER) ? this.notMeant(when) : undefined,
      notWith: nodesOnly.includes(PEER) ? this.notMeant(when) : undefined,
    };
    if ('message' in when) {
      const receives = when.at === 'receive';
      const [who, peer] = receives ? [when.to, when.from] : [when.from, when.to];
      const sites: Site[] = receives ? ['receive'] : ['send', 'reply'];
      this.put(this.atSites, index(who), port.endpointCount, { ...waiting, sites, peer: index(peer) });
    } else if ('state' in when)
      this.put(this.inStates, index(when.node), port.nodeCount, { ...waiting, sites: [], peer: -1 });
    else {
      const sites = { sites: [when.site], peer: index(when.peer) };
      this.put(this.atSites, index(watchedBy(fault)), port.nodeCount, { ...waiting, ...sites });
    }
  }

  /** @param whose an endpoint, or -1: all of the first `count` */
  private put(waiting: Map<number, Waiting[]>, whose: number, count: number, one: Waiting): void {
    const endpoints = whose >= 0 ? [whose] : Array.from({ length: count }, (_, index) => index);
    for (const endpoint of endpoints) waiting.set(endpoint, [...(waiting.get(endpoint) ?? []), one]);
  }

  /** Clients, and nodes that do not count. */
  private notMeant({ except = [] }: When): boolean[] {
    const { nodeCount, endpointCount } = this.port;
    const spared = except.map((name) => this.port.endpoint(name));
    return Array.from({ length: endpointCount }, (_, index) => index >= nodeCount || spared.includes(index));
  }

  private look(
    waiting: readonly Waiting[],
    moment: SiteMoment,
    site: Site,
    who: number,
    peer: number,
    payload: unknown,
  ): void {
    const { now } = this.port;
    this.port.atSite(who, moment, site, peer);
    for (const one of waiting) {
      const { when, test } = one;
      if ('state' in when || when.moment !== moment || !one.sites.includes(site)) continue;
      if (now < one.fromUs || now >= one.untilUs || (one.peer >= 0 && one.peer !== peer)) continue;
      if (one.notBy?.[who] === true || (one.notWith !== undefined && one.notWith[peer] !== false)) continue;
      // What a node tells itself goes over no link.
      if (test === undefined || (peer >= 0 && peer !== who && test(payload))) this.count(one, who, peer);
    }
  }

  private lookAtState(node: number): void {
    const waiting = this.inStates.get(node);
    if (waiting === undefined) return;
    const { now, nodeCount } = this.port;
    for (const one of waiting) {
      const { fault, when } = one;
      if (now < one.fromUs || now >= one.untilUs || (this.counts[fault] as number) >= when.nth) continue;
      if (one.notBy?.[node] === true) continue;
      const { state, incarnation } = this.port.memoryOf(node);
      const isThere = state !== undefined && one.test?.(state) === true;
      const key = fault * nodeCount + node;
      const wasThere = this.standing.get(key) === incarnation;
      if (!isThere) this.standing.delete(key);
      else if (!wasThere) {
        this.standing.set(key, incarnation);
        this.count(one, node, -1);
      }
    }
  }

  private count({ fault, when: { nth } }: Waiting, who: number, peer: number): void {
    const { port } = this;
    const count = (this.counts[fault] as number) + 1;
    this.counts[fault] = count;
    if (count !== nth) return;
    const other = peer < 0 ? {} : { peer: port.endpointName(peer) };
    this.casts.set(fault, { whoever: port.endpointName(who), ...other });
    this.triggered(fault);
  }
}

function refill<V>(map: Map<number, V>, entries: readonly (readonly [number, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** Four servers behind one balancer, the last of them three times slower; after two thirds of the run another one dies. */
import {
  defineScenario,
  nodeNames,
  simulate,
  stateMachine,
  z,
  type Run,
  type Seed,
  type StateMachineNode,
} from 'seedstorm';
import {
  balanceBy,
  newBalancer,
  newStation,
  nextArrival,
  serveAt,
  serviceTime,
  stationTimer,
  type BalanceAlgorithm,
  type Balancer,
  type Station,
} from 'seedstorm/parts';

export interface Balancing {
  readonly algorithm: BalanceAlgorithm;
  /** 7: each request is placed. 4: each connection is, and its requests follow. */
  readonly layer: 4 | 7;
}

export const SERVERS = nodeNames(4, 's');
const SLOW = 's4';
const DEAD = 's2';
const WORKERS = 2;
export const WORK_MS = 8;
const SLOWER = 3;
/** So much of what all servers together can do is asked for. */
const LOAD = 0.6;
const CAPACITY = (1000 * WORKERS * (SERVERS.length - 1 + 1 / SLOWER)) / WORK_MS;
const WARM_MS = 2_000;
const DEATH_MS = 8_000;
/** So long the balancer does not know that a server is dead. */
const NOTICED_MS = 100;
const RUN_MS = 12_000;
const SOURCES = 60;
/** Requests of one connection. */
const PER_CONNECTION = 20;

/** What a run has seen. */
export interface BalancingSeen {
  /** Before the death, in ms. */
  readonly tookMs: readonly number[];
  /** Requests by server, before the death. */
  readonly got: Readonly<Record<string, number>>;
  /** Sent to the dead server. */
  readonly lost: number;
  /** Requests of a source after its first, and those that came to the same server as the one before. */
  readonly again: number;
  readonly same: number;
  /** Sources that were at a server that lives, and those of them that are at another one after the death. */
  readonly stayed: number;
  readonly moved: number;
}

interface Job {
  readonly server: string;
  readonly sinceMs: number;
  /** It is the end of this, as the balancer counts. */
  readonly closes: boolean;
}
interface Front {
  state: {
    readonly balancer: Balancer;
    readonly stations: Record<string, Station<Job>>;
    /** By source: where its last request went, and how many more its connection carries. */
    readonly at: Record<string, { server: string; left: number }>;
    /** Where each was when the server died. */
    before: Record<string, string> | undefined;
    readonly settled: Record<string, true>;
    readonly seen: { -readonly [Name in keyof BalancingSeen]: BalancingSeen[Name] } & {
      tookMs: number[];
      got: Record<string, number>;
    };
  };
  request: { f: 'figures' };
  reply: BalancingSeen;
  timer: string;
}
type State = Front['state'];
type Node = StateMachineNode<Front>;

function front({ algorithm, layer }: Balancing) {
  const balance = balanceBy({ algorithm, servers: SERVERS, weights: { s1: 3, s2: 3, s3: 3, s4: 1 } });

  function place(
    state: State,
    source: string,
    node: Node,
  ): { readonly server: string; readonly closes: boolean } {
    const nowMs = node.monotonicMs();
    const isKnown = nowMs >= DEATH_MS + NOTICED_MS;
    const held = state.at[source];
    const isOver = held === undefined || held.left === 0 || (isKnown && held.server === DEAD);
    if (layer === 4 && !isOver) {
      held.left--;
      return { server: held.server, closes: held.left === 0 };
    }
    const alive = isKnown ? SERVERS.filter((server) => server !== DEAD) : SERVERS;
    const server = balance.choose(state.balancer, { alive, source, nowMs, random: node.random }) as string;
    const left = layer === 4 ? PER_CONNECTION - 1 : 0;
    note(state, source, server, isKnown);
    state.at[source] = { server, left };
    return { server, closes: left === 0 };
  }

  /** Where a source goes now, and whether that is where it was. */
  function note(
    { seen, at, before, settled }: State,
    source: string,
    server: string,
    isKnown: boolean,
  ): void {
    const last = at[source]?.server;
    if (last !== undefined && before === undefined) {
      seen.again++;
      if (last === server) seen.same++;
    }
    const was = before?.[source];
    if (!isKnown || was === undefined || was === DEAD || settled[source] === true) return;
    settled[source] = true;
    seen.stayed++;
    if (was !== server) seen.moved++;
  }

  return stateMachine<Front>({
    start(node) {
      node.setTimer('next', 0);
      const station = (): Station<Job> => newStation<Job>({ workers: WORKERS }, node.monotonicMs());
      return {
        balancer: newBalancer(),
        stations: Object.fromEntries(SERVERS.map((server) => [server, station()])),
        ...{ at: {}, before: undefined, settled: {} },
        seen: { tookMs: [], got: {}, lost: 0, again: 0, same: 0, stayed: 0, moved: 0 },
      };
    },
    onTimer(state, timer, node) {
      const nowMs = node.monotonicMs();
      const { stations, seen } = state;
      if (timer === 'next') {
        node.setTimer(
          'next',
          nextArrival({ kind: 'poisson', perSecond: LOAD * CAPACITY }, nowMs, node.random) - nowMs,
        );
        if (nowMs >= DEATH_MS)
          state.before ??= Object.fromEntries(
            Object.entries(state.at).map(([source, { server }]) => [source, server]),
          );
        const source = `user-${Math.min(node.random.int(0, SOURCES - 1), node.random.int(0, SOURCES - 1))}`;
        const { server, closes } = place(state, source, node);
        if (nowMs > WARM_MS && nowMs < DEATH_MS) seen.got[server] = (seen.got[server] ?? 0) + 1;
        if (server === DEAD && nowMs >= DEATH_MS) {
          seen.lost++;
          if (closes) balance.ended(state.balancer, server, { ok: false, tookMs: 0 }, nowMs);
          return;
        }
        const serviceMs =
          serviceTime({ kind: 'erlang', meanMs: WORK_MS, stages: 4 }, node.random) *
          (server === SLOW ? SLOWER : 1);
        serveAt(
          stations[server] as Station<Job>,
          { job: { server, sinceMs: nowMs, closes }, serviceMs },
          node,
          { name: server },
        );
        return;
      }
      for (const name of SERVERS) {
        const ended = stationTimer(stations[name] as Station<Job>, timer, node, { name });
        if (ended === undefined) continue;
        const { server, sinceMs, closes } = ended.done.job;
        if (closes) balance.ended(state.balancer, server, { ok: true, tookMs: nowMs - sinceMs }, nowMs);
        if (sinceMs > WARM_MS && nowMs < DEATH_MS) seen.tookMs.push(nowMs - sinceMs);
        return;
      }
    },
    onRequest: ({ seen }, _figures, node) => node.reply(seen),
  });
}

const world = defineScenario({
  name: 'tables/balancing',
  summary: 'Servers of which one is slow and one dies, behind one balancer',
  params: z.object({ setting: z.custom<Balancing>() }),
  nodes: () => ['front'],
  protocol: ({ setting }) => front(setting),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: RUN_MS,
  settleMs: 0,
  final: () => [{ to: 'front', input: { f: 'figures' } }],
  check: {},
});

export const balancingRun = (setting: Balancing, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { setting }, faults: 'none' });

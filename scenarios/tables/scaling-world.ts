/** Servers under load: one that is quick, many that are slow, and many that need one thing together. */
import {
  defineScenario,
  nodeNames,
  simulate,
  stateMachine,
  z,
  type Plan,
  type ReplyTo,
  type Run,
  type Seed,
  type StateMachineNode,
} from 'seedstorm';
import {
  cast,
  exponential,
  newStation,
  nextArrival,
  serveAt,
  stationTimer,
  type Station,
} from 'seedstorm/parts';

/** What a server of speed 1 needs for a request, in ms, on average. */
export const WORK_MS = 10;
/** Open rows: so much of all servers together is asked for. */
export const LOAD = 0.8;
/** Of each request, the part that only one may do at a time. */
export const SHARED = 0.05;
/** And what each further server adds to that part: it must be asked, or told. */
export const TALK = 0.001;
const OPEN_MS = 60_000;
/** From here on one server is dead, in rows where requests come by themselves. */
const DEATH_MS = 48_000;
const BATCHES = 10;
const TIMEOUT_MS = 2_000;

/** How work is spread. */
export type Spread =
  /** One server that is `servers` times as quick. */
  | 'up'
  /** Each server has a line of its own, and requests choose blindly. */
  | 'out, own lines'
  /** Whoever is free takes the next of one line. */
  | 'out, one line'
  /** One job after another, cut into equal pieces for all servers; a part of it can not be cut. */
  | 'one job, even pieces'
  /** The same, with pieces that take longer or shorter by chance. */
  | 'one job, uneven pieces'
  /** Each server does requests by itself; for a part of each it needs what all share. */
  | 'own work, shared part'
  /** The same, and the shared part is longer the more servers there are. */
  | 'own work, shared part and talk';

export interface Scaling {
  readonly spread: Spread;
  readonly servers: number;
}

export const isOpen = ({ spread }: Scaling): boolean => spread === 'up' || spread.startsWith('out');
/** Pieces are many and short. */
const runMs = ({ spread }: Scaling): number => (spread.startsWith('one job') ? OPEN_MS / 10 : OPEN_MS);
/** How long one of ten batches is, in ms. */
export const batchMs = (setting: Scaling): number => (isOpen(setting) ? DEATH_MS : runMs(setting)) / BATCHES;
/** How long the shared part of a request takes on average, in ms. */
export const sharedMs = ({ spread, servers }: Scaling): number =>
  WORK_MS * (SHARED + (spread.endsWith('talk') ? TALK * (servers - 1) : 0));

/** What ended in this part of a run, and how long that took together. */
export interface ScalingBatch {
  done: number;
  tookMs: number;
}
export interface ScalingSeen {
  readonly batches: readonly ScalingBatch[];
  /** Of requests that came while one server was dead. */
  readonly asked: number;
  readonly answered: number;
}

interface Server {
  state: { readonly station: Station<ReplyTo> };
  message: { readonly ms: number };
  answer: 'done';
  timer: string;
}

/** Serves one request after another. */
const server = stateMachine<Server>({
  start: (node) => ({ station: newStation({}, node.monotonicMs()) }),
  onMessage: ({ station }, { ms }, node) => void serveAt(station, { job: node.defer(), serviceMs: ms }, node),
  onTimer({ station }, timer, node) {
    const ended = stationTimer(station, timer, node);
    if (ended !== undefined) node.replyTo(ended.done.job, 'done');
  },
});

interface Token {
  readonly server: string;
  readonly fromMs: number;
  /** After this piece there is another one to do: at what all share, or at all servers. */
  readonly then?: 'shared' | 'pieces';
  /** Whose request it is, where each server does its own. */
  readonly owner?: string;
}

interface Front {
  state: {
    readonly batches: ScalingBatch[];
    asked: number;
    answered: number;
    readonly idle: string[];
    readonly line: number[];
    pieces: number;
  };
  request: { f: 'figures' };
  reply: ScalingSeen;
  message: { readonly ms: number };
  answer: 'done';
  timer: 'next';
  token: Token;
}

function front(setting: Scaling) {
  const { spread, servers } = setting;
  const names = serversOf(setting);
  const perSecond = (LOAD * servers * 1000) / WORK_MS;
  const inPieces = spread.startsWith('one job');
  const ownMs = WORK_MS * (1 - SHARED);
  type Node = StateMachineNode<Front>;

  const ask = (ms: number, token: Token, node: Node): void =>
    node.call(token.server, { ms }, { timeoutMs: TIMEOUT_MS, token });
  const drawn = (meanMs: number, node: Node): number => meanMs * exponential(node.random);
  const startJob = (node: Node): void =>
    ask(WORK_MS * SHARED, { server: 's1', fromMs: node.monotonicMs(), then: 'pieces' }, node);
  const startOwn = (name: string, node: Node): void =>
    ask(drawn(ownMs, node), { server: name, owner: name, fromMs: node.monotonicMs(), then: 'shared' }, node);
  /** One line: the next of it goes to a server that has nothing to do. */
  const handOut = (state: Front['state'], node: Node): void => {
    while (state.idle.length > 0 && state.line.length > 0)
      ask(
        drawn(WORK_MS, node),
        { server: state.idle.shift() as string, fromMs: state.line.shift() as number },
        node,
      );
  };
  const finish = (state: Front['state'], fromMs: number, node: Node): void => {
    const nowMs = node.monotonicMs();
    const batch = (state.batches[Math.floor(nowMs / batchMs(setting))] ??= { done: 0, tookMs: 0 });
    batch.done++;
    batch.tookMs += nowMs - fromMs;
    if (isOpen(setting) && fromMs >= DEATH_MS) state.answered++;
  };

  return stateMachine<Front>({
    start(node) {
      if (isOpen(setting)) node.setTimer('next', 0);
      else if (inPieces) startJob(node);
      else for (const name of names) startOwn(name, node);
      return { batches: [], asked: 0, answered: 0, idle: [...names], line: [], pieces: 0 };
    },
    onTimer(state, _next, node) {
      const nowMs = node.monotonicMs();
      // Who comes at the very end is not answered any more.
      if (nowMs >= OPEN_MS - TIMEOUT_MS) return;
      if (nowMs >= DEATH_MS) state.asked++;
      node.setTimer('next', nextArrival({ kind: 'poisson', perSecond }, nowMs, node.random) - nowMs);
      if (spread === 'out, one line') {
        state.line.push(nowMs);
        return handOut(state, node);
      }
      const name = names[node.random.int(0, names.length - 1)] as string;
      ask(drawn(WORK_MS / (spread === 'up' ? servers : 1), node), { server: name, fromMs: nowMs }, node);
    },
    onReply(state, { kind, token }, node) {
      if (kind !== 'answer') return;
      if (token.then === 'shared')
        return ask(
          drawn(sharedMs(setting), node),
          { server: 'shared', owner: token.owner as string, fromMs: token.fromMs },
          node,
        );
      if (token.then === 'pieces') {
        const pieceMs = ownMs / servers;
        state.pieces = servers;
        for (const name of names)
          ask(
            spread === 'one job, even pieces' ? pieceMs : drawn(pieceMs, node),
            { server: name, fromMs: token.fromMs },
            node,
          );
        return;
      }
      if (inPieces && --state.pieces > 0) return;
      finish(state, token.fromMs, node);
      if (spread === 'out, one line') {
        state.idle.push(token.server);
        handOut(state, node);
      } else if (inPieces) startJob(node);
      else if (token.owner !== undefined) startOwn(token.owner, node);
    },
    onRequest: (state, _figures, node) =>
      node.reply({ batches: state.batches, asked: state.asked, answered: state.answered }),
  });
}

const serversOf = ({ spread, servers }: Scaling): string[] => nodeNames(spread === 'up' ? 1 : servers, 's');

const world = defineScenario({
  name: 'tables/scaling',
  summary: 'Servers under load: one that is quick, or many that are slow',
  params: z.object({ setting: z.custom<Scaling>().default({ spread: 'up', servers: 1 }) }),
  nodes: ({ setting }) => ['front', 'shared', ...serversOf(setting)],
  protocol: ({ setting }) =>
    cast({ front: [['front'], front(setting)], server: [['shared', ...serversOf(setting)], server] }),
  workload: () => ({ clients: [], operations: () => [] }),
  // Only lines and work count here: the way is as short as the clock can tell.
  network: { latency: { kind: 'constant', ms: 0.001 } },
  faults: 'none',
  durationMs: ({ setting }) => runMs(setting),
  settleMs: 0,
  final: () => [{ to: 'front', input: { f: 'figures' } }],
  check: {},
});

export function scalingRun(setting: Scaling, seed: Seed): Promise<Run> {
  const death = { kind: 'kill' as const, node: 's1', atMs: DEATH_MS, durationMs: OPEN_MS - DEATH_MS };
  const plan: Plan = { schema: 1, faults: isOpen(setting) ? [death] : [], operations: [] };
  return simulate(world, { seed, params: { setting }, plan });
}

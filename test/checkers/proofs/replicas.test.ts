/**
 * Replicated registers, each client at a replica of its own. What a session may assume follows from the order in which
 * a replica takes the writes of others: each guarantee holds in the order it needs, and breaks in the next weaker one.
 */
import { it } from 'vitest';
import { clients, defineScenario, lan, nemesis, nodeNames, stateMachine, z, type Program } from 'seedstorm';
import {
  boundedStaleness,
  causalMemory,
  monotonicWrites,
  pram,
  writesFollowReads,
  type Checker,
} from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';
import { replica, type Order } from './streams.js';

type Request =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number };
type Values = Record<string, number>;

const nodes = nodeNames(3);

/** Each client is beside its node. What n1 tells n3 takes longer than by way of n2: effects come before their causes. */
const network = lan({
  latency: { kind: 'uniform', minMs: 0.3, maxMs: 1 },
  links: nodes.flatMap((from) =>
    nodes.flatMap((to) => {
      const [minMs, maxMs] = from === 'n1' && to === 'n3' ? [10, 80] : [1, 30];
      return from === to ? [] : [{ from, to, latency: { kind: 'uniform' as const, minMs, maxMs } }];
    }),
  ),
});

const shared = {
  params: z.object({}),
  nodes: () => nodes,
  workload: () =>
    clients(
      3,
      { read: 0.75, write: 0.25 },
      { everyMs: 6, keys: ['x', 'y'], to: (_random, all, client) => all[client] as string },
    ),
  network,
  faults: nemesis({ loss: 'rough', reordering: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
};

/** Which of two writes of a key stays: the one delivered last, or the one with the higher stamp. */
type Winner = 'delivered-last' | 'stamped-last';

interface Write {
  readonly key: string;
  readonly value: number;
  /** Higher than that of every write its replica knew, and in the last digit a number of its replica's own. */
  readonly stamp: number;
}

interface Copy {
  values: Record<string, Write>;
  newest: number;
}

/** A copy at each replica: reads and writes are answered from it at once. */
const store = (order: Order, winner: Winner) =>
  replica<Request, Write, Copy>({
    order,
    memory: () => ({ values: {}, newest: 0 }),
    ask({ values, newest }, request, node) {
      const { key } = request;
      if (request.f === 'read') return { reply: values[key]?.value ?? null };
      const stamp = (Math.floor(newest / 10) + 1) * 10 + nodes.indexOf(node.id);
      return { reply: 'written', post: { key, value: request.value, stamp } };
    },
    deliver(copy, write) {
      const held = copy.values[write.key];
      if (winner === 'delivered-last' || held === undefined || write.stamp > held.stamp)
        copy.values[write.key] = write;
      copy.newest = Math.max(copy.newest, write.stamp);
    },
  });

const weakerBugs = {
  'as-they-come': { order: 'none', summary: 'A write is taken when it comes, whatever is missing before it' },
  'only-fifo': {
    order: 'fifo',
    summary: 'A write waits for the earlier ones of its replica, not for what that had seen',
  },
} as const;

/** A store that takes writes in an order, and one that takes them in a weaker one. */
const ordered = (order: 'fifo' | 'causal', check: string, checker: Checker, anomaly: string) => {
  const bug = order === 'causal' ? 'only-fifo' : 'as-they-come';
  const weaker = weakerBugs[bug];
  return defineScenario<object>({
    ...shared,
    name: `proof/${order}-store`,
    summary: `Replicas take writes in ${order} order`,
    protocol: (_params, context) => store(context.bug === undefined ? order : weaker.order, 'delivered-last'),
    check: { [check]: checker },
    bugs: { [bug]: { summary: weaker.summary, shows: { check, anomaly, within: 20 } } },
  });
};

const memory = defineScenario<object>({
  ...shared,
  name: 'proof/causal-memory',
  summary: 'Each replica holds of every key what it was told last',
  protocol: (_params, { bug }) =>
    store('causal', bug === 'last-writer-wins' ? 'stamped-last' : 'delivered-last'),
  check: { causalMemory: causalMemory() },
  bugs: {
    'last-writer-wins': {
      summary:
        'Replicas agree on a winner: what a session saw replaced is there again, though no cause is missing',
      shows: { check: 'causalMemory', anomaly: 'CyclicHB', within: 30 },
    },
  },
});

/** How old an answer may be, in ms. */
const FRESH_MS = 60;

interface Follower {
  state: { values: Values; asOfMs: number };
  request: Request;
  reply: number | null | 'written';
  message: { readonly values: Values; readonly asOfMs: number };
  timer: 'tell';
}

/** The first node takes all writes and keeps telling what it holds; the others answer reads while they know it lately. */
function follower(stale: 'refused' | 'answered'): Program {
  return stateMachine<Follower>({
    start(node) {
      if (node.id === 'n1') node.setTimer('tell', 10);
      return { values: {}, asOfMs: 0 };
    },
    onTimer(state, _timer, node) {
      node.broadcast({ values: state.values, asOfMs: node.nowMs() });
      node.setTimer('tell', 10);
    },
    onMessage(state, message) {
      if (message.asOfMs > state.asOfMs) Object.assign(state, message);
    },
    onRequest(state, request, node) {
      if (request.f === 'write') {
        if (node.id !== 'n1') return node.reject('only the first node writes');
        state.values[request.key] = request.value;
        return node.reply('written');
      }
      const old = node.id !== 'n1' && node.nowMs() - state.asOfMs > FRESH_MS;
      if (old && stale === 'refused') return node.reject('cut off for too long');
      node.reply(state.values[request.key] ?? null);
    },
  });
}

const fresh = defineScenario<object>({
  ...shared,
  name: 'proof/followers',
  summary: 'Followers that have not heard of the primary for too long refuse to answer',
  protocol: (_params, { bug }) => follower(bug === 'answers-anyway' ? 'answered' : 'refused'),
  faults: 'partitions',
  durationMs: 2_000,
  check: { boundedStaleness: boundedStaleness({ ms: FRESH_MS }) },
  bugs: {
    'answers-anyway': {
      summary: 'A follower that is cut off goes on answering from its copy',
      shows: { check: 'boundedStaleness', anomaly: 'stale-read', within: 5 },
    },
  },
});

const systems = [
  fresh,
  ordered('fifo', 'pram', pram(), 'pram-cycle'),
  ordered('fifo', 'monotonicWrites', monotonicWrites(), 'monotonic-writes'),
  ordered('causal', 'causalMemory', causalMemory(), 'WriteCORead'),
  memory,
  ordered('causal', 'writesFollowReads', writesFollowReads(), 'writes-follow-reads'),
];

it.each(proofs(...systems))('$check finds $anomaly in $system.name with $bug', prove);

/**
 * Effects never come before their causes, and replicas agree in the end: causal, and always at work, alone if need be.
 *
 * A write takes effect at a node once all that its writer knew has: delivery after Birman, Schiper & Stephenson,
 * "Lightweight causal and atomic group multicast" (ACM TOCS 1991). Puts and gets are answered at once from the node's own
 * copy, as in Ahamad et al., "Causal memory" (Distributed Computing 1995). Of concurrent writes of a key every node takes
 * the same one, so that copies converge (what Lloyd et al., SOSP 2011, call causal+).
 */
import { defineScenario, stateMachine, type SendOptions, type StateMachineNode } from 'seedstorm';
import { causalConvergence } from 'seedstorm/checkers';
import {
  appendTo,
  compareLamport,
  countOf,
  covers,
  everyAgain,
  nothingTaken,
  openLog,
  remember,
  ruled,
  startEvery,
  totalOf,
  type DurableLog,
  type LamportTime,
  type RulesOf,
  type TakenOnce,
  type VectorClock,
} from 'seedstorm/parts';
import {
  agree,
  laggards,
  putOf,
  ofSessions,
  registerStore,
  type Put,
  type RegisterReply,
  type RegisterRequest,
  type StoreParams,
} from './registers.js';

const rules = ruled(
  {
    /** A write waits for everything its writer knew, or only for the earlier writes of its writer. */
    deliver: 'causal',
    /** Which of two writes wins: the later by Lamport time, or the one whose writer has written more. */
    rank: 'lamport',
    /** Which of two writes of the same rank wins: that of the later name, or the one that arrives last. */
    ties: 'by-name',
    /** What a node shows and sends has been synced, so that no crash takes it back. */
    show: 'synced',
    /** A put that arrives twice is carried out once, across crashes too. */
    takeOnce: true,
  },
  {
    'roaming-clients': {
      summary: 'Clients ask any node, each time another: it may not know what the last one showed',
      params: { sticky: false },
      shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 1 },
    },
    'ignores-dependencies': {
      summary:
        'A write waits for the earlier ones of its writer only, not for what its writer had seen of others',
      rules: { deliver: 'fifo' },
      shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 19 },
    },
    'clock-not-merged': {
      summary:
        'The rank of a write counts only the writes of its writer, not those that it had seen: an answer may lose to its question',
      rules: { rank: 'own-count' },
      shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 1 },
    },
    'ties-by-arrival': {
      summary: 'Of two writes of the same rank the one that arrives last wins: replicas never agree',
      rules: { ties: 'by-arrival' },
      shows: { check: 'causal-convergence', anomaly: 'CyclicCF', within: 2 },
    },
    'show-before-sync': {
      summary:
        'A node shows and sends what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it back',
      rules: { show: 'at-once' },
      shows: { check: 'same-writes', anomaly: 'divergence', within: 6 },
    },
    'twice-taken-requests': {
      summary:
        'A put that the network delivers twice is carried out twice, and the second time undoes later ones',
      rules: { takeOnce: false },
      shows: { check: 'causal-convergence', anomaly: 'WriteCORead', within: 12 },
    },
  },
);

/** One write on its way to all nodes: the `seq`th of its writer, from 1. */
interface Write extends Put {
  readonly from: string;
  readonly seq: number;
  /** What its writer knew: how many writes of each node. */
  readonly after: VectorClock;
}

interface State {
  /** All writes known, causes before effects. Everything else follows from it. */
  log: DurableLog<Write>;
  /** How many writes of each node are in the log. */
  clock: Record<string, number>;
  /** What each key holds, and the rank of the write it came from. */
  held: Record<string, { readonly value: number; readonly rank: LamportTime }>;
  /** Writes that came before something they depend on, by writer and number. */
  early: Record<string, Write>;
  taken: TakenOnce;
}

interface CausalBroadcast {
  state: State;
  request: RegisterRequest;
  reply: RegisterReply;
  message:
    | { readonly kind: 'writes'; readonly writes: readonly Write[] }
    /** Which writes does the receiver know that are not among these? */
    | { readonly kind: 'missing'; readonly known: VectorClock };
  timer: 'gossip';
}

type Node = StateMachineNode<CausalBroadcast>;

/** How often a node asks another what it misses. */
const gossip = { everyMs: 40 };
/** Writes in one message at most. */
const BATCH = 200;

const causalBroadcast = ({ deliver, rank, ties, show, takeOnce }: RulesOf<typeof rules>) => {
  const shown: SendOptions = show === 'synced' ? { after: 'sync' } : {};

  return stateMachine<CausalBroadcast>({
    start(node) {
      const { log, end } = openLog<Write>(node);
      node.sometimes('a power cut took a write of several', end.dropped > 0);
      const state: State = { log, clock: {}, held: {}, early: {}, taken: nothingTaken() };
      for (const write of log.entries) apply(state, write, node);
      startEvery('gossip', gossip, node);
      return state;
    },

    onRequest(state, request, node) {
      const writes = (): string[] => namesOf(state);
      const put = putOf(request, state, node, { takeOnce, shown, writes });
      if (put === undefined) return;
      const seq = countOf(state.clock, node.id) + 1;
      const write: Write = { ...put, from: node.id, seq, after: { ...state.clock } };
      append(state, write, node);
      node.replyTo({ from: put.client, id: put.id }, undefined, shown);
      node.broadcast({ kind: 'writes', writes: [write] }, shown);
    },

    onMessage(state, message, node, from) {
      if (message.kind === 'writes') return take(state, message.writes, node);
      const writes = state.log.entries.filter((write) => write.seq > countOf(message.known, write.from));
      if (writes.length > 0) node.send(from, { kind: 'writes', writes: writes.slice(0, BATCH) }, shown);
    },

    onTimer(state, timer, node) {
      everyAgain(timer, gossip, node);
      if (node.peers.length > 0)
        node.send(node.random.pick(node.peers), { kind: 'missing', known: state.clock });
    },
  });

  /** Takes what comes, and everything that waited for it. */
  function take(state: State, writes: readonly Write[], node: Node): void {
    const { clock, early } = state;
    const isNextOfWriter = ({ seq, from }: Write): boolean => seq === countOf(clock, from) + 1;
    const isNext = (write: Write): boolean =>
      isNextOfWriter(write) && (deliver === 'fifo' || covers(clock, write.after));
    for (const write of writes)
      if (write.seq > countOf(clock, write.from)) early[`${write.from}/${write.seq}`] = write;
    for (let next; (next = Object.values(early).find(isNext)) !== undefined;) {
      delete early[`${next.from}/${next.seq}`];
      append(state, next, node);
    }
    node.sometimes(
      'a write comes before one of another node that it depends on',
      Object.values(early).some(isNextOfWriter),
    );
  }

  function append(state: State, write: Write, node: Node): void {
    appendTo(state.log, write, node);
    apply(state, write, node);
  }

  function apply(state: State, { from, seq, after, key, value, client, id }: Write, node: Node): void {
    state.clock[from] = seq;
    remember(state.taken, client, id, 0);
    const its: LamportTime = { time: rank === 'lamport' ? totalOf(after) : seq, node: from };
    const other = state.held[key]?.rank;
    node.sometimes('two writes of a key have the same rank', its.time === other?.time);
    const wins =
      other === undefined ||
      (ties === 'by-arrival' ? its.time >= other.time : compareLamport(its, other) === 'after');
    if (wins) state.held[key] = { value, rank: its };
  }
};

/** All writes it knows, in an order that is the same everywhere. */
function namesOf({ log }: State): string[] {
  return log.entries.map(({ from, seq, key, value }) => `${from}/${seq}: ${key}=${value}`).sort();
}

export const causalBroadcastScenario = defineScenario<StoreParams>({
  ...registerStore,
  name: 'replication/causal-broadcast',
  summary:
    'Vector clocks hold back writes that arrive too early: causal and convergent, and available in a partition',
  protocol: (_params, { bug }) => causalBroadcast(rules.with(bug)),
  coverage: {
    sometimes: [
      'a put arrives twice',
      'a power cut took a write of several',
      'a write comes before one of another node that it depends on',
      'two writes of a key have the same rank',
    ],
    abstract: laggards,
  },
  check: ({ nodes }) => ({
    'causal-convergence': ofSessions(causalConvergence()),
    converges: agree(nodes),
    'same-writes': agree(nodes, 'writes'),
  }),
  bugs: rules.bugs,
});

/**
 * Anti-entropy: every node answers from its own copies, and nodes keep comparing them, key by key, until all agree.
 *
 * Push and pull after Demers et al., "Epidemic algorithms for replicated database maintenance" (PODC 1987), with
 * nothing mailed directly; the last writer wins, by hybrid time (Kulkarni et al., "Logical physical clocks", OPODIS
 * 2014): the wall clock's milliseconds, but later than everything the node has seen.
 */
import { defineScenario, stateMachine, type SendOptions, type StateMachineNode } from 'seedstorm';
import {
  mergeVerdicts,
  monotonicReads,
  readYourWrites,
  sequential,
  type Checker,
  type Operation,
} from 'seedstorm/checkers';
import {
  compareHybrid,
  everyAgain,
  hybridAfter,
  hybridZero,
  nothingTaken,
  remember,
  ruled,
  startEvery,
  type HybridTime,
  type RulesOf,
  type TakenOnce,
} from 'seedstorm/parts';
import {
  agree,
  ofSessions,
  putOf,
  registerStore,
  sessionsOf,
  type RegisterReply,
  type RegisterRequest,
  type StoreParams,
} from './registers.js';

const rules = ruled(
  {
    /** The time of a write: later than any the node has seen, or what its wall clock says. */
    clock: 'hybrid',
    /** Which of two copies of the same time wins: that of the later name, or whichever a node has. */
    ties: 'by-name',
    /** What a node does with a copy that is older than its own: nothing, or it takes it all the same. */
    older: 'refused',
    /** What a node answers has been synced, so that no crash takes it back. */
    answer: 'synced',
    /** A put that arrives twice is carried out once, across crashes too. */
    takeOnce: true,
  },
  {
    'roaming-clients': {
      summary: 'Clients ask any node, each time another: it may not know yet what the last one showed',
      params: { sticky: false },
      shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 1 },
    },
    'wall-clock': {
      summary:
        'A write carries the wall clock of its node (Jepsen on Cassandra, 2013): where that is behind, it is acknowledged and dropped',
      rules: { clock: 'wall' },
      shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 3 },
    },
    'ties-undecided': {
      summary: 'If two copies have the same time, each node keeps its own: replicas never agree',
      rules: { ties: 'none' },
      shows: { check: 'converges', anomaly: 'divergence', within: 8 },
    },
    'older-taken': {
      summary:
        'A node takes every copy that it gets, even an older one: a value that was seen disappears again',
      rules: { older: 'taken' },
      shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 1 },
    },
    'answer-before-sync': {
      summary:
        'A node acknowledges and shows what is not on its disk yet (Jepsen on NATS 2.12.1): a power cut takes it back',
      rules: { answer: 'at-once' },
      shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 186 },
    },
    'twice-taken-requests': {
      summary:
        'A put that the network delivers twice is carried out twice, and the second time undoes later ones',
      rules: { takeOnce: false },
      shows: { check: 'coherent', anomaly: 'sequential-cycle', within: 12 },
    },
  },
);

interface Copy {
  readonly value: number;
  /** When it was written, and at which node. */
  readonly at: HybridTime;
}

interface State {
  held: Record<string, Copy>;
  taken: TakenOnce;
  /** The latest time seen on any copy. */
  latest: HybridTime;
  round: number;
}

interface AntiEntropy {
  state: State;
  request: RegisterRequest;
  reply: RegisterReply;
  message: { readonly key: string; readonly copy: Copy };
  timer: 'gossip';
  /** One file, for a power cut may take one of two and leave the other. */
  durable: { store: Pick<State, 'held' | 'taken'> };
}

type Node = StateMachineNode<AntiEntropy>;

/** How often a node compares one key with one other node. */
const gossip = { everyMs: 10 };

const antiEntropy = ({ clock, ties, older, answer, takeOnce }: RulesOf<typeof rules>) => {
  const shown: SendOptions = answer === 'synced' ? { after: 'sync' } : {};

  return stateMachine<AntiEntropy>({
    start(node) {
      const { held, taken } = node.disk.read('store') ?? { held: {}, taken: nothingTaken() };
      const times = Object.values(held).map(({ at }) => at);
      const latest = times.reduce((a, b) => (isLater(b, a) ? b : a), hybridZero);
      const state: State = { held, taken, latest, round: 0 };
      // After a failed sync a file can be read, and yet no later sync makes it durable: only writing it again does.
      keep(state, node);
      startEvery('gossip', gossip, node);
      return state;
    },

    onRequest(state, request, node) {
      const put = putOf(request, state, node, { takeOnce, shown });
      if (put === undefined) return;
      remember(state.taken, put.client, put.id, 0);
      const nowMs = node.nowMs();
      node.sometimes('the wall clock is behind what was seen', Math.floor(nowMs) <= state.latest.ms);
      const seen = clock === 'wall' ? hybridZero : state.latest;
      merge(state, put.key, { value: put.value, at: hybridAfter(seen, nowMs, node.id) }, node);
      node.replyTo({ from: put.client, id: put.id }, undefined, shown);
    },

    onMessage(state, { key, copy }, node, from) {
      const own = state.held[key];
      if (own !== undefined && isLater(own.at, copy.at))
        node.send(from, { key, copy: own }, { after: 'sync' });
      merge(state, key, copy, node);
    },

    onTimer(state, timer, node) {
      everyAgain(timer, gossip, node);
      // Every key with every other node, in turns: after so many rounds without faults all have heard of all.
      const { peers } = node;
      const keys = Object.keys(state.held).sort();
      if (keys.length === 0 || peers.length === 0) return;
      const key = keys[state.round % keys.length] as string;
      const peer = peers[Math.floor(state.round / keys.length) % peers.length] as string;
      state.round++;
      node.send(peer, { key, copy: state.held[key] as Copy }, { after: 'sync' });
    },
  });

  /** Takes a copy that is later than what the node holds. */
  function merge(state: State, key: string, copy: Copy, node: Node): void {
    const own = state.held[key];
    const alike = own !== undefined && own.at.ms === copy.at.ms && own.at.count === copy.at.count;
    node.sometimes('two copies have the same time', alike && own.value !== copy.value);
    if (own !== undefined && older === 'refused' && !isLater(copy.at, own.at)) return;
    state.held[key] = copy;
    if (isLater(copy.at, state.latest)) state.latest = copy.at;
    keep(state, node);
  }

  function isLater(a: HybridTime, b: HybridTime): boolean {
    const nameless = ties === 'none' ? { node: '' } : {};
    return compareHybrid({ ...a, ...nameless }, { ...b, ...nameless }) === 'after';
  }
};

function keep({ held, taken }: State, node: Node): void {
  node.disk.write('store', { held, taken });
}

/**
 * Coherence: each key by itself is sequentially consistent, as what multiprocessors promise of each address (Goodman
 * 1989 calls it cache consistency). Anomalies: those of `sequential`.
 */
export function coherent(): Checker {
  return {
    name: 'coherent',
    check(history, budget) {
      const operations = sessionsOf(history) as Operation<{ readonly key: string }>[];
      const keys = [...new Set(operations.map(({ input }) => input.key))];
      const verdicts = keys.map((key) => {
        const verdict = sequential().check(
          operations.filter(({ input }) => input.key === key),
          budget,
        );
        return { ...verdict, reason: `key ${key}: ${verdict.reason}` };
      });
      const worst = mergeVerdicts(verdicts.map(({ verdict }) => verdict));
      const found = verdicts.find(({ verdict }) => verdict === worst);
      if (worst !== 'valid' && found !== undefined) return found;
      return { verdict: 'valid', reason: `each of ${keys.length} keys is sequentially consistent by itself` };
    },
  };
}

export const antiEntropyScenario = defineScenario<StoreParams>({
  ...registerStore,
  name: 'replication/anti-entropy',
  summary:
    'Gossip and last-writer-wins: each key is coherent and converges, but there is no order across keys',
  protocol: (_params, { bug }) => antiEntropy(rules.with(bug)),
  clocks: { maxOffsetMs: 20, maxDriftPpm: 1_000 },
  coverage: {
    sometimes: [
      'a put arrives twice',
      'the wall clock is behind what was seen',
      'two copies have the same time',
    ],
    /** Who is up, and for each key which nodes hold the same; not what. */
    abstract: (nodes) => {
      const held = nodes.map(({ state }) => (state as State | undefined)?.held ?? {});
      const keys = [...new Set(held.flatMap((copies) => Object.keys(copies)))].sort();
      const groups = keys.map((key) => {
        const values = held.map((copies) => copies[key]?.value);
        return values.map((value) => values.indexOf(value)).join('');
      });
      return [nodes.map(({ status }) => status).join(), ...groups];
    },
  },
  check: ({ nodes }) => ({
    coherent: coherent(),
    // Both follow from coherence, and say what is wrong where it is.
    'read-your-writes': ofSessions(readYourWrites()),
    'monotonic-reads': ofSessions(monotonicReads()),
    converges: agree(nodes),
  }),
  bugs: rules.bugs,
});

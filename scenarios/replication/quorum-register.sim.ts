/**
 * A leaderless register under partitions, crashes and bad clocks: any node coordinates, R nodes are read, W are written.
 * It is linearizable exactly if its quorums overlap and reads write back.
 *
 * Attiya, Bar-Noy & Dolev, "Sharing memory robustly in message-passing systems" (JACM 1995), with many writers as in
 * Lynch & Shvartsman (FTCS 1997): a write first asks R nodes for the newest version and then stores a newer one on
 * W; a read asks R nodes and stores the newest on W before it answers.
 */
import {
  defineScenario,
  nodeNames,
  stateMachine,
  z,
  type NodeView,
  type ReplyTo,
  type StateMachineNode,
} from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import {
  compareLamport,
  lamportAfter,
  lamportZero,
  majorityOf,
  noQuorumTasks,
  nothingTaken,
  quorumSteps,
  registerWorkload,
  ruled,
  takeNew,
  type LamportTime,
  type QuorumStep,
  type QuorumTasks,
  type QuorumToken,
  type RulesOf,
  type TakenOnce,
} from 'seedstorm/parts';
import { slowStore } from './registers.js';

const rules = ruled(
  {
    /** A read stores what it found on W nodes before it answers. */
    writeBack: true,
    /** Where the time of a version comes from: one more than the newest seen by a quorum, or the node's wall clock. */
    versions: 'quorum',
    /** A request that arrives twice is carried out once, across crashes too. */
    takeOnce: true,
    /** A node acknowledges only what would survive a crash. */
    acknowledge: 'after-sync',
  },
  {
    'no-write-back': {
      summary:
        'A read answers without storing what it found on W nodes (Attiya, Bar-Noy and Dolev, 1995): a later read may see less',
      rules: { writeBack: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 51 },
    },
    'wall-clock-versions': {
      summary:
        'Versions carry the wall clock of the writing node: a clock that is behind loses acknowledged writes',
      rules: { versions: 'wall-clock' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 1 },
    },
    'twice-taken-requests': {
      summary:
        'A write request that the network delivers twice is carried out twice, and the second time undoes later writes',
      rules: { takeOnce: false },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 164 },
    },
    'acknowledge-before-sync': {
      summary:
        'A node acknowledges a store before it is on the disk (Jepsen on NATS 2.12.1): a power cut takes it back',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'linearizable', anomaly: 'stale-read', within: 18 },
    },
  },
);

const params = z.object({
  nodes: z.int().min(1).max(15).default(3).describe('number of replicas'),
  r: z.int().min(1).max(15).optional().describe('replicas a read waits for; default: a majority'),
  w: z.int().min(1).max(15).optional().describe('replicas a write waits for; default: a majority'),
  writeBack: z.boolean().default(true).describe('reads store what they found on w replicas before answering'),
  readRepair: z.boolean().default(true).describe('without write-back: reads mend lagging replicas they met'),
  keys: z.int().min(1).max(26).default(1).describe('number of registers'),
  clients: z.int().min(1).max(50).default(6),
});

type Rules = RulesOf<typeof rules> & { readonly r: number; readonly w: number; readonly readRepair: boolean };

/** A value with the version it was written under; `null` before the first write. */
interface Versioned {
  readonly version: LamportTime;
  readonly value: number | null;
}

const unwritten: Versioned = { version: lamportZero, value: null };

/** What a client waits for. */
interface Asked {
  readonly request: Register['request'];
  readonly replyTo: ReplyTo;
}

/** One file, for a power cut may take one of two and leave the other. */
interface Kept {
  copies: Record<string, Versioned>;
  /** The largest time this node ever gave to a version. */
  issued: number;
  taken: TakenOnce;
}

interface Register {
  state: { kept: Kept; tasks: QuorumTasks<Versioned, Asked> };
  request:
    | { readonly f: 'read'; readonly key: string }
    | { readonly f: 'write'; readonly key: string; readonly value: number };
  reply: number | null | undefined;
  message:
    | { readonly f: 'query'; readonly key: string }
    | { readonly f: 'store'; readonly key: string; readonly copy: Versioned };
  /** What a queried node holds; nothing for a store. */
  answer: Versioned | undefined;
  token: QuorumToken;
  durable: { kept: Kept };
}

type State = Register['state'];
type Node = StateMachineNode<Register>;
type Step = QuorumStep<Versioned, Asked>;

/** How long a node waits for another. */
const timeoutMs = 200;

const quorumRegister = ({ r, w, writeBack, readRepair, versions, takeOnce, acknowledge }: Rules) => {
  // A copy leaves once the time it carries is safe on this node's disk.
  const quorum = quorumSteps<Versioned, Asked>({ r, w, timeoutMs, order: byVersion, storeAfter: 'sync' });

  return stateMachine<Register>({
    start(node) {
      const found = node.disk.read('kept');
      // After a failed sync a file can be read, and yet no later sync makes it durable: only writing it again does.
      if (found !== undefined) node.disk.write('kept', found);
      return { kept: found ?? { copies: {}, issued: 0, taken: nothingTaken() }, tasks: noQuorumTasks() };
    },

    onRequest(state, request, node) {
      const replyTo = node.defer();
      // The network may deliver a request twice, and late.
      if (!takeNew(state.kept.taken, replyTo) && takeOnce) return;
      const about: Asked = { request, replyTo };
      if (request.f === 'read' || versions === 'quorum')
        return quorum.query(state.tasks, about, { f: 'query', key: request.key }, node);
      const version = { time: Math.round(node.nowMs() * 1000), node: node.id };
      store(state, { about }, { version, value: request.value }, node);
    },

    onMessage({ kept }, message, node) {
      const held = kept.copies[message.key] ?? unwritten;
      // Only what would survive a crash may be seen: a value read and then lost was never written.
      if (message.f === 'query') return node.reply(held, { after: 'sync' });
      if (byVersion(message.copy, held) === 'after') {
        kept.copies[message.key] = message.copy;
        node.disk.write('kept', kept);
      }
      node.reply(undefined, acknowledge === 'after-sync' ? { after: 'sync' } : {});
    },

    onReply(state, result, node) {
      go(state, quorum.reply(state.tasks, result), node);
    },
  });

  function go(state: State, step: Step | undefined, node: Node): void {
    if (step === undefined) return;
    const { request, replyTo } = step.about;
    if (step.kind === 'failed') {
      // Before anything was stored, and for reads always, nothing happened.
      const definite = step.phase === 'query' || request.f === 'read';
      return node.rejectTo(replyTo, step.error, { definite });
    }
    if (step.kind === 'stored')
      return node.replyTo(replyTo, request.f === 'read' ? step.copy.value : undefined);
    const { newest } = step;
    if (request.f === 'write') {
      // A version later than all seen, that this node never gave out before, not even before a crash.
      const { kept } = state;
      const version = lamportAfter(node.id, newest.version, { time: kept.issued, node: node.id });
      kept.issued = version.time;
      node.disk.write('kept', kept);
      return store(state, step, { version, value: request.value }, node);
    }
    if (writeBack) return store(state, step, newest, node);
    if (readRepair) quorum.repair(step, { f: 'store', key: request.key, copy: newest }, node);
    node.replyTo(replyTo, newest.value);
  }

  type From = Parameters<typeof quorum.store>[1];
  function store(state: State, from: From, copy: Versioned, node: Node): void {
    const message = { f: 'store', key: from.about.request.key, copy };
    go(state, quorum.store(state.tasks, from, copy, message, node), node);
  }
};

const byVersion = (a: Versioned, b: Versioned) => compareLamport(a.version, b.version);

function underWay({ status, state }: NodeView): string {
  const tasks = Object.values((state as State | undefined)?.tasks.open ?? {});
  const phases = tasks.map(
    ({ about, phase, votes }) => `${about.request.f} ${phase}${votes.refused.length > 0 ? '!' : ''}`,
  );
  return [status, ...new Set(phases.sort())].join(', ');
}

export const quorumRegisterScenario = defineScenario<z.infer<typeof params>>({
  ...slowStore,
  name: 'replication/quorum-register',
  summary: 'A leaderless register stays linearizable while R + W > N and reads write back',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol: ({ nodes, r = majorityOf(nodes), w = majorityOf(nodes), writeBack, readRepair }, { bug }) =>
    quorumRegister(rules.with(bug, { r: Math.min(nodes, r), w: Math.min(nodes, w), writeBack, readRepair })),
  workload: ({ keys, clients }) => registerWorkload({ clients, keys, everyMs: 10 }),
  coverage: {
    /** How many nodes are up, and what each is in the middle of; not for whom, nor which values it holds. */
    abstract: (nodes) => nodes.map(underWay).sort(),
  },
  check: { linearizable: linearizable(registerModel()) },
  bugs: rules.bugs,
});

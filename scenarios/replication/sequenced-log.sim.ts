/**
 * Writes in one order, reads at once: sequentially consistent, and behind or without writes where the sequencer is not.
 *
 * The fast-read algorithm of Attiya & Welch, "Sequential consistency versus linearizability" (ACM TOCS 1994): a put
 * waits until its own node has applied it, a get answers at once from what its node has applied. Their atomic
 * broadcast is a fixed sequencer here (Défago, Schiper & Urbán, ACM Computing Surveys 2004): nobody takes its
 * place, so who cannot reach it cannot write, and reads what it has.
 */
import {
  defineScenario,
  stateMachine,
  type Invariant,
  type NodeView,
  type SendOptions,
  type StateMachineNode,
} from 'seedstorm';
import { sequential } from 'seedstorm/checkers';
import {
  appendTo,
  everyAgain,
  nothingTaken,
  openLog,
  remember,
  ruled,
  startEvery,
  type DurableLog,
  type RulesOf,
  type TakenOnce,
} from 'seedstorm/parts';
import {
  agree,
  laggards,
  newestKept,
  ofSessions,
  putOf,
  registerStore,
  wasTaken,
  type Put,
  type RegisterReply,
  type RegisterRequest,
  type StoreParams,
} from './registers.js';

const rules = ruled(
  {
    /** An entry takes effect once all before it have, or as soon as it arrives. */
    apply: 'in-order',
    /** What a node shows has been synced, so that no crash takes it back. */
    show: 'synced',
    /** The sequencer tells others of an entry only when no crash can take its number back. */
    announce: 'synced',
    /** A put is acknowledged when its node has applied it, or as soon as that node hears of its number. */
    acknowledge: 'applied',
    /** A put that is asked for again is not numbered again. */
    numberOnce: true,
  },
  {
    'roaming-clients': {
      summary: 'Clients ask any node, each time another: it may be behind what the last one showed',
      params: { sticky: false },
      shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
    },
    'acknowledge-when-numbered': {
      summary: 'A put is acknowledged when its node hears of its number, not when it has applied it',
      rules: { acknowledge: 'numbered' },
      shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
    },
    'apply-on-arrival': {
      summary: 'An entry takes effect when it arrives, even if entries before it are still missing',
      rules: { apply: 'on-arrival' },
      shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 15 },
    },
    'show-before-sync': {
      summary: 'A node shows what is not on its disk yet: a power cut takes it back',
      rules: { show: 'at-once' },
      shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 39 },
    },
    'announce-before-sync': {
      summary:
        'The sequencer tells others of an entry that is not on its disk yet (Jepsen on NATS 2.12.1): it may give the number twice',
      rules: { announce: 'at-once' },
      shows: { check: 'one-order', anomaly: 'invariant', within: 8 },
    },
    'number-again': {
      summary: 'A put that is asked for again is numbered again, and undoes what came between',
      rules: { numberOnce: false },
      shows: { check: 'sequential', anomaly: 'sequential-cycle', within: 1 },
    },
  },
);

interface Entry extends Put {
  /** Its number, from 1. */
  readonly n: number;
}

interface State {
  /** Entries without a gap. */
  log: DurableLog<Entry>;
  held: Record<string, Put>;
  /** Entries that came before their predecessors, by number. */
  early: Record<number, Entry>;
  /** The last put of each client in the log. */
  taken: TakenOnce;
  /** What the clients of this node wait for. */
  waiting: Record<string, Put>;
}

interface SequencedLog {
  state: State;
  request: RegisterRequest;
  reply: RegisterReply;
  message:
    | { readonly kind: 'number'; readonly put: Put }
    | { readonly kind: 'entries'; readonly entries: readonly Entry[] }
    /** What comes after the first `have` entries? */
    | { readonly kind: 'missing'; readonly have: number };
  timer: 'remind';
}

type Node = StateMachineNode<SequencedLog>;

/** How often a node asks for what it misses, and asks again for what it waits for. */
const remind = { everyMs: 40 };
/** Entries in one message at most. */
const BATCH = 200;

/** A node of the store; `sequencer` numbers all writes. */
const sequencedLog = (sequencer: string, rule: RulesOf<typeof rules>) => {
  const shown: SendOptions = rule.show === 'synced' ? { after: 'sync' } : {};
  const announced: SendOptions = rule.announce === 'synced' ? { after: 'sync' } : {};

  return stateMachine<SequencedLog>({
    start(node) {
      const { log, end } = openLog<Entry>(node);
      node.sometimes('a power cut took an entry of several', end.dropped > 0);
      const state: State = { log, held: {}, early: {}, taken: nothingTaken(), waiting: {} };
      for (const entry of log.entries) apply(state, entry, node);
      startEvery('remind', remind, node);
      return state;
    },

    onRequest(state, request, node) {
      const put = putOf(request, state, node, { takeOnce: rule.numberOnce, shown });
      if (put === undefined) return;
      if (rule.numberOnce && put.id <= (state.waiting[put.client]?.id ?? 0)) return;
      state.waiting[put.client] = put;
      ask(state, put, node);
    },

    onMessage(state, message, node, from) {
      if (message.kind === 'number') return number(state, message.put, node);
      if (message.kind === 'entries') return take(state, message.entries, node);
      const entries = state.log.entries.slice(message.have, message.have + BATCH);
      if (entries.length > 0) node.send(from, { kind: 'entries', entries }, announced);
    },

    onTimer(state, timer, node) {
      everyAgain(timer, remind, node);
      if (node.id === sequencer) return;
      node.send(sequencer, { kind: 'missing', have: state.log.entries.length });
      for (const put of Object.values(state.waiting)) ask(state, put, node);
    },
  });

  function ask(state: State, put: Put, node: Node): void {
    if (node.id === sequencer) number(state, put, node);
    else node.send(sequencer, { kind: 'number', put });
  }

  /** The sequencer gives a put its number. */
  function number(state: State, put: Put, node: Node): void {
    const known = wasTaken(state.taken, put);
    node.sometimes('a put is asked for again', known);
    if (known && rule.numberOnce) return;
    const entry = { n: state.log.entries.length + 1, ...put };
    append(state, entry, node);
    node.broadcast({ kind: 'entries', entries: [entry] }, announced);
  }

  function take(state: State, entries: readonly Entry[], node: Node): void {
    for (const entry of entries) {
      const next = state.log.entries.length + 1;
      if (entry.n < next) continue;
      node.sometimes('an entry comes before its predecessors', entry.n > next);
      state.early[entry.n] = entry;
      if (rule.apply === 'on-arrival') state.held[entry.key] = entry;
      if (rule.acknowledge === 'numbered') acknowledge(state, entry, node, {});
    }
    for (let next; (next = state.early[state.log.entries.length + 1]) !== undefined;) {
      delete state.early[next.n];
      append(state, next, node);
    }
  }

  function append(state: State, entry: Entry, node: Node): void {
    appendTo(state.log, entry, node);
    apply(state, entry, node);
  }

  function apply(state: State, entry: Entry, node: Node): void {
    remember(state.taken, entry.client, entry.id, 0);
    state.held[entry.key] = entry;
    acknowledge(state, entry, node, shown);
  }
};

/** Tells the client, if it asked this node. */
function acknowledge(state: State, { client, id }: Entry, node: Node, shown: SendOptions): void {
  if (state.waiting[client]?.id !== id) return;
  delete state.waiting[client];
  node.replyTo({ from: client, id }, undefined, shown);
}

/** One event makes few entries take effect; what came before was compared when it did. */
const LOOK_BACK = 8;

/** There is one order of the writes: what two nodes have under one number is the same. */
const oneOrder: Invariant = (nodes, changed) => {
  const mine = entriesOf(changed);
  for (const other of nodes.filter(({ name }) => name !== changed.name)) {
    const theirs = entriesOf(other);
    const end = Math.min(mine.length, theirs.length);
    for (let index = Math.max(0, end - LOOK_BACK); index < end; index++) {
      const [a, b] = [mine[index] as Entry, theirs[index] as Entry];
      if (a.value !== b.value)
        return `write ${a.n} is ${a.key}=${a.value} at ${changed.name}, but ${b.key}=${b.value} at ${other.name}`;
    }
  }
  return undefined;
};

const entriesOf = ({ state }: NodeView): readonly Entry[] => (state as State | undefined)?.log.entries ?? [];

export const sequencedLogScenario = defineScenario<StoreParams>({
  ...registerStore,
  name: 'replication/sequenced-log',
  summary:
    'One node numbers all writes, all nodes read locally: sequentially consistent, but not linearizable',
  protocol: (_params, { bug, nodes }) => sequencedLog(nodes[0] as string, rules.with(bug)),
  coverage: {
    sometimes: [
      'a put arrives twice',
      'a put is asked for again',
      'an entry comes before its predecessors',
      'a power cut took an entry of several',
    ],
    abstract: laggards,
  },
  check: ({ nodes }) => ({
    sequential: ofSessions(sequential()),
    converges: agree(nodes),
    'newest-kept': newestKept(),
  }),
  invariants: { 'one-order': oneOrder },
  bugs: rules.bugs,
});

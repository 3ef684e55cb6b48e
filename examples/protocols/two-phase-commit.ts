/**
 * Two-phase commit (Gray, "Notes on data base operating systems", 1978). The first node coordinates, the others vote.
 * A coordinator that finds, after a crash, that it began a transaction but not that it committed, has aborted it.
 * In the state-machine style; `two-phase-commit-async.ts` is the other.
 */
import {
  clients,
  defineScenario,
  nodeNames,
  profileNamed,
  stateMachine,
  z,
  type NemesisProfile,
  type ReplyTo,
  type StateMachineNode,
} from 'seedstorm';
import { atomicCommit } from 'seedstorm/checkers';
import { twoPhaseCommitAsync } from './two-phase-commit-async.js';

export type Vote = 'yes' | 'no';
export type Decision = 'commit' | 'abort';

export interface TwoPhase {
  state: {
    /** Coordinator: transactions that are not decided yet. */
    open: Record<string, { readonly client: ReplyTo; missing: string[] }>;
    /** Coordinator: all it ever began, as a request may come twice. */
    begun: Record<string, true>;
    votes: Record<string, Vote>;
    decided: Record<string, Decision>;
  };
  request: { f: 'transact'; txn: string };
  reply: 'committed';
  message:
    { kind: 'prepare' | 'outcome'; txn: string } | { kind: 'decision'; txn: string; decision: Decision };
  answer: Vote | Decision | 'undecided';
  timer: 'ask';
  token:
    { kind: 'voted'; txn: string; to: ReplyTo } | { kind: 'committed' | 'prepare' | 'outcome'; txn: string };
  durable: Record<`begun/${string}`, true> &
    Record<`vote/${string}`, Vote> &
    Record<`decided/${string}`, Decision>;
}

/** What a planted bug replaces. */
export interface Rules {
  /** A commit is on disk before anybody hears of it. */
  readonly commitAfterSync: boolean;
  /** Who voted yes waits for the decision, however long. */
  readonly waitForDecision: boolean;
}

export const VOTE_TIMEOUT_MS = 100;
export const ASK_MS = 60;

type Node = StateMachineNode<TwoPhase>;
type State = TwoPhase['state'];

const twoPhaseCommit = (rules: Rules) => {
  return stateMachine<TwoPhase>({
    start(node) {
      const state: State = { open: {}, begun: {}, votes: {}, decided: {} };
      for (const path of node.disk.list('begun/')) state.begun[path.slice(6)] = true;
      for (const path of node.disk.list('vote/'))
        state.votes[path.slice(5)] = node.disk.read(path as `vote/${string}`) as Vote;
      for (const path of node.disk.list('decided/'))
        state.decided[path.slice(8)] = node.disk.read(path as `decided/${string}`) as Decision;
      node.setTimer('ask', ASK_MS);
      return state;
    },

    onRequest(state, { txn }, node) {
      if (txn in state.begun) return;
      state.begun[txn] = true;
      node.disk.write(`begun/${txn}`, true);
      state.open[txn] = { client: node.defer(), missing: [...node.peers] };
      node.effect({ f: 'begin', txn, participants: node.peers });
      for (const peer of node.peers)
        node.call(
          peer,
          { kind: 'prepare', txn },
          { timeoutMs: VOTE_TIMEOUT_MS, token: { kind: 'prepare', txn }, after: 'sync' },
        );
    },

    onMessage(state, message, node) {
      const { kind, txn } = message;
      if (kind === 'decision') return learn(state, txn, message.decision, node);
      if (kind === 'outcome')
        return node.reply(txn in state.open ? 'undecided' : (state.decided[txn] ?? 'abort'), {
          after: 'sync',
        });
      if (!(txn in state.votes)) {
        const vote = node.random.chance(0.9) ? 'yes' : 'no';
        state.votes[txn] = vote;
        node.disk.write(`vote/${txn}`, vote);
      }
      node.disk.sync({ kind: 'voted', txn, to: node.defer() });
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a vote or a decision may not be safe');
      const { kind, txn } = token;
      if (kind === 'committed') announce(state, txn, node);
      if (kind !== 'voted') return;
      const vote = state.votes[txn] as Vote;
      node.effect({ f: 'vote', txn, vote });
      node.replyTo(token.to, vote);
      if (vote === 'no') learn(state, txn, 'abort', node);
    },

    onReply(state, { token, ...result }, node) {
      const { kind, txn } = token;
      const answer = result.kind === 'answer' ? result.value : undefined;
      if (kind === 'prepare') return counted(state, txn, result.from, answer, node);
      if (answer === 'commit' || answer === 'abort') learn(state, txn, answer, node);
      else if (answer === undefined && !rules.waitForDecision) learn(state, txn, 'abort', node);
    },

    onTimer(state, timer, node) {
      const [coordinator = ''] = node.members;
      for (const txn of Object.keys(state.votes)) {
        if (txn in state.decided) continue;
        node.call(
          coordinator,
          { kind: 'outcome', txn },
          { timeoutMs: ASK_MS, token: { kind: 'outcome', txn } },
        );
      }
      node.setTimer(timer, ASK_MS);
    },
  });

  /** The coordinator got a vote, or none. */
  function counted(state: State, txn: string, from: string, vote: unknown, node: Node): void {
    const open = state.open[txn];
    if (open === undefined || open.missing.length === 0) return;
    if (vote !== 'yes') {
      delete state.open[txn];
      decide(state, txn, 'abort', node);
      return node.rejectTo(open.client, 'aborted');
    }
    open.missing = open.missing.filter((name) => name !== from);
    if (open.missing.length > 0) return;
    node.disk.write(`decided/${txn}`, 'commit');
    if (rules.commitAfterSync) node.disk.sync({ kind: 'committed', txn });
    else announce(state, txn, node);
  }

  /** The commit is safe. */
  function announce(state: State, txn: string, node: Node): void {
    const open = state.open[txn];
    delete state.open[txn];
    decide(state, txn, 'commit', node);
    if (open !== undefined) node.replyTo(open.client, 'committed');
  }

  function decide(state: State, txn: string, decision: Decision, node: Node): void {
    state.decided[txn] = decision;
    node.effect({ f: 'decide', txn, decision });
    node.broadcast({ kind: 'decision', txn, decision });
  }

  /** A participant hears what was decided. */
  function learn(state: State, txn: string, decision: Decision, node: Node): void {
    if (txn in state.decided) return;
    state.decided[txn] = decision;
    node.disk.write(`decided/${txn}`, decision);
    node.effect({ f: 'decide', txn, decision });
  }
};

const params = z.object({
  nodes: z.int().min(2).default(4),
  style: z.enum(['state-machine', 'async']).default('state-machine'),
});

export const twoPhaseCommitScenario = defineScenario<z.infer<typeof params>>({
  name: 'examples/two-phase-commit',
  summary: 'All commit or none, over crashes of anybody at any moment; and once all is well everybody knows',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol({ style }, { bug }) {
    const rules = {
      commitAfterSync: bug !== 'announce-before-sync',
      waitForDecision: bug !== 'give-up-waiting',
    };
    return style === 'async' ? twoPhaseCommitAsync(rules) : twoPhaseCommit(rules);
  },
  workload: () =>
    clients(
      2,
      { transact: 1 },
      {
        everyMs: 80,
        untilMs: 2500,
        to: (_random, nodes) => nodes[0] as string,
        input: (_f, _random, { client, index }) => ({ txn: `t${client + 1}.${index}` }),
      },
    ),
  disk: { readLatency: oneTo(4), writeLatency: oneTo(2), syncLatency: oneTo(16) },
  faults: profileNamed('rough') as NemesisProfile,
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { join: false } }),
  durationMs: 5000,
  clientTimeoutMs: 300,
  check: { 'atomic-commit': atomicCommit({ mustDecide: true }) },
  bugs: {
    'announce-before-sync': {
      summary: 'A commit is announced before it is on disk: after a power cut the coordinator presumes abort',
    },
    'give-up-waiting': { summary: 'Who voted yes and does not reach the coordinator takes it for an abort' },
  },
});

function oneTo(maxMs: number) {
  return { kind: 'uniform', minMs: 1, maxMs } as const;
}

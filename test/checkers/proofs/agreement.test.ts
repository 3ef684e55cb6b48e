/** Agreement: one decision for all, logs that share what precedes a common entry, and locks that time out. */
import { it } from 'vitest';
import {
  asyncProgram,
  clients,
  defineScenario,
  nemesis,
  nodeNames,
  Refused,
  ssd,
  stateMachine,
  z,
  type Program,
} from 'seedstorm';
import { consensus, fencing, logMatching } from 'seedstorm/checkers';
import { insist } from './insist.js';
import { proofs, prove } from './prove.js';

interface Proposal {
  readonly instance: number;
  readonly value: number;
}

interface Decider {
  request: Proposal & { readonly f: 'propose' };
  /** What was decided. */
  reply: number;
  message: Proposal;
  answer: number;
  durable: { decided: Proposal[] };
}

/** The first node takes the first proposal it hears of, and tells once that is on its disk, or before. */
const decider = (tells: 'synced' | 'unsynced') =>
  asyncProgram<Decider>(async (node) => {
    const decided = new Map<number, number>();
    for (const record of await node.disk.records('decided'))
      if (record.ok) decided.set(record.value.instance, record.value.value);

    async function decide({ instance, value }: Proposal): Promise<number> {
      if (!decided.has(instance)) {
        decided.set(instance, value);
        await node.disk.append('decided', { instance, value });
        node.effect({ f: 'decide', instance, value }, { after: 'sync' });
      }
      const synced = node.disk.sync();
      if (tells === 'synced') await synced;
      return decided.get(instance)!;
    }

    node.onMessage(decide);
    node.onRequest(async ({ instance, value }) => {
      if (node.id === 'n1') return decide({ instance, value });
      const told = await node.call('n1', { instance, value }, { timeoutMs: 40 }).catch(() => {
        throw new Refused('the first node does not answer', false);
      });
      return decide({ instance, value: told });
    });
  });

const decisions = defineScenario<object>({
  name: 'proof/decisions',
  summary: 'Nodes ask the first one what is decided, which forgets nothing that it told',
  params: z.object({}),
  nodes: () => nodeNames(3),
  protocol: (_params, { bug }) => decider(bug === 'tells-unsynced' ? 'unsynced' : 'synced'),
  workload: () =>
    clients(
      4,
      { propose: 1 },
      {
        everyMs: 12,
        input: (_f, _random, { client, clients: all, index }) => ({
          instance: index,
          value: client + all * index,
        }),
      },
    ),
  disk: { ...ssd(), syncLatency: { kind: 'uniform', minMs: 2, maxMs: 10 } },
  faults: 'crashes',
  restartAfterMs: 30,
  clientTimeoutMs: 80,
  durationMs: 2_000,
  check: { consensus: consensus() },
  bugs: {
    'tells-unsynced': {
      summary: 'A decision is told before it is on the disk: after a power cut another one is made',
      shows: { check: 'consensus', anomaly: 'agreement', within: 30 },
    },
  },
});

interface Entry {
  readonly term: number;
  readonly value: number;
}

interface Keeper {
  state: { term: number; leads: boolean; log: Entry[]; next: Record<string, number> };
  request: { readonly f: 'append'; readonly value: number };
  reply: 'kept';
  message:
    | {
        readonly f: 'entries';
        readonly term: number;
        readonly from: number;
        readonly before: number;
        readonly entries: Entry[];
      }
    | { readonly f: 'have' | 'miss'; readonly term: number; readonly length: number };
  timer: 'turn' | 'tell';
}

const keepers = nodeNames(3);

/** Each term has one leader, by turns. Others take its entries where their logs agree with what comes before, or anyhow. */
function keeper(takes: 'what-follows' | 'anything'): Program {
  return stateMachine<Keeper>({
    start(node) {
      node.setTimer('turn', 40 + 40 * node.random.float());
      return { term: 0, leads: false, log: [], next: {} };
    },
    onTimer(state, timer, node) {
      if (timer === 'turn') {
        node.setTimer('turn', 150 + 150 * node.random.float());
        do state.term++;
        while (keepers[state.term % keepers.length] !== node.id);
        state.leads = true;
        state.next = Object.fromEntries(node.peers.map((peer) => [peer, state.log.length]));
      }
      if (!state.leads) return;
      node.setTimer('tell', 10);
      for (const peer of node.peers) {
        const from = state.next[peer]!;
        const before = state.log[from - 1]?.term ?? 0;
        node.send(peer, { f: 'entries', term: state.term, from, before, entries: state.log.slice(from) });
      }
    },
    onRequest(state, { value }, node) {
      if (!state.leads) return node.reject('ask the leader');
      state.log.push({ term: state.term, value });
      node.effect({ f: 'log', entries: state.log });
      node.reply('kept');
    },
    onMessage(state, message, node, from) {
      if (message.term < state.term) return;
      if (message.f !== 'entries') {
        if (message.term !== state.term || !state.leads) return;
        state.next[from] = message.f === 'have' ? message.length : Math.max(0, state.next[from]! - 1);
        return;
      }
      if (message.term > state.term) state.leads = false;
      state.term = message.term;
      const { from: at, before, entries } = message;
      const agrees = at <= state.log.length && (state.log[at - 1]?.term ?? 0) === before;
      if (takes === 'what-follows' && !agrees)
        return node.send(from, { f: 'miss', term: message.term, length: 0 });
      const same = entries.every(({ term }, index) => state.log[at + index]?.term === term);
      // An old message of this leader must not take back what a newer one brought.
      if (!same) {
        state.log = [...state.log.slice(0, at), ...entries];
        node.effect({ f: 'log', entries: state.log });
      }
      node.send(from, { f: 'have', term: message.term, length: at + entries.length });
    },
  });
}

const logs = defineScenario<object>({
  name: 'proof/logs',
  summary: 'Followers take what follows on an entry they have; leaders go back until they find one',
  params: z.object({}),
  nodes: () => keepers,
  protocol: (_params, { bug }) => keeper(bug === 'takes-anything' ? 'anything' : 'what-follows'),
  workload: () =>
    clients(
      3,
      { append: 1 },
      {
        everyMs: 25,
        input: (_f, _random, { client, clients: all, index }) => ({ value: client + all * index }),
      },
    ),
  faults: nemesis({ loss: 'rough', partition: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
  check: { logMatching: logMatching() },
  bugs: {
    'takes-anything': {
      summary: 'A follower takes entries without looking at what comes before them',
      shows: { check: 'logMatching', anomaly: 'log-mismatch', within: 20 },
    },
  },
});

interface Token {
  readonly token: number;
}

/** Gives the lock, for some time, to one after another. */
const lock = asyncProgram<{ message: object; answer: number }>((node) => {
  let token = 0;
  let until = 0;
  node.onMessage(() => {
    if (node.monotonicMs() < until) throw new Refused('it is held');
    until = node.monotonicMs() + 20;
    return ++token;
  });
});

/** Takes the lock for a client, thinks, and writes. */
const worker = asyncProgram<{
  request: { f: 'acquire' };
  reply: number;
  sends: object;
  hears: number;
}>((node) => {
  async function write(token: number): Promise<void> {
    await node.sleep(15 * node.random.float());
    await insist(node, () => node.call('store', { token }, { timeoutMs: 20 }));
  }
  node.onRequest(async () => {
    const token = await node.call('lock', {}, { timeoutMs: 20 }).catch(() => {
      throw new Refused('no lock to be had', false);
    });
    void write(token);
    return token;
  });
});

/** Lets a holder pass that has the newest token it saw, or any. */
const store = (passes: 'newest' | 'any') =>
  asyncProgram<{ message: Token; answer: number }>((node) => {
    let newest = 0;
    node.onMessage(({ token }) => {
      if (token < newest && passes === 'newest') return 0;
      newest = Math.max(newest, token);
      node.effect({ f: 'access', token });
      return 1;
    });
  });

const leases = defineScenario<object>({
  name: 'proof/leases',
  summary: 'A lock times out while its holder stands still; the store refuses the older token',
  params: z.object({}),
  nodes: () => ['lock', 'store', 'w1', 'w2'],
  protocol: (_params, { bug }) => ({
    lock,
    store: store(bug === 'no-fence' ? 'any' : 'newest'),
    w1: worker,
    w2: worker,
  }),
  workload: () =>
    clients(
      2,
      { acquire: 1 },
      { everyMs: 15, to: (_random, _nodes, client) => ['w1', 'w2'][client]!, input: () => ({}) },
    ),
  faults: nemesis({ pause: 'rough', loss: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
  check: { fencing: fencing() },
  bugs: {
    'no-fence': {
      summary: 'The store lets everybody pass who once held the lock',
      shows: { check: 'fencing', anomaly: 'stale-token-accepted', within: 10 },
    },
  },
});

it.each(proofs(decisions, logs, leases))('$check finds $anomaly in $system.name with $bug', prove);

/**
 * Workers that count in a store that knows no locks, under a lease: in either style, with clocks that run wrong, slow answers,
 * power cuts and processes that stand still.
 */
import { asyncProgram, clients, defineScenario, nemesis, nodeNames, stateMachine, z } from 'seedstorm';
import { defineChecker } from 'seedstorm/checkers';
import {
  askForLease,
  cast,
  every,
  grantLease,
  heldToken,
  keepLease,
  leaseGranter,
  leaseReply,
  leaseRules,
  leaseTimer,
  noLease,
  openLeases,
  passesFence,
  ruled,
  type Fence,
  type LeaseAnswer,
  type LeaseQuestion,
  type LeaseRules,
  type Leases,
  type LeaseTimer,
  type LeaseToken,
  type MyLease,
} from 'seedstorm/parts';
import { noLostUpdate } from './no-lost-update.js';

interface Granter {
  state: Leases;
  message: LeaseQuestion;
  answer: LeaseAnswer;
}
type Deed = { readonly token: number } & (
  { readonly f: 'read' } | { readonly f: 'write'; readonly value: number }
);
interface Store {
  state: { value: number; fence: Fence };
  message: Deed;
  answer: number;
  request: { readonly f: 'count' };
  reply: number;
  durable: { store: { value: number; fence: Fence } };
}
interface Worker {
  state: MyLease;
  message: never;
  sends: LeaseQuestion | Deed;
  hears: LeaseAnswer | number;
  token: LeaseToken | Deed;
  timer: LeaseTimer | 'work' | 'look';
}

const crashes = (faults: Parameters<typeof nemesis>[0]) =>
  nemesis({ pause: 'rough', kill: true, partition: 'hell', ...faults }, { kindProbability: 1 });

const rules = ruled(leaseRules, {
  'counted-from-answer': {
    summary: 'A holder counts from the answer, however long that was under way',
    rules: { counted: 'from-answer' },
    shows: { check: 'exclusive', anomaly: 'two-holders', within: 8 },
  },
  'clocks-taken-for-right': {
    summary: 'Nobody allows for clocks that run too fast or too slow',
    rules: { clocks: 'right' },
    shows: { check: 'exclusive', anomaly: 'two-holders', within: 8 },
  },
  'granted-anew-after-restart': {
    summary: 'A granter that restarts takes for free what somebody still holds',
    rules: { restart: 'forgets' },
    shows: { check: 'exclusive', anomaly: 'two-holders', within: 8 },
  },
  'tokens-begin-anew': {
    summary:
      'After a restart the granter counts tokens from 1 again: whoever held before is not told from who holds now',
    rules: { tokens: 'in-memory' },
    shows: { check: 'exclusive', anomaly: 'two-holders', within: 8 },
  },
  'fence-ignored': {
    summary: 'The store does what it is told by a holder that stood still until its lease was over',
    rules: { fence: 'ignored' },
    shows: { check: 'no-lost-update', anomaly: 'lost-update', within: 12 },
  },
});

const settings = (own: LeaseRules) => ({ durationMs: 80, clockError: 0.1, rules: own });

const machineGranter = (own: LeaseRules) =>
  stateMachine<Granter>({
    start: (node) => openLeases(node, settings(own)),
    onMessage: (leases, question, node, from) =>
      node.reply(grantLease(leases, question, from, settings(own), node), { after: 'sync' }),
  });

const asyncGranter = (own: LeaseRules) =>
  asyncProgram<Granter>(async (node) => {
    const leases = await leaseGranter(node, settings(own));
    node.onMessage((question, from) => leases.answer(question, from));
  });

const machineWorker = (own: LeaseRules) =>
  stateMachine<Worker>({
    start(node) {
      const mine = noLease('counter');
      askForLease(mine, 'granter', node, 60);
      node.setTimer('work', 3);
      node.setTimer('look', 1);
      return mine;
    },
    onTimer(mine, timer, node) {
      if (leaseTimer(mine, timer, 'granter', node, 60)) return;
      const token = heldToken(mine, node.monotonicMs());
      if (timer === 'look') {
        if (token !== undefined) node.effect({ f: 'holds', token });
        return node.setTimer('look', 1);
      }
      if (token === undefined) return node.setTimer('work', 3);
      const read: Deed = { f: 'read', token };
      node.call('store', read, { timeoutMs: 60, token: read });
    },
    onReply(mine, result, node) {
      if (leaseReply(mine, result, settings(own), node)) return;
      // What was not answered may yet arrive: only a new token keeps it out.
      if (result.kind !== 'answer') return node.exit('the store did not answer');
      const deed = result.token as Deed;
      if (deed.f === 'write') {
        node.effect({ f: 'added', value: deed.value });
        return node.setTimer('work', 3);
      }
      const write: Deed = { f: 'write', token: deed.token, value: (result.value as number) + 1 };
      node.call('store', write, { timeoutMs: 60, token: write });
    },
  });

const asyncWorker = (own: LeaseRules) =>
  asyncProgram<Worker>(async (node) => {
    const lease = keepLease(node, 'counter', settings(own), async (question) => {
      return (await node.call('granter', question, { timeoutMs: 60 })) as LeaseAnswer;
    });
    void every(node, { everyMs: 1 }, () => {
      const token = lease.token();
      if (token !== undefined) node.effect({ f: 'holds', token });
    });
    for (;;) {
      await node.sleep(3);
      const token = lease.token();
      if (token === undefined) continue;
      try {
        const value = (await node.call('store', { f: 'read', token }, { timeoutMs: 60 })) as number;
        await node.call('store', { f: 'write', token, value: value + 1 }, { timeoutMs: 60 });
        node.effect({ f: 'added', value: value + 1 });
      } catch {
        node.exit('the store did not answer');
      }
    }
  });

const store = (own: LeaseRules) =>
  stateMachine<Store>({
    start: (node) => node.disk.read('store') ?? { value: 0, fence: {} },
    onRequest: (state, _count, node) => node.reply(state.value, { after: 'sync' }),
    onMessage(state, deed, node) {
      if (!passesFence(state.fence, 'counter', deed.token, own)) return node.reject('the token is too old');
      if (deed.f === 'write') state.value = deed.value;
      node.disk.write('store', state);
      node.reply(state.value, { after: 'sync' });
    },
  });

type Effect = { readonly f: string; readonly token: number };

/** Nobody holds the lease who has an older token than one with which it was held before. */
const exclusive = defineChecker({
  name: 'exclusive',
  looksFor: 'holders (function holds)',
  scan(history, found) {
    const holds = history.filter(({ input }) => (input as Effect).f === 'holds');
    let last = holds[0];
    for (const hold of holds) {
      const { token } = hold.input as unknown as Effect;
      const before = (last?.input as unknown as Effect).token;
      if (token < before || (token === before && hold.process !== last?.process))
        found.anomaly('two-holders', `${hold.process} holds with ${token} after ${before}`, last, hold);
      else last = hold;
    }
    return { judged: holds.length, reason: 'one holder after the other' };
  },
});

export const leaseWorld = defineScenario({
  name: 'test/lease',
  summary: 'Workers count in a store under a lease: one at a time, and no addition is lost',
  params: z.object({ style: z.enum(['machine', 'async']).default('machine') }),
  nodes: () => ['granter', 'store', ...nodeNames(3, 'w')],
  protocol: ({ style }, { bug }) => {
    const own = rules.with(bug);
    return cast({
      granter: [['granter'], (style === 'machine' ? machineGranter : asyncGranter)(own)],
      store: [['store'], store(own)],
      worker: [nodeNames(3, 'w'), (style === 'machine' ? machineWorker : asyncWorker)(own)],
    });
  },
  workload: () => clients(1, { count: 1 }, { everyMs: 100, to: () => 'store' }),
  network: { latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 0.8, maxMs: 40 } },
  clocks: { maxOffsetMs: 0, maxDriftPpm: 100_000 },
  faults: crashes({ crash: 'hell' }),
  budget: { intactReplicas: 9, allow: { duplication: false } },
  durationMs: 1_000,
  restartAfterMs: 10,
  check: { exclusive, 'no-lost-update': noLostUpdate },
  bugs: rules.bugs,
});

/**
 * Time-outs: an edge asks orders, and orders ask the bank, each of which may be slow, away, or have its answers lost. Whoever waits
 * waits for less long than those before it, knows that a time-out is no answer, and takes no answer for that of another question.
 */
import {
  defineScenario,
  stateMachine,
  z,
  type NemesisProfile,
  type ReplyTo,
  type StateMachineNode,
} from 'seedstorm';
import { cast, openWorkload, ruled, type RulesOf } from 'seedstorm/parts';
import { charges, rightAnswers, toldInTime } from './timeouts-claims.js';

const rules = ruled(
  {
    /** How long orders wait for the bank: less long than they are waited for, longer, or for ever. */
    inner: 'shorter' as 'shorter' | 'longer' | 'for-ever',
    /** What is made of a time-out: nobody knows whether it happened, or it did not. */
    silence: 'unknown' as 'unknown' | 'did-not-happen',
    /** Which answer belongs to which question: by a number, or by their order. */
    matches: 'by-number' as 'by-number' | 'by-order',
    /** Whether a charge that is tried again has the key of the first try. */
    key: 'same' as 'same' | 'new',
    /** Whether the bank looks if anybody still waits before it charges. */
    late: 'not-done' as 'not-done' | 'done',
  },
  {
    'inner-longer': {
      summary:
        'Orders wait for longer than the edge waits for them: what they would say comes too late, each time',
      rules: { inner: 'longer' },
      shows: { check: 'told-in-time', anomaly: 'not-told', within: 1 },
    },
    'waits-for-ever': {
      summary: 'Orders wait without end for an answer that was lost: the edge is told nothing',
      rules: { inner: 'for-ever' },
      shows: { check: 'told-in-time', anomaly: 'not-told', within: 1 },
    },
    'silence-is-no': {
      summary: 'A time-out is taken for a failure: the client is told that nothing was charged, and it was',
      rules: { silence: 'did-not-happen' },
      shows: { check: 'charges', anomaly: 'charged-after-no', within: 1 },
    },
    'takes-the-next-answer': {
      summary: 'Answers are matched by their order, as on a connection that is used again after a time-out',
      rules: { matches: 'by-order' },
      shows: { check: 'right-answers', anomaly: 'answer-of-another', within: 1 },
    },
    'new-key-each-try': {
      summary:
        'A charge that timed out is tried again under a new key: it had been done, and is done once more',
      rules: { key: 'new' },
      shows: { check: 'charges', anomaly: 'charged-twice', within: 1 },
    },
    'works-for-nobody': {
      summary: 'The bank charges when it gets round to it, long after whoever asked was told that it failed',
      rules: { late: 'done' },
      shows: { check: 'charges', anomaly: 'charged-late', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

/** How long the edge waits for orders, and orders for the bank, twice. */
const EDGE_MS = 150;
const ORDERS_MS = 60;
/** A message takes less. */
const WAY_MS = 2;
const WORK_MS = { least: 4, most: 12 } as const;
const DURATION = 1_800;

interface Ask {
  readonly f: 'charge';
  readonly id: number;
  readonly key: string;
  /** How long whoever asks waits. */
  readonly leftMs: number;
}
interface Edge {
  request: { readonly f: 'charge'; readonly id: number };
  reply: number;
  sends: Ask;
  hears: number;
  token: { readonly to: ReplyTo };
}

const edge = ({ silence }: Rules) =>
  stateMachine<Edge>({
    start: () => ({}),
    onRequest(_state, { id }, node) {
      const ask: Ask = { f: 'charge', id, key: String(id), leftMs: EDGE_MS };
      node.call('orders', ask, { timeoutMs: EDGE_MS, token: { to: node.defer() } });
    },
    onReply(_state, result, node) {
      const { to } = result.token;
      if (result.kind === 'answer') return node.replyTo(to, result.value);
      const definite = result.kind === 'refused' ? result.definite : silence === 'did-not-happen';
      node.rejectTo(to, result.kind === 'refused' ? result.error : 'orders do not answer', { definite });
    },
  });

interface Orders {
  state: { readonly open: { readonly number: number; readonly to: ReplyTo }[]; number: number };
  message: Ask | { readonly f: 'charged'; readonly number: number; readonly id: number };
  answer: number;
  sends: Ask & { readonly number: number };
  timer: string;
}
type OrdersNode = StateMachineNode<Orders>;
interface Try {
  readonly ask: Ask;
  readonly to: ReplyTo;
  readonly attempt: number;
}

function orders(rule: Rules) {
  return stateMachine<Orders>({
    start: () => ({ open: [], number: 0 }),
    onMessage(state, message, node) {
      if (message.f === 'charge') return attempt(state, { ask: message, to: node.defer(), attempt: 1 }, node);
      const place =
        rule.matches === 'by-order' ? 0 : state.open.findIndex(({ number }) => number === message.number);
      const [waiting] = place < 0 ? [] : state.open.splice(place, 1);
      if (waiting === undefined) return;
      node.clearTimer(String(waiting.number));
      node.replyTo(waiting.to, message.id);
    },
    onTimer(state, timer, node, payload) {
      const number = Number(timer);
      const place = state.open.findIndex((one) => one.number === number);
      if (place < 0) return;
      state.open.splice(place, 1);
      const { ask, to, attempt: count } = payload as Try;
      if (count === 1) return attempt(state, { ask, to, attempt: 2 }, node);
      node.rejectTo(to, 'the bank does not answer', { definite: rule.silence === 'did-not-happen' });
    },
  });

  function attempt(state: Orders['state'], one: Try, node: OrdersNode): void {
    const number = ++state.number;
    const waitsMs = { shorter: ORDERS_MS, longer: 3 * ORDERS_MS, 'for-ever': Infinity }[rule.inner];
    const key = rule.key === 'same' ? one.ask.key : `${one.ask.key}, try ${one.attempt}`;
    state.open.push({ number, to: one.to });
    node.send('bank', { ...one.ask, key, number, leftMs: Math.min(waitsMs, EDGE_MS) });
    if (waitsMs < Infinity) node.setTimer(String(number), waitsMs, one);
  }
}

interface Bank {
  state: { busyUntilMs: number; readonly charged: Record<string, true> };
  message: Ask & { readonly number: number };
  sends: { readonly f: 'charged'; readonly number: number; readonly id: number };
  timer: string;
  durable: { charged: Record<string, true> };
}

/** One charge after another. It begins none that it cannot end while it is waited for. */
const bank = ({ late }: Rules) =>
  stateMachine<Bank>({
    start: (node) => ({ busyUntilMs: node.monotonicMs(), charged: node.disk.read('charged') ?? {} }),
    onMessage(state, { number, id, key, leftMs }, node) {
      const nowMs = node.monotonicMs();
      const takesMs = node.random.int(WORK_MS.least, WORK_MS.most) * (node.buggify('bank/slow') ? 8 : 1);
      const endsMs = Math.max(nowMs, state.busyUntilMs) + takesMs;
      if (endsMs - nowMs > leftMs - 2 * WAY_MS && late === 'not-done') return;
      state.busyUntilMs = endsMs;
      node.setTimer(`${number}`, endsMs - nowMs, { number, id, key });
    },
    onTimer({ charged }, _timer, node, payload) {
      const { number, id, key } = payload as { number: number; id: number; key: string };
      if (charged[key] === undefined) {
        charged[key] = true;
        node.disk.write('charged', charged);
        node.effect({ f: 'charged', id, atMs: node.monotonicMs() });
      }
      node.send('orders', { f: 'charged', number, id }, { after: 'sync' });
    },
  });

const slowAndLossy: NemesisProfile = {
  name: 'slow-and-lossy',
  summary: 'The bank is eight times slower for a while, its answers get lost, and at times it dies',
  draw(streams) {
    const random = streams('slow');
    return [
      { kind: 'buggify', site: 'bank/slow', probability: 1, atMs: random.int(200, 400), durationMs: 300 },
      {
        kind: 'loss',
        atMs: random.int(700, 900),
        durationMs: 300,
        probability: 0.6,
        from: ['bank'],
        to: ['orders'],
      },
      ...(random.chance(0.5)
        ? [{ kind: 'kill' as const, node: 'bank', atMs: random.int(500, 1_000), durationMs: 150 }]
        : []),
    ];
  },
};

export const timeoutsScenario = defineScenario({
  name: 'resilience/timeouts',
  summary:
    'Three that wait for each other, each less long than the one before: what a time-out says, and what it does not',
  params: z.object({ rate: z.number().min(5).max(200).default(55).describe('charges a second') }),
  nodes: () => ['edge', 'orders', 'bank'],
  protocol(_params, { bug }) {
    const own = rules.with(bug);
    return cast({
      edge: [['edge'], edge(own)],
      orders: [['orders'], orders(own)],
      bank: [['bank'], bank(own)],
    });
  },
  workload: ({ rate }) =>
    openWorkload({
      perSecond: rate,
      underWayMs: 300,
      to: () => 'edge',
      input: (_random, number) => ({ f: 'charge', id: number + 1 }),
    }),
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: WAY_MS } },
  faults: slowAndLossy,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  buggifySites: ['bank/slow'],
  durationMs: DURATION,
  clientTimeoutMs: 400,
  restartAfterMs: 50,
  check: {
    'told-in-time': toldInTime,
    'right-answers': rightAnswers,
    charges: charges(EDGE_MS),
  },
  bugs: rules.bugs,
});

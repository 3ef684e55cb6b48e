/**
 * Fallback: prices are asked of a service, and when it does not answer, an older price is shown, as such. It is never older than a
 * bound, it is never shown as fresh, and when the service is back, it is asked again.
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
import { answered, backSoon, bounded, honest } from './fallback-claims.js';

const rules = ruled(
  {
    /** Whether an older price is shown with its age. */
    shown: 'as-it-is' as 'as-it-is' | 'as-fresh',
    /** How old a price may be that is shown. */
    oldest: 'bounded' as 'bounded' | 'any',
    /** What follows a fallback: the service is asked again soon, or never. */
    returns: 'soon' as 'soon' | 'never',
    /** Where the older price comes from: own memory, or another request to the same service. */
    from: 'memory' as 'memory' | 'the-same-service',
    /** What is kept for later: answers of the service, or whatever was shown, as if it were new. */
    keeps: 'answers' as 'answers' | 'what-was-shown',
  },
  {
    'shown-as-fresh': {
      summary: 'An older price is shown like any other: whoever buys cannot know',
      rules: { shown: 'as-fresh' },
      shows: { check: 'honest', anomaly: 'stale-as-fresh', within: 1 },
    },
    'for-ever': {
      summary: 'Any price is better than none: they grow older as long as the service is away',
      rules: { oldest: 'any' },
      shows: { check: 'bounded', anomaly: 'too-old', within: 1 },
    },
    'never-goes-back': {
      summary: 'Once it falls back it stays so: nothing asks the service any more, though it is back',
      rules: { returns: 'never' },
      shows: { check: 'back-soon', anomaly: 'still-stale', within: 1 },
    },
    'asks-the-same': {
      summary:
        'The older price is asked of the service that is away: it fails for the reason for which it is needed',
      rules: { from: 'the-same-service' },
      shows: { check: 'answered', anomaly: 'not-answered', within: 1 },
    },
    'renews-itself': {
      summary: 'What is shown is kept as new: an old price becomes young again each time that somebody looks',
      rules: { keeps: 'what-was-shown' },
      shows: { check: 'honest', anomaly: 'older-than-told', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const TIMEOUT_MS = 20;
/** After a failure the service is left alone for so long. */
const REST_MS = 60;
/** A price that is shown was current at most so long ago. */
const OLDEST_MS = 400;
const WAY_MS = 2;
const HEALED = 1_400;
const DURATION = 2_200;

interface Shown {
  readonly price: number;
  /** How old it may be, in ms; 0: it comes from the service. */
  readonly ageMs: number;
}

interface Shop {
  state: {
    known: { readonly price: number; readonly atMs: number } | undefined;
    restsUntilMs: number;
  };
  request: { readonly f: 'price' };
  reply: Shown;
  sends: { readonly f: 'price' };
  hears: number;
  token: { readonly to: ReplyTo; readonly askedMs: number; readonly isFallback: boolean };
}
type Node = StateMachineNode<Shop>;

function shop(rule: Rules) {
  return stateMachine<Shop>({
    start: () => ({ known: undefined, restsUntilMs: 0 }),
    onRequest(state, _ask, node) {
      const nowMs = node.monotonicMs();
      if (nowMs < state.restsUntilMs) return fallBack(state, node.defer(), node);
      ask(node.defer(), nowMs, false, node);
    },
    onReply(state, result, node) {
      const { to, askedMs, isFallback } = result.token;
      const nowMs = node.monotonicMs();
      if (result.kind === 'answer') {
        // It was current some time since it was asked for: its age counts from then.
        if (state.known === undefined || askedMs > state.known.atMs)
          state.known = { price: result.value, atMs: askedMs };
        state.restsUntilMs = 0;
        return node.replyTo(to, { price: result.value, ageMs: 0 });
      }
      if (isFallback) return node.rejectTo(to, 'no price');
      state.restsUntilMs = rule.returns === 'soon' ? nowMs + REST_MS : Infinity;
      fallBack(state, to, node);
    },
  });

  function fallBack(state: Shop['state'], to: ReplyTo, node: Node): void {
    const nowMs = node.monotonicMs();
    if (rule.from === 'the-same-service') return ask(to, nowMs, true, node);
    const { known } = state;
    const ageMs = known === undefined ? Infinity : nowMs - known.atMs;
    if (known === undefined || (rule.oldest === 'bounded' && ageMs > OLDEST_MS))
      return node.rejectTo(to, 'no price');
    if (rule.keeps === 'what-was-shown') state.known = { ...known, atMs: nowMs };
    node.replyTo(to, { price: known.price, ageMs: rule.shown === 'as-it-is' ? Math.max(ageMs, 0.001) : 0 });
  }

  function ask(to: ReplyTo, askedMs: number, isFallback: boolean, node: Node): void {
    node.call('prices', { f: 'price' }, { timeoutMs: TIMEOUT_MS, token: { to, askedMs, isFallback } });
  }
}

interface Prices {
  state: { price: number };
  message: { readonly f: 'price' };
  answer: number;
  timer: 'change';
  durable: { price: number };
}

const CHANGES_MS = 30;

/** Prices that change, and are never the same twice. */
const prices = stateMachine<Prices>({
  start(node) {
    node.setTimer('change', CHANGES_MS);
    return { price: node.disk.read('price') ?? 0 };
  },
  onTimer(state, _change, node) {
    state.price++;
    node.disk.write('price', state.price);
    node.effect({ f: 'changed', price: state.price }, { after: 'sync' });
    node.setTimer('change', CHANGES_MS);
  },
  onMessage: ({ price }, _ask, node) => node.reply(price, { after: 'sync' }),
});

const away: NemesisProfile = {
  name: 'prices-away',
  summary: 'The service is cut off for 600 ms, and once for a moment; at times it dies',
  draw(streams) {
    const random = streams('away');
    const cut = (atMs: number, durationMs: number) => ({
      ...{ kind: 'partition' as const, atMs, durationMs },
      groups: [['shop'], ['prices']],
    });
    return [
      cut(random.int(500, 650), 600),
      cut(random.int(200, 350), random.int(20, 100)),
      ...(random.chance(0.3)
        ? [{ kind: 'kill' as const, node: 'prices', atMs: random.int(300, 900), durationMs: 100 }]
        : []),
    ];
  },
};

export const fallbackScenario = defineScenario({
  name: 'resilience/fallback',
  summary:
    'When the service is away an older price is shown, as such, up to an age, and the service is asked again soon',
  params: z.object({ rate: z.number().min(20).max(500).default(100).describe('requests a second') }),
  nodes: () => ['shop', 'prices'],
  protocol: (_params, { bug }) =>
    cast({ shop: [['shop'], shop(rules.with(bug))], prices: [['prices'], prices] }),
  workload: ({ rate }) =>
    openWorkload({
      arrivals: { kind: 'constant', perSecond: rate },
      underWayMs: 100,
      to: () => 'shop',
      input: () => ({ f: 'price' }),
    }),
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: WAY_MS } },
  faults: away,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  durationMs: DURATION,
  settleMs: DURATION - HEALED,
  clientTimeoutMs: 150,
  restartAfterMs: 50,
  check: {
    honest: honest(TIMEOUT_MS + 2 * WAY_MS),
    bounded: bounded(OLDEST_MS),
    // The bound, and one change of the price before the last answer.
    answered: answered(OLDEST_MS - REST_MS - TIMEOUT_MS),
    'back-soon': backSoon(HEALED + REST_MS + TIMEOUT_MS + 2 * WAY_MS),
  },
  bugs: rules.bugs,
});

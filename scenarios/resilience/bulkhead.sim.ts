/**
 * Bulkheads: one of two services that a gateway asks is sick. Its calls may fill a pool of their own, and no more: whoever needs the
 * other service does not notice.
 *
 * After Nygard, "Release It!" (2018), chapter 5: a ship does not sink of one hole if its hull has walls.
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
import { apart, fewOpen, promptly } from './bulkhead-claims.js';
import { SICK, sickService, type Ask } from './sick-service.js';

const rules = ruled(
  {
    /** Whether each service has a pool of its own. */
    pools: 'of-each' as 'of-each' | 'shared' | 'none',
    /** How many may wait for a permit: few, or all. */
    line: 'short' as 'short' | 'endless',
    /** When a permit is given back: however the call ended, or when it was answered. */
    givesBack: 'always' as 'always' | 'when-answered',
  },
  {
    'shared-pool': {
      summary:
        'One pool for all: calls to the sick service have all permits, and the well one is asked nothing',
      rules: { pools: 'shared' },
      shows: { check: 'apart', anomaly: 'drawn-in', within: 1 },
    },
    'no-pool': {
      summary: 'Nobody counts: as many calls are open as requests come, and the sick service gets no rest',
      rules: { pools: 'none' },
      shows: { check: 'few-open', anomaly: 'too-many-open', within: 1 },
    },
    'endless-line': {
      summary: 'Whoever gets no permit waits for one, without end: all wait, and few are told',
      rules: { line: 'endless' },
      shows: { check: 'promptly', anomaly: 'kept-waiting', within: 1 },
    },
    'permit-leaks': {
      summary: 'A call that fails keeps its permit: when the service is well again, nobody may ask it',
      rules: { givesBack: 'when-answered' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const SERVICES = ['stock', 'reports'] as const;
type Service = (typeof SERVICES)[number];

const TIMEOUT_MS = 100;
const SERVICE_MS = 8;
const POOL = 4;
const LINE = 2;
/** Whoever waits in a line of two gets a permit, or is told that there is none, within this. */
const WAITS_MS = 20;
/** A wait that rounds to nothing would make time stand still. */
const LEAST_MS = 0.1;
const HEALED = 1_300;
const DURATION = 2_300;

interface Waiting {
  readonly of: Service;
  readonly id: number;
  readonly to: ReplyTo;
  readonly untilMs: number;
}

interface Gateway {
  state: { readonly open: Record<Service, number>; line: Waiting[] };
  request: { readonly f: 'read'; readonly of: Service; readonly id: number };
  reply: 'done';
  sends: Ask;
  hears: 'done';
  token: Pick<Waiting, 'of' | 'id' | 'to'>;
  timer: 'line';
}
type State = Gateway['state'];
type Node = StateMachineNode<Gateway>;

function gateway(rule: Rules) {
  return stateMachine<Gateway>({
    start: () => ({ open: { stock: 0, reports: 0 }, line: [] }),
    onRequest(state, { of, id }, node) {
      const asked = { of, id, to: node.defer(), untilMs: node.monotonicMs() + WAITS_MS };
      if (mayAsk(state, of)) return ask(state, asked, node);
      const waiting = state.line.filter((one) => one.of === of).length;
      if (rule.line === 'short' && waiting >= LINE) return node.rejectTo(asked.to, 'no permit');
      state.line.push(asked);
      if (state.line.length === 1) node.setTimer('line', WAITS_MS);
    },
    onReply(state, { kind, token: { of, id, to } }, node) {
      node.effect({ f: 'ended', of, id });
      if (kind === 'answer') node.replyTo(to, 'done');
      else node.rejectTo(to, `${of} does not answer`, { definite: false });
      if (kind !== 'answer' && rule.givesBack === 'when-answered') return;
      state.open[of]--;
      const next = state.line.find((one) => mayAsk(state, one.of));
      if (next === undefined) return;
      state.line = state.line.filter((one) => one !== next);
      ask(state, next, node);
    },
    onTimer(state, _line, node) {
      if (rule.line === 'endless') return;
      const nowMs = node.monotonicMs();
      for (const { untilMs, to } of state.line) if (untilMs <= nowMs) node.rejectTo(to, 'no permit');
      state.line = state.line.filter(({ untilMs }) => untilMs > nowMs);
      const [next] = state.line;
      if (next !== undefined) node.setTimer('line', Math.max(LEAST_MS, next.untilMs - nowMs));
    },
  });

  function mayAsk({ open }: State, of: Service): boolean {
    if (rule.pools === 'none') return true;
    return rule.pools === 'shared' ? open.stock + open.reports < POOL : open[of] < POOL;
  }

  function ask(state: State, { of, id, to }: Waiting, node: Node): void {
    state.open[of]++;
    node.gauge(`open: ${of}`, state.open[of]);
    node.effect({ f: 'asked', of, id });
    const question: Ask = { f: 'read', id, attempt: 1, key: String(id), leftMs: TIMEOUT_MS };
    node.call(of, question, { timeoutMs: TIMEOUT_MS, token: { of, id, to } });
  }
}

/** The reports are ten times slower for a while, their answers get lost, and at times they die. */
const sickReports: NemesisProfile = {
  name: 'sick-reports',
  summary:
    'One of the two services is ten times slower for 500 ms, its answers get lost, and at times it dies',
  draw(streams) {
    const random = streams('sick');
    const atMs = random.int(200, 400);
    const lossAt = random.int(700, 900);
    const killAt = random.int(600, 1_000);
    return [
      { kind: 'buggify', site: SICK, probability: 1, atMs, durationMs: 500, nodes: ['reports'] },
      { kind: 'loss', atMs: lossAt, durationMs: 300, probability: 0.8, from: ['reports'], to: ['gateway'] },
      ...(random.chance(0.5)
        ? [{ kind: 'kill' as const, node: 'reports', atMs: killAt, durationMs: 200 }]
        : []),
    ];
  },
};

export const bulkheadScenario = defineScenario({
  name: 'resilience/bulkhead',
  summary:
    'A pool of calls for each service: one that is sick fills its own, and the other is asked as before',
  params: z.object({
    rate: z.number().min(20).max(120).default(110).describe('requests a second, at even intervals'),
  }),
  nodes: () => ['gateway', ...SERVICES],
  protocol: (_params, { bug }) =>
    cast({
      gateway: [['gateway'], gateway(rules.with(bug))],
      service: [SERVICES, sickService({ serviceMs: SERVICE_MS, slowBy: 10, limit: 30 })],
    }),
  workload: ({ rate }) =>
    openWorkload({
      arrivals: { kind: 'constant', perSecond: rate },
      underWayMs: 400,
      to: () => 'gateway',
      input: (random, id) => ({ f: 'read', of: random.pick(SERVICES), id }),
    }),
  network: { latency: { kind: 'uniform', minMs: 0.2, maxMs: 1 } },
  faults: sickReports,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  buggifySites: [SICK],
  durationMs: DURATION,
  settleMs: DURATION - HEALED,
  clientTimeoutMs: 300,
  restartAfterMs: 50,
  // A call under way fails, and the line of the service is worked off.
  liveWithinMs: 400,
  check: {
    apart: apart('stock', 2 * SERVICE_MS + 10),
    'few-open': fewOpen(POOL),
    promptly: promptly(WAITS_MS + TIMEOUT_MS + 10),
  },
  bugs: rules.bugs,
});

/**
 * Retries: an edge asks a service by way of two others, and asks again what failed.
 *
 * The service gets sick for a while. Without retries it would be well again as soon as the cause has gone; retries can keep
 * it under more load than it can bear, for ever (Bronson et al., "Metastable failures in distributed systems", HotOS 2021).
 */
import { asyncProgram, defineScenario, Refused, z, type NemesisProfile, type Program } from 'seedstorm';
import { cast, insist, openWorkload, retryBudget, ruled, type RulesOf } from 'seedstorm/parts';
import { callsPerRequest, chargedOnce, inTime, loadBound } from './retries-claims.js';
import { SICK, sickService, type Ask } from './sick-service.js';

const rules = ruled(
  {
    /** Who asks again: the edge alone, or everybody on the way. */
    retries: 'at-the-edge',
    /** What retries may cost: the budget's bucket of tokens, or anything. */
    budget: 'kept',
    /** Whether those behind hear how long somebody waits. */
    deadline: 'passed-on',
    /** What the service begins: what can be done in time, or what somebody still waits for. */
    begins: 'if-in-time',
    /** Whether all tries of a charge carry one key, or each its own. */
    key: 'per-request',
    /** How pauses grow. */
    backoff: 'grows',
  },
  {
    'no-budget': {
      summary: 'Every failure is tried again, whatever share of all calls fails: the sick get most load',
      rules: { budget: 'none' },
      shows: { check: 'load', anomaly: 'amplified', within: 1 },
    },
    'retry-storm': {
      summary:
        'Neither a budget nor deadlines: what waits in the line has been given up and asked again; it stays so when the cause has gone',
      rules: { budget: 'none', deadline: 'kept-back' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 2 },
    },
    'every-layer': {
      summary: 'All three callers try three times: a request comes to the service up to 27 times',
      rules: { retries: 'everywhere', budget: 'none' },
      shows: { check: 'calls-per-request', anomaly: 'multiplied', within: 1 },
    },
    'deadline-not-passed-on': {
      summary: 'The service does not know how long somebody waits: it works for those who have gone',
      rules: { deadline: 'kept-back' },
      shows: { check: 'in-time', anomaly: 'for-nobody', within: 1 },
    },
    'begun-too-late': {
      summary: 'Work is begun as long as somebody waits, though it cannot be done by then',
      rules: { begins: 'if-not-late' },
      shows: { check: 'in-time', anomaly: 'for-nobody', within: 1 },
    },
    'charge-without-key': {
      summary: 'Each try of a charge has its own key: what was done and not answered is done again',
      rules: { key: 'per-try' },
      shows: { check: 'charged-once', anomaly: 'charged-twice', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const CHAIN = ['edge', 'orders', 'stock', 'service'] as const;
/** How long a try waits, and a request. */
const TRY_MS = 120;
const REQUEST_MS = 400;
/** What a message may take from the edge to the service, and more: by so much the service knows the deadline late. */
const TRANSIT_MS = 12;
const LONGEST_PAUSE_MS = 100;
const SLOW_BY = 10;

const params = z.object({
  rate: z.number().min(1).max(200).default(75).describe('requests a second'),
  serviceMs: z.number().min(1).max(50).default(8).describe('how long the service works for one'),
  limit: z.int().min(1).max(1_000).default(30).describe('how many may wait at the service'),
  attempts: z
    .int()
    .min(1)
    .max(10)
    .default(3)
    .describe('how often a request is tried, the first time included'),
  budget: z.int().min(2).max(100).default(10).describe('tokens of a full budget; half of them may be spent'),
  perSuccess: z.number().min(0).max(1).default(0.1).describe('what a success gives back to the budget'),
});
type Params = z.infer<typeof params>;

/** The service is sick for a third of a second, answers get lost for a while, and once it dies. */
const sickForAWhile: NemesisProfile = {
  name: 'sick-for-a-while',
  summary: 'The service is ten times slower for 350 ms; answers get lost; at times it dies',
  draw(streams) {
    const random = streams('sick');
    const atMs = random.int(450, 800);
    const lossAt = random.int(50, 200);
    const killAt = random.int(500, 1_200);
    return [
      { kind: 'buggify', site: SICK, probability: 1, atMs, durationMs: 350 },
      { kind: 'loss', atMs: lossAt, durationMs: 250, probability: 0.3, from: ['service'], to: ['stock'] },
      ...(random.chance(0.5)
        ? [{ kind: 'kill' as const, node: 'service', atMs: killAt, durationMs: 60 }]
        : []),
    ];
  },
};

interface Caller {
  request: { readonly f: 'read' | 'charge'; readonly id: number };
  reply: 'done';
  message: Ask;
  answer: 'done';
}

/** Asks whoever is next on the way, for a client or for who is before it. */
function caller(next: string, given: Params, own: Rules): Program {
  return asyncProgram<Caller>(async (node) => {
    const isEdge = node.id === 'edge';
    const tries = isEdge || own.retries === 'everywhere';
    const budget = own.budget === 'kept' ? retryBudget(given.budget, given.perSuccess) : undefined;
    if (isEdge) node.effect({ f: 'begins' });

    async function ask(message: Ask, withinMs: number): Promise<'done'> {
      const answer = await insist(
        node,
        (attempt) => {
          const leftMs = Math.min(TRY_MS, message.leftMs ?? TRY_MS);
          const { leftMs: _left, ...told } = message;
          if (isEdge) {
            told.attempt = attempt;
            node.effect({ f: 'try', id: told.id, attempt });
            if (own.key === 'per-try') told.key = `${told.id}/${attempt}`;
          }
          if (next === 'service') node.effect({ f: 'call', id: told.id, attempt: told.attempt });
          const known = own.deadline === 'passed-on' ? { leftMs } : {};
          return node.call(next, { ...told, ...known }, { timeoutMs: leftMs });
        },
        {
          attempts: tries ? given.attempts : 1,
          ...{ pauseMs: 20, factor: 2, maxPauseMs: LONGEST_PAUSE_MS, jitter: 'full' },
          deadlineMs: withinMs - TRY_MS,
        },
        budget,
      );
      if (answer === undefined) throw new Refused('nobody answers', false);
      return answer;
    }

    node.onMessage((message) => ask(message, Infinity));
    node.onRequest(async ({ f, id }) => {
      const answer = await ask({ f, id, attempt: 1, key: String(id) }, REQUEST_MS);
      node.effect({ f: 'answered', id });
      return answer;
    });
  });
}

export const retriesScenario = defineScenario({
  name: 'resilience/retries',
  summary: 'A service is sick for a while, and retries must not keep it sick: budget, deadlines, keys',
  params,
  nodes: () => [...CHAIN],
  protocol(given, { bug }) {
    const own = rules.with(bug);
    const { serviceMs, limit } = given;
    return cast({
      caller: [
        CHAIN.slice(0, 3),
        (id) => caller(CHAIN[CHAIN.indexOf(id as 'edge') + 1] as string, given, own),
      ],
      service: [['service'], sickService({ serviceMs, slowBy: SLOW_BY, limit, begins: own.begins })],
    });
  },
  workload: ({ rate }) =>
    openWorkload({
      perSecond: rate,
      underWayMs: REQUEST_MS,
      to: () => 'edge',
      input: (random, id) => ({ f: random.chance(0.3) ? 'charge' : 'read', id }),
    }),
  faults: sickForAWhile,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  buggifySites: [SICK],
  durationMs: 2_600,
  clientTimeoutMs: REQUEST_MS,
  // What waits when the cause has gone is as old as a try may be, or is not done.
  settleMs: 1_200,
  liveWithinMs: 400,
  restartAfterMs: 50,
  check: ({ attempts, budget, perSuccess }) => ({
    load: loadBound(budget / 2, perSuccess, LONGEST_PAUSE_MS + TRANSIT_MS),
    'calls-per-request': callsPerRequest(attempts),
    'in-time': inTime(TRY_MS, TRANSIT_MS),
    'charged-once': chargedOnce,
  }),
  bugs: rules.bugs,
});

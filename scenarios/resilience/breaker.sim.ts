/**
 * A circuit breaker between a gateway and a service that gets sick: open, it keeps calls away; half-open, one call tries; and
 * it closes soon after the service is well. Failures are those of the service: who asks for nonsense opens nothing.
 */
import { asyncProgram, CallFailed, defineScenario, Refused, z, type NemesisProfile } from 'seedstorm';
import { cast, openWorkload, ruled, type RulesOf } from 'seedstorm/parts';
import { failsFast } from '../real/circuit-breaker/scenario.js';
import { callEnded, circuitRules, newCircuit, permit } from './circuit.js';
import { SICK, sickService, type Ask } from './sick-service.js';

const rules = ruled(
  {
    ...circuitRules,
    /** Which errors count. */
    counts: 'the-service',
    /** How long the gateway waits for a call. */
    trialWaits: 'as-all',
  },
  {
    'no-gate': {
      summary: 'Half-open, all calls are let through: the service gets its whole load while it is tried',
      rules: { halfOpen: 'all' },
      shows: { check: 'fails-fast', anomaly: 'second-trial', within: 1 },
    },
    'late-success-closes': {
      summary: 'An answer to a call from before the circuit opened counts: it closes, and nobody has tried',
      rules: { lateAnswers: 'counted' },
      params: { trials: 1 },
      shows: { check: 'fails-fast', anomaly: 'closed-untried', within: 3 },
    },
    'open-for-ever': {
      summary: 'Nothing ever tries: an open circuit stays open when the service is well',
      rules: { triesAgain: false },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
    'trial-without-time-out': {
      summary: 'The call that tries waits for ever: its answer was lost, and the circuit stays half-open',
      rules: { trialWaits: 'for-ever' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 6 },
    },
    'counts-client-errors': {
      summary: 'Requests that are wrong count as failures of the service: one client closes it for all',
      rules: { counts: 'all-errors' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 1 },
    },
    'as-in-the-notes': {
      summary:
        'The code of the study notes: no gate, late answers count, successes of earlier trials are kept',
      rules: { halfOpen: 'all', lateAnswers: 'counted', successes: 'kept' },
      shows: { check: 'fails-fast', anomaly: 'second-trial', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const TIMEOUT_MS = 100;
const HEALED = 1_500;
const DURATION = 2_700;

const params = z.object({
  rate: z.number().min(1).max(200).default(75).describe('requests a second'),
  failures: z.int().min(1).max(50).default(5).describe('failures one after another that open the circuit'),
  openMs: z.int().min(10).max(400).default(250).describe('how long it stays open before a call tries'),
  trials: z.int().min(1).max(5).default(3).describe('trials that must succeed before it closes'),
});
type Params = z.infer<typeof params>;

interface Gateway {
  request: { readonly f: 'read'; readonly id: number; readonly wrong: boolean };
  reply: 'done' | 'wrong request';
  message: Ask;
  answer: 'done';
}

const gateway = (given: Params, own: Rules) =>
  asyncProgram<Gateway>(async (node) => {
    const circuit = newCircuit(given, own);
    let announced: unknown;
    const announce = (): void => {
      // A trial that succeeded begins a new period of the same state.
      const now = `${circuit.is} ${circuit.period}`;
      if (now !== announced) node.effect({ f: 'breaker', is: circuit.is });
      announced = now;
    };
    node.effect({ f: 'breaker', is: 'closed', starts: true });
    announced = 'closed 1';

    node.onRequest(async ({ id, wrong }) => {
      const call = String(id);
      const permitted = permit(circuit, node.monotonicMs());
      announce();
      if (permitted === undefined) {
        node.effect({ f: 'refused', call });
        throw new Refused('the circuit is open');
      }
      node.effect({ f: 'call', call });
      const end = (outcome: 'ok' | 'failed'): void => {
        callEnded(circuit, permitted, outcome, node.monotonicMs());
        announce();
      };
      const waitsMs = circuit.is === 'half-open' && own.trialWaits === 'for-ever' ? 60_000 : TIMEOUT_MS;
      const ask: Ask = { f: 'read', id, attempt: 1, key: call, leftMs: TIMEOUT_MS, wrong };
      try {
        const answer = await node.call('service', ask, { timeoutMs: waitsMs });
        end('ok');
        return answer;
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        const isWrong = error.message.includes('wrong request');
        // A service that says what is wrong is there.
        end(isWrong && own.counts === 'the-service' ? 'ok' : 'failed');
        if (isWrong) return 'wrong request';
        throw new Refused('the service does not answer', false);
      }
    });
  });

/** The service is sick, and away for a while. */
const sickOrAway: NemesisProfile = {
  name: 'sick-or-away',
  summary: 'The service is ten times slower for 400 ms, its answers get lost, and at times it dies',
  draw(streams) {
    const random = streams('sick');
    const atMs = random.int(250, 500);
    const lossAt = random.int(800, 1_100);
    const killAt = random.int(700, 1_200);
    return [
      { kind: 'buggify', site: SICK, probability: 1, atMs, durationMs: 400 },
      { kind: 'loss', atMs: lossAt, durationMs: 350, probability: 0.8, from: ['service'], to: ['gateway'] },
      ...(random.chance(0.5)
        ? [{ kind: 'kill' as const, node: 'service', atMs: killAt, durationMs: 200 }]
        : []),
    ];
  },
};

export const breakerScenario = defineScenario({
  name: 'resilience/breaker',
  summary: 'A circuit breaker: open, it keeps calls away, half-open one call tries, and it closes soon after',
  params,
  nodes: () => ['gateway', 'service'],
  protocol: (given, { bug }) =>
    cast({
      gateway: [['gateway'], gateway(given, rules.with(bug))],
      service: [['service'], sickService({ serviceMs: 8, slowBy: 10, limit: 30 })],
    }),
  workload: ({ rate }) => {
    const load = openWorkload({
      perSecond: rate,
      underWayMs: 150,
      to: () => 'gateway',
      input: (_random, id) => ({ f: 'read', id, wrong: false }),
    });
    // One client asks for nonsense, again and again, when all others are well served.
    return {
      clients: [...load.clients, 'nonsense'],
      functions: ['read'],
      operations: (world) => [
        ...load.operations(world),
        ...Array.from({ length: 40 }, (_, n) => ({
          ...{ process: 'nonsense', atMs: 2_100 + n, to: 'gateway' },
          input: { f: 'read', id: 100_000 + n, wrong: true },
        })),
      ],
    };
  },
  faults: sickOrAway,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  buggifySites: [SICK],
  durationMs: DURATION,
  settleMs: DURATION - HEALED,
  clientTimeoutMs: 150,
  // A call under way fails (100), the circuit is open (up to 400 by its parameter), and some requests try.
  liveWithinMs: 600,
  restartAfterMs: 50,
  check: { 'fails-fast': failsFast },
  bugs: rules.bugs,
});

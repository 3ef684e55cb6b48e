/**
 * Circuit breakers of npm packages, unmodified, between their users and a backend that fails: open, one keeps calls away,
 * and it recovers, always. The breaker's clock, timers and random numbers are its node's, by ambient virtualisation alone.
 */
import {
  asyncProgram,
  clients,
  defineScenario,
  Refused,
  z,
  type NemesisProfile,
  type Program,
} from 'seedstorm';
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import { ruled, type RulesOf } from 'seedstorm/parts';
import type { BreakerState, Guard } from './breaker.js';
import { breakerOf, libraries, loadBreakers, versions, type Installed } from './libraries.js';

const NAME = 'real/circuit-breaker';
const GATEWAY = 'gateway';
const BACKEND = 'backend';
/** The code point at which the backend fails. */
const OVERLOADED = 'backend/overloaded';
/** How long an unanswered call is kept open: longer than the breaker waits, as sockets usually are. */
const CALL_MS = 400;

/** The backend is away for long enough, and the gateway's clock is set back meanwhile. */
const setBackInAnOutage: NemesisProfile = {
  name: 'set-back-in-an-outage',
  summary: "The backend pauses; meanwhile the gateway's clock is set back by an hour",
  draw(streams) {
    const atMs = Math.round(400 + 800 * streams('outage').float());
    return [
      { kind: 'pause', node: BACKEND, atMs, durationMs: 400 },
      { kind: 'clock-jump', node: GATEWAY, atMs: atMs + 350, byMs: -3_600_000 },
    ];
  },
};

const rules = ruled(
  {
    /** What the gateway does with a request the breaker refuses. */
    refused: 'fail',
  },
  {
    'opossum-4.2.0': {
      summary:
        'A call that fails while the circuit is already open cancels the timer that would try again: open for ever (opossum issue #385)',
      params: { version: '4.2.0' },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 6 },
    },
    'levee-late-success': {
      summary:
        'levee: a call from before the circuit opened succeeds, and closes it at once, with no call that tried',
      params: { library: 'levee' },
      shows: { check: 'fails-fast', anomaly: 'closed-untried', within: 3 },
    },
    'mollitia-half-open-for-ever': {
      summary:
        'mollitia: an answer to an earlier call is counted among the one of the half-open circuit, which is then one too many: refused for ever',
      params: { library: 'mollitia', timeoutMs: 200, resetMs: 50 },
      shows: { check: 'liveness', anomaly: 'no-progress', within: 13 },
    },
    'cockatiel-clock-set-back': {
      summary:
        'cockatiel: how long the circuit has been open is read off the wall clock; set back, it stays open for as long',
      params: { library: 'cockatiel' },
      faults: setBackInAnOutage,
      shows: { check: 'liveness', anomaly: 'no-progress', within: 3 },
    },
    'circuit-breaker-js-no-gate': {
      summary: 'circuit-breaker-js: the half-open circuit lets all calls through, not one',
      params: { library: 'circuit-breaker-js' },
      shows: { check: 'fails-fast', anomaly: 'second-trial', within: 2 },
    },
    'calls-around-the-breaker': {
      summary: 'The gateway asks the backend itself when the breaker refuses',
      rules: { refused: 'call-anyway' },
      shows: { check: 'fails-fast', anomaly: 'call-while-open', within: 6 },
    },
  },
);

type Rule = RulesOf<typeof rules>['refused'];

interface Shop {
  request: { readonly f: 'ask'; readonly question: number };
  reply: number;
  /** One call of the backend, known by an id so that the history can tell what became of it. */
  message: { readonly call: string; readonly question: number };
  answer: number;
}

const answerTo = (question: number): number => question * 2 + 1;

/** The flaky service behind the breaker: it takes its time, and some of its calls fail where `buggify` says so. */
const backend = asyncProgram<Shop>(async (node) => {
  node.onMessage(async ({ call, question }) => {
    node.effect({ f: 'served', call });
    await node.sleep(1 + node.random.float() * 8);
    if (node.buggify(OVERLOADED)) throw new Refused('overloaded');
    return answerTo(question);
  });
});

/** The node that clients talk to: it asks the backend for them, behind the breaker. */
function gateway(guard: Guard, timeoutMs: number, resetMs: number, rule: Rule): Program {
  return asyncProgram<Shop>(async (node) => {
    let lastCall = 0;
    const call = (id: string, question: number): Promise<number> => {
      node.effect({ f: 'call', call: id });
      return node.call(BACKEND, { call: id, question }, { timeoutMs: CALL_MS });
    };
    const announce = (is: BreakerState) => node.effect({ f: 'breaker', is });
    node.effect({ f: 'breaker', is: 'closed', starts: true });
    const { fire, isRefusal } = guard(call, { timeoutMs, resetMs, announce });
    node.onRequest(async ({ question }) => {
      const id = `${node.incarnation}/${++lastCall}`;
      try {
        return await fire(id, question).catch((error: unknown) => around(error, id, question));
      } catch (error) {
        // The backend may have been asked; that a question was certainly not is only known of refused ones.
        throw new Refused((error as Error).message, isRefusal(error));
      }
    });

    function around(error: unknown, id: string, question: number): Promise<number> {
      if (!isRefusal(error)) throw error;
      node.effect({ f: 'refused', call: id });
      if (rule === 'call-anyway') return call(id, question);
      throw error;
    }
  });
}

/** What nodes were seen to do: the state a breaker announces, and what became of a call; and what clients asked. */
type Seen =
  | { readonly f: 'breaker'; readonly is: BreakerState; readonly starts?: boolean }
  | { readonly f: 'call' | 'refused' | 'served'; readonly call: string }
  | { readonly f: 'ask'; readonly question: number };

/** Closed, nothing is refused; open, nothing is called; half-open, one call is made to try (Nygard, "Release It!", 2007). */
export const failsFast = defineChecker({
  name: 'fails-fast',
  looksFor: 'what a breaker announces, lets through and refuses (functions breaker, call, refused)',
  scan(history, found) {
    let state: BreakerState | 'trying' | undefined;
    let since: Operation | undefined;
    const count = { calls: 0, refusals: 0, openings: 0 };
    for (const operation of history as History<Seen>) {
      const { input } = operation;
      const wrong = (kind: string, what: string) =>
        found.anomaly(kind, `${nameOf(operation)} ${what}`, since, operation);
      if (input.f === 'breaker') {
        if (input.is === 'closed' && state === 'open' && !input.starts)
          found.anomaly('closed-untried', () => closedUntried(operation), since, operation);
        [state, since] = [input.is, operation];
        if (state === 'open') count.openings++;
      } else if (input.f === 'call') {
        count.calls++;
        if (state === 'open') wrong('call-while-open', 'was made though the circuit was open');
        if (state === 'trying')
          wrong('second-trial', 'was made though another already tried whether to close');
        if (state === 'half-open') [state, since] = ['trying', operation];
      } else if (input.f === 'refused') {
        count.refusals++;
        if (state === 'closed') wrong('refused-while-closed', 'was refused though the circuit was closed');
      }
    }
    const { calls, refusals, openings } = count;
    const reason = `the circuit opened ${openings} times; ${calls} calls made, ${refusals} refused in time`;
    return { judged: calls + refusals, reason };
  },
});

/** A refused call never reaches the backend. */
export const refusedStayAway = defineChecker({
  name: 'refused-stay-away',
  looksFor: 'calls that a breaker refused, or the backend served (functions refused and served)',
  scan(history, found) {
    const refused = new Map<string, Operation>();
    let served = 0;
    for (const operation of history as History<Seen>)
      if (operation.input.f === 'refused') refused.set(operation.input.call, operation);
    for (const operation of history as History<Seen>) {
      if (operation.input.f !== 'served') continue;
      served++;
      const refusal = refused.get(operation.input.call);
      const message = () => `${nameOf(operation)} reached the backend though the breaker had refused it`;
      if (refusal !== undefined) found.anomaly('refused-call-served', message, refusal, operation);
    }
    const reason = `none of ${refused.size} refused calls reached the backend`;
    return { judged: refused.size + served, reason };
  },
});

const closedUntried = ({ invokedAtMs }: Operation): string =>
  `the open circuit was closed (${invokedAtMs} ms) without a call that tried`;

const nameOf = ({ input, invokedAtMs }: Operation): string =>
  `call ${(input as { readonly call: string }).call} (${invokedAtMs} ms)`;

/** Every answer is the answer to its question: the breaker mixes nothing up. */
export const answersMatch = defineChecker({
  name: 'answers-match',
  looksFor: 'questions that were answered (function ask)',
  scan(history, found) {
    const answered = history.filter(({ input, type }) => (input as Seen).f === 'ask' && type === 'ok');
    for (const operation of answered) {
      const { question } = operation.input as Shop['request'];
      const told = `asked ${question} and was told ${String(operation.output)} instead of ${answerTo(question)}`;
      if (operation.output !== answerTo(question))
        found.anomaly('wrong-answer', `${String(operation.process)} ${told}`, operation);
    }
    return { judged: answered.length, reason: `${answered.length} right answers` };
  },
});

export const circuitBreakerScenario = defineScenario({
  name: NAME,
  summary:
    'Circuit breakers of npm, unmodified: when open they block calls, and they recover when the backend does',
  params: z.object({
    library: z.enum(libraries).default('opossum').describe('npm package that the breaker is of'),
    version: z.enum(versions).default('newest').describe('of opossum'),
    clients: z.int().min(1).max(50).default(8),
    timeoutMs: z.int().min(20).max(200).default(100).describe('how long the breaker waits for a call'),
    resetMs: z.int().min(20).max(300).default(300).describe('how long it stays open before it tries again'),
  }),
  nodes: () => [GATEWAY, BACKEND],
  load: () => loadBreakers(NAME),
  protocol({ library, version, timeoutMs, resetMs }, { bug, loaded }) {
    const guard = breakerOf(loaded as Installed, { library, version });
    return { [GATEWAY]: gateway(guard, timeoutMs, resetMs, rules.with(bug).refused), [BACKEND]: backend };
  },
  workload: ({ clients: count }) =>
    clients(
      count,
      { ask: 1 },
      {
        everyMs: 60,
        to: () => GATEWAY,
        input: (_f, _random, { client, clients: all, index }) => ({ question: client + all * index }),
      },
    ),
  faults: 'rough',
  // A breaker is there for backends that are down: anything may be, for any time. Damaged messages are not its business.
  budget: { allow: { corruption: false } },
  buggifySites: [OVERLOADED],
  durationMs: 3_000,
  clientTimeoutMs: 300,
  // Calls under way at heal-all may still time out (200) and open the circuit, which then stays so (300); the rest
  // is for the trial.
  liveWithinMs: 600,
  restartAfterMs: 200,
  check: { 'fails-fast': failsFast, 'refused-stay-away': refusedStayAway, 'answers-match': answersMatch },
  bugs: rules.bugs,
});

/**
 * What a breaker makes of answers to calls that it let through before it opened: one world in which four breakers of one
 * library, each for a question of its own, go through the same moments. Nothing fails but what the script says.
 */
import { asyncProgram, defineScenario, z, type Program } from 'seedstorm';
import type { BreakerState, Guard, Guarded } from './breaker.js';
import { breakerOf, libraries, loadBreakers, type Installed } from './libraries.js';

const NAME = 'real/circuit-breaker/late-answers';
/** The moments of a trial, in ms from its beginning: failures have opened the circuit long before `IN_OPEN`. */
const FAILURES_AT = 20;
const IN_OPEN = 150;
const RESET = 300;
/** One call tries; it takes a while. */
const TRIAL_AT = 400;
const IN_HALF_OPEN = 450;
const TRIAL_ENDS = 500;
const WHOLE = 700;

/** What was found out, as an effect of the node. */
export type Found =
  /** The circuit shortly after something happened: closed where a call is let through, else what it last announced. */
  | { readonly f: 'probe'; readonly after: Moment; readonly is: BreakerState }
  /** How many of five calls at once reached the action when the breaker tried again. */
  | { readonly f: 'at-once'; readonly passed: number };

export type Moment =
  | 'late-success-while-open'
  | 'late-success-while-half-open'
  | 'late-failure-while-half-open'
  | 'trial-after-late-success'
  | 'trial-after-late-failure';

/** A call: when it ends, and how. */
type Call = { readonly endsAt: number; readonly ok: boolean };

function observer(guard: Guard): Program {
  return asyncProgram(async (node) => {
    const since = (startedAt: number) => node.monotonicMs() - startedAt;

    /** A fresh breaker, with a call under way that will end late, and the circuit opened by calls that fail. */
    async function opened(late: Call | undefined) {
      const startedAt = node.monotonicMs();
      const seen: { is: BreakerState; made: number } = { is: 'closed', made: 0 };
      const action = async ({ endsAt, ok }: Call): Promise<void> => {
        seen.made++;
        await node.sleep(Math.max(0, endsAt - since(startedAt)));
        if (!ok) throw new Error('failed');
      };
      const breaker = guard(action, { timeoutMs: 2_000, resetMs: RESET, announce: (is) => (seen.is = is) });
      const until = (at: number) => node.sleep(Math.max(0, at - since(startedAt)));
      if (late !== undefined) quietly(breaker.fire(late));
      for (let call = 0; call < 10; call++) quietly(breaker.fire({ endsAt: FAILURES_AT, ok: false }));
      await until(FAILURES_AT + 5);
      return { breaker, seen, until };
    }
    type Opened = Awaited<ReturnType<typeof opened>>;

    /** Whether a call gets through right now. */
    async function probe({ breaker, seen }: Opened, after: Moment): Promise<void> {
      const { made } = seen;
      quietly(breaker.fire({ endsAt: 0, ok: true }));
      await node.sleep(1);
      node.effect({ f: 'probe', after, is: seen.made > made ? 'closed' : seen.is });
    }

    async function whileOpen(): Promise<void> {
      const one = await opened({ endsAt: IN_OPEN, ok: true });
      await one.until(IN_OPEN + 10);
      await probe(one, 'late-success-while-open');
    }

    async function whileHalfOpen(ok: boolean, late: Moment, trial: Moment): Promise<void> {
      const one = await opened({ endsAt: IN_HALF_OPEN, ok });
      await one.until(TRIAL_AT);
      quietly(one.breaker.fire({ endsAt: TRIAL_ENDS, ok: true }));
      await one.until(IN_HALF_OPEN + 10);
      await probe(one, late);
      await one.until(TRIAL_ENDS + 10);
      await probe(one, trial);
    }

    async function fiveAtOnce(): Promise<void> {
      const { breaker, seen, until } = await opened(undefined);
      await until(TRIAL_AT);
      const { made } = seen;
      for (let call = 0; call < 5; call++) quietly(breaker.fire({ endsAt: TRIAL_ENDS, ok: true }));
      await until(TRIAL_ENDS - 10);
      node.effect({ f: 'at-once', passed: seen.made - made });
    }

    await whileOpen();
    await whileHalfOpen(true, 'late-success-while-half-open', 'trial-after-late-success');
    await whileHalfOpen(false, 'late-failure-while-half-open', 'trial-after-late-failure');
    await fiveAtOnce();
  });
}

/** What the breaker makes of it is looked at elsewhere. */
function quietly(answer: ReturnType<Guarded<[Call], void>['fire']>): void {
  answer.catch(() => undefined);
}

export const lateAnswers = defineScenario({
  name: NAME,
  summary: 'What breakers of npm make of answers that come when the circuit has opened already',
  params: z.object({ library: z.enum(libraries).default('opossum') }),
  nodes: () => ['gateway'],
  load: () => loadBreakers(NAME),
  protocol: ({ library }, { loaded }) =>
    observer(breakerOf(loaded as Installed, { library, version: 'newest' })),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: 4 * WHOLE,
  check: {},
});

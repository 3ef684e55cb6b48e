/**
 * Backoff: many ask at one moment, and the service can take few of them. Who is refused comes back later: not all at once,
 * less and less often, and yet soon enough when the service is there again.
 *
 * Pauses that only grow bring all back together, in waves (Brooker, "Exponential backoff and jitter", AWS 2015).
 */
import { asyncProgram, CallFailed, defineScenario, Refused, z, type NemesisProfile } from 'seedstorm';
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import { cast, pauseAfter, ruled, type RulesOf } from 'seedstorm/parts';
import { sickService, type Ask } from './sick-service.js';

const rules = ruled(
  {
    /** Whether pauses are drawn. */
    jitter: 'drawn',
    /** By how much each pause is longer than the last. */
    factor: 2,
    /** Whether there is a longest pause. */
    longest: 'capped',
    /** Whether who is refused often goes on. */
    attempts: Infinity,
  },
  {
    'no-jitter': {
      summary: 'Pauses are not drawn: all that were refused come back together, wave after wave',
      rules: { jitter: 'none' },
      shows: { check: 'waves', anomaly: 'wave', within: 1 },
    },
    'no-growth': {
      summary: 'All pauses are as long as the first: while the service is away it is asked again and again',
      rules: { factor: 1 },
      shows: { check: 'tries', anomaly: 'too-many', within: 1 },
    },
    uncapped: {
      summary: 'Pauses grow without end: the service is back, and some come back much later',
      rules: { longest: 'none' },
      shows: { check: 'done', anomaly: 'late', within: 1 },
    },
    'gives-up': {
      summary: 'After three tries a job is given up, and the service is not yet back',
      rules: { attempts: 3 },
      shows: { check: 'done', anomaly: 'never', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const HERD_AT = 200;
/** When the service is back for good. */
const HEALED = 1_500;
const END = 3_600;
/** A wave is half of the herd within an eighth of the first pause: drawn pauses bring an eighth of it. */
const WAVE = { share: 1 / 2, ofPause: 1 / 8 };
/** Tries for each job: pauses grow to the longest within a few, then the outage decides. */
const TRIES = 14;

const params = z.object({
  herd: z.int().min(10).max(200).default(40).describe('how many ask at one moment'),
  pauseMs: z.number().min(5).max(500).default(40).describe('the first pause'),
  longestMs: z.number().min(40).max(1_000).default(320).describe('the longest pause'),
  jitter: z
    .enum(['full', 'around'])
    .default('full')
    .describe('pauses between 0 and their length, or between half of it and half more'),
});
type Params = z.infer<typeof params>;

interface Job {
  request: { readonly f: 'job'; readonly id: number };
  reply: 'done';
  message: Ask;
  answer: 'done';
}

/** Does the jobs of clients by asking the service, as often as it takes. */
const herd = ({ pauseMs, longestMs, jitter }: Params, own: Rules) =>
  asyncProgram<Job>(async (node) => {
    const drawn = (ms: number): number =>
      own.jitter === 'none' ? ms : ms * (node.random.float() + (jitter === 'around' ? 0.5 : 0));
    node.onRequest(async ({ id }) => {
      for (let attempt = 1; attempt <= own.attempts; attempt++) {
        node.effect({ f: 'try', id, attempt });
        try {
          return await node.call('service', { f: 'read', id, attempt, key: String(id) }, { timeoutMs: 50 });
        } catch (error) {
          if (!(error instanceof CallFailed)) throw error;
        }
        const longest = own.longest === 'capped' ? { maxPauseMs: longestMs } : {};
        await node.sleep(drawn(pauseAfter({ pauseMs, factor: own.factor, ...longest }, attempt)));
      }
      throw new Refused('given up', false);
    });
  });

type Seen = { readonly f: 'try' | 'job'; readonly id: number; readonly attempt: number };
const triesIn = (history: History): Operation<Seen>[] =>
  (history as History<Seen>).filter(({ input }) => input.f === 'try');

/** After the first rush no moment brings half of the herd again. Anomaly: `wave`. */
const waves = ({ herd: count, pauseMs }: Params) =>
  defineChecker({
    name: 'waves',
    looksFor: 'tries after the first (function try)',
    scan(history, found) {
      const again = triesIn(history).filter(({ input }) => input.attempt > 1);
      const withinMs = pauseMs * WAVE.ofPause;
      let [first, most] = [0, 0];
      for (const [last, operation] of again.entries()) {
        while (operation.invokedAtMs! - again[first]!.invokedAtMs! > withinMs) first++;
        const atOnce = last - first + 1;
        most = Math.max(most, atOnce);
        if (atOnce > count * WAVE.share) {
          const many = `${atOnce} of ${count} came back within ${withinMs} ms`;
          found.anomaly('wave', many, again[first]!, operation);
        }
      }
      return { judged: again.length, reason: `at most ${most} of ${count} came back within ${withinMs} ms` };
    },
  });

/** The whole herd does not try more often than so many times each, on average. Anomaly: `too-many`. */
const triesBound = ({ herd: count }: Params) =>
  defineChecker({
    name: 'tries',
    looksFor: 'tries (function try)',
    scan(history, found) {
      const tries = triesIn(history);
      const mean = tries.length / count;
      if (mean > TRIES)
        found.anomaly(
          'too-many',
          `${mean.toFixed(1)} tries for each job, at most ${TRIES} may be`,
          tries.at(-1)!,
        );
      return { judged: tries.length, reason: `${mean.toFixed(1)} tries for each job` };
    },
  });

/**
 * Every job is done: who just missed the service comes back after the longest pause, and once more if the line is full then.
 * Anomalies: `late`, `never`.
 */
const done = ({ longestMs, jitter, herd: count }: Params) =>
  defineChecker({
    name: 'done',
    looksFor: 'jobs (function job)',
    scan(history, found) {
      const byMs = HEALED + longestMs * (jitter === 'full' ? 1 : 1.5) * 2 + count * SERVICE_MS;
      let [jobs, last] = [0, 0];
      for (const operation of history as History<Seen>) {
        if (operation.input.f !== 'job') continue;
        jobs++;
        const at = operation.completedAtMs ?? Infinity;
        if (operation.type !== 'ok')
          found.anomaly('never', `job ${operation.input.id} was not done`, operation);
        else if (at > byMs)
          found.anomaly(
            'late',
            `job ${operation.input.id} was done at ${at.toFixed(0)} ms, the service was back at ${HEALED} ms`,
            operation,
          );
        else last = Math.max(last, at);
      }
      return {
        judged: jobs,
        reason: `the last of ${jobs} jobs was done at ${last.toFixed(0)} ms, ${byMs} ms are claimed`,
      };
    },
  });

const SERVICE_MS = 10;

/** The service dies once or twice, and is back for good by a given time. */
const awayForLong: NemesisProfile = {
  name: 'away-for-long',
  summary: 'The service dies, for up to a second',
  draw(streams) {
    const random = streams('away');
    const atMs = HERD_AT + random.int(80, 120);
    return [{ kind: 'kill', node: 'service', atMs, durationMs: random.int(600, HEALED - atMs - 50) }];
  },
};

export const backoffScenario = defineScenario({
  name: 'resilience/backoff',
  summary: 'A herd asks at one moment and comes back: not in waves, not too often, and soon enough',
  params,
  vary: { jitter: ['full', 'around'] },
  nodes: () => ['herd', 'service'],
  protocol: (given, { bug }) =>
    cast({
      herd: [['herd'], herd(given, rules.with(bug))],
      service: [['service'], sickService({ serviceMs: SERVICE_MS, slowBy: 1, limit: 3 })],
    }),
  workload: ({ herd: count }) => ({
    clients: Array.from({ length: count }, (_, id) => `c${id + 1}`),
    functions: ['job'],
    operations: () =>
      Array.from({ length: count }, (_, id) => ({
        ...{ process: `c${id + 1}`, atMs: HERD_AT, to: 'herd' },
        input: { f: 'job', id },
      })),
  }),
  faults: awayForLong,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  durationMs: END + 300,
  clientTimeoutMs: END - HERD_AT,
  quietMs: 300,
  settleMs: END + 300 - HEALED,
  check: (given) => ({ waves: waves(given), tries: triesBound(given), done: done(given) }),
  bugs: rules.bugs,
});

/**
 * Hedging: a read that is slower than nineteen in twenty gets a second copy at another replica, and the first answer counts
 * (Dean & Barroso, "The tail at scale", CACM 2013). A budget keeps the copies few when everything is slow; charges have none.
 */
import { asyncProgram, defineScenario, Refused, z, type NemesisProfile } from 'seedstorm';
import { defineChecker, type History } from 'seedstorm/checkers';
import { cast, openWorkload, ruled, type RulesOf } from 'seedstorm/parts';
import { chargedOnce } from './retries-claims.js';
import { SICK, sickService, type Ask } from './sick-service.js';

const rules = ruled(
  {
    /** What gets a second copy: reads, everything, nothing. */
    hedges: 'reads',
    /** When: after the 95th percentile, or at once. */
    after: 'percentile',
    /** Whether copies need a token. */
    budget: 'kept',
  },
  {
    'no-hedge': {
      summary: 'There is no second copy: as many are slow as the replicas have hiccups',
      rules: { hedges: 'nothing' },
      params: { trouble: 'hiccups' },
      shows: { check: 'tail', anomaly: 'slow', within: 1 },
    },
    'hedges-at-once': {
      summary: 'The second copy is sent at once: the budget is spent on reads that are quick anyway',
      rules: { after: 'at-once' },
      params: { trouble: 'hiccups' },
      shows: { check: 'tail', anomaly: 'slow', within: 2 },
    },
    'hedge-storm': {
      summary: 'Copies need no token: when every replica is slow, each read is asked twice',
      rules: { budget: 'none' },
      params: { trouble: 'everything' },
      shows: { check: 'hedges', anomaly: 'too-many', within: 1 },
    },
    'hedged-charge': {
      summary: 'Charges get a second copy too, and the other replica does not know the key: charged twice',
      rules: { hedges: 'everything' },
      shows: { check: 'charged-once', anomaly: 'charged-twice', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const REPLICAS = ['r1', 'r2', 'r3'] as const;
const SERVICE_MS = 8;
const SLOW_BY = 12;
const TIMEOUT_MS = 250;

const params = z.object({
  trouble: z
    .enum(['hiccups', 'everything'])
    .default('hiccups')
    .describe('one request in 25 is slow, or for a while all are'),
  rate: z.number().min(10).max(400).default(160).describe('requests a second'),
  hedgeAfterMs: z.number().min(1).max(100).default(12).describe('the 95th percentile, or more'),
  share: z.number().min(0).max(1).default(0.05).describe('copies that a request pays for'),
  burst: z.int().min(1).max(50).default(5).describe('copies that may be made on credit'),
  slowShare: z.number().min(0).max(1).default(0.03).describe('reads that may be slow, where single ones are'),
});
type Params = z.infer<typeof params>;

interface Edge {
  request: { readonly f: 'read' | 'charge'; readonly id: number };
  reply: 'done';
  message: Ask;
  answer: 'done';
}

const edge = ({ hedgeAfterMs, share, burst }: Params, own: Rules) =>
  asyncProgram<Edge>(async (node) => {
    let tokens = burst;
    node.onRequest(async ({ f, id }) => {
      tokens = Math.min(burst, tokens + share);
      node.effect({ f: 'asked', id });
      const [first, second] = node.random.shuffle([...REPLICAS]) as [string, string];
      let isOver = false;
      const ask = (to: string, attempt: number) =>
        node.call(to, { f, id, attempt, key: String(id) }, { timeoutMs: TIMEOUT_MS });
      const copy = async () => {
        await node.sleep(own.after === 'percentile' ? hedgeAfterMs : 0);
        if (isOver || (own.budget === 'kept' && tokens < 1)) throw new Refused('no copy');
        tokens--;
        node.effect({ f: 'hedge', id });
        return ask(second, 2);
      };
      const hedged = own.hedges === 'everything' || (own.hedges === 'reads' && f === 'read');
      try {
        return await Promise.any(hedged ? [ask(first, 1), copy()] : [ask(first, 1)]);
      } catch {
        throw new Refused('no replica answers', false);
      } finally {
        isOver = true;
      }
    });
  });

type Seen = { readonly f: 'asked' | 'hedge' | 'read'; readonly id: number };

/** In any stretch of a run copies come to at most the burst and a share of the requests. Anomaly: `too-many`. */
const hedgesBound = ({ share, burst }: Params) =>
  defineChecker({
    name: 'hedges',
    looksFor: 'requests and copies (functions asked and hedge)',
    scan(history, found) {
      let [asked, copies, over] = [0, 0, 0];
      for (const operation of history as History<Seen>) {
        const { f } = operation.input;
        if (f === 'asked') [asked, over] = [asked + 1, Math.max(0, over - share)];
        if (f !== 'hedge') continue;
        [copies, over] = [copies + 1, over + 1];
        if (over > burst + 1e-9)
          found.anomaly('too-many', `${over.toFixed(1)} copies more than requests pay for`, operation);
      }
      return { judged: asked, reason: `${copies} copies of ${asked} requests` };
    },
  });

/** Few reads are slow: slower than a copy that begins late and takes as long as usual. Anomaly: `slow`. */
const tail = ({ hedgeAfterMs, slowShare }: Params) =>
  defineChecker({
    name: 'tail',
    looksFor: 'reads that were answered (function read)',
    scan(history, found) {
      const withinMs = hedgeAfterMs + 3 * SERVICE_MS;
      const reads = (history as History<Seen>).filter(({ input }) => input.f === 'read');
      const slow = reads.filter(
        ({ completedAtMs = Infinity, invokedAtMs }) => completedAtMs - invokedAtMs! > withinMs,
      );
      const reason = `${slow.length} of ${reads.length} reads took longer than ${withinMs} ms`;
      if (slow.length > slowShare * reads.length) found.anomaly('slow', reason, ...slow.slice(0, 3));
      return { judged: reads.length, reason };
    },
  });

const troubles = ({ trouble }: Params): NemesisProfile => ({
  name: trouble,
  summary: 'Single requests are slow at random; or for a while all are',
  draw(streams) {
    const hiccups = { kind: 'buggify' as const, site: SICK, probability: 0.04, atMs: 0 };
    if (trouble === 'hiccups') return [hiccups];
    return [hiccups, { ...hiccups, probability: 1, atMs: streams('slow').int(300, 900), durationMs: 300 }];
  },
});

export const hedgingScenario = defineScenario({
  name: 'resilience/hedging',
  summary:
    'A slow read gets a second copy at another replica: the tail is short, for few copies, and never for charges',
  params,
  vary: { trouble: ['hiccups', 'everything'] },
  nodes: () => ['edge', ...REPLICAS],
  protocol: (given, { bug }) =>
    cast({
      edge: [['edge'], edge(given, rules.with(bug))],
      replica: [REPLICAS, sickService({ workers: 4, serviceMs: SERVICE_MS, slowBy: SLOW_BY })],
    }),
  workload: ({ rate }) =>
    openWorkload({
      perSecond: rate,
      underWayMs: TIMEOUT_MS,
      to: () => 'edge',
      input: (random, id) => ({ f: random.chance(0.2) ? 'charge' : 'read', id }),
    }),
  faults: troubles,
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  buggifySites: [SICK],
  durationMs: 2_200,
  settleMs: 0,
  clientTimeoutMs: TIMEOUT_MS,
  check: (given) => ({
    hedges: hedgesBound(given),
    'charged-once': chargedOnce,
    ...(given.trouble === 'hiccups' && { tail: tail(given) }),
  }),
  bugs: rules.bugs,
});

/** An edge asks two services, and the first gets into one of one of five kinds of trouble. */
import { defineScenario, simulate, stream, z, type Fault, type Run, type Seed } from 'seedstorm';
import { cast, openWorkload } from 'seedstorm/parts';
import { edge, type Remedy } from './resilience-edge.js';
import { service, SICK } from './resilience-service.js';

/** `sick`: all its work takes six times as long; `hiccups`: one request in 25 does. */
export type Trouble = 'sick' | 'losses' | 'rush' | 'hiccups' | 'hiccups, busy';

/** A row of the table. */
export interface Setting {
  readonly trouble: Trouble;
  readonly remedy: string;
}

const TRIES_MS = 120;
const timeouts: Remedy = { timeoutMs: TRIES_MS };
const budget: Remedy = { ...timeouts, retries: 'budget' };
const breaker: Remedy = { ...timeouts, breaker: 'own' };

/** All but `nothing`, `bulkhead` and `line` have time-outs. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  nothing: {},
  'time-outs': timeouts,
  deadlines: { ...timeouts, deadlines: true },
  retries: { ...timeouts, retries: 'no jitter' },
  'retries, jitter': { ...timeouts, retries: 'jitter' },
  'retries, budget': budget,
  'retries, budget, deadlines': { ...budget, deadlines: true },
  breaker,
  'breaker of the notes': { ...timeouts, breaker: 'notes' },
  'breaker, retries': { ...breaker, retries: 'jitter' },
  bulkhead: { places: 20 },
  'bulkhead, time-outs': { ...timeouts, places: 20 },
  'bulkhead, deadlines': { ...timeouts, deadlines: true, places: 20 },
  fallback: { ...timeouts, fallback: true },
  'fallback, breaker': { ...breaker, fallback: true },
  shedding: { ...timeouts, line: 20 },
  'shedding, deadlines': { ...timeouts, deadlines: true, line: 20 },
  hedging: { ...timeouts, hedgeAfterMs: 24 },
  together: { ...budget, ...breaker, deadlines: true, places: 20, fallback: true },
};

/** Clients begin nothing more from then on, in ms. */
export const END_MS = 4_000;
const DURATION_MS = 4_500;
/** When the trouble is there, in ms. */
export interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
}
/** Troubles begin at one time and end at any: an open circuit tries again at times of its own. Hiccups do not end. */
function windowOf(trouble: Trouble, seed: Seed): Window {
  const fromMs = 600;
  if (trouble === 'hiccups' || trouble === 'hiccups, busy') return { fromMs, untilMs: END_MS };
  const leastMs = trouble === 'losses' ? 1_400 : 800;
  return { fromMs, untilMs: fromMs + leastMs + stream(seed, 'table/resilience').int(0, 400) };
}

/** Requests a second to each service, in the trouble and otherwise; the first can do 250, the other 1,000. */
const RATES: Readonly<Record<Trouble, readonly [during: number, otherwise: number]>> = {
  sick: [150, 150],
  losses: [150, 150],
  rush: [500, 150],
  hiccups: [80, 80],
  'hiccups, busy': [150, 150],
};
/** Four workers: 250 a second. */
const FIRST = { workers: 4, workMs: 16, slowBy: 6 } as const;
const OTHER = { workers: 8, workMs: 8, slowBy: 1 } as const;

const world = defineScenario({
  name: 'tables/resilience',
  summary: 'A service in trouble, and another that is well',
  params: z.object({
    trouble: z.custom<Trouble>().default('sick'),
    remedy: z.custom<Remedy>().default({}),
    window: z.custom<Window>().default({ fromMs: 600, untilMs: 1_600 }),
  }),
  nodes: () => ['edge', 'service', 'other'],
  protocol: ({ remedy }) =>
    cast({
      edge: [['edge'], edge(remedy)],
      service: [
        ['service'],
        service({ ...FIRST, line: remedy.line, beginsLate: remedy.deadlines === undefined }),
      ],
      other: [['other'], service({ ...OTHER, beginsLate: true })],
    }),
  workload({ trouble, window: { fromMs, untilMs } }) {
    const [during, otherwise] = RATES[trouble];
    return openWorkload({
      arrivals: {
        kind: 'step',
        steps: [
          { fromMs: 0, perSecond: 2 * otherwise },
          { fromMs, perSecond: 2 * during },
          { fromMs: untilMs, perSecond: 2 * otherwise },
        ],
      },
      underWayMs: 400,
      to: () => 'edge',
      input: (random, id) => ({ f: random.chance(0.5) ? 'first' : 'other', id }),
    });
  },
  network: { latency: { kind: 'uniform', minMs: 0.1, maxMs: 0.9 } },
  faults: 'none',
  strategies: ['random'],
  buggifySites: [SICK],
  durationMs: DURATION_MS,
  quietMs: DURATION_MS - END_MS,
  clientTimeoutMs: 400,
  check: {},
});

function faultsOf(trouble: Trouble, { fromMs, untilMs }: Window): Fault[] {
  const during = { atMs: fromMs, durationMs: untilMs - fromMs };
  const slow = { kind: 'buggify' as const, site: SICK, nodes: ['service'], ...during };
  switch (trouble) {
    case 'sick':
      return [{ ...slow, probability: 1 }];
    case 'hiccups':
    case 'hiccups, busy':
      return [{ ...slow, probability: 0.04 }];
    case 'losses':
      return [{ kind: 'loss', probability: 0.2, from: ['service'], to: ['edge'], ...during }];
    case 'rush':
      return [];
  }
}

/** A run, and when its trouble was. */
export interface Observed {
  readonly run: Run;
  readonly window: Window;
}

export async function resilienceRun({ trouble, remedy }: Setting, seed: Seed): Promise<Observed> {
  const window = windowOf(trouble, seed);
  const params = { trouble, remedy: REMEDIES[remedy] as Remedy, window };
  return { run: await simulate(world, { seed, params, faults: faultsOf(trouble, window) }), window };
}

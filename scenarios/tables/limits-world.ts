/** Four clients of a limiter: two that know where its windows end, one that keeps the limit, and one that does not care. */
import { simulate, stream, type PlannedOperation, type Random, type Run, type Seed } from 'seedstorm';
import { exponential } from 'seedstorm/parts';
import { fixedWindowScenario } from '../limits/fixed-window.sim.js';
import { safeWindowMs } from '../limits/limiter.js';
import { slidingLogScenario } from '../limits/sliding-log.sim.js';
import { slidingWindowScenario } from '../limits/sliding-window.sim.js';
import { tokenBucketScenario } from '../limits/token-bucket.sim.js';

export const LIMIT = 10;
export const WINDOW_MS = 200;

export interface Limiter {
  readonly limiter: 'fixed window' | 'log' | 'two counters' | 'token bucket';
  /** `script`: the store decides in one step. `commands`: read, then write. `2 gateways`: half the limit in each. */
  readonly how: 'script' | 'commands' | '2 gateways';
}

const SCENARIOS = {
  'fixed window': fixedWindowScenario,
  log: slidingLogScenario,
  'two counters': slidingWindowScenario,
  'token bucket': tokenBucketScenario,
} as const;

const GATEWAYS = ['g1', 'g2'];
const RUN_MS = 4_400;
/** The clock of the store is right here, so that the edges of its windows are known. */
const LENGTH_MS = safeWindowMs(WINDOW_MS);
const LAST_WINDOW = 20;

/** When the window `k` begins. */
const edgeOf = (k: number): number => k * LENGTH_MS;

/** When each of the four asks. */
function timesOf(random: Random): Readonly<Record<string, readonly number[]>> {
  const burst = (fromMs: number, count: number): number[] =>
    Array.from({ length: count }, () => fromMs + 10 * random.float());
  const edge: number[] = [];
  const even: number[] = [];
  for (let k = 2; k < LAST_WINDOW; k += 4) {
    // Twice the limit, just before the edge and just after it.
    edge.push(...burst(edgeOf(k) - 12, 2 * LIMIT), ...burst(edgeOf(k) + 2, 2 * LIMIT));
    // The same, and then evenly for a window.
    even.push(...burst(edgeOf(k) - 12, 2 * LIMIT));
    for (let slot = 1; slot < 4 * LIMIT; slot++) even.push(edgeOf(k) + (slot * WINDOW_MS) / (4 * LIMIT));
  }
  const fair: number[] = [];
  for (let atMs = 30; atMs < edgeOf(LAST_WINDOW); atMs += LENGTH_MS * (1.1 + random.float()))
    fair.push(...burst(atMs, LIMIT));
  const careless: number[] = [];
  for (let atMs = 0; atMs < edgeOf(LAST_WINDOW); atMs += (exponential(random) * WINDOW_MS) / LIMIT)
    careless.push(atMs);
  return { edge, even, fair, careless };
}

/** How often the memory is looked at. */
const LOOKS = 16;

function operationsOf(seed: Seed, inStore: boolean): PlannedOperation[] {
  const random = stream(seed, 'limits');
  const asked = Object.entries(timesOf(random)).flatMap(([key, times]) =>
    times.map((atMs, at) => ({
      process: `${key}${at % PROCESSES}`,
      atMs,
      to: random.pick(GATEWAYS),
      input: { f: 'enter', key, weight: 1 },
    })),
  );
  const looks = Array.from({ length: LOOKS }, (_, at) =>
    (inStore ? ['store'] : GATEWAYS).map((to) => ({
      process: `look-${to}`,
      atMs: edgeOf(at + 2) + 20,
      to,
      input: { f: 'keys' },
    })),
  ).flat();
  return [...asked, ...looks]
    .map((operation) => ({ ...operation, atMs: Math.round(operation.atMs * 1000) / 1000 }))
    .sort((a, b) => a.atMs - b.atMs);
}

/** So many of a key may ask at once. */
const PROCESSES = 20;
const CLIENTS = ['edge', 'even', 'fair', 'careless'].flatMap((key) =>
  Array.from({ length: PROCESSES }, (_, at) => `${key}${at}`),
);

export function limitsRun({ limiter, how }: Limiter, seed: Seed): Promise<Run> {
  const inStore = how !== '2 gateways';
  const scenario = {
    ...SCENARIOS[limiter],
    name: 'tables/limits',
    workload: () => ({
      clients: [...CLIENTS, 'look-store', ...GATEWAYS.map((name) => `look-${name}`)],
      operations: () => operationsOf(seed, inStore),
    }),
    clocks: { maxOffsetMs: 0, maxDriftPpm: 0 },
    durationMs: RUN_MS,
  };
  return simulate(scenario, {
    seed,
    faults: 'none',
    params: {
      ...{ where: inStore ? 'store' : 'gateways', windowMs: WINDOW_MS },
      limit: inStore ? LIMIT : LIMIT / GATEWAYS.length,
    },
    ...(how === 'commands' && { bug: 'look-then-write' }),
  });
}

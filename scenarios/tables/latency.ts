/**
 * Where ten calls go: what a request costs when they are near or far, one after another or all at once, over connections
 * that are there or not. The list of latencies of the study notes stands beside it.
 */
import { meanInterval } from 'seedstorm/parts';
import { presets, TCP_MS, TLS_MS, type Place } from './latency-presets.js';
import { CALLS, latencyRun, type Calling, type Took } from './latency-world.js';
import { percentile, summing } from './sums.js';
import { measureTable, type Claim, type Comparison, type Row } from './table.js';

/** What a request of ten calls took; means with Student's intervals at 99 %. */
export interface LatencyFigures {
  readonly meanMs: number;
  readonly half: number;
  readonly p99Ms: number;
  /** What it took to open a connection, on average, in ms. */
  readonly openingMs: number;
}

/** Caches and memory are not here: ten references to them are less than the clock, of 1 µs, can tell apart. */
const NEAR: readonly Place[] = ['SSD', 'HDD'];
const BEHIND: readonly Place[] = ['same data centre', 'Redis', 'MySQL', 'Tokyo-Osaka', 'Tokyo-US'];
const CONNECTED: readonly Place[] = ['same data centre', 'Tokyo-Osaka', 'Tokyo-US'];

const SETTINGS: readonly Calling[] = [
  ...NEAR.map((place): Calling => ({ place, how: 'in turn' })),
  ...BEHIND.flatMap((place) => (['in turn', 'at once'] as const).map((how) => ({ place, how }))),
  ...CONNECTED.flatMap((place) =>
    (['new connections', 'new TLS connections'] as const).map((how) => ({ place, how })),
  ),
];

/** In the middle of what the notes say, in ms. */
const middleOf = (place: Place): number => (presets[place].minMs + presets[place].maxMs) / 2;
/** Round trips that a call in turn needs. */
const TRIPS = { 'in turn': 1, 'at once': 1, 'new connections': 2, 'new TLS connections': 3 } as const;

/** The sum of a request by arithmetic: calls at once cost as much as one. */
const latencyByArithmetic = ({ place, how }: Calling): number =>
  middleOf(place) * TRIPS[how] * (how === 'at once' ? 1 : CALLS);

const ms = (value: number): string =>
  value >= 10 || value === 0 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toFixed(4);

const claimsOf = (setting: Calling): readonly Claim<LatencyFigures>[] => [
  [
    setting.how === 'at once'
      ? 'ten calls at once cost as much as one'
      : 'ten calls in turn cost the sum of ten',
    ({ meanMs, half }) => {
      const sum = latencyByArithmetic(setting);
      // The clock counts microseconds, and may be off by one in each call.
      return Math.abs(meanMs - sum) <= half + 0.001 * CALLS;
    },
    ({ meanMs, half }) =>
      `${ms(meanMs)} ± ${half.toFixed(2)} ms; the arithmetic says ${ms(latencyByArithmetic(setting))}`,
  ],
];

function comparisons(rows: readonly Row<Calling, LatencyFigures>[]): readonly Comparison[] {
  const rowOf = (place: Place, how: Calling['how']) =>
    rows.find(({ setting }) => setting.place === place && setting.how === how) as Row<
      Calling,
      LatencyFigures
    >;
  const opening = (how: Calling['how']) => CONNECTED.map((place) => rowOf(place, how).openingMs);
  const within = ({ minMs, maxMs }: { minMs: number; maxMs: number }, values: readonly number[]): boolean =>
    values.every((value) => value >= minMs && value <= maxMs);
  const tcp = opening('new connections');
  const tls = opening('new TLS connections').map((both, index) => both - (tcp[index] as number));
  const places = (values: readonly number[]): string =>
    CONNECTED.map((place, index) => `${ms(values[index] as number)} ms (${place})`).join(', ');
  const [mysql, redis] = [rowOf('MySQL', 'in turn').meanMs, rowOf('Redis', 'in turn').meanMs];
  return [
    ['opening a TCP connection takes 50 to 150 ms', within(TCP_MS, tcp), places(tcp)],
    ['a TLS handshake takes 100 to 300 ms', within(TLS_MS, tls), `after TCP, ${places(tls)}`],
    [
      'Redis answers ten times as soon as MySQL',
      mysql >= 9.5 * redis,
      `ten calls take ${ms(mysql)} ms to MySQL and ${ms(redis)} to Redis, ${(mysql / redis).toFixed(1)} times`,
    ],
  ];
}

export const latency = measureTable({
  name: 'latency',
  summary: 'Ten calls for each request, near or far, in turn or at once: what the request takes',
  settings: SETTINGS,
  run: latencyRun,
  account: () =>
    summing(
      { took: [] as Took[] },
      ({ history }) => ({ took: [...((history.at(-1)?.output ?? []) as Took[])] }),
      ({ took }): LatencyFigures => {
        const all = took.map(({ ms: each }) => each);
        const { mean, half } = meanInterval(all, 0.99);
        const openingMs = took.reduce((sum, each) => sum + each.openingMs, 0) / took.length;
        return { meanMs: mean, half, p99Ms: percentile(all, 99), openingMs };
      },
    ),
  claims: claimsOf,
  comparisons,
  columns: [
    ['where', ({ setting }) => setting.place],
    ['ten calls', ({ setting }) => setting.how],
    ['mean ms', ({ meanMs, half }) => `${ms(meanMs)} ± ${half.toFixed(2)}`],
    ['arithmetic', ({ setting }) => ms(latencyByArithmetic(setting))],
    ['p99 ms', ({ p99Ms }) => ms(p99Ms)],
    ['opening ms', ({ openingMs }) => (openingMs === 0 ? '-' : ms(openingMs))],
  ],
});

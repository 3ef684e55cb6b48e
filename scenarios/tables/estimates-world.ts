/** The examples of the study notes in small: so many of their users through a day, and servers at the rate of the peak. */
import { defineScenario, simulate, stateMachine, z, type Random, type Run, type Seed } from 'seedstorm';
import { newStation, nextArrival, serveAt, serviceTime, stationTimer, type Station } from 'seedstorm/parts';

/** A service, as the notes estimate it. */
export interface Example {
  readonly kind: 'day';
  readonly name: string;
  /** Users of a day. */
  readonly users: number;
  /** What each does on a day, and how many bytes each of it leaves. */
  readonly actions: number;
  readonly bytes: number;
  /** So few of the users are simulated: one in so many. */
  readonly oneIn: number;
}

/** Web servers, as many as the notes say or more, at the rate of the peak. */
export interface Servers {
  readonly kind: 'servers';
  readonly name: string;
  readonly perSecond: number;
  readonly servers: number;
  readonly dead: number;
}
export type Estimate = Example | Servers;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** At noon nearly twice as many as on average, at midnight hardly anybody: as far as a day that goes up and down evenly can go. */
const SWING = 0.95;

/** What one run has seen. */
export interface EstimateSeen {
  /** Of a day, by minute. */
  readonly asked: readonly number[];
  readonly bytes: number;
  /** Of servers: how long requests took, in ms, and how many were refused. */
  readonly tookMs: readonly number[];
  readonly refused: number;
}

/** A server does 1,000 requests a second, eight at a time; the notes say 1,000 to 10,000. */
const WORKERS = 8;
export const WORK_MS = 8;
const LINE = 400;
const WARM_MS = 1_000;
const PEAK_MS = 6_000;

interface Place {
  state: {
    asked: number[];
    bytes: number;
    readonly stations: Station<number>[];
    tookMs: number[];
    refused: number;
  };
  request: { f: 'figures' };
  reply: EstimateSeen;
  timer: string;
}
const none = { asked: [], bytes: 0, tookMs: [], refused: 0 };

/** Half of what is sent is shorter than the mean, and some is much longer. */
const sizeOf = (meanBytes: number, random: Random): number =>
  serviceTime({ kind: 'erlang', meanMs: meanBytes, stages: 2 }, random);

const day = ({ users, actions, oneIn, bytes }: Example) =>
  stateMachine<Place>({
    start(node) {
      node.setTimer('next', 0);
      return { ...none, asked: new Array<number>(DAY_MINUTES).fill(0), stations: [] };
    },
    onTimer(state, _next, node) {
      const nowMs = node.monotonicMs();
      const perSecond = (users * actions) / oneIn / 86_400;
      const dayMs = DAY_MINUTES * MINUTE_MS;
      const next = nextArrival({ kind: 'diurnal', perSecond, swing: SWING, dayMs }, nowMs, node.random);
      if (nowMs > 0) {
        (state.asked[Math.floor(nowMs / MINUTE_MS)] as number) += 1;
        state.bytes += sizeOf(bytes, node.random);
      }
      if (next < dayMs) node.setTimer('next', next - nowMs);
    },
    onRequest: ({ asked, bytes: sum }, _figures, node) => node.reply({ ...none, asked, bytes: sum }),
  });

const peak = ({ perSecond, servers, dead }: Servers) =>
  stateMachine<Place>({
    start(node) {
      node.setTimer('next', 0);
      const stations = Array.from({ length: servers - dead }, () =>
        newStation<number>({ workers: WORKERS, limit: LINE }, node.monotonicMs()),
      );
      return { ...none, asked: [], tookMs: [], stations };
    },
    onTimer(state, timer, node) {
      const nowMs = node.monotonicMs();
      const { stations, tookMs } = state;
      if (timer === 'next') {
        node.setTimer('next', nextArrival({ kind: 'poisson', perSecond }, nowMs, node.random) - nowMs);
        const at = node.random.int(0, stations.length - 1);
        const station = stations[at] as Station<number>;
        const serviceMs = serviceTime({ kind: 'exponential', meanMs: WORK_MS }, node.random);
        if (
          serveAt(station, { job: nowMs, serviceMs }, node, { name: `s${at}` }).kind === 'refused' &&
          nowMs > WARM_MS
        )
          state.refused++;
        return;
      }
      for (const [at, station] of stations.entries()) {
        const ended = stationTimer(station, timer, node, { name: `s${at}` });
        if (ended === undefined) continue;
        if (ended.done.job > WARM_MS) tookMs.push(nowMs - ended.done.job);
        return;
      }
    },
    onRequest: ({ tookMs, refused }, _figures, node) => node.reply({ ...none, tookMs, refused }),
  });

const world = defineScenario({
  name: 'tables/estimates',
  summary: 'A day of few of the users, or some seconds of the peak',
  params: z.object({ estimate: z.custom<Estimate>() }),
  nodes: () => ['place'],
  protocol: ({ estimate }) => (estimate.kind === 'day' ? day(estimate) : peak(estimate)),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: ({ estimate }) => (estimate.kind === 'day' ? DAY_MINUTES * MINUTE_MS : PEAK_MS),
  settleMs: 0,
  final: () => [{ to: 'place', input: { f: 'figures' } }],
  check: {},
});

export const estimateRun = (estimate: Estimate, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { estimate }, faults: 'none' });

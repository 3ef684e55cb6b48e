/**
 * A station under load: what waits, how long and how busy the workers are is what the theory of queues says.
 *
 * One node makes its own requests and serves them, by timers alone: two events for a request. The figures are means over
 * batches of the run, and each claim is Student's interval over the batches.
 */
import { defineScenario, stateMachine, z, type Random } from 'seedstorm';
import {
  hyperExponential,
  gaugeStation,
  measureFrom,
  newStation,
  nextArrival,
  queueTheory,
  ruled,
  serveAt,
  serviceMoments,
  serviceTime,
  stationFigures,
  stationTimer,
  waitingAt,
  type Arrivals,
  type QueueTheory,
  type RulesOf,
  type ServiceTimes,
  type Station,
  type StationFigures,
} from 'seedstorm/parts';
import { littlesLaw, meansOver, type Batch } from './queue-claims.js';

const rules = ruled(
  {
    /** Who is next. */
    order: 'fifo',
    /** How a service time is drawn. */
    drawn: 'as-said',
    /** When a request comes. */
    comes: 'at-its-time',
    /** The mean number of those that wait. */
    mean: 'over-time',
  },
  {
    'last-first': {
      summary: 'Who came last is served first: the mean wait is the same, and some wait much longer',
      rules: { order: 'lifo' },
      shows: { check: 'percentiles', anomaly: 'off', within: 1 },
    },
    'too-even': {
      summary: 'Service times have the right mean and half their spread: requests wait too little',
      rules: { drawn: 'too-even' },
      shows: { check: 'waiting', anomaly: 'off', within: 1 },
    },
    'waits-for-the-server': {
      summary:
        'The source sends nothing while four wait (coordinated omission): what would have waited longest never comes',
      rules: { comes: 'when-there-is-room' },
      shows: { check: 'waiting', anomaly: 'off', within: 1 },
    },
    'mean-over-events': {
      summary:
        'The mean line is that seen by who comes and goes, whether that was after a long time or a short one',
      rules: { mean: 'over-events' },
      shows: { check: 'little', anomaly: 'off', within: 1 },
    },
  },
);

const params = z.object({
  arrivals: z
    .enum(['poisson', 'constant', 'diurnal', 'burst'])
    .default('poisson')
    .describe('how requests come; the theory of waiting is of Poisson'),
  service: z
    .enum(['exponential', 'constant', 'uniform', 'erlang', 'hyper-exponential', 'lognormal', 'heavy-tailed'])
    .default('exponential')
    .describe('the distribution of service times'),
  meanMs: z.number().min(0.01).max(10_000).default(1).describe('mean service time'),
  workers: z.int().min(1).max(1_000).default(1).describe('how many are served at once'),
  rate: z
    .number()
    .gt(0)
    .max(1_000_000, 'at most 1000000 requests a second, as the clock of 1 µs cannot tell more apart')
    .optional()
    .describe('requests a second; default: as many as keep the workers busy for 60 %'),
  requests: z.int().min(1_000).max(2_000_000).default(20_000).describe('how many come, about'),
});
type Params = z.infer<typeof params>;

const rateOf = ({ rate, meanMs, workers }: Params): number => rate ?? (600 * workers) / meanMs;

/** The first part of a run is not counted: a station that begins empty is not yet what it will be. */
const WARM_UP = 4;
const BATCHES = 20;
/** The source of the bug holds back while so many wait. */
const ROOM = 4;

interface Queue {
  state: {
    station: Station<undefined>;
    /** When the next request is due, as the source counts. */
    dueMs: number;
    batches: Batch[];
    /** Of this batch: those that started, that waited, and that waited longer than the median. */
    started: number;
    waited: number;
    longer: number;
    /** Of this batch, seen by those that came and went. */
    seen: number;
    events: number;
  };
  request: { f: 'figures' };
  reply: readonly Batch[];
  timer: string;
}

const batchMs = (given: Params): number => (given.requests * 1000) / rateOf(given) / (WARM_UP + BATCHES);

function arrivalsOf(given: Params): Arrivals {
  const { arrivals } = given;
  const rate = rateOf(given);
  const everyMs = batchMs(given);
  switch (arrivals) {
    case 'poisson':
    case 'constant':
      return { kind: arrivals, perSecond: rate };
    case 'diurnal':
      return { kind: 'diurnal', perSecond: rate, swing: 0.8, dayMs: everyMs };
    case 'burst':
      // A tenth of the time three times the usual.
      return {
        kind: 'burst',
        perSecond: rate / 1.2,
        burstPerSecond: rate / 0.4,
        everyMs,
        forMs: everyMs / 10,
      };
  }
}

export function serviceOf({ service, meanMs }: Pick<Params, 'service' | 'meanMs'>): ServiceTimes {
  switch (service) {
    case 'exponential':
      return { kind: 'exponential', meanMs };
    case 'constant':
      return { kind: 'constant', ms: meanMs };
    case 'uniform':
      return { kind: 'uniform', minMs: meanMs / 2, maxMs: 1.5 * meanMs };
    case 'erlang':
      return { kind: 'erlang', meanMs, stages: 4 };
    case 'hyper-exponential':
      return hyperExponential(meanMs, 4);
    case 'lognormal':
      return scaled({ kind: 'lognormal', medianMs: 1, sigma: 0.8 }, meanMs);
    case 'heavy-tailed':
      return scaled({ kind: 'heavy-tailed', minMs: 1, alpha: 1.5, maxMs: 30 }, meanMs);
  }
}

/** The same shape with this mean. */
function scaled(
  shape: Extract<ServiceTimes, { kind: 'lognormal' | 'heavy-tailed' }>,
  meanMs: number,
): ServiceTimes {
  const by = meanMs / serviceMoments(shape).meanMs;
  return shape.kind === 'lognormal'
    ? { ...shape, medianMs: shape.medianMs * by }
    : { ...shape, minMs: shape.minMs * by, maxMs: shape.maxMs * by };
}

const theoryOf = (given: Params) =>
  given.arrivals === 'poisson'
    ? queueTheory({ perSecond: rateOf(given), service: serviceOf(given), workers: given.workers })
    : undefined;

/** The time that half of those that wait do not exceed, and the share of all that waits for longer. */
function medianWait(
  theory: QueueTheory | undefined,
): { readonly ms: number; readonly share: number } | undefined {
  if (theory?.waitsLonger === undefined || theory.waitAtShare === undefined) return undefined;
  const share = theory.waitsLonger(0) / 2;
  return { ms: theory.waitAtShare(1 - share), share };
}

function server(given: Params, own: RulesOf<typeof rules>) {
  const arrivals = arrivalsOf(given);
  const service = serviceOf(given);
  const lengthMs = batchMs(given);
  const longMs = medianWait(theoryOf(given))?.ms ?? Infinity;
  const draw = (random: Random): number =>
    own.drawn === 'as-said'
      ? serviceTime(service, random)
      : (serviceTime(service, random) + serviceTime(service, random)) / 2;
  const note = (state: Queue['state'], waitedMs: number): void => {
    state.started++;
    if (waitedMs > 0) state.waited++;
    if (waitedMs > longMs) state.longer++;
  };
  return stateMachine<Queue>({
    start(node) {
      const nowMs = node.monotonicMs();
      const dueMs = nextArrival(arrivals, nowMs, node.random);
      node.setTimer('arrive', dueMs - nowMs);
      node.setTimer('warm', WARM_UP * lengthMs);
      const station = newStation<undefined>({ workers: given.workers, order: own.order }, nowMs);
      return { station, dueMs, batches: [], started: 0, waited: 0, longer: 0, seen: 0, events: 0 };
    },
    onTimer(state, timer, node) {
      const { station } = state;
      state.seen += waitingAt(station);
      state.events++;
      if (timer === 'arrive') {
        state.dueMs = nextArrival(arrivals, state.dueMs, node.random);
        node.setTimer('arrive', Math.max(0, state.dueMs - node.monotonicMs()));
        if (own.comes === 'when-there-is-room' && waitingAt(station) >= ROOM) return;
        const offered = serveAt(station, { job: undefined, serviceMs: draw(node.random) }, node);
        if (offered.kind === 'started') note(state, 0);
        gaugeStation(station, node);
        return;
      }
      const ended = stationTimer(station, timer, node);
      if (ended !== undefined) {
        if (ended.next !== undefined) note(state, ended.next.waitedMs);
        node.timing('took', ended.tookMs);
        gaugeStation(station, node);
        return;
      }
      const nowMs = node.monotonicMs();
      if (timer === 'batch') state.batches.push(batchOf(state, stationFigures(station, nowMs), own.mean));
      measureFrom(station, nowMs);
      Object.assign(state, { started: 0, waited: 0, longer: 0, seen: 0, events: 0 });
      if (state.batches.length < BATCHES) node.setTimer('batch', lengthMs);
    },
    onRequest: (state, _figures, node) => node.reply(state.batches),
  });
}

const batchOf = (
  { longer, waited, started, seen, events }: Queue['state'],
  figures: StationFigures,
  mean: 'over-time' | 'over-events',
): Batch => ({
  utilisation: figures.utilisation,
  waitMs: figures.meanWaitMs,
  waiting: mean === 'over-time' ? figures.meanWaiting : seen / events,
  perMs: figures.started / figures.overMs,
  waited,
  longer: longer / started,
});

export const queueScenario = defineScenario({
  name: 'load/queue',
  summary:
    'Requests, workers and a line between them: waiting and utilisation as the theory of queues has them',
  params,
  vary: { service: ['exponential', 'constant', 'hyper-exponential'], workers: [1, 4] },
  nodes: () => ['server'],
  protocol: (given, { bug }) => server(given, rules.with(bug)),
  workload: () => ({ clients: [], functions: ['figures'], operations: () => [] }),
  faults: 'none',
  // A strategy that delays or starves timers makes another queue of it.
  strategies: ['random'],
  budget: { ownFaultsOnly: true },
  durationMs: (given) => batchMs(given) * (WARM_UP + BATCHES + 0.5),
  final: () => [{ to: 'server', input: { f: 'figures' } }],
  check(given) {
    const theory = theoryOf(given);
    const median = medianWait(theory);
    const busy = Math.min(
      1,
      (rateOf(given) * serviceMoments(serviceOf(given)).meanMs) / 1000 / given.workers,
    );
    return {
      utilisation: meansOver('utilisation', ({ utilisation }) => utilisation, busy, { ofWaiting: false }),
      little: littlesLaw,
      ...(theory !== undefined && {
        waiting: meansOver('waiting', ({ waitMs }) => waitMs, theory.meanWaitMs),
      }),
      ...(median !== undefined && {
        percentiles: meansOver('percentiles', ({ longer }) => longer, median.share),
      }),
    };
  },
  bugs: rules.bugs,
});

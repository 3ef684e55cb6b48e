/**
 * A station: workers and a line in front of them. Plain data and pure functions, so that it can be part of the state of a
 * state machine; it keeps the figures that the theory of queues speaks of.
 */
import { assertCount, assertNumber } from './bad-load.js';
import {
  joinLine,
  leaveLine,
  lineLength,
  lineOrders,
  newLine,
  nextInLine,
  type LineOrder,
  type WaitingLine,
} from './waiting-line.js';

export const stationRules = {
  /** Who finds the line full is refused. Bug `ignored`: the line grows without end. */
  limit: 'kept' as 'kept' | 'ignored',
  /** Who has waited for too long is not served. Bug `served`: work for somebody who has gone. */
  expired: 'dropped' as 'dropped' | 'served',
};
export type StationRules = typeof stationRules;

export interface StationSettings {
  /** How many are served at once. Default 1; `Infinity`: nobody ever waits. */
  readonly workers?: number;
  /** How many may wait; a further one is refused. Default: any number. 0: who finds no free worker is refused. */
  readonly limit?: number;
  /** Who is next. Default `fifo`. */
  readonly order?: LineOrder;
  readonly rules?: Partial<StationRules>;
}

/** Something to do. */
export interface Work<J> {
  /** Whatever comes back when it is done: whom to answer, and what. Plain data in a state machine. */
  readonly job: J;
  /** How long it keeps a worker, in ms. */
  readonly serviceMs: number;
  /** Higher is sooner, where the order is `priority`. Default 0. */
  readonly priority?: number;
  /** It waits no longer than until this time. Default: for ever. */
  readonly untilMs?: number;
}

/** Work that a worker has begun. */
export interface Started<J> extends Work<J> {
  readonly worker: number;
  readonly waitedMs: number;
}

/** What becomes of work that is offered. */
export type Offered<J> =
  | { readonly kind: 'started'; readonly started: Started<J> }
  /** `before`: so many were in the line already. */
  | { readonly kind: 'queued'; readonly before: number }
  | { readonly kind: 'refused' };

/** A worker is free. */
export interface Ended<J> {
  readonly done: Started<J>;
  /** Waiting and service. */
  readonly tookMs: number;
  /** What the worker does next, if anybody waits. */
  readonly next: Started<J> | undefined;
  /** Who had waited for too long, and is not served. */
  readonly expired: readonly Work<J>[];
}

/** Plain data. Its fields are for the functions here; look at it by `stationFigures`. */
export interface Station<J> {
  readonly workers: number;
  readonly limit: number;
  readonly rules: StationRules;
  readonly line: WaitingLine<Work<J>>;
  /** By worker: what it does, and since when. */
  serving: (Started<J> | undefined)[];
  /** Workers that did something once and are free. */
  free: number[];
  startedMs: number[];
  busy: number;
  counts: StationCounts;
  /** Since when the figures count, and up to when they are added up. */
  fromMs: number;
  atMs: number;
}

interface StationCounts {
  offered: number;
  started: number;
  ended: number;
  refused: number;
  expired: number;
  /** Sums over time: workers × ms, those waiting × ms. */
  busyMs: number;
  waitingMs: number;
  mostWaiting: number;
  /** Sum over those that started. */
  waitedMs: number;
  mostWaitedMs: number;
}

const nothing = (): StationCounts => ({
  offered: 0,
  started: 0,
  ended: 0,
  refused: 0,
  expired: 0,
  busyMs: 0,
  waitingMs: 0,
  mostWaiting: 0,
  waitedMs: 0,
  mostWaitedMs: 0,
});

const NOBODY: readonly never[] = [];

/**
 * A station with nobody in it. Times are those of one clock that never goes back: `node.monotonicMs()`.
 * @throws RangeError or TypeError in one sentence for settings that cannot be
 */
export function newStation<J>(settings: StationSettings = {}, nowMs = 0): Station<J> {
  const { workers = 1, limit = Infinity, order = 'fifo', rules } = settings;
  assertCount('newStation: workers', workers, true);
  if (limit !== Infinity) assertNumber('newStation: limit', limit, 0);
  if (!lineOrders.includes(order))
    throw new TypeError(
      `newStation: order: expected one of ${lineOrders.join(', ')}, got '${String(order)}'`,
    );
  return {
    workers,
    limit,
    rules: { ...stationRules, ...rules },
    line: newLine(order),
    serving: [],
    free: [],
    startedMs: [],
    busy: 0,
    counts: nothing(),
    fromMs: nowMs,
    atMs: nowMs,
  };
}

/** Somebody comes with work: a worker begins at once, or it waits, or it is refused. */
export function offerTo<J>(station: Station<J>, work: Work<J>, nowMs: number): Offered<J> {
  passTime(station, nowMs);
  const { counts, line } = station;
  counts.offered++;
  if (station.busy < station.workers) return { kind: 'started', started: begin(station, work, nowMs, nowMs) };
  const before = lineLength(line);
  if (before >= station.limit && station.rules.limit === 'kept') {
    counts.refused++;
    return { kind: 'refused' };
  }
  joinLine(line, work, nowMs, work.priority ?? 0);
  if (before + 1 > counts.mostWaiting) counts.mostWaiting = before + 1;
  return { kind: 'queued', before };
}

/** A worker has done its work, and takes what is next in the line. @throws RangeError where it did nothing */
export function workerDone<J>(station: Station<J>, worker: number, nowMs: number): Ended<J> {
  const done = station.serving[worker];
  if (done === undefined) throw new RangeError(`workerDone: worker ${worker} has nothing to do`);
  passTime(station, nowMs);
  const { counts, line } = station;
  counts.ended++;
  station.busy--;
  station.serving[worker] = undefined;
  station.free.push(worker);
  const tookMs = done.waitedMs + nowMs - (station.startedMs[worker] as number);
  let expired: Work<J>[] | undefined;
  for (let item = nextInLine(line); item !== undefined; item = nextInLine(line)) {
    const { work, sinceMs } = item;
    if ((work.untilMs ?? Infinity) >= nowMs || station.rules.expired === 'served')
      return { done, tookMs, next: begin(station, work, sinceMs, nowMs), expired: expired ?? NOBODY };
    counts.expired++;
    (expired ??= []).push(work);
  }
  return { done, tookMs, next: undefined, expired: expired ?? NOBODY };
}

/** Takes out of the line who has waited for too long. Looks at all that wait. */
export function takeExpired<J>(station: Station<J>, nowMs: number): Work<J>[] {
  if (station.rules.expired === 'served') return [];
  const gone = withdraw(station, ({ untilMs = Infinity }) => untilMs < nowMs, nowMs);
  station.counts.expired += gone.length;
  return gone;
}

/** Takes out of the line what nobody wants any more. Looks at all that wait. */
export function withdraw<J>(
  station: Station<J>,
  unwanted: (work: Work<J>) => boolean,
  nowMs: number,
): Work<J>[] {
  passTime(station, nowMs);
  return leaveLine(station.line, ({ work }) => unwanted(work)).map(({ work }) => work);
}

/** How many are at work, and how many wait. */
export const busyWorkers = (station: Station<unknown>): number => station.busy;
export const waitingAt = (station: Station<unknown>): number => lineLength(station.line);

/** Figures count from now on, as after a warm-up; who is there stays there. */
export function measureFrom(station: Station<unknown>, nowMs: number): void {
  station.counts = nothing();
  station.counts.mostWaiting = waitingAt(station);
  station.fromMs = nowMs;
  station.atMs = nowMs;
}

/** What a station has seen. Means over time weigh each state by how long it lasted. */
export interface StationFigures {
  readonly overMs: number;
  readonly offered: number;
  readonly started: number;
  readonly ended: number;
  readonly refused: number;
  readonly expired: number;
  readonly meanBusy: number;
  /** Share of the workers' time; of workers without end: NaN. */
  readonly utilisation: number;
  readonly meanWaiting: number;
  readonly mostWaiting: number;
  /** Of those that started. */
  readonly meanWaitMs: number;
  readonly mostWaitMs: number;
  readonly endedPerSecond: number;
}

/** The figures up to now. */
export function stationFigures(station: Station<unknown>, nowMs: number): StationFigures {
  passTime(station, nowMs);
  const { workers, fromMs, atMs, counts } = station;
  const { offered, started, ended, refused, expired, mostWaiting } = counts;
  const overMs = atMs - fromMs;
  const meanBusy = counts.busyMs / overMs;
  return {
    ...{ overMs, offered, started, ended, refused, expired, meanBusy, mostWaiting },
    utilisation: workers === Infinity ? NaN : meanBusy / workers,
    meanWaiting: counts.waitingMs / overMs,
    meanWaitMs: counts.waitedMs / started,
    mostWaitMs: counts.mostWaitedMs,
    endedPerSecond: (ended * 1000) / overMs,
  };
}

/** Adds up what lasted until now. */
function passTime(station: Station<unknown>, nowMs: number): void {
  const passedMs = nowMs - station.atMs;
  if (!(passedMs > 0)) return;
  station.counts.busyMs += station.busy * passedMs;
  station.counts.waitingMs += lineLength(station.line) * passedMs;
  station.atMs = nowMs;
}

function begin<J>(station: Station<J>, work: Work<J>, sinceMs: number, nowMs: number): Started<J> {
  const { counts } = station;
  const worker = station.free.pop() ?? station.serving.length;
  const waitedMs = nowMs - sinceMs;
  // Field by field: spreading took a third of the time of a whole run.
  const { job, serviceMs, priority = 0, untilMs = Infinity } = work;
  const started: Started<J> = { job, serviceMs, priority, untilMs, worker, waitedMs };
  station.serving[worker] = started;
  station.startedMs[worker] = nowMs;
  station.busy++;
  counts.started++;
  counts.waitedMs += waitedMs;
  if (waitedMs > counts.mostWaitedMs) counts.mostWaitedMs = waitedMs;
  return started;
}

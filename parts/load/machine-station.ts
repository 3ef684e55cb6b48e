/** A station in a state machine: a timer for each worker that is busy. */
import {
  busyWorkers,
  offerTo,
  waitingAt,
  workerDone,
  type Ended,
  type Offered,
  type Station,
  type Started,
  type Work,
} from './station.js';

/** What it needs of a state machine's node. */
export interface StationNode {
  monotonicMs(): number;
  setTimer(name: string, delayMs: number): void;
}

/** The timers of a station have names such as `serve 0`, by worker; `name` replaces `serve` where a node has two stations. */
export interface StationTimers {
  readonly name?: string;
}

/** Offers work to the station of this node. Its worker's timer goes off when it is done: give that to `stationTimer`. */
export function serveAt<J>(
  station: Station<J>,
  work: Work<J>,
  node: StationNode,
  { name = 'serve' }: StationTimers = {},
): Offered<J> {
  const offered = offerTo(station, work, node.monotonicMs());
  if (offered.kind === 'started') keepBusy(offered.started, name, node);
  return offered;
}

/** For `onTimer`: whose work is done, and who had waited for too long; `undefined`: it was another timer. */
export function stationTimer<J>(
  station: Station<J>,
  timer: string,
  node: StationNode,
  { name = 'serve' }: StationTimers = {},
): Ended<J> | undefined {
  const worker = timersOf(name, station.serving.length).workers.get(timer);
  if (worker === undefined) return undefined;
  const ended = workerDone(station, worker, node.monotonicMs());
  if (ended.next !== undefined) keepBusy(ended.next, name, node);
  return ended;
}

function keepBusy({ worker, serviceMs }: Started<unknown>, name: string, node: StationNode): void {
  node.setTimer(timersOf(name, worker + 1).names[worker] as string, serviceMs);
}

interface Timers {
  readonly names: string[];
  readonly workers: Map<string, number>;
}

/** Names of timers are made once: to make them anew took a fifth of the time of a whole run. */
const known = new Map<string, Timers>();

function timersOf(name: string, count: number): Timers {
  let timers = known.get(name);
  if (timers === undefined) known.set(name, (timers = { names: [], workers: new Map() }));
  const { names, workers } = timers;
  while (names.length < count) {
    workers.set(`${name} ${names.length}`, names.length);
    names.push(`${name} ${names.length}`);
  }
  return timers;
}

/** What `gaugeStation` needs of a node of either style. */
export interface GaugingNode {
  gauge(name: string, value: number): void;
}

/**
 * Says how many are busy and how many wait, for the figures of the run: call it once a handler has changed the station. The
 * gauges are called `busy` and `waiting`, behind the `name` of the station if it has one.
 */
export function gaugeStation(
  station: Station<unknown>,
  node: GaugingNode,
  { name }: StationTimers = {},
): void {
  const before = name === undefined ? '' : `${name} `;
  node.gauge(`${before}busy`, busyWorkers(station));
  node.gauge(`${before}waiting`, waitingAt(station));
}

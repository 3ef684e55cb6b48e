/** A station in a state machine: a timer for each worker that is busy. */
import {
  offerTo,
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
  if (!timer.startsWith(name) || timer[name.length] !== ' ') return undefined;
  const ended = workerDone(station, Number(timer.slice(name.length + 1)), node.monotonicMs());
  if (ended.next !== undefined) keepBusy(ended.next, name, node);
  return ended;
}

function keepBusy({ worker, serviceMs }: Started<unknown>, name: string, node: StationNode): void {
  node.setTimer(`${name} ${worker}`, serviceMs);
}

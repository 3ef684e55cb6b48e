/** A station in an async program: a call that lasts as long as waiting and service do. */
import {
  newStation,
  offerTo,
  stationFigures,
  takeExpired,
  workerDone,
  type Ended,
  type Started,
  type Station,
  type StationFigures,
  type StationSettings,
  type Work,
} from './station.js';

/** What it needs of an async program's node. */
export interface AsyncStationNode {
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

/** `done`: served; `refused`: the line was full; `expired`: waited for too long. */
export type ServedAs = 'done' | 'refused' | 'expired';

export interface AsyncStation {
  /** Waits for a worker, and keeps it for `serviceMs`. */
  serve(serviceMs: number, options?: ServeOptions): Promise<ServedAs>;
  figures(): StationFigures;
}

export interface ServeOptions {
  readonly priority?: number;
  /** Gives up when no worker was free for so long. */
  readonly waitAtMostMs?: number;
}

type Told = (outcome: ServedAs) => void;

/** The station of this process. A crash ends it, with all that wait. */
export function asyncStation(node: AsyncStationNode, settings: StationSettings = {}): AsyncStation {
  const station: Station<Told> = newStation(settings, node.monotonicMs());
  const tell = (gone: readonly Work<Told>[]): void => gone.forEach(({ job }) => job('expired'));

  async function keepBusy(started: Started<Told>): Promise<void> {
    let now: Started<Told> | undefined = started;
    while (now !== undefined) {
      await node.sleep(now.serviceMs);
      const ended: Ended<Told> = workerDone(station, now.worker, node.monotonicMs());
      ended.done.job('done');
      tell(ended.expired);
      now = ended.next;
    }
  }

  return {
    serve: (serviceMs, { priority = 0, waitAtMostMs = Infinity } = {}) =>
      new Promise((job) => {
        const nowMs = node.monotonicMs();
        const offered = offerTo(station, { job, serviceMs, priority, untilMs: nowMs + waitAtMostMs }, nowMs);
        if (offered.kind === 'refused') job('refused');
        if (offered.kind === 'started') void keepBusy(offered.started);
        if (offered.kind === 'queued' && waitAtMostMs !== Infinity)
          // A microsecond more, so that the time is over.
          void node.sleep(waitAtMostMs + 0.001).then(() => tell(takeExpired(station, node.monotonicMs())));
      }),
    figures: () => stationFigures(station, node.monotonicMs()),
  };
}

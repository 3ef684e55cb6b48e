/**
 * The store behind a cache: few workers read rows, and whoever finds them busy waits in a line. A remedy of a cache is
 * worth what it keeps away from here.
 */
import { stateMachine, type ReplyTo } from 'seedstorm';
import {
  busyWorkers,
  newStation,
  serveAt,
  serviceTime,
  stationTimer,
  waitingAt,
  type ServiceTimes,
  type Station,
} from 'seedstorm/parts';

/** What others ask the store. A row is a version that only grows; a key without a row reads `null`. */
export interface StoreCalls {
  load: (load: { readonly key: string; readonly withinMs: number }) => number | null;
  put: (put: { readonly key: string; readonly value: number }) => 'written';
}

export interface StoreSettings {
  readonly workers: number;
  /** So many may wait; whoever comes then is refused. */
  readonly limit: number;
  readonly service: ServiceTimes;
}

interface Store {
  state: { readonly rows: Record<string, number>; readonly station: Station<Load> };
  messages: StoreCalls;
  timer: string;
  durable: { rows: Record<string, number> };
}

interface Load {
  readonly key: string;
  readonly replyTo: ReplyTo;
}

/** Reads wait for a worker, and are dropped when nobody waits for them any more; writes go to the disk at once. */
export const slowStore = ({ workers, limit, service }: StoreSettings) =>
  stateMachine<Store>({
    start(node) {
      const rows = node.disk.read('rows') ?? {};
      // What a failed sync left can be read, and is durable only when it is written again.
      node.disk.write('rows', rows);
      return { rows, station: newStation<Load>({ workers, limit }, node.monotonicMs()) };
    },

    onMessage: {
      load({ station }, { key, withinMs }, node) {
        const job = { key, replyTo: node.defer() };
        const untilMs = node.monotonicMs() + withinMs;
        const offered = serveAt(
          station,
          { job, serviceMs: serviceTime(service, node.random), untilMs },
          node,
        );
        node.count(offered.kind === 'refused' ? 'refused' : 'loads');
        gauge(station, node);
        if (offered.kind === 'refused') node.rejectTo(job.replyTo, 'too many wait');
      },

      put({ rows }, { key, value }, node) {
        // The network may deliver it late, and twice.
        rows[key] = Math.max(value, rows[key] ?? value);
        node.disk.write('rows', rows);
        node.reply('written', { after: 'sync' });
        node.disk.sync();
      },
    },

    onTimer({ rows, station }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended === undefined) return;
      const { key, replyTo } = ended.done.job;
      node.replyTo(replyTo, rows[key] ?? null, { after: 'sync' });
      gauge(station, node);
    },
  });

/** How many the store has at hand. */
function gauge(station: Station<Load>, node: { gauge(name: string, value: number): void }): void {
  node.gauge('at the store', busyWorkers(station) + waitingAt(station));
}

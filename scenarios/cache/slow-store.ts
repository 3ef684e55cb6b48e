/**
 * The store behind a cache: few workers read rows, and whoever finds them busy waits in a line. A remedy of a cache is
 * worth what it keeps away from here.
 */
import { stateMachine, type ReplyTo, type SendOptions } from 'seedstorm';
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
  put: (put: Put) => 'written';
  /** All keys that have a row, from an index: no worker is needed. */
  keys: () => string[];
}

interface Put {
  readonly key: string;
  readonly value: number;
}

export interface StoreSettings {
  readonly workers: number;
  /** So many may wait; whoever comes then is refused. */
  readonly limit: number;
  readonly service: ServiceTimes;
  /** Keys that have a row from the beginning. */
  readonly stock?: readonly string[];
}

interface Store {
  state: { readonly rows: Record<string, number>; readonly station: Station<Load> };
  messages: StoreCalls;
  request: Put & { readonly f: 'put' };
  reply: 'written';
  timer: string;
  durable: { rows: Record<string, number> };
}

interface Load {
  readonly value: number | null;
  readonly replyTo: ReplyTo;
}

/** Reads wait for a worker, and are dropped when nobody waits for them any more; writes go to the disk at once. */
export const slowStore = ({ workers, limit, service, stock = [] }: StoreSettings) =>
  stateMachine<Store>({
    start(node) {
      const rows = node.disk.read('rows') ?? Object.fromEntries(stock.map((key) => [key, 0]));
      // What a failed sync left can be read, and is durable only when it is written again.
      node.disk.write('rows', rows);
      return { rows, station: newStation<Load>({ workers, limit }, node.monotonicMs()) };
    },

    onMessage: {
      load({ rows, station }, { key, withinMs }, node) {
        // It reads what was there when it came, however long it takes.
        const job = { value: rows[key] ?? null, replyTo: node.defer() };
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

      put: ({ rows }, put, node) => write(rows, put, node),

      keys: ({ rows }, _keys, node) => node.reply(Object.keys(rows), { after: 'sync' }),
    },

    // A batch that writes past all caches.
    onRequest: ({ rows }, put, node) => write(rows, put, node),

    onTimer({ station }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended === undefined) return;
      const { value, replyTo } = ended.done.job;
      node.replyTo(replyTo, value, { after: 'sync' });
      gauge(station, node);
    },
  });

/** How many the store has at hand. */
function gauge(station: Station<Load>, node: { gauge(name: string, value: number): void }): void {
  node.gauge('at the store', busyWorkers(station) + waitingAt(station));
}

function write(rows: Record<string, number>, { key, value }: Put, node: Writing): void {
  // The network may deliver it late, and twice.
  rows[key] = Math.max(value, rows[key] ?? value);
  node.disk.write('rows', rows);
  node.reply('written', { after: 'sync' });
  node.disk.sync();
}

interface Writing {
  readonly disk: { write(file: 'rows', rows: Record<string, number>): void; sync(): void };
  reply(answer: 'written', options: SendOptions): void;
}

/**
 * The service that everybody here depends on: workers, a line in front of them, and a code point at which it gets sick.
 *
 * What it does is an effect of the history, so that claims about load and about work for nobody look at what was done. A
 * charge is done once for each key; the keys are on the disk.
 */
import { stateMachine, type ReplyTo } from 'seedstorm';
import { newStation, serveAt, stationTimer, waitingAt, type LineOrder, type Station } from 'seedstorm/parts';

/** While this place of the code misbehaves, work takes `slowBy` times as long. */
export const SICK = 'service/sick';

export interface Ask {
  readonly f: 'read' | 'charge';
  /** The request of a client that it is for, and how often that was tried by now, this time included. */
  readonly id: number;
  readonly attempt: number;
  /** Under this key a charge is made once. */
  readonly key: string;
  /** How long the caller waits for the answer, from when this message arrives. */
  readonly leftMs?: number;
  readonly priority?: number;
  /** It is refused at once, whoever asks and however often. */
  readonly wrong?: boolean;
}

export interface SickSettings {
  readonly workers?: number;
  /** How many may wait. */
  readonly limit?: number;
  readonly order?: LineOrder;
  readonly serviceMs: number;
  readonly slowBy: number;
  /**
   * Work that cannot be done while its caller waits is not begun; or it is begun if the caller waits now; or whatever the
   * caller said is ignored.
   */
  readonly begins?: 'if-in-time' | 'if-not-late' | 'always';
}

/** What the service did, in the history: work that ended, whoever waited for it, and a charge. */
export type Served =
  | { readonly f: 'work'; readonly id: number; readonly attempt: number }
  | { readonly f: 'charged'; readonly id: number; readonly key: string };

interface Job {
  readonly ask: Ask;
  readonly to: ReplyTo;
}

interface SickService {
  state: { readonly station: Station<Job>; readonly charged: Record<string, true> };
  message: Ask;
  answer: 'done';
  timer: string;
  durable: { charged: Record<string, true> };
}

export function sickService(settings: SickSettings) {
  const {
    workers = 1,
    limit = Infinity,
    order = 'fifo',
    serviceMs,
    slowBy,
    begins = 'if-in-time',
  } = settings;
  return stateMachine<SickService>({
    start: (node) => ({
      station: newStation<Job>({ workers, limit, order }, node.monotonicMs()),
      charged: node.disk.read('charged') ?? {},
    }),
    onMessage({ station }, ask, node) {
      if (ask.wrong === true) return node.reject('wrong request');
      const arrivedMs = node.monotonicMs();
      const untilMs = arrivedMs + (ask.leftMs ?? Infinity);
      const takesMs = node.buggify(SICK) ? serviceMs * slowBy : serviceMs;
      const begunBy = { 'if-in-time': untilMs - takesMs, 'if-not-late': untilMs, always: Infinity }[begins];
      const work = { job: { ask, to: node.defer() }, serviceMs: takesMs, untilMs: begunBy };
      const offered =
        begunBy < arrivedMs
          ? { kind: 'refused' as const }
          : serveAt(station, { ...work, priority: ask.priority ?? 0 }, node);
      if (offered.kind === 'refused') node.rejectTo(work.job.to, 'busy');
      node.gauge('waiting', waitingAt(station));
    },
    onTimer({ station, charged }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended === undefined) return;
      const { ask, to } = ended.done.job;
      const { f, id, attempt, key } = ask;
      node.effect({ f: 'work', id, attempt });
      if (f === 'charge' && charged[key] === undefined) {
        charged[key] = true;
        node.disk.write('charged', charged);
        node.effect({ f: 'charged', id, key }, { after: 'sync' });
      }
      node.replyTo(to, 'done', { after: 'sync' });
      // Nobody waits for these any more, but whoever asked may be told.
      for (const { job } of ended.expired) node.rejectTo(job.to, 'too late');
      node.gauge('waiting', waitingAt(station));
    },
  });
}

/**
 * Load shedding: for a while twice as many requests come as a service can do. What it turns away at once costs nothing;
 * what it lets wait for too long is done for nobody, and then it does nothing else.
 *
 * After Nygard, "Release It!" (2018), and Maurer, "Fail at Scale" (ACM Queue, 2015).
 */
import { defineScenario, stateMachine, z, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  newStation,
  openWorkload,
  ruled,
  serveAt,
  stationTimer,
  waitingAt,
  withdraw,
  type RulesOf,
  type Station,
} from 'seedstorm/parts';
import { atOverload, CAPACITY, PATIENCE_MS, RUSH } from './shedding-claims.js';

const rules = ruled(
  {
    /** How many may wait: as many as are served while a caller waits, far more, anybody, or nobody. */
    line: 'as-patient' as 'as-patient' | 'long' | 'endless' | 'none',
    /** Who is served first. */
    first: 'critical' as 'critical' | 'who-came-first',
    /** What becomes of a critical request that finds the line full. */
    full: 'another-goes' as 'another-goes' | 'refused',
    /** Whether work is begun for somebody who will have gone. */
    late: 'not-begun' as 'not-begun' | 'begun',
    /** What the service goes by: its line, or the rate of the last second. */
    goesBy: 'the-line' as 'the-line' | 'an-average',
  },
  {
    'endless-line': {
      summary: 'Everybody may wait: soon everybody waits for longer than anybody is patient',
      rules: { line: 'endless', late: 'begun' },
      shows: { check: 'overload', anomaly: 'collapsed', within: 1 },
    },
    'long-line': {
      summary: 'The line has an end, as many libraries have one by default, and it is far too long',
      rules: { line: 'long', late: 'begun' },
      shows: { check: 'overload', anomaly: 'collapsed', within: 1 },
    },
    'no-line': {
      summary: 'Who does not find a free worker is turned away: workers idle between two requests',
      rules: { line: 'none' },
      shows: { check: 'overload', anomaly: 'collapsed', within: 1 },
    },
    'no-classes': {
      summary: 'All requests are the same: those that matter are turned away like the others',
      rules: { first: 'who-came-first', full: 'refused' },
      shows: { check: 'overload', anomaly: 'critical-shed', within: 1 },
    },
    'never-evicts': {
      summary: 'Critical requests are served first, but a full line has no place for them',
      rules: { full: 'refused' },
      shows: { check: 'overload', anomaly: 'critical-shed', within: 1 },
    },
    'goes-by-average': {
      summary:
        'It sheds as long as the average of the last second is too high: for long after the rush is over',
      rules: { goesBy: 'an-average' },
      shows: { check: 'overload', anomaly: 'still-shedding', within: 1 },
    },
  },
);
type Rules = RulesOf<typeof rules>;

const WORKERS = 2;
/** A request takes between these, in ms: so `CAPACITY` of them can be done. */
const WORK_MS = { least: 6, most: 14 } as const;
/** So many are begun, at the latest, in time to be done for a patient caller. */
const LINE = Math.floor(((PATIENCE_MS - 2 - WORK_MS.most) * WORKERS) / WORK_MS.most);
const LINES = { 'as-patient': LINE, long: 20 * LINE, endless: Infinity, none: 0 } as const;
const RUN_MS = 2_900;

interface Ask {
  readonly f: 'ask';
  readonly critical: boolean;
}
interface Job {
  readonly to: ReplyTo;
  readonly critical: boolean;
  readonly number: number;
}
interface Service {
  state: { readonly station: Station<Job>; number: number; readonly came: number[] };
  request: Ask;
  reply: 'done';
  timer: string;
}

const service = (rule: Rules) =>
  stateMachine<Service>({
    start: (node) => ({
      station: newStation<Job>(
        { workers: WORKERS, limit: LINES[rule.line], order: 'priority' },
        node.monotonicMs(),
      ),
      number: 0,
      came: [],
    }),
    onRequest(state, { critical }, node) {
      const { station } = state;
      const nowMs = node.monotonicMs();
      const job: Job = { to: node.defer(), critical, number: state.number++ };
      if (!critical && rule.goesBy === 'an-average' && isBusyOnAverage(state.came, nowMs))
        return node.rejectTo(job.to, 'shed');
      const work = {
        job,
        serviceMs: node.random.int(WORK_MS.least, WORK_MS.most),
        priority: critical && rule.first === 'critical' ? 1 : 0,
        untilMs: rule.late === 'begun' ? Infinity : nowMs + PATIENCE_MS - WORK_MS.most - 2,
      };
      const isFull = waitingAt(station) >= LINES[rule.line] && rule.line !== 'none';
      if (critical && isFull && rule.full === 'another-goes') evict(station, node);
      if (serveAt(station, work, node).kind === 'refused') node.rejectTo(job.to, 'shed');
      node.gauge('waiting', waitingAt(station));
    },
    onTimer({ station }, timer, node) {
      const ended = stationTimer(station, timer, node);
      if (ended === undefined) return;
      node.replyTo(ended.done.job.to, 'done');
      for (const { job } of ended.expired) node.rejectTo(job.to, 'shed');
      node.gauge('waiting', waitingAt(station));
    },
  });

/** Of those that wait and are not critical, the one that came last goes: it has waited least. */
function evict(station: Station<Job>, node: StateMachineNode<Service>): void {
  let last = -1;
  withdraw(
    station,
    ({ job }) => {
      if (!job.critical) last = Math.max(last, job.number);
      return false;
    },
    node.monotonicMs(),
  );
  for (const { job } of withdraw(station, ({ job: { number } }) => number === last, node.monotonicMs()))
    node.rejectTo(job.to, 'shed');
}

function isBusyOnAverage(came: number[], nowMs: number): boolean {
  came.push(nowMs);
  while ((came[0] as number) < nowMs - 1_000) came.shift();
  return came.length > CAPACITY;
}

export const sheddingScenario = defineScenario({
  name: 'resilience/shedding',
  summary: 'Twice the load a service can bear: it turns away early, and does as much as it can',
  params: z.object({
    rush: z.number().min(1.5).max(10).default(2).describe('in the rush, the load by the capacity'),
    critical: z.number().min(0).max(0.3).default(0.2).describe('share of requests that must be answered'),
  }),
  nodes: () => ['service'],
  protocol: (_params, { bug }) => service(rules.with(bug)),
  workload: ({ rush, critical }) =>
    openWorkload({
      arrivals: {
        kind: 'step',
        steps: [
          { fromMs: 0, perSecond: 0.4 * CAPACITY },
          { fromMs: RUSH.fromMs, perSecond: rush * CAPACITY },
          { fromMs: RUSH.untilMs, perSecond: 0.4 * CAPACITY },
        ],
      },
      underWayMs: 400,
      input: (random) => ({ f: 'ask', critical: random.chance((critical * 2) / rush) }),
    }),
  network: { latency: { kind: 'uniform', minMs: 0.1, maxMs: 0.9 } },
  faults: 'none',
  // Times are what is claimed here, so nothing else may delay messages and timers.
  strategies: ['random'],
  durationMs: RUN_MS,
  clientTimeoutMs: 400,
  check: { overload: atOverload },
  bugs: rules.bugs,
});

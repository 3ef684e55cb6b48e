/**
 * The npm package `p-queue`, unmodified, keeps a rate: no more than so many tasks start in an interval. A worker puts what
 * clients ask of it into one queue; every start is seen, and counted in every window of that length.
 */
import {
  asyncProgram,
  clients,
  defineScenario,
  InputError,
  nemesis,
  z,
  type NemesisProfile,
  type Program,
} from 'seedstorm';
import { defineChecker, type Checker, type Operation } from 'seedstorm/checkers';
import { ruled } from 'seedstorm/parts';
import { npmPackage } from './npm-package.js';

const NAME = 'real/p-queue';
const WORKER = 'worker';

/** What we use of the package. */
type PQueue = new (options: {
  readonly intervalCap: number;
  readonly interval: number;
  readonly strict: boolean;
}) => { addAll<R>(tasks: readonly (() => Promise<R>)[]): Promise<R[]> };

const versions = ['9.0.1', '9.3.5', '10.0.0'] as const;
type Installed = Readonly<Record<(typeof versions)[number], PQueue | InputError>>;

async function loadVersions(): Promise<Installed> {
  const load = async (version: string, from: () => Promise<{ default: unknown }>) => {
    const name = `p-queue-${version}`;
    try {
      return (await npmPackage(NAME, name, `${name}@npm:p-queue@${version}`, from)).default as PQueue;
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  };
  return {
    '9.0.1': await load('9.0.1', () => import('p-queue-9.0.1')),
    '9.3.5': await load('9.3.5', () => import('p-queue-9.3.5')),
    '10.0.0': await load('10.0.0', () => import('p-queue-10.0.0')),
  };
}

const disturbances = nemesis(
  { crash: true, kill: true, restart: true, pause: true, slowNode: true, loss: true, latency: true },
  {
    name: 'busy-worker',
    summary: 'Ends, pauses and slows the worker, and loses and delays what it is asked',
  },
);

const leaps: NemesisProfile = {
  name: 'leaps',
  summary: "The worker's clock leaps forward, several times",
  draw(streams) {
    const random = streams('leaps');
    return Array.from({ length: 8 }, (_, index) => ({
      kind: 'clock-jump' as const,
      node: WORKER,
      atMs: 200 * (index + 1) + random.int(0, 99),
      byMs: random.int(50, 200),
    }));
  },
};

const setBack: NemesisProfile = {
  name: 'set-back',
  summary: "The worker's clock is set back by an hour",
  draw: (streams) => [
    { kind: 'clock-jump', node: WORKER, atMs: streams('set-back').int(300, 1_500), byMs: -3_600_000 },
  ],
};

const rules = ruled(
  {},
  {
    'two-timers': {
      summary:
        'p-queue 9.3.5: after a pause within an interval, the timer that resumes and the timer that recurs both open a window, 1 ms apart',
      params: { version: '9.3.5' },
      shows: { check: 'within-rate', anomaly: 'too-many', within: 1 },
    },
    'strict-by-the-wall-clock': {
      summary:
        'p-queue, strict: how long ago a task started is read off the wall clock; when that leaps forward, starts before it count no more',
      params: { strict: true },
      faults: leaps,
      shows: { check: 'within-rate', anomaly: 'too-many', within: 1 },
    },
    'strict-set-back': {
      summary: 'p-queue, strict: the clock is set back by an hour, and the next task waits for an hour',
      params: { strict: true },
      faults: setBack,
      shows: { check: 'liveness', anomaly: 'no-progress', within: 2 },
    },
  },
);

interface Work {
  request: { readonly f: 'run'; readonly burst: string; readonly tasks: number };
  reply: number;
}

function worker(Queue: PQueue, { cap, intervalMs, strict }: Rate): Program {
  return asyncProgram<Work>(async (node) => {
    const queue = new Queue({ intervalCap: cap, interval: intervalMs, strict });
    node.onRequest(async ({ burst, tasks }) => {
      const run = async (task: number): Promise<void> => {
        node.effect({ f: 'start', task: `${burst}/${task}`, process: node.incarnation });
        await node.sleep(1 + node.random.float() * 4);
      };
      const all = await queue.addAll(Array.from({ length: tasks }, (_, task) => () => run(task)));
      return all.length;
    });
  });
}

interface Rate {
  readonly cap: number;
  readonly intervalMs: number;
  readonly strict: boolean;
}

interface Start {
  readonly f: 'start';
  readonly task: string;
  /** The incarnation: a queue in memory knows nothing of the starts of a process before it. */
  readonly process: number;
}

/**
 * At most so many starts in any window of one interval. Strict, that is the cap. Else windows follow one another, and
 * the end of one and the beginning of the next may lie close together: twice the cap, less the one that began a window.
 */
export function withinRate({ cap, intervalMs, strict }: Rate): Checker {
  const bound = strict ? cap : 2 * cap - 1;
  return defineChecker({
    name: 'within-rate',
    looksFor: 'tasks that started (function start)',
    scan(history, found) {
      const windows = new Map<number, Operation[]>();
      let most: readonly Operation[] = [];
      let judged = 0;
      for (const operation of history) {
        const { f, process } = operation.input as Start;
        if (f !== 'start') continue;
        judged++;
        const starts = windows.get(process) ?? [];
        windows.set(process, starts);
        starts.push(operation);
        // Date.now tells whole milliseconds: what is less than one within the interval is at its edge.
        while (tookMs([starts[0]!, operation]) >= intervalMs - 1) starts.shift();
        if (starts.length > most.length) most = [...starts];
      }
      // The fullest window says it all.
      const took = `${most.length} tasks started within ${tookMs(most).toFixed(1)} ms`;
      if (most.length > bound)
        found.anomaly('too-many', `${took}; in ${intervalMs} ms at most ${bound} may`, ...most);
      return { judged, reason: `of ${judged} tasks, at most ${most.length} started in ${intervalMs} ms` };
    },
  });
}

const tookMs = (starts: readonly Operation[]): number =>
  (starts.at(-1)?.invokedAtMs ?? 0) - (starts[0]?.invokedAtMs ?? 0);

/** Whoever is told that a burst is done can rely on it: each of its tasks ran, once. */
export const eachOnce = defineChecker({
  name: 'each-once',
  looksFor: 'bursts that were answered (function run)',
  scan(history, found) {
    const starts = new Map<string, number>();
    for (const { input } of history as readonly Operation<Start>[])
      if (input.f === 'start') starts.set(input.task, (starts.get(input.task) ?? 0) + 1);
    let judged = 0;
    for (const operation of history) {
      const { f, burst, tasks } = operation.input as Work['request'];
      if (f !== 'run' || operation.type !== 'ok') continue;
      for (let task = 0; task < tasks; task++, judged++) {
        const times = starts.get(`${burst}/${task}`) ?? 0;
        if (times !== 1) found.anomaly('not-once', `task ${burst}/${task} started ${times} times`, operation);
      }
    }
    return { judged, reason: `${judged} tasks, each started once` };
  },
});

export const pQueueScenario = defineScenario({
  name: NAME,
  summary: 'The npm package p-queue, unmodified, starts no more tasks in an interval than it promises',
  params: z.object({
    version: z.enum(versions).default('10.0.0').describe('of p-queue'),
    clients: z.int().min(1).max(10).default(2).describe('each with one burst of tasks at a time'),
    cap: z.int().min(1).max(50).default(5).describe('how many tasks may start in an interval'),
    intervalMs: z.int().min(10).max(500).default(100),
    strict: z.boolean().default(false).describe('count in every window, not in one after another'),
  }),
  nodes: () => [WORKER],
  load: loadVersions,
  protocol({ version, ...rate }, { loaded }) {
    const Queue = (loaded as Installed)[version];
    if (Queue instanceof InputError) throw Queue;
    return worker(Queue, rate);
  },
  workload: ({ clients: count, cap }) =>
    clients(
      count,
      { run: 1 },
      {
        everyMs: 120,
        to: () => WORKER,
        // One task opens a window; many, a little later, fill it.
        input: (_f, random, { client, index }) => ({
          burst: `${client}-${index}`,
          tasks: random.float() < 0.5 ? 1 : random.int(cap, 2 * cap + 2),
        }),
      },
    ),
  faults: disturbances,
  // Where the process's time runs faster than ours, its interval is another; a burst that the network doubles is done twice.
  budget: { allow: { clockDrift: false, duplication: false } },
  durationMs: 4_000,
  clientTimeoutMs: 800,
  liveWithinMs: 700,
  restartAfterMs: 200,
  check: (rate) => ({ 'within-rate': withinRate(rate), 'each-once': eachOnce }),
  bugs: rules.bugs,
});

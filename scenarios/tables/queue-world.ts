/** Workers behind a dispatcher, which keeps one queue for all of them or one for each, and slow jobs among quick ones. */
import { defineScenario, nodeNames, simulate, stateMachine, stream, z } from 'seedstorm';
import type { Plan, Run, Seed } from 'seedstorm';
import { cast } from 'seedstorm/parts';

const WORKERS = nodeNames(4, 'w');
const KEYS = 12;
/** Jobs of a run, and how often one comes in ms: three quarters of what the workers can do. */
const LOAD = { jobs: 200, everyMs: 4 } as const;
/** In ms: all alike, or one in ten that takes as long as the nine others together. Both take 12 at the mean. */
const WORK_MS = { alike: [12, 12], 'some slow': [6.7, 60] } as const;

/** Which queue a job comes into. `apart`: jobs whose order matters have one worker of their own, all others the rest. */
export const QUEUES = ['one for all', 'in turns', 'shortest', 'by key', 'apart'] as const;

export interface Queues {
  readonly queues: (typeof QUEUES)[number];
  readonly work: keyof typeof WORK_MS;
}

/** A job. The order of those of a key matters where `ordered` says so: of three keys of twelve. */
export interface Job {
  readonly value: number;
  readonly key: number;
  readonly ordered: boolean;
  readonly workMs: number;
}

interface Dispatcher {
  /** Jobs that wait, by the queue; which workers take from it, and how many jobs they have. */
  state: {
    readonly queues: { readonly waiting: Job[]; readonly workers: readonly string[] }[];
    busy: string[];
    next: number;
  };
  request: { f: 'send' } & Job;
  reply: 'queued';
  message: Job | 'done';
}

const dispatcher = (queues: Queues['queues']) =>
  stateMachine<Dispatcher>({
    start: () => ({
      queues: groupsOf(queues).map((workers) => ({ waiting: [], workers })),
      busy: [],
      next: 0,
    }),
    onRequest(state, job, node) {
      const queue = state.queues[queueOf(queues, job, state)];
      queue?.waiting.push(job);
      give(state, node);
      node.reply('queued');
    },
    onMessage(state, _done, node, from) {
      state.busy.splice(state.busy.indexOf(from), 1);
      give(state, node);
    },
  });

/** Which workers share a queue. */
function groupsOf(queues: Queues['queues']): (readonly string[])[] {
  if (queues === 'one for all') return [WORKERS];
  return queues === 'apart' ? [WORKERS.slice(0, 1), WORKERS.slice(1)] : WORKERS.map((worker) => [worker]);
}

function queueOf(kind: Queues['queues'], { key, ordered }: Job, state: Dispatcher['state']): number {
  if (kind === 'one for all') return 0;
  if (kind === 'in turns') return state.next++ % WORKERS.length;
  if (kind === 'by key') return key % WORKERS.length;
  if (kind === 'apart') return ordered ? 0 : 1;
  const lengths = state.queues.map(
    ({ waiting, workers }) => waiting.length + workers.filter((worker) => state.busy.includes(worker)).length,
  );
  return lengths.indexOf(Math.min(...lengths));
}

/** Each idle worker gets the oldest job of its queue. */
function give(state: Dispatcher['state'], node: { send(to: string, job: Job): void }): void {
  for (const { waiting, workers } of state.queues)
    for (const worker of workers) {
      const job = state.busy.includes(worker) ? undefined : waiting.shift();
      if (job === undefined) continue;
      state.busy.push(worker);
      node.send(worker, job);
    }
}

interface Worker {
  state: { job: Job | undefined };
  message: Job | 'done';
  timer: 'work';
}

const worker = stateMachine<Worker>({
  start: () => ({ job: undefined }),
  onMessage(state, job, node) {
    if (job === 'done') return;
    state.job = job;
    node.effect({ f: 'begin', value: job.value });
    node.setTimer('work', job.workMs);
  },
  onTimer({ job }, _timer, node) {
    node.effect({ f: 'process', value: job?.value ?? -1 });
    node.send('dispatcher', 'done');
  },
});

const world = defineScenario({
  name: 'tables/one-queue-or-many',
  summary: 'Workers behind one queue, or behind one for each',
  params: z.object({ queues: z.enum(QUEUES).default('one for all') }),
  nodes: () => ['dispatcher', ...WORKERS],
  protocol: ({ queues }) =>
    cast({ dispatcher: [['dispatcher'], dispatcher(queues)], worker: [WORKERS, worker] }),
  workload: () => ({ clients: nodeNames(LOAD.jobs, 'c'), operations: () => [] }),
  faults: 'none',
  durationMs: 2_000,
  clientTimeoutMs: 100,
  check: {},
});

export const queuesRun = ({ queues, work }: Queues, seed: Seed): Promise<Run> =>
  simulate(world, { seed, params: { queues }, plan: planOf(work, seed) });

/** The jobs of a seed come at the same times with the same keys, whatever the queues. */
function planOf(work: Queues['work'], seed: Seed): Plan {
  const random = stream(seed, 'table/queues');
  const [quick, slow] = WORK_MS[work];
  const jobs = Array.from({ length: LOAD.jobs }, (_, value) => {
    const key = random.int(0, KEYS - 1);
    const atMs = 20 + (value + 3 * random.float()) * LOAD.everyMs;
    return { atMs, job: { value, key, ordered: key % 4 === 0, workMs: random.chance(0.1) ? slow : quick } };
  });
  return {
    schema: 1,
    faults: [],
    operations: jobs
      .sort((a, b) => a.atMs - b.atMs)
      .map(({ atMs, job }, index) => ({
        process: `c${index + 1}`,
        atMs,
        to: 'dispatcher',
        input: { f: 'send', ...job, value: index },
      })),
  };
}

/**
 * One queue for all workers or one for each, measured: how long jobs wait, and whether those of a key keep their order,
 * where all jobs are alike and where some are slow.
 *
 * What the study notes claim of queues that are split is held against it. A seed draws the same jobs for every way to
 * split them.
 */
import { queueAccount, type QueueFigures as Figures } from './queue-account.js';
import { QUEUES, queuesRun, type Queues } from './queue-world.js';
import { combined, measureTable, type Claim, type Comparison, type Row } from './table.js';

const shared: readonly Claim<Figures>[] = [
  [
    'every job is done once it is queued',
    ({ undone }) => undone === 0,
    ({ undone, jobs }) => `${undone} of ${jobs} were not done`,
  ],
];

const split: readonly Claim<Figures>[] = [
  ...shared,
  [
    'to split the queue keeps the order of what belongs together',
    ({ orderedOvertaken }) => orderedOvertaken === 0,
    ({ orderedOvertaken }) => `${orderedOvertaken} done after a later one of their key`,
  ],
];

function comparisons(rows: readonly Row<Queues, Figures>[]): readonly Comparison[] {
  const of = (queues: Queues['queues'], work: Queues['work']) =>
    rows.find(({ setting }) => setting.queues === queues && setting.work === work);
  const p99 = (queues: Queues['queues'], work: Queues['work']): number => of(queues, work)?.p99Ms ?? 0;
  const others = of('apart', 'some slow')?.othersP99Ms ?? 0;
  const slow = QUEUES.map((queues) => p99(queues, 'some slow'));
  return [
    [
      'no queue of its own for each worker beats one for all',
      slow.every((ms) => ms >= (slow[0] ?? 0)),
      `${QUEUES.map((queues, index) => `${queues} ${slow[index]?.toFixed(0)} ms`).join(', ')} with slow jobs`,
    ],
    [
      'what does not matter is done quickly beside an ordered queue',
      others < 1.5 * p99('one for all', 'some slow'),
      `p99 ${others.toFixed(0)} ms with three workers, ${p99('one for all', 'some slow').toFixed(0)} ms with all four`,
    ],
  ];
}

export const oneQueueOrMany = measureTable({
  name: 'one-queue-or-many',
  summary: 'One queue for all workers or one for each: how long jobs wait, and what keeps the order of a key',
  settings: combined({ work: ['alike', 'some slow'], queues: QUEUES }),
  run: queuesRun,
  account: queueAccount,
  claims: ({ queues }) => (queues === 'one for all' ? shared : split),
  comparisons,
  columns: [
    ['jobs', ({ setting }) => setting.work],
    ['queues', ({ setting }) => setting.queues],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(0)],
    ['ordered p99', ({ orderedP99Ms }) => orderedP99Ms.toFixed(0)],
    ['others p99', ({ othersP99Ms }) => othersP99Ms.toFixed(0)],
    ['overtaken', ({ overtaken }) => String(overtaken)],
    ['where it matters', ({ orderedOvertaken }) => String(orderedOvertaken)],
  ],
});

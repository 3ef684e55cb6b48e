/**
 * Spare capacity, measured: how long workers need for what has piled up while they were gone, or for a burst, by how much
 * more they can do than comes; with the formula beside it.
 *
 * What the study notes claim of queues and bursts is held against it. A seed draws the same stream for every setting.
 */
import { backlogAccount, formulaMs, type BacklogFigures as Figures } from './backlog-account.js';
import { BURST, backlogRun, EVENTS, OUTAGE_MS, type Spare } from './backlog-world.js';
import { combined, measureTable, type Claim, type Comparison, type Row } from './table.js';

const inMs = (ms: number): string => (ms === Infinity ? 'never' : ms.toFixed(0));

const claimsOf = (setting: Spare): readonly Claim<Figures>[] => [
  [
    'the queue takes requests however fast they are done: publishers do not wait',
    ({ refused, confirmP99Ms }) => refused === 0 && confirmP99Ms < 10,
    ({ refused, confirmP99Ms }) => `${refused} refused, confirms within ${confirmP99Ms.toFixed(1)} ms`,
  ],
  [
    'the queue absorbs it: afterwards messages wait as long as before',
    ({ lateMs, calmMs }) => lateMs < 1.5 * calmMs,
    ({ lateMs, calmMs }) => `${lateMs.toFixed(0)} ms at the end, ${calmMs.toFixed(0)} ms before`,
  ],
  [
    'working off takes what piled up, divided by what is to spare',
    ({ workedOffMs }) =>
      workedOffMs === Infinity
        ? formulaMs(setting) === Infinity
        : Math.abs(workedOffMs / formulaMs(setting) - 1) < 0.3,
    ({ workedOffMs }) => `${inMs(workedOffMs)} ms; the formula says ${inMs(formulaMs(setting))}`,
  ],
];

/** Twice as much to spare halves the time: both events are the same to the queue. */
function comparisons(rows: readonly Row<Spare, Figures>[]): readonly Comparison[] {
  const of = (spare: number, event: string): number =>
    rows.find(({ setting }) => setting.spare === spare && setting.event === event)?.workedOffMs ?? Infinity;
  const [some, twice] = [of(1.25, 'outage'), of(1.5, 'outage')];
  return [
    [
      'twice as much to spare, half the time to work off an outage',
      Math.abs(some / twice - 2) < 0.6,
      `${inMs(some)} ms with 1.25 ×, ${inMs(twice)} ms with 1.5 ×`,
    ],
  ];
}

export const backlog = measureTable({
  name: 'backlog',
  summary: `Workers gone for ${OUTAGE_MS} ms, or ${BURST} messages at once: time to work it off, by spare capacity`,
  settings: combined({ event: EVENTS, spare: [1, 1.1, 1.25, 1.5, 2] }),
  run: async (setting, seed) => ({ event: setting.event, run: await backlogRun(setting, seed) }),
  account: backlogAccount,
  claims: claimsOf,
  comparisons,
  columns: [
    ['event', ({ setting }) => setting.event],
    ['capacity', ({ setting }) => `${setting.spare.toFixed(2)} ×`],
    ['highest', ({ highest }) => String(highest)],
    ['worked off ms', ({ workedOffMs }) => inMs(workedOffMs)],
    ['formula ms', ({ setting }) => inMs(formulaMs(setting))],
    ['left', ({ left }) => String(left)],
    ['wait before ms', ({ calmMs }) => calmMs.toFixed(0)],
    ['at the end ms', ({ lateMs }) => lateMs.toFixed(0)],
    ['confirm p99', ({ confirmP99Ms }) => confirmP99Ms.toFixed(1)],
  ],
});

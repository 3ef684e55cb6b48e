/** A service in trouble, with and without each remedy: what is answered, what comes to it, and how long the trouble stays. */
import { resilienceAccount, type ResilienceFigures } from './resilience-account.js';
import { claimsOf, comparisons, percent } from './resilience-claims.js';
import { resilienceRun, type Observed, type Setting, type Trouble } from './resilience-world.js';
import { measureTable } from './table.js';

const rowsOf = (trouble: Trouble, remedies: readonly string[]): Setting[] =>
  remedies.map((remedy) => ({ trouble, remedy }));

export const resilience = measureTable<Setting, ResilienceFigures, Observed>({
  name: 'resilience',
  summary: 'A service in trouble, with and without each remedy: goodput, waiting, calls, time to recover',
  settings: [
    ...rowsOf('sick', [
      ...['nothing', 'time-outs', 'deadlines', 'retries', 'retries, jitter', 'retries, budget'],
      ...['retries, budget, deadlines', 'breaker', 'breaker of the notes', 'breaker, retries', 'bulkhead'],
      ...[
        'bulkhead, time-outs',
        'bulkhead, deadlines',
        'fallback',
        'fallback, breaker',
        'shedding',
        'shedding, deadlines',
        'together',
      ],
    ]),
    ...rowsOf('losses', [
      'nothing',
      'time-outs',
      'retries, jitter',
      'retries, budget',
      'breaker',
      'fallback',
    ]),
    ...rowsOf('rush', [
      ...['nothing', 'time-outs', 'deadlines', 'retries, jitter', 'retries, budget', 'breaker'],
      ...['fallback, breaker', 'bulkhead', 'shedding', 'shedding, deadlines', 'together'],
    ]),
    ...rowsOf('hiccups', ['time-outs', 'hedging']),
    ...rowsOf('hiccups, busy', ['time-outs', 'hedging']),
  ],
  run: resilienceRun,
  account: resilienceAccount,
  claims: claimsOf,
  comparisons,
  columns: [
    ['trouble', ({ setting }) => setting.trouble],
    ['remedy', ({ setting }) => setting.remedy],
    ['good %', ({ goodput }) => percent(goodput)],
    ['older %', ({ stale }) => (stale.mean === 0 ? '-' : percent(stale))],
    ['p99 ms', ({ p99Ms }) => `${p99Ms.mean.toFixed(0)} ± ${p99Ms.half.toFixed(0)}`],
    ['calls', ({ calls }) => `${calls.mean.toFixed(2)} ± ${calls.half.toFixed(2)}`],
    ['after %', ({ after }) => (after.count === 0 ? '-' : percent(after))],
    [
      'recovers in ms',
      ({ after, recoverMs }) =>
        after.count === 0 ? '-' : `${recoverMs.mean.toFixed(0)} ± ${recoverMs.half.toFixed(0)}`,
    ],
    ['never', ({ never, runs }) => (never === 0 ? '-' : `${never} of ${runs}`)],
    ['others %', ({ others }) => percent(others)],
  ],
});

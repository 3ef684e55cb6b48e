/** What is claimed of remedies for a service in trouble: by the study notes, and beside them. */
import type { Interval } from 'seedstorm/parts';
import type { ResilienceFigures } from './resilience-account.js';
import type { Setting } from './resilience-world.js';
import type { Claim, Comparison, Row } from './table.js';

export const percent = ({ mean, half }: Interval): string => `${mean.toFixed(1)} ± ${half.toFixed(1)}`;

type Told = Claim<ResilienceFigures>;
const surely = (a: Interval, b: Interval): boolean => a.mean + a.half < b.mean - b.half;

const told: Readonly<Record<'goodput' | 'answered' | 'after' | 'others' | 'calls', Told[2]>> = {
  goodput: ({ goodput }) => `${percent(goodput)} % were answered in time`,
  answered: ({ goodput, stale }) =>
    `${percent(goodput)} % were answered, and ${percent(stale)} % with something older`,
  after: ({ after, recoverMs, never, runs }) =>
    never === 0
      ? `${percent(after)} % were answered afterwards, all of them after ${recoverMs.mean.toFixed(0)} ms`
      : `${percent(after)} % were answered afterwards; ${never} of ${runs} runs did not recover`,
  others: ({ others }) => `${percent(others)} % of those for the other service were answered`,
  calls: ({ calls }) => `${calls.mean.toFixed(2)} ± ${calls.half.toFixed(2)} calls for each request`,
};

const WELL = 99;
const SOON_MS = 350;
const good = (claim: string, least: number): Told => [
  claim,
  ({ goodput }) => goodput.mean >= least,
  told.goodput,
];
const answered = (claim: string): Told => [
  claim,
  ({ goodput, stale }) => goodput.mean + stale.mean >= WELL,
  told.answered,
];
const over = (claim: string): Told => [claim, ({ recoverMs }) => recoverMs.mean <= SOON_MS, told.after];
const apart = (claim: string): Told => [claim, ({ others }) => others.mean >= WELL, told.others];
const fewer = (claim: string, most: number): Told => [claim, ({ calls }) => calls.mean <= most, told.calls];

const RETRIES = 'retries recover from failures that pass';
const FITS = '(not in the notes) in a rush as much is done as can be';
const ENDS = '(not in the notes) when the trouble is over, it is over';

const SPREADS = 'a bulkhead keeps a failure from spreading';
const BOUNDS = '(not in the notes) a bulkhead bounds what waits at the service: it is soon well again';

const CLAIMS: Readonly<Record<string, readonly Told[]>> = {
  'sick, time-outs': [apart('with time-outs others do not suffer'), over(ENDS)],
  'sick, deadlines': [over(ENDS)],
  'sick, retries': [over(RETRIES)],
  'sick, retries, jitter': [over(RETRIES)],
  'sick, retries, budget': [
    fewer('(not in the notes) a budget keeps the load of retries small', 1.1),
    over(ENDS),
  ],
  'sick, retries, budget, deadlines': [over(ENDS)],
  'sick, breaker': [
    fewer('an open circuit keeps calls away', 0.5),
    over('after a time it tries, and closes'),
  ],
  'sick, breaker of the notes': [
    fewer('an open circuit keeps calls away', 0.5),
    over('after a time it tries, and closes'),
  ],
  'sick, breaker, retries': [fewer('(not in the notes) a breaker makes retries harmless', 1), over(ENDS)],
  'sick, bulkhead': [apart(SPREADS), over(BOUNDS)],
  'sick, bulkhead, time-outs': [apart(SPREADS), over(BOUNDS)],
  'sick, bulkhead, deadlines': [apart(SPREADS), over(BOUNDS)],
  'sick, fallback': [answered('a fallback answers when the service does not'), over(ENDS)],
  'sick, fallback, breaker': [answered('a fallback answers when the service does not'), over(ENDS)],
  'sick, shedding': [over(ENDS)],
  'sick, shedding, deadlines': [over(ENDS)],
  'sick, together': [
    answered('breakers, retries and fallbacks make a service available'),
    apart(SPREADS),
    over(ENDS),
  ],
  'losses, time-outs': [apart('with time-outs others do not suffer')],
  'losses, retries, jitter': [good(RETRIES, WELL)],
  'losses, retries, budget': [
    good('(not in the notes) a budget leaves retries what they are good for', WELL),
  ],
  'losses, fallback': [answered('a fallback answers when the service does not')],
  'rush, nothing': [over(ENDS)],
  'rush, time-outs': [apart('with time-outs others do not suffer'), over(ENDS)],
  'rush, deadlines': [good(FITS, 50), over(ENDS)],
  'rush, retries, jitter': [over(RETRIES)],
  'rush, retries, budget': [over(ENDS)],
  'rush, breaker': [good(FITS, 50), over(ENDS)],
  'rush, fallback, breaker': [answered('a fallback answers when the service does not')],
  'rush, bulkhead': [good(FITS, 50), over(ENDS)],
  'rush, shedding': [good(FITS, 50), over(ENDS)],
  'rush, shedding, deadlines': [good(FITS, 50), over(ENDS)],
  'rush, together': [answered('breakers, retries and fallbacks make a service available'), over(ENDS)],
};

export const claimsOf = ({ trouble, remedy }: Setting): readonly Told[] =>
  CLAIMS[`${trouble}, ${remedy}`] ?? [];

export function comparisons(rows: readonly Row<Setting, ResilienceFigures>[]): readonly Comparison[] {
  const of = (trouble: Setting['trouble'], remedy: string): ResilienceFigures => {
    const found = rows.find(({ setting }) => setting.trouble === trouble && setting.remedy === remedy);
    if (found === undefined) throw new Error(`The table has no row ${trouble}, ${remedy}.`);
    return found;
  };
  const [bare, timed] = [of('sick', 'nothing'), of('sick', 'time-outs')];
  const [even, jitter] = [of('sick', 'retries'), of('sick', 'retries, jitter')];
  const [own, notes] = [of('sick', 'breaker'), of('sick', 'breaker of the notes')];
  const lost = of('losses', 'nothing');
  const ms = ({ p99Ms: { mean, half } }: ResilienceFigures): string =>
    `${mean.toFixed(0)} ± ${half.toFixed(0)} ms`;
  const tail = (trouble: 'hiccups' | 'hiccups, busy'): Comparison => {
    const [without, hedged] = [of(trouble, 'time-outs'), of(trouble, 'hedging')];
    return [
      `(not in the notes) hedging shortens the tail: ${trouble}`,
      surely(hedged.p99Ms, without.p99Ms),
      `${ms(hedged)} at 99 %, without ${ms(without)}; ${hedged.calls.mean.toFixed(2)} calls for each request`,
    ];
  };
  return [
    [
      'a call without a time-out drags others in: where answers are lost its thread waits for ever',
      surely(lost.others, of('losses', 'time-outs').others),
      `${told.others(lost)}, with time-outs ${percent(of('losses', 'time-outs').others)} %`,
    ],
    [
      'time-outs alone make more requests succeed',
      surely(bare.goodput, timed.goodput),
      `${percent(timed.goodput)} % in time, without ${percent(bare.goodput)} %`,
    ],
    [
      'without a bulkhead, or time-outs, the failure spreads',
      surely(bare.others, of('sick', 'bulkhead').others),
      `${told.others(bare)}, with a bulkhead ${percent(of('sick', 'bulkhead').others)} %`,
    ],
    [
      'jitter keeps retries from overloading the service',
      surely(jitter.calls, even.calls) || surely(even.after, jitter.after),
      `${told.calls(jitter)}, without ${told.calls(even)}; ${jitter.never} and ${even.never} runs did not recover`,
    ],
    [
      'half-open, the breaker of the notes lets one request through, as one with a gate does',
      !surely(own.calls, notes.calls),
      `${told.calls(notes)}, with a gate ${told.calls(own)}`,
    ],
    tail('hiccups'),
    tail('hiccups, busy'),
  ];
}

/**
 * What circuit breakers of npm make of answers to calls that they let through before they opened. A breaker that asks the
 * backend with one call, and believes that call alone, keeps all four claims.
 */
import { simulate } from 'seedstorm';
import { lateAnswers, type Found, type Moment } from '../real/circuit-breaker/late-answers.js';
import { libraries } from '../real/circuit-breaker/libraries.js';
import { measureTable, type Claim } from './table.js';

/** The circuit after each moment, and how many of five calls at once a half-open one lets through. */
type Figures = Readonly<Record<Moment, string>> & { readonly atOnce: number };

const is = (claim: string, after: Moment, ...held: readonly string[]): Claim<Figures> => [
  claim,
  (figures) => held.includes(figures[after]),
  (figures) => `then it is ${figures[after]}`,
];

const CLAIMS: readonly Claim<Figures>[] = [
  is('a late success leaves an open circuit open', 'late-success-while-open', 'open'),
  is('a late success does not close a half-open circuit', 'late-success-while-half-open', 'half-open'),
  is('after a late success, the call that tries closes it', 'trial-after-late-success', 'closed'),
  [
    'half-open, one call tries',
    ({ atOnce }) => atOnce === 1,
    ({ atOnce }) => `${atOnce} of 5 calls at once are let through`,
  ],
];

const column = (head: string, after: Moment) => [head, (row: Figures) => row[after]] as const;

export const lateAnswersTable = measureTable({
  name: 'late-answers',
  summary: 'What circuit breakers of npm make of an answer that comes when the circuit has opened already',
  settings: libraries.map((library) => ({ library })),
  run: (params, seed) => simulate(lateAnswers, { seed, params }),
  account() {
    const figures: Record<string, string | number> = {};
    return {
      add({ history }) {
        // The same in every run: nothing in it is left to chance.
        for (const { input } of history) {
          const found = input as Found;
          if (found.f === 'probe') figures[found.after] = found.is;
          else figures['atOnce'] = found.passed;
        }
      },
      figures: () => figures as Figures,
    };
  },
  claims: () => CLAIMS,
  columns: [
    ['library', ({ setting }) => setting.library],
    column('success, open', 'late-success-while-open'),
    column('success, half-open', 'late-success-while-half-open'),
    column('+ trial', 'trial-after-late-success'),
    column('failure, half-open', 'late-failure-while-half-open'),
    column('+ trial', 'trial-after-late-failure'),
    ['of 5', ({ atOnce }) => String(atOnce)],
  ],
});

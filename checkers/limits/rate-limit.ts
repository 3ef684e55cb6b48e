/** Rate limits: never more than the limit, however a window is laid; and, where that is claimed, nobody refused while there was room. */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import type { Findings } from '../findings.js';
import type { BudgetMeter } from '../budget.js';
import type { Checker, History, Operation } from '../history.js';
import { nameOf, show } from '../identity.js';
import { fieldsOf, nameOfFunction, selector, whoWhen } from '../selectors.js';
import type { Fields, Selector } from '../selectors.js';
import { groupsOf, type Admission, type Group } from './admissions.js';
import { fullestBucket } from './fullest-bucket.js';
import { fullestOwnWindow, fullestWindow, type Fullest } from './fullest-window.js';
import { assertRate, mostOf, within, type Rate } from './rate.js';
import { roomFor } from './room.js';

/** What is promised, where it stands in a history, and whether refusals are judged, too. */
export type RateLimitOptions = Rate & {
  /** The weight of an admission. Default: the field `weight` of `admit`, or 1; a name: that of this function. */
  readonly admitted?: string | ((operation: Operation) => number | undefined);
  /** The weight of a refusal. Default: the field `weight` of `refuse`, or 1; a name: that of this function. */
  readonly refused?: string | ((operation: Operation) => number | undefined);
  /** Whose limit it is. Default: the field `key`. */
  readonly key?: (operation: Operation) => unknown;
  /**
   * Whether somebody may be refused though there was room. Default: `allow`. Of a bucket, what was taken within the time in
   * which it fills counts against a refusal: that is never too strict, and overlooks some.
   */
  readonly starved?: 'allow' | 'forbid';
  /**
   * For how long an admission may count against a refusal: more than the window, where the clock of the limiter may be
   * slow. Default: the window; for a bucket, the time in which it fills. Own windows need none.
   */
  readonly countsForMs?: number;
};

/**
 * No key is admitted more than its limit.
 *
 * What it reads. Whoever decides records `{f: 'admit', key?, weight?, window?}` and `{f: 'refuse', …}` with `node.effect`.
 * Operations of clients do, too: the decision fell between `invokedAtMs` and `completedAtMs`, and only what holds wherever
 * it fell is an anomaly. The field `atMs`, if there is one, is the time instead. What failed was not admitted.
 *
 * Anomalies: `over-limit`, with the fullest window of each key, and `starved` if forbidden. Linear for windows in a history
 * that is in order of time, else O(n log n).
 * @throws RangeError in one sentence when the kind is none of these, or a number is not above 0
 */
export function rateLimit(options: RateLimitOptions): Checker {
  assertRate(options);
  const admitted = selector(options.admitted, 'admit', weightOf);
  // A refusal that is recorded as such happened; a function of one's own may take what failed for one, such as an answer 429.
  const refused = selector(options.refused, 'refuse', (fields, { type }) =>
    type === 'ok' ? weightOf(fields) : undefined,
  );
  const forbidsStarving = options.starved === 'forbid';
  const [admit, refuse] = [
    nameOfFunction(options.admitted, 'admit'),
    nameOfFunction(options.refused, 'refuse'),
  ];
  return scanning({
    name: 'rate-limit',
    looksFor: `admissions (function ${admit})${forbidsStarving ? ` and refusals (function ${refuse})` : ''}`,
    scan(history, findings, meter) {
      const groups = groupsOf(read(history, admitted, refused, findings, meter), options.key ?? keyOf);
      let most: Fullest = { weight: 0, admissions: [] };
      let [admissions, refusals] = [0, 0];
      for (const group of groups) {
        admissions += group.admissions.length;
        const fullest = fullestOf(options, group);
        meter.spend(group.admissions.length);
        if (fullest.weight > most.weight) most = fullest;
        if (isTooMuch(options, fullest)) reportOver(options, group, fullest, findings);
        if (!forbidsStarving) continue;
        refusals += group.refusals.length;
        meter.spend(group.refusals.length);
        reportStarved(options, group, findings);
      }
      const keys = `${counted(admissions, 'admission')} of ${counted(groups.length, 'key')}`;
      const also = forbidsStarving ? `; ${counted(refusals, 'refusal')}, none while there was room` : '';
      return {
        judged: admissions + refusals,
        reason: `${keys}, at most ${round(most.weight)} ${within(options)}${also}`,
      };
    },
  });
}

const keyOf = (operation: Operation): unknown => fieldsOf(operation)['key'];

const weightOf = ({ weight = 1 }: Fields): number => weight as number;

/** Admissions and refusals with the times between which they were decided; what has no time is an open question. */
function* read(
  history: History,
  admitted: Selector<number>,
  refused: Selector<number>,
  findings: Findings,
  meter: BudgetMeter,
): Generator<{ readonly admission: Admission; readonly isRefusal: boolean }> {
  for (const operation of history) {
    meter.spend();
    const admits = operation.type === 'fail' ? undefined : admitted(operation);
    const refuses = admits === undefined && operation.type !== 'info' ? refused(operation) : undefined;
    const weight = admits ?? refuses;
    if (weight === undefined) continue;
    if (!isWeight(weight)) {
      findings.undecided(
        `${whoWhen(operation)} has the weight ${show(weight)}: expected a number of at least 0`,
      );
      continue;
    }
    const { atMs } = fieldsOf(operation);
    const fromMs = typeof atMs === 'number' ? atMs : operation.invokedAtMs;
    // What never returned may be admitted at any later time.
    const untilMs =
      operation.type === 'info' ? Infinity : typeof atMs === 'number' ? atMs : operation.completedAtMs;
    if (fromMs === undefined || untilMs === undefined) {
      findings.undecided(`${whoWhen(operation)} has no time: a limit is judged by times in milliseconds`);
      continue;
    }
    yield { admission: { operation, weight, fromMs, untilMs }, isRefusal: refuses !== undefined };
  }
}

/** Less than nothing, or what is no number, would hide what is too much. */
const isWeight = (weight: unknown): boolean => typeof weight === 'number' && weight >= 0 && weight < Infinity;

function fullestOf(rate: Rate, { admissions }: Group): Fullest {
  switch (rate.kind) {
    case 'bucket':
      return fullestBucket(admissions, rate.perSecond / 1000);
    case 'own-windows':
      return fullestOwnWindow(admissions, rate.windowMs);
    default:
      return fullestWindow(admissions, rate.windowMs);
  }
}

/** Sums of parts of tokens are exact to far less than this. */
const TOLERANCE = 1e-6;

const isTooMuch = (rate: Rate, { weight }: Fullest): boolean => weight > mostOf(rate) + TOLERANCE;

function reportOver(rate: Rate, { key }: Group, fullest: Fullest, findings: Findings): void {
  const { weight, admissions } = fullest;
  findings.add(
    'over-limit',
    () => admissions.map(({ operation }) => operation),
    () => {
      const sum = admissions.reduce((all, admission) => all + admission.weight, 0);
      const first = Math.min(...admissions.map(({ fromMs }) => fromMs));
      const last = Math.max(...admissions.map(({ untilMs }) => untilMs));
      const took = `${ofKey(key)}${round(sum)} admitted within ${round(last - first)} ms`;
      return rate.kind === 'bucket'
        ? `${took}, ${round(weight)} more than the refill of that time; a burst may be ${rate.burst}`
        : `${took}; at most ${rate.limit} may be ${within(rate)}`;
    },
  );
}

function reportStarved(rate: RateLimitOptions, group: Group, findings: Findings): void {
  const room = roomFor(rate, group.admissions, rate.countsForMs ?? countsFor(rate));
  for (const refusal of group.refusals) {
    const { counted: against, weight } = room(refusal);
    if (weight + refusal.weight > mostOf(rate) + TOLERANCE) continue;
    findings.add(
      'starved',
      () => [...against().map(({ operation }) => operation), refusal.operation],
      () =>
        `${ofKey(group.key)}${whoWhen(refusal.operation)} refused ${round(refusal.weight)}, though at most ${round(weight)} of ${mostOf(rate)} counted against it`,
    );
  }
}

const countsFor = (rate: Rate): number =>
  rate.kind === 'bucket' ? (1000 * rate.burst) / rate.perSecond : rate.windowMs;

const ofKey = (key: unknown): string => (key === undefined ? '' : `key ${nameOf(key)}: `);

/** A thousandth is near enough for a sentence. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

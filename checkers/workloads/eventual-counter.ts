/**
 * A counter whose replicas may lag, but not for ever (Maelstrom's g-counter and pn-counter): a final read answers the
 * sum of everything acknowledged before it, and of any of the additions whose outcome nobody knew by then.
 */
import { counted } from '../counted.js';
import type { BudgetMeter } from '../budget.js';
import { scanning } from '../findings.js';
import type { Checker, History, Operation } from '../history.js';
import { show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';
import { MalformedHistory } from '../well-formed.js';
import { finalReads } from './final-reads.js';

/** What a history calls its functions, and the total at first. */
export interface EventualCounterOptions {
  /** Adds its `value`, which may be negative. Default: `add`. */
  readonly add?: string;
  /** Answers the total. Default: `read`. */
  readonly read?: string;
  /** The total at first. Default: 0. */
  readonly initial?: number;
}

/** So many different sums of uncertain additions are told apart; of more, only the smallest and the largest. */
const MOST_SUMS = 10_000;

/** Up to so many additions, a wrong total is shown with all of them: fewer would make another total. */
const SHOWN = 24;

/**
 * A final read shows the sum of all acknowledged additions, and of any of those whose outcome nobody knew (Maelstrom's
 * g-counter and pn-counter).
 *
 * What it reads. `{f: 'add', value}` and `{f: 'read'}` with the total as output. A final read has `final: true`; if
 * none has, those count that began after the last change was acknowledged.
 *
 * Anomaly: `impossible-total`. Linear, but for the sums of few uncertain additions.
 */
export function eventualCounter(options: EventualCounterOptions = {}): Checker {
  const { add = 'add', read = 'read', initial = 0 } = options;
  const called = (name: string) => (operation: Operation) => fieldsOf(operation).f === name;
  return scanning({
    name: 'eventual-counter',
    looksFor: `additions (function ${add}) and final reads of the total (function ${read})`,
    anomaliesProve: true,
    scan(history, findings, meter) {
      const adds: Added[] = [];
      const reads: number[] = [];
      let reach = Math.abs(initial);
      for (let op = 0; op < history.length; op++) {
        meter.spend();
        const operation = history[op]!;
        const { f } = fieldsOf(operation);
        if (f === add) {
          const amount = amountOf(history, op);
          reach += Math.abs(amount);
          if (reach > Number.MAX_SAFE_INTEGER)
            throw new MalformedHistory(
              op,
              'with this addition the total may be beyond 2^53, where sums lose digits',
            );
          if (operation.type !== 'fail' && amount !== 0) adds.push({ operation, amount });
        } else if (f === read && operation.type === 'ok' && isTotal(history, op)) reads.push(op);
      }
      const final = finalReads(history, reads, called(read), called(add));
      for (const op of final.reads) {
        const operation = history[op]!;
        const total = operation.output as number;
        const sums = sumsBefore(operation, adds, initial, meter);
        if (isPossible(total, sums)) continue;
        const additions =
          sums.count + sums.uncertain.length > SHOWN ? [] : [...sums.first, ...sums.uncertain];
        findings.add('impossible-total', [...additions, operation], () => {
          const { certain, least, most, uncertain } = sums;
          const wanted =
            uncertain.length === 0
              ? `should be ${certain}`
              : total < least || total > most
                ? `should be from ${least} to ${most}`
                : `is no sum of ${certain} and any of ${counted(uncertain.length, 'uncertain addition')}`;
          return `${whoWhen(operation)} read the total ${total}, which ${wanted}: ${counted(sums.count, 'addition')} acknowledged before ${sums.count === 1 ? 'makes' : 'make'} ${certain}`;
        });
      }
      if ('why' in final && adds.length > 0) findings.undecided(final.why);
      return {
        judged: final.reads.length,
        reason: `${counted(final.reads.length, 'final read')} within the bounds of ${counted(adds.length, 'addition')}`,
      };
    },
  });
}

interface Added {
  readonly operation: Operation;
  readonly amount: number;
}

/** What a read may answer. */
interface Sums {
  /** The sum of what was acknowledged before the read began, and of how many additions. */
  readonly certain: number;
  readonly count: number;
  /** The first few of these. */
  readonly first: readonly Operation[];
  readonly least: number;
  readonly most: number;
  /** Those that may count or not. */
  readonly uncertain: readonly Operation[];
  /** All sums; `undefined` where there are too many to tell them apart. */
  readonly all: ReadonlySet<number> | undefined;
}

function sumsBefore(read: Operation, adds: readonly Added[], initial: number, meter: BudgetMeter): Sums {
  let [certain, count] = [initial, 0];
  const first: Operation[] = [];
  const uncertain: Operation[] = [];
  const amounts: number[] = [];
  for (const { operation, amount } of adds) {
    meter.spend();
    if (operation.type === 'ok' && operation.complete < read.invoke) {
      certain += amount;
      if (count++ < SHOWN) first.push(operation);
    } else if (operation.invoke <= read.complete) {
      uncertain.push(operation);
      amounts.push(amount);
    }
  }
  const sumOf = (sign: number): number =>
    amounts.reduce((sum, amount) => (Math.sign(amount) === sign ? sum + amount : sum), certain);
  let all: Set<number> | undefined = new Set([certain]);
  for (const amount of amounts) {
    for (const sum of [...(all as Set<number>)]) all.add(sum + amount);
    meter.spend(all.size);
    if (all.size <= MOST_SUMS) continue;
    all = undefined;
    break;
  }
  return { certain, count, first, least: sumOf(-1), most: sumOf(1), uncertain, all };
}

function isPossible(total: number, { least, most, all }: Sums): boolean {
  return all ? all.has(total) : total >= least && total <= most;
}

function amountOf(history: History, op: number): number {
  const { f, value } = fieldsOf(history[op]!);
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new MalformedHistory(op, `${f} of a counter takes a whole number within 2^53, not ${show(value)}`);
}

function isTotal(history: History, op: number): boolean {
  const { output } = history[op]!;
  if (typeof output === 'number' || output === undefined || output === null)
    return typeof output === 'number';
  throw new MalformedHistory(op, `a read of a counter answers a number within 2^53, not ${show(output)}`);
}

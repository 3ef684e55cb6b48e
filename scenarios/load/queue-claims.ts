/** Claims on the figures of a station: each mean is what the theory says, as far as the batches can tell. */
import { defineChecker, type Checker, type History, type Operation } from 'seedstorm/checkers';
import { holds, meanInterval } from 'seedstorm/parts';

/** Means of one batch. */
export interface Batch {
  /** Share of the workers' time. */
  readonly utilisation: number;
  readonly waitMs: number;
  /** How many wait. */
  readonly waiting: number;
  /** How many start, a millisecond. */
  readonly perMs: number;
  /** How many waited at all. */
  readonly waited: number;
  /** The share that waited longer than the median of those that wait. */
  readonly longer: number;
}

/** Where fewer wait in a batch, its means are nowhere near normal, and nothing can be said. */
const ENOUGH = 30;
/** A sound run misses one interval in a million, if batches are independent and normal; they nearly are. */
const LEVEL = 0.999_999;

const answers = (history: History): (Operation & { readonly output: readonly Batch[] })[] =>
  history.filter(
    (operation): operation is Operation & { readonly output: readonly Batch[] } =>
      operation.type === 'ok' && Array.isArray(operation.output) && operation.output.length >= 10,
  );

const isEnough = ({ output }: { readonly output: readonly Batch[] }): boolean =>
  output.every(({ waited }) => waited >= ENOUGH);

/** The mean over the batches is as expected. Anomaly: `off`. */
export const meansOver = (
  name: string,
  of: (batch: Batch) => number,
  expected: number,
  { ofWaiting = true }: { readonly ofWaiting?: boolean } = {},
): Checker =>
  defineChecker({
    name,
    looksFor: ofWaiting
      ? `figures of batches in which ${ENOUGH} requests wait, or more (function figures)`
      : 'figures of batches (function figures)',
    scan(history, found) {
      const read = ofWaiting ? answers(history).filter(isEnough) : answers(history);
      let reason = '';
      for (const operation of read) {
        const interval = meanInterval(operation.output.map(of), LEVEL);
        const { mean, half, count } = interval;
        reason = `${name} ${mean.toPrecision(4)} ± ${half.toPrecision(2)} over ${count} batches, and the theory says ${expected.toPrecision(4)}`;
        if (!holds(interval, expected)) found.anomaly('off', reason, operation);
      }
      return { judged: read.length, reason };
    },
  });

/**
 * Little's law: as many wait, on average, as come in the time that one waits. It is exact but for who waits when a batch
 * begins or ends, so that its own interval is narrow. Anomaly: `off`.
 */
export const littlesLaw = meansOver('little', ({ waiting, perMs, waitMs }) => waiting - perMs * waitMs, 0);

/** The account of one setting over many runs: what was lost or doubled, on which side of the log, and how fast it was. */
import type { Run } from 'seedstorm';
import { deliveryLedger } from 'seedstorm/checkers';
import { answered, latencyOf, shareOf, summing, timesOf } from './sums.js';

interface Input {
  readonly f: string;
  readonly partition: number;
  readonly offset: number;
}

const nothing = {
  /** Messages whose sender was told that they were accepted. */
  acknowledged: 0,
  /** Of these, messages that were never processed: before they were safe in the log, the producer's side, and in all. */
  lostByLog: 0,
  lost: 0,
  /** Messages processed more than once. */
  duplicated: 0,
  /** In the log more than once: the producer's side. */
  duplicatedByProducer: 0,
  /** One place in the log processed more than once: the consumer's side. */
  duplicatedByConsumer: 0,
  /** Runs left out because nobody could read the log to its end. */
  undecided: 0,
  sent: answered([]),
  /** Time to acknowledgement in ms of virtual time. */
  tookMs: [] as readonly number[],
};

export const deliveryAccount = () =>
  summing(nothing, sampleOf, ({ sent, tookMs, ...sums }) => ({
    ...sums,
    /** In the log, but passed over: the consumer's side. */
    lostByConsumer: sums.lost - sums.lostByLog,
    /** Share of operations that were acknowledged, 0 to 1. */
    availability: shareOf(sent),
    ...latencyOf(tookMs),
  }));

export type DeliveryFigures = ReturnType<ReturnType<typeof deliveryAccount>['figures']>;

function sampleOf({ history }: Run): Partial<typeof nothing> {
  const drained = history.findLast(({ input, type }) => (input as Input).f === 'drain' && type === 'ok');
  if (drained === undefined) return { undecided: 1 };
  const log = new Set((drained.output as { readonly log: readonly (readonly string[])[] }).log.flat());
  const { acknowledged, lost, duplicated } = deliveryLedger(history, { sent: 'produce' });
  const twice = duplicated.map(({ effects }) => {
    const places = new Set(effects.map(({ input }) => placeOf(input as Input))).size;
    return { isInLogTwice: places > 1, isDoneTwice: places < effects.length };
  });
  const sent = history.filter(({ input }) => (input as Input).f === 'produce');
  return {
    acknowledged,
    lost: lost.length,
    lostByLog: lost.filter(({ message }) => !log.has(String(message))).length,
    duplicated: duplicated.length,
    duplicatedByProducer: twice.filter(({ isInLogTwice }) => isInLogTwice).length,
    duplicatedByConsumer: twice.filter(({ isDoneTwice }) => isDoneTwice).length,
    sent: answered(sent),
    tookMs: timesOf(sent),
  };
}

const placeOf = ({ partition, offset }: Input): string => `${partition}/${offset}`;

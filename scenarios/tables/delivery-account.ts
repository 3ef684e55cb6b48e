/** The account of one setting over many runs: what was lost or doubled, on which side of the log, and how fast it was. */
import type { Run } from 'seedstorm';
import { deliveryLedger } from 'seedstorm/checkers';
import { percentile, type Account } from './table.js';

export interface DeliveryFigures {
  /** Messages whose sender was told that they were accepted. */
  readonly acknowledged: number;
  /** Of these, messages that were never processed. */
  readonly lost: number;
  /** Lost before they were safe in the log: the producer's side. */
  readonly lostByLog: number;
  /** In the log, but passed over: the consumer's side. */
  readonly lostByConsumer: number;
  /** Messages processed more than once. */
  readonly duplicated: number;
  /** In the log more than once: the producer's side. */
  readonly duplicatedByProducer: number;
  /** One place in the log processed more than once: the consumer's side. */
  readonly duplicatedByConsumer: number;
  /** Share of operations that were acknowledged, 0 to 1. */
  readonly availability: number;
  /** Time to acknowledgement in ms of virtual time; half of the operations are faster. */
  readonly p50Ms: number;
  /** As above; all but one in a hundred are faster. */
  readonly p99Ms: number;
  /** Runs left out because nobody could read the log to its end. */
  readonly undecided: number;
}

interface Placed {
  readonly f: string;
  readonly partition: number;
  readonly offset: number;
}

export class DeliveryAccount implements Account<DeliveryFigures> {
  private readonly sums = {
    acknowledged: 0,
    lost: 0,
    lostByLog: 0,
    duplicated: 0,
    duplicatedByProducer: 0,
    duplicatedByConsumer: 0,
    undecided: 0,
  };
  private readonly latencies: number[] = [];
  private operations = 0;

  add({ history }: Run): void {
    const log = readToEnd(history);
    const { sums } = this;
    if (log === undefined) {
      sums.undecided++;
      return;
    }
    const { acknowledged, lost, duplicated } = deliveryLedger(history, { sent: 'produce' });
    sums.acknowledged += acknowledged;
    sums.lost += lost.length;
    sums.lostByLog += lost.filter(({ message }) => !log.has(String(message))).length;
    sums.duplicated += duplicated.length;
    for (const { effects } of duplicated) {
      const places = new Set(effects.map(({ input }) => placeOf(input as Placed)));
      if (places.size > 1) sums.duplicatedByProducer++;
      if (places.size < effects.length) sums.duplicatedByConsumer++;
    }
    for (const { input, type, invokedAtMs = 0, completedAtMs = 0 } of history) {
      if ((input as Placed).f !== 'produce') continue;
      this.operations++;
      if (type === 'ok') this.latencies.push(completedAtMs - invokedAtMs);
    }
  }

  figures(): DeliveryFigures {
    const { sums, latencies } = this;
    return {
      acknowledged: sums.acknowledged,
      lost: sums.lost,
      lostByLog: sums.lostByLog,
      lostByConsumer: sums.lost - sums.lostByLog,
      duplicated: sums.duplicated,
      duplicatedByProducer: sums.duplicatedByProducer,
      duplicatedByConsumer: sums.duplicatedByConsumer,
      availability: this.operations === 0 ? 0 : latencies.length / this.operations,
      p50Ms: percentile(latencies, 50),
      p99Ms: percentile(latencies, 99),
      undecided: sums.undecided,
    };
  }
}

function placeOf({ partition, offset }: Placed): string {
  return `${partition}/${offset}`;
}

/** Everything in the log, as the last drain found it. */
function readToEnd(history: Run['history']): ReadonlySet<string> | undefined {
  const drained = history.findLast(
    ({ input, type }) => (input as { readonly f: string }).f === 'drain' && type === 'ok',
  );
  const output = drained?.output as { readonly log: readonly (readonly string[])[] } | undefined;
  return output && new Set(output.log.flat());
}

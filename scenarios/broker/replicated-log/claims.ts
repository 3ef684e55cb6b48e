/** The parameters, and what each setting of them promises: no more and no less than what the run is judged by. */
import { z } from 'seedstorm';
import {
  atLeastOnce,
  atMostOnce,
  defineChecker,
  deliveryLedger,
  exactlyOnce,
  orderPerPartition,
  type Checker,
} from 'seedstorm/checkers';
import type { Rules } from './rules.js';

/** Replicas of every partition. */
export const BROKERS = 3;

export const params = z.object({
  acks: z
    .union([z.literal(0), z.literal(1), z.literal('all')], { error: 'expected 0, 1 or all' })
    .default('all')
    .describe('Who must have a message before it is acknowledged: nobody, the leader, all in-sync replicas'),
  minIsr: z
    .int()
    .min(1)
    .max(BROKERS)
    .default(2)
    .describe('With acks=all: fewer in-sync replicas than this, and messages are refused'),
  idempotent: z
    .boolean()
    .default(true)
    .describe(
      'Producers number their messages, so that retries are recognised (no effect with acks=0, which never retries)',
    ),
  commit: z
    .enum(['before', 'after', 'automatic'])
    .default('after')
    .describe('When a consumer commits: before processing, after it, or by a timer that knows nothing of it'),
  reset: z
    .enum(['earliest', 'latest'])
    .default('earliest')
    .describe('Where a consumer begins when there is no committed offset'),
  dedupe: z
    .enum(['none', 'offset', 'id'])
    .default('offset')
    .describe(
      'What the database excludes in the transaction that processes: nothing, a place in the log twice, a message twice',
    ),
  partitions: z.int().min(1).max(8).default(2),
  consumers: z.int().min(1).max(4).default(2).describe('Members of the consumer group'),
});

export type Params = z.infer<typeof params>;

/** What the nodes go by. */
export interface Options extends Params {
  readonly rules: Rules;
  /** Who holds replicas of every partition. */
  readonly brokers: readonly string[];
}

/** What a setting promises. */
export interface Promises {
  /** Everything acknowledged is processed. */
  readonly nothingLost: boolean;
  /** Nothing is processed twice. */
  readonly nothingTwice: boolean;
  /** Each partition is processed in the order of its offsets. */
  readonly inOrder: boolean;
}

/**
 * The chain is as weak as its weakest link: losing nothing takes producer and consumer, doing nothing twice too.
 */
export function promisesOf({ acks, idempotent, commit, reset, dedupe }: Params): Promises {
  const retriesRecognised = idempotent && acks !== 0;
  const processedOnce = commit === 'before' || dedupe !== 'none';
  return {
    nothingLost: acks === 'all' && commit === 'after' && reset === 'earliest',
    nothingTwice: dedupe === 'id' || (retriesRecognised && processedOnce),
    // Whoever committed before processing may still process when others have gone on from there; and where the end
    // is depends on whom one asks: a deposed leader may name an earlier one.
    inOrder: commit === 'after' && reset === 'earliest',
  };
}

const SENT = { sent: 'produce' };

/** The checks that hold a setting to its promises. */
export function checksOf(given: Params): Record<string, Checker> {
  const { nothingLost, nothingTwice, inOrder } = promisesOf(given);
  const delivery: Record<string, Checker> =
    nothingLost && nothingTwice
      ? { 'exactly-once': exactlyOnce(SENT) }
      : nothingLost
        ? { 'at-least-once': atLeastOnce(SENT) }
        : nothingTwice
          ? { 'at-most-once': atMostOnce(SENT) }
          : { 'nothing-invented': nothingInvented };
  return inOrder ? { ...delivery, 'order-per-partition': orderPerPartition() } : delivery;
}

/** What even the weakest setting keeps: only what was sent, and not refused, is processed. */
const nothingInvented = defineChecker({
  name: 'nothing-invented',
  looksFor: 'messages that are processed (function process)',
  scan(history, found) {
    const { phantom, aborted, acknowledged, processed } = deliveryLedger(history, SENT);
    for (const { message, effects } of phantom)
      found.anomaly('phantom', `${message} was processed, but nobody sent it`, ...effects);
    for (const { message, sends, effects } of aborted)
      found.anomaly(
        'aborted-read',
        `${message} was processed, but its sender was told that it failed`,
        ...sends,
        ...effects,
      );
    const reason = `${acknowledged} acknowledged, ${processed} processed, none invented`;
    return { judged: processed, reason };
  },
});

/** What brokers, coordinator and workers go by, and planted bugs that each replace one rule. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** Whether a request to end a transaction is good for that one only. */
    endTxn: 'bound',
    /** Whether coordinator and brokers refuse what carries an older epoch. */
    fencing: 'checked',
    /** Whether a time-out takes the epoch from the worker that was too slow. */
    timeout: 'takes-epoch',
    /** Whether a coordinator that starts again goes on with the markers of what it had decided. */
    markers: 'all',
    /** Whether a worker that takes over waits until what the other left open is aborted. */
    open: 'aborted-first',
    /** Which epoch a marker must have. */
    marker: 'newer',
    /** Whether brokers look at the sequence numbers of producers. */
    sequence: 'checked',
    /** Whether readers get no further than the last stable offset. */
    stable: 'checked',
    /** Whether readers leave out what was aborted. */
    aborted: 'left-out',
    /** How a worker commits where it has read: within the transaction, or on its own after it. */
    offsets: 'in-transaction',
    /** Who sends mails: the reader of the output, or the transform. */
    mailedBy: 'reader',
  },
  {
    'delayed-end-txn': {
      summary:
        'A request to end a transaction is bound to none: a late copy commits the next one half-way (KAFKA-17754)',
      rules: { endTxn: 'unbound' },
      shows: { check: 'atomic', anomaly: 'fractured', within: 2 },
    },
    'zombie-not-fenced': {
      summary: 'Epochs are not looked at: a worker that was replaced wakes up and writes on',
      rules: { fencing: 'ignored' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'timeout-leaves-epoch': {
      summary: 'A transaction that takes too long is aborted, but its worker keeps the epoch and writes on',
      rules: { timeout: 'leaves-epoch' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 8 },
    },
    'markers-forgotten': {
      summary:
        'A coordinator that starts again takes what it had decided for done: some partitions get no marker',
      rules: { markers: 'forgotten' },
      shows: { check: 'atomic', anomaly: 'fractured', within: 22 },
    },
    'left-open': {
      summary: 'Whoever takes over does not wait for the abort of what was open, and commits it with its own',
      rules: { open: 'left-open' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 11 },
    },
    'late-marker': {
      summary: 'A copy of a marker that comes late ends the next transaction, which has its epoch (KIP-1228)',
      rules: { marker: 'not-older' },
      faults: 'none',
      shows: { check: 'atomic', anomaly: 'fractured', within: 9 },
    },
    'sequence-ignored': {
      summary: 'Brokers append every retry again',
      rules: { sequence: 'ignored' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'beyond-stable': {
      summary: 'Read-committed readers get up to the high watermark: also what is aborted later',
      rules: { stable: 'ignored' },
      shows: { check: 'committed-only', anomaly: 'G1a', within: 1 },
    },
    'aborted-shown': {
      summary: 'The list of aborted transactions is not looked at: readers see their records',
      rules: { aborted: 'shown' },
      shows: { check: 'committed-only', anomaly: 'G1a', within: 1 },
    },
    'offsets-outside': {
      summary:
        'A worker commits where it has read after the transaction: a crash in between, and it reads again',
      rules: { offsets: 'after-it' },
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 7 },
    },
    'mail-in-transform': {
      summary:
        'The transform sends a mail: an abort does not take it back, and the next attempt sends another',
      params: { mail: true },
      rules: { mailedBy: 'transform' },
      shows: { check: 'mailed-once', anomaly: 'duplicate', within: 1 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;

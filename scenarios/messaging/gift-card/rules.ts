/** What the event does rightly, and the mistakes that the study notes warn of. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** An entry is accepted when the broker has confirmed it, and what is confirmed outlives the broker's process. */
    accepted: 'confirmed',
    deliveryMode: 2,
    /** Stock is taken in one step of the store, or read and written back. */
    stock: 'decrement',
    /** What an empty store is filled from: the rows of the database, or the stock at the opening. */
    refill: 'database',
    /** The cards that an error may cost are not sold. */
    safetyStock: 'kept',
    /** A row for each member, or one for each message. */
    entry: 'member',
    /** When an entry leaves the queue: when its card is sent, when its row is written, or at once. */
    acknowledge: 'after-sending',
    /** All attempts to send a card carry one key, or each attempt its own. */
    key: 'per-entry',
    /** The database answers only what would survive a crash. */
    database: 'after-sync',
  },
  {
    'answered-before-confirm': {
      summary:
        'The member is thanked before the broker has the entry: the front ends, and nobody knows of it',
      rules: { accepted: 'sent' },
      shows: { check: 'gift-cards', anomaly: 'forgotten', within: 45 },
    },
    'transient-entries': {
      summary: 'Entries are not persistent: a restart of the broker forgets who waits',
      rules: { deliveryMode: 1 },
      shows: { check: 'gift-cards', anomaly: 'forgotten', within: 1 },
    },
    'read-then-write': {
      summary: 'A consumer reads the stock and writes back one less: two sell the same card',
      rules: { stock: 'read-then-write' },
      shows: { check: 'gift-cards', anomaly: 'over-issued', within: 2 },
    },
    'refilled-as-at-first': {
      summary: 'A store that lost its memory is filled with the stock of the opening: cards are sold again',
      rules: { refill: 'opening' },
      shows: { check: 'gift-cards', anomaly: 'over-issued', within: 22 },
    },
    'safety-stock-sold': {
      summary:
        'All cards are for sale: what was taken and not yet recorded when the store was lost is too much',
      rules: { safetyStock: 'sold' },
      shows: { check: 'gift-cards', anomaly: 'over-issued', within: 35 },
    },
    'known-by-message': {
      summary: 'Entries are told apart by the ids of their messages: who enters twice gets two cards',
      rules: { entry: 'message' },
      shows: { check: 'gift-cards', anomaly: 'served-twice', within: 10 },
    },
    'key-per-attempt': {
      summary: 'Each attempt to send has a key of its own: an answer that is lost sends a second card',
      rules: { key: 'per-attempt' },
      shows: { check: 'gift-cards', anomaly: 'served-twice', within: 1 },
    },
    'ack-before-sending': {
      summary: 'An entry leaves the queue when its row is written: the consumer ends, and no card is sent',
      rules: { acknowledge: 'after-record' },
      shows: { check: 'gift-cards', anomaly: 'not-served', within: 22 },
    },
    'ack-on-receipt': {
      summary: 'An entry leaves the queue as it comes: the consumer ends, and the entry is never decided',
      rules: { acknowledge: 'on-receipt' },
      shows: { check: 'gift-cards', anomaly: 'forgotten', within: 2 },
    },
    'told-before-sync': {
      summary: 'The database tells what is not on its disk yet: a power cut takes the winner back',
      rules: { database: 'at-once' },
      shows: { check: 'gift-cards', anomaly: 'taken-back', within: 5 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;

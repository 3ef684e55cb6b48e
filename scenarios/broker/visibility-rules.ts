/** The rules of the queue with visibility and of its workers, and the mistakes that replace them. */
import { queueRules, ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    ...queueRules,
    /** When a worker deletes what it received. */
    deletes: 'after-work',
    /** A worker says now and then that it still works on a message. */
    extends: true,
    /** What a worker does with a message that it cannot process. */
    onFailure: 'given-back',
    /** From when on the window is counted. */
    windowFrom: 'first',
    /** Where the queue keeps what it has taken. */
    windowIn: 'log',
    /** Whether a message is hidden at first, too. */
    delay: 'kept',
    /** Whether a receive waits for a message. */
    polls: 'long',
  },
  {
    'deleted-before-work': {
      summary: 'A worker deletes a message as it comes: what it does not finish is lost',
      rules: { deletes: 'before-work' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'group-not-blocked': {
      summary: 'While a message of a group is in flight, the next one of the group is handed out',
      rules: { groups: 'mixed' },
      shows: { check: 'order-per-group', anomaly: 'out-of-order', within: 1 },
    },
    'not-extended': {
      summary:
        'A worker does not say that it still works: a message that takes long is handed out again meanwhile',
      rules: { extends: false },
      params: { calm: true },
      faults: 'none',
      shows: { check: 'exactly-once', anomaly: 'duplicate', within: 1 },
    },
    'window-from-last': {
      summary: 'The window begins anew with each copy: a message that comes after it is swallowed',
      rules: { windowFrom: 'last' },
      shows: { check: 'deduplication', anomaly: 'swallowed', within: 1 },
    },
    'window-in-memory': {
      summary: 'A restart of the queue forgets what was taken: a copy within the window is a new message',
      rules: { windowIn: 'memory' },
      shows: { check: 'deduplication', anomaly: 'taken-twice', within: 4 },
    },
    'dead-letters-dropped': {
      summary: 'What was received too often is dropped: nobody ever hears of it',
      rules: { dead: 'dropped' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
    'delay-ignored': {
      summary: 'A message is given out as soon as it comes, though it was sent with a delay',
      rules: { delay: 'ignored' },
      shows: { check: 'delayed', anomaly: 'too-early', within: 1 },
    },
    'polls-short': {
      summary: 'A receive that finds nothing answers at once: workers ask again and again',
      rules: { polls: 'short' },
      shows: { check: 'long-polls', anomaly: 'too-soon', within: 1 },
    },
    'count-begins-anew': {
      summary:
        'A worker that fails sends a copy and deletes the message: no copy is received often enough to be a dead letter',
      rules: { onFailure: 'sent-again' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 1 },
    },
  },
);
export type Rules = RulesOf<typeof rules>;

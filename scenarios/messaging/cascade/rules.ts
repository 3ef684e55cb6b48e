/** What keeps one slow service from stopping all others, and what is left out of it. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** Whoever calls waits for so long only, and less the deeper it stands in the chain; or until somebody answers. */
    waits: 'bounded',
    /** Orders of each kind have threads of their own, or all share all of them. */
    bulkhead: 'per-kind',
    /** How often each caller asks in all. */
    attempts: 1,
    /** When a subscriber acknowledges an order. */
    acknowledge: 'after-work',
    /** A subscriber's queue outlives its connection. */
    queues: 'durable',
    /** How long a queue may get; 0: without a limit. */
    maxLength: 0,
  },
  {
    'no-time-out': {
      summary:
        'Callers wait until somebody answers: the threads of all that stand before a dead service are gone',
      params: { style: 'chain' },
      rules: { waits: 'for-ever', bulkhead: 'none' },
      shows: { check: 'prompt', anomaly: 'dragged-along', within: 5 },
    },
    'no-bulkhead': {
      summary: 'All orders share all threads: those that wait for the slow service leave none for the others',
      params: { style: 'chain' },
      rules: { bulkhead: 'none' },
      shows: { check: 'prompt', anomaly: 'dragged-along', within: 10 },
    },
    'retry-storm': {
      summary: 'Each caller asks three times: who is slow is asked 27 times for one order',
      params: { style: 'chain' },
      rules: { attempts: 3 },
      shows: { check: 'no-storm', anomaly: 'storm', within: 5 },
    },
    'ack-before-work': {
      summary: 'A subscriber acknowledges an order as it comes: what it has not done dies with it',
      params: { style: 'messages' },
      rules: { acknowledge: 'before-work' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 13 },
    },
    'exclusive-queue': {
      summary: 'The queue goes with the connection of its subscriber: while it is away, orders pass it by',
      params: { style: 'messages' },
      rules: { queues: 'exclusive' },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 5 },
    },
    'short-queue': {
      summary: 'Queues hold a few orders and drop the oldest: who is slow for long misses what came first',
      params: { style: 'messages' },
      rules: { maxLength: 4 },
      shows: { check: 'at-least-once', anomaly: 'lost', within: 5 },
    },
  },
);

export type Rules = RulesOf<typeof rules>;

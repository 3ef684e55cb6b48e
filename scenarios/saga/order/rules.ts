/** The rules the saga is built from, and planted bugs that each replace one of them. */
import { ruled, type RulesOf } from 'seedstorm/parts';

export const rules = ruled(
  {
    /** When the orchestrator writes down what it does: before it calls a service, or once the service has answered. */
    log: 'before-call',
    /** Whether all attempts of a step carry one idempotency key, or each attempt its own. */
    key: 'per-call',
    /** Steps are taken back last first. */
    compensationOrder: 'reverse',
    /** A compensation nobody answered is tried again. */
    retryCompensations: true,
    /** A step that was given up without an answer may have been done: it is taken back too. */
    compensateUncertain: true,
    /** A service carries out a compensation once, however often it is asked for. */
    compensateOnce: true,
    /** A service that was told to take back what it never did refuses to do it later. */
    refuseCancelled: true,
    /** A service answers only what would survive a crash. */
    acknowledge: 'after-sync',
  },
  {
    'compensation-not-idempotent': {
      summary: 'A service carries out a compensation as often as it is asked: a retried refund pays twice',
      rules: { compensateOnce: false },
      shows: { check: 'sagas', anomaly: 'duplicate-compensation', within: 1 },
    },
    'retry-under-new-key': {
      summary:
        'Each attempt of a step carries a key of its own: a charge whose answer was lost is made again',
      rules: { key: 'per-attempt' },
      shows: { check: 'sagas', anomaly: 'duplicate-action', within: 1 },
    },
    'log-after-call': {
      summary: 'The saga log is written once a service has answered: a crash before that forgets the order',
      rules: { log: 'after-call' },
      shows: { check: 'sagas', anomaly: 'unfinished', within: 5 },
    },
    'compensation-not-retried': {
      summary: 'A compensation is tried once: what a service that was away held stays taken',
      rules: { retryCompensations: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
    },
    'compensation-order': {
      summary: 'Steps are taken back first to last: goods are free again while they are still paid for',
      rules: { compensationOrder: 'forward' },
      shows: { check: 'sagas', anomaly: 'compensation-order', within: 1 },
    },
    'uncertain-step-kept': {
      summary:
        'A step that was given up without an answer is taken for not done: the parcel leaves, the money goes back',
      rules: { compensateUncertain: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 4 },
    },
    'late-step-accepted': {
      summary:
        'A service forgets a compensation that came before its step, and does the step when it comes after all',
      // A patient orchestrator outwaits nearly every late message.
      params: { attempts: 1 },
      rules: { refuseCancelled: false },
      shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
    },
    'acknowledge-before-sync': {
      summary:
        'A service answers before its ledger is on the disk: a power cut takes back what the saga builds on',
      rules: { acknowledge: 'at-once' },
      shows: { check: 'sagas', anomaly: 'missing-action', within: 2 },
    },
  },
);

/** The rules of one run. */
export type SagaRules = RulesOf<typeof rules> & {
  /** How often a step is tried before the saga is taken back; a compensation is tried until it is done. */
  readonly attempts: number;
};

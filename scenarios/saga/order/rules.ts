/** The rules the saga is built from. Each planted bug replaces one of them. */

export interface SagaRules {
  /** How often a step is tried before the saga is taken back; a compensation is tried until it is done. */
  readonly attempts: number;
  /** When the orchestrator writes down what it does: before it calls a service, or once the service has answered. */
  readonly log: 'before-call' | 'after-call';
  /** Whether all attempts of a step carry one idempotency key, or each attempt its own. */
  readonly key: 'per-step' | 'per-attempt';
  /** Steps are taken back last first. */
  readonly compensationOrder: 'reverse' | 'forward';
  /** A compensation nobody answered is tried again. */
  readonly retryCompensations: boolean;
  /** A step that was given up without an answer may have been done: it is taken back too. */
  readonly compensateUncertain: boolean;
  /** A service carries out a compensation once, however often it is asked for. */
  readonly compensateOnce: boolean;
  /** A service that was told to take back what it never did refuses to do it later. */
  readonly refuseCancelled: boolean;
  /** A service answers only what would survive a crash. */
  readonly acknowledge: 'after-sync' | 'at-once';
}

export const soundRules: Omit<SagaRules, 'attempts'> = {
  log: 'before-call',
  key: 'per-step',
  compensationOrder: 'reverse',
  retryCompensations: true,
  compensateUncertain: true,
  compensateOnce: true,
  refuseCancelled: true,
  acknowledge: 'after-sync',
};

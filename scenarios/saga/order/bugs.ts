/** Planted bugs: each replaces one rule. */
import type { PlantedBug } from 'seedstorm';
import type { SagaRules } from './rules.js';
import type { OrderParams } from './scenario.js';

export const sagaBugs = {
  'compensation-not-idempotent': {
    summary: 'A service carries out a compensation as often as it is asked: a retried refund pays twice',
    shows: { check: 'sagas', anomaly: 'duplicate-compensation', within: 1 },
  },
  'retry-under-new-key': {
    summary: 'Each attempt of a step carries a key of its own: a charge whose answer was lost is made again',
    shows: { check: 'sagas', anomaly: 'duplicate-action', within: 1 },
  },
  'log-after-call': {
    summary: 'The saga log is written once a service has answered: a crash before that forgets the order',
    shows: { check: 'sagas', anomaly: 'unfinished', within: 5 },
  },
  'compensation-not-retried': {
    summary: 'A compensation is tried once: what a service that was away held stays taken',
    shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
  },
  'compensation-order': {
    summary: 'Steps are taken back first to last: goods are free again while they are still paid for',
    shows: { check: 'sagas', anomaly: 'compensation-order', within: 1 },
  },
  'uncertain-step-kept': {
    summary:
      'A step that was given up without an answer is taken for not done: the parcel leaves, the money goes back',
    shows: { check: 'sagas', anomaly: 'missing-compensation', within: 4 },
  },
  'late-step-accepted': {
    summary:
      'A service forgets a compensation that came before its step, and does the step when it comes after all',
    // A patient orchestrator outwaits nearly every late message.
    params: { attempts: 1 },
    shows: { check: 'sagas', anomaly: 'missing-compensation', within: 1 },
  },
  'acknowledge-before-sync': {
    summary:
      'A service answers before its ledger is on the disk: a power cut takes back what the saga builds on',
    shows: { check: 'sagas', anomaly: 'missing-action', within: 2 },
  },
} satisfies Record<string, PlantedBug<OrderParams>>;

const changes: Record<keyof typeof sagaBugs, Partial<SagaRules>> = {
  'compensation-not-idempotent': { compensateOnce: false },
  'retry-under-new-key': { key: 'per-attempt' },
  'log-after-call': { log: 'after-call' },
  'compensation-not-retried': { retryCompensations: false },
  'compensation-order': { compensationOrder: 'forward' },
  'uncertain-step-kept': { compensateUncertain: false },
  'late-step-accepted': { refuseCancelled: false },
  'acknowledge-before-sync': { acknowledge: 'at-once' },
};

/** The rules with one of them replaced. */
export function withBug(rules: SagaRules, bug: string | undefined): SagaRules {
  return bug === undefined ? rules : { ...rules, ...changes[bug as keyof typeof sagaBugs] };
}

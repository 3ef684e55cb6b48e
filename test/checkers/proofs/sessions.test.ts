/** The session guarantees, one by one: what breaks each, and a store that keeps it. */
import { it } from 'vitest';
import { defineScenario } from 'seedstorm';
import {
  monotonicReads,
  monotonicWrites,
  readYourWrites,
  writesFollowReads,
  type Checker,
} from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';
import { ordered, reading, shared, store } from './store.js';

/** A store whose clients each keep to one replica, and one whose clients go anywhere. */
const sticky = (check: string, checker: Checker, anomaly: string) =>
  defineScenario<object>({
    ...shared,
    name: 'proof/sticky-clients',
    summary: 'Each client keeps to one replica, which forgets nothing',
    protocol: store('fifo', 'delivered-last'),
    workload: (_params, { bug }) => reading(bug === 'roaming-clients' ? 'roaming' : 'sticky'),
    check: { [check]: checker },
    bugs: {
      'roaming-clients': {
        summary: 'A client asks any replica: the next one may know less than the last',
        shows: { check, anomaly, within: 5 },
      },
    },
  });

it.each(
  proofs(
    sticky('readYourWrites', readYourWrites(), 'read-your-writes'),
    sticky('monotonicReads', monotonicReads(), 'monotonic-reads'),
    ordered('fifo', 'monotonicWrites', monotonicWrites(), 'monotonic-writes'),
    ordered('causal', 'writesFollowReads', writesFollowReads(), 'writes-follow-reads'),
  ),
)('$check finds $anomaly in $system.name with $bug', prove);

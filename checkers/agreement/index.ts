/** Judges of agreement and coordination between nodes. */
export { atomicCommit, type AtomicCommitOptions } from './atomic-commit.js';
export { type BroadcastOptions, totalOrderBroadcast } from './broadcast.js';
export { causalBroadcast, fifoBroadcast } from './causal-broadcast.js';
export { reliableBroadcast } from './reliable-broadcast.js';
export { consensus, type ConsensusOptions } from './consensus.js';
export { conservation, type ConservationOptions } from './conservation.js';
export { type IdOptions, monotonicIds, type MonotonicIdOptions, uniqueIds } from './ids.js';
export { type LeadershipOptions, oneLeaderPerTerm } from './leadership.js';
export { fencing, type LockOptions, mutualExclusion } from './locks.js';
export {
  type Committed,
  committedPrefix,
  type CommittedPrefixOptions,
  type LogEntry,
  logMatching,
  type LogMatchingOptions,
} from './replicated-log.js';

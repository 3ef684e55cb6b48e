/** The public face of the parts: building blocks of distributed systems, for scenarios of one file. */
export { cast, type Role } from './cast.js';
export {
  answerAll,
  answerWhenEmpty,
  takeReady,
  underWay,
  type DrainNode,
  type UnderWay,
  type Waiting,
} from './drain.js';
export {
  every,
  everyAgain,
  firstPause,
  nextPause,
  startEvery,
  type Period,
  type PeriodicAsyncNode,
  type PeriodicNode,
} from './every.js';
export {
  countAnswer,
  countRefusal,
  majorityOf,
  newTally,
  standingOf,
  type Standing,
  type Tally,
} from './quorum/tally.js';
export {
  newestOf,
  quorumRules,
  type QuorumFound,
  type QuorumRules,
  type QuorumSettings,
  type ToVoters,
} from './quorum/copies.js';
export { quorumOf, type AsyncQuorum, type AsyncQuorumNode } from './quorum/async-quorum.js';
export {
  noQuorumTasks,
  quorumSteps,
  type QuorumNode,
  type QuorumStep,
  type QuorumSteps,
  type QuorumTasks,
  type QuorumToken,
} from './quorum/machine-quorum.js';
export {
  deliver,
  enqueue,
  finish,
  newQueue,
  postpone,
  queueCounts,
  queueRules,
  recoverQueue,
  type DeadLetter,
  type Delivery,
  type MessageQueue,
  type NewMessage,
  type QueuedMessage,
  type QueueLine,
  type QueueRules,
  type QueueSettings,
  type QueueTime,
} from './queue/queue.js';
export {
  acknowledge,
  changeVisibility,
  openQueue,
  receiveFrom,
  sendTo,
  type DurableQueue,
  type QueueNode,
} from './queue/machine-queue.js';
export { durableQueue, type AsyncQueue, type AsyncQueueNode } from './queue/async-queue.js';
export { ruled, type Ruled, type RuledBug, type RulesOf } from './ruled.js';
export {
  answerLease,
  heldToken,
  leaseAnswered,
  leaseQuestion,
  leaseRules,
  noLease,
  passesFence,
  recoverLeases,
  type Fence,
  type Granted,
  type LeaseAnswer,
  type LeaseQuestion,
  type LeaseRules,
  type Leases,
  type LeaseSettings,
  type MyLease,
} from './lease/lease.js';
export {
  askForLease,
  grantLease,
  leaseReply,
  leaseTimer,
  openLeases,
  type GranterNode,
  type HolderNode,
  type LeaseTimer,
  type LeaseToken,
} from './lease/machine-lease.js';
export {
  keepLease,
  leaseGranter,
  type AsyncGranterNode,
  type AsyncHolderNode,
  type LeaseGranter,
  type LeaseHolder,
} from './lease/async-lease.js';
export { durableLog, type AsyncLog, type AsyncLogNode } from './log/async-log.js';
export {
  appendTo,
  compactLog,
  logSynced,
  openLog,
  truncateLog,
  type LogNode,
  type LogOptions,
} from './log/machine-log.js';
export {
  isAhead,
  mayShare,
  partsAt,
  positionOf,
  reachedBy,
  type LogPosition,
  type OfEpoch,
} from './log/positions.js';
export {
  answeredBy,
  batchAnswered,
  heldBy,
  newShipping,
  nextBatches,
  shippingRules,
  takeBatch,
  type Batch,
  type BatchAnswer,
  type Shipping,
  type ShippingRules,
} from './log/shipping.js';
export {
  logLength,
  logRules,
  recoverLog,
  type DurableLog,
  type LogEnd,
  type LogRecord,
  type LogRules,
} from './log/recover.js';
export {
  insist,
  pauseAfter,
  retry,
  retryBudget,
  settle,
  type PatientNode,
  type RetryBudget,
  type RetryDecision,
  type RetryPolicy,
  type Tried,
} from './retry.js';
export { rpc, type RpcSettings } from './rpc/async-rpc.js';
export {
  attemptFailed,
  mayHedge,
  newCall,
  nextAttempt,
  rpcRules,
  type RpcAttempt,
  type RpcCall,
  type RpcDecision,
  type RpcOutcome,
  type RpcPolicy,
  type RpcRules,
} from './rpc/call.js';
export {
  callReply,
  callTimer,
  startCall,
  type CallEnded,
  type CallSettings,
  type RpcCalls,
  type RpcNode,
  type RpcTimer,
  type RpcToken,
} from './rpc/machine-rpc.js';
export {
  copyOf,
  forgetOld,
  nothingTaken,
  remember,
  takeRules,
  type Copy,
  type TakenOnce,
  type Taken,
  type TakeRules,
} from './take-once.js';
export {
  compareHybrid,
  compareLamport,
  compareVectors,
  countOf,
  covers,
  hybridAfter,
  hybridZero,
  lamportAfter,
  lamportZero,
  mergeVectors,
  siblings,
  tickVector,
  tooFarAhead,
  totalOf,
  type HybridTime,
  type LamportTime,
  type Order,
  type VectorClock,
  type VersionedBy,
} from './clocks.js';

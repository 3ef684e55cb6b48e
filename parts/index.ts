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
export {
  handedOff,
  hintRules,
  hintsToSend,
  keepHint,
  noHints,
  sloppyVoters,
  type Hint,
  type HintRules,
  type Hints,
  type SloppyVoter,
} from './quorum/hints.js';
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
  hear,
  newHearing,
  suspects,
  suspicionOf,
  suspicionRules,
  type Beat,
  type Heard,
  type Hearing,
  type SuspicionRules,
  type SuspicionSettings,
} from './membership/suspicion.js';
export {
  answerMember,
  endSessions,
  groupRules,
  isCurrent,
  memberAnswered,
  memberQuestion,
  newGroup,
  noMembership,
  type Group,
  type GroupAnswer,
  type GroupMember,
  type GroupQuestion,
  type GroupRules,
  type GroupSettings,
  type Membership,
} from './membership/group.js';
export {
  admits,
  askGroup,
  beat,
  groupAnswer,
  groupReply,
  openGroup,
  type BeatingNode,
  type BeatMessage,
  type CoordinatorNode,
  type GroupToken,
  type MemberNode,
} from './membership/machine-membership.js';
export {
  groupCoordinator,
  joinGroup,
  watchPeers,
  type AsyncCoordinatorNode,
  type AsyncMemberNode,
  type GroupCoordinator,
  type PeerWatch,
  type WatchingNode,
} from './membership/async-membership.js';
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
  logKept,
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
  orFailed,
  orUndefined,
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
  takeNew,
  takeRules,
  type Copy,
  type TakenOnce,
  type Taken,
  type TakeRules,
} from './take-once/taken.js';
export {
  compactOnce,
  onceRules,
  openOnce,
  takeOnce,
  type AskedBy,
  type Done,
  type OnceEntry,
  type OnceLog,
  type OnceNode,
  type OnceOptions,
  type OnceRules,
  type OnceSnapshot,
  type TakeResult,
} from './take-once/machine-once.js';
export { onceLog, type AsyncOnceLog, type AsyncOnceNode } from './take-once/async-once.js';
export { hashOf, jumpOwner, rendezvousOwners } from './ring/hash.js';
export {
  hashRing,
  isWithin,
  movesBetween,
  ownersOf,
  rangesOf,
  ringRules,
  type Ring,
  type RingPoint,
  type RingRange,
  type RingRules,
} from './ring/ring.js';
export {
  directoryRules,
  holderOf,
  isHere,
  moveRange,
  newDirectory,
  rangeOf,
  splitAt,
  type Directory,
  type DirectoryRules,
  type KeyRange,
} from './ring/directory.js';
export {
  linkAcked,
  linkAgain,
  linkHear,
  linkRules,
  linkSend,
  linkWaits,
  newLinks,
  type Delivered,
  type LinkMessage,
  type LinkRules,
  type Links,
  type LinkSettings,
} from './link/link.js';
export { deduplicated, fifo, reliable, type LinkedState } from './link/machine-link.js';
export { atMostOnceCalls, callRules, type CallingState, type CallRules } from './link/at-most-once.js';
export { overLinks } from './link/async-link.js';
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
export { busyDisk, heavyTailedLan, lossyLan, regions, slowDisk, type Tail } from './worlds.js';
export {
  keyNames,
  messageWorkload,
  registerWorkload,
  transferWorkload,
  type MessageWorkload,
  type RegisterWorkload,
  type TransferWorkload,
} from './workloads.js';
export {
  arrivalTimes,
  assertArrivals,
  nextArrival,
  peakRate,
  rateAt,
  type Arrivals,
  type RateStep,
} from './load/arrivals.js';
export { exponential } from './load/exponential.js';
export { openWorkload, type OpenWorkload } from './load/open-workload.js';
export {
  closedWorkload,
  sessionWorkload,
  type ClosedWorkload,
  type SessionWorkload,
} from './load/thinking.js';
export {
  assertServiceTimes,
  hyperExponential,
  serviceMoments,
  serviceTime,
  type ServiceBranch,
  type ServiceMoments,
  type ServiceTimes,
} from './load/service-times.js';
export {
  busyWorkers,
  measureFrom,
  newStation,
  offerTo,
  stationFigures,
  stationRules,
  takeExpired,
  waitingAt,
  withdraw,
  workerDone,
  type Ended,
  type Offered,
  type Started,
  type Station,
  type StationFigures,
  type StationRules,
  type StationSettings,
  type Work,
} from './load/station.js';
export { type LineOrder } from './load/waiting-line.js';
export {
  gaugeStation,
  serveAt,
  stationTimer,
  type GaugingNode,
  type StationNode,
  type StationTimers,
} from './load/machine-station.js';
export {
  asyncStation,
  type AsyncStation,
  type AsyncStationNode,
  type ServedAs,
  type ServeOptions,
} from './load/async-station.js';
export { holds, meanInterval, type Interval } from './load/confidence.js';
export { erlangB, erlangC, queueTheory, type QueueModel, type QueueTheory } from './load/theory.js';
export {
  balanceAlgorithms,
  balanceBy,
  balanceRules,
  newBalancer,
  type Balance,
  type BalanceAlgorithm,
  type Balancer,
  type BalanceRules,
  type BalanceSettings,
  type Choice,
} from './balance/balancer.js';
export { bySourceHash, byBoundedRing, byRing, loadBound } from './balance/hashed.js';
export { leastOpen, twoChoices, type Draws, type OpenRequests } from './balance/open-requests.js';
export {
  noteResponse,
  shortestResponse,
  type ResponseTime,
  type ResponseTimes,
  type ResponseTimeSettings,
} from './balance/response-times.js';
export { nextByWeight, weightedRound, type Credits, type Weights } from './balance/turns.js';
export {
  checked,
  healthRules,
  newHealth,
  rampOf,
  requestBegan,
  requestEnded,
  usable,
  type Health,
  type HealthRules,
  type HealthSettings,
  type ServerHealth,
} from './balance/health.js';

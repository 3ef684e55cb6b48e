/** The public face of the servers: what real clients talk to inside worlds, as plain data and pure functions. */
export {
  newBroker,
  type Binding,
  type Broker,
  type BrokerSettings,
  type BrokerVersion,
} from './amqp/core/broker.js';
export { closeConnection, openConnection } from './amqp/core/connections.js';
export { depthsOf, type QueueDepth } from './amqp/core/depths.js';
export type { Message } from './amqp/core/message.js';
export type { JournalLine } from './amqp/core/journal.js';
export type {
  BasicDeliver,
  BasicPublish,
  BasicReturn,
  Body,
  ClientMethod,
  FieldValue,
  Properties,
  ServerMethod,
  Table,
  TypedValue,
} from './amqp/core/methods.js';
export type { Outlet } from './amqp/core/outlet.js';
export { receive } from './amqp/core/receive.js';
export { restoreBroker } from './amqp/core/restore.js';
export { journalMark, journalSynced } from './amqp/core/synced.js';
export { nextDueMs, passTime } from './amqp/core/time.js';
export {
  brokerHears,
  brokerSynced,
  brokerTimer,
  drainBroker,
  startBroker,
  type BrokerHost,
  type BrokerNodeSettings,
  type BrokerNodeState,
  type BrokerTimer,
  type BrokerToken,
} from './amqp/machine/broker-node.js';
export { amqpBroker, type BrokerProtocol, type BrokerRequest } from './amqp/machine/broker-program.js';
export {
  ask,
  clientHears,
  clientTimer,
  isReady,
  publish,
  settle,
  startClient,
  type ClientHost,
} from './amqp/machine/client.js';
export type {
  AmqpClient,
  ClientChannel,
  ClientNews,
  ClientSettings,
  Delivery,
} from './amqp/machine/client-state.js';
export { amqpServer } from './amqp/wire/server-program.js';
export type { AmqpServerSettings } from './amqp/wire/settings.js';
export { listenAmqp } from './amqp/wire/listen-amqp.js';
export type { AmqpListener } from './amqp/wire/programs/listen.js';
export type { Frame, FromBroker, FromClient } from './amqp/machine/frames.js';
export {
  advanceHighWatermark,
  appendBatch,
  appendReplicated,
  newPartitionLog,
  restorePartitionLog,
  truncatePartitionLog,
  type ProducedBatch,
} from './kafka/core/partition-log.js';
export { soundLog, type LogRules } from './kafka/core/log-rules.js';
export type {
  Appended,
  Batch,
  EndedTransaction,
  LogRecord,
  PartitionLog,
  ProducerStamp,
  ProducerState,
} from './kafka/core/log-state.js';
export {
  appendMarker,
  hasOpenTransaction,
  lastStableOffset,
  type TransactionMarker,
} from './kafka/core/markers.js';
export {
  fetchFrom,
  nextFetchOffset,
  offsetForTime,
  recordsOf,
  visibleRecords,
  type Fetched,
  type FetchedRecords,
  type FetchRequest,
  type Isolation,
  type VisibleRecord,
} from './kafka/core/fetch.js';
export { applyRetention, deleteRecordsBefore, type RetentionSettings } from './kafka/core/retention.js';
export { compactLog, type CompactionSettings } from './kafka/core/compaction.js';
export {
  addOffsetsToTxn,
  addPartitionsToTxn,
  coordinatorNextDueMs,
  coordinatorPassTime,
  endTxn,
  initProducerId,
  markerWritten,
  newTransactionCoordinator,
  pendingMarkers,
  restoreTransactionCoordinator,
  verifyPartitionInTxn,
  type InitProducerId,
  type TransactionRequest,
} from './kafka/core/coordinator.js';
export {
  soundCoordinator,
  type CoordinatorAnswer,
  type CoordinatorEffect,
  type CoordinatorRules,
  type Participant,
  type Transaction,
  type TransactionCoordinator,
  type TransactionState,
} from './kafka/core/transaction.js';
export { kafkaErrorCode, type KafkaError } from './kafka/core/errors.js';
export {
  choosePartition,
  legacyMurmur2,
  murmur2,
  partitionOfKey,
  type KeyHash,
  type MessageToPlace,
  type PartitionerCounters,
} from './kafka/core/partitioner.js';
export {
  rangeAssignor,
  roundRobinAssignor,
  type Assignment,
  type Assignor,
  type AssignorMember,
  type PartitionsByTopic,
} from './kafka/core/assignors.js';
export { cooperativeStickyAssignor, stickyAssignor } from './kafka/core/sticky.js';
export {
  groupSettings,
  newConsumerGroup,
  restoreGroup,
  soundGroup,
  type Answers,
  type CommittedOffset,
  type ConsumerGroup,
  type GroupMember,
  type GroupProtocol,
  type GroupRules,
  type GroupSettings,
  type GroupState,
  type JoinAnswer,
  type JoinedMember,
  type KeptGroup,
  type KeptMember,
  type SyncAnswer,
} from './kafka/core/group.js';
export { groupNextDueMs, groupPassTime } from './kafka/core/group-time.js';
export { joinGroup, type JoinRequest } from './kafka/core/join.js';
export {
  addTxnOffsets,
  commitOffsets,
  committedOffset,
  endTxnOffsets,
  isOffsetPending,
  type CommitRequest,
  type OffsetToCommit,
  type TxnCommitRequest,
} from './kafka/core/offsets.js';
export { heartbeatGroup, leaveGroup, syncGroup, type Leaving, type SyncRequest } from './kafka/core/sync.js';
export { kafkaServer } from './kafka/wire/server-program.js';
export { listenKafka } from './kafka/wire/listen-kafka.js';
export type { KafkaListener } from './kafka/wire/programs/listen.js';
export type { KafkaServerSettings } from './kafka/wire/settings.js';
export {
  beginAnew,
  comeBack,
  groupAnswered,
  groupQuestion,
  groupRefused,
  isMember,
  leaveSoon,
  newGroupClient,
  placesRevoked,
  type AssignorName,
  type GroupClient,
  type GroupClientSettings,
  type GroupNews,
  type GroupQuestion,
} from './kafka/core/group-client.js';
export type { ReplyTo as StreamsReply } from './redis/streams/command.js';
export type {
  ConsumerGroup as StreamGroup,
  PendingEntry,
  Reader,
  RedisStream,
  RedisStreams,
  StreamEntry,
  Waiter,
  Wanted,
} from './redis/streams/data.js';
export { redisServer } from './redis/wire/server-program.js';
export { listenRedis } from './redis/wire/listen-redis.js';
export type { RedisListener } from './redis/wire/programs/listen.js';
export type { RedisPersistence, RedisServerSettings } from './redis/wire/settings.js';
export type { NilList, RedisReply } from './redis/core/reply.js';
export type { Redis, RedisRole, RedisSettings } from './redis/core/data.js';
export { redisAcknowledged } from './redis/core/blocking.js';
export { redisDump, redisLoad, type RedisDump } from './redis/core/dump.js';
export { redisBecome } from './redis/core/role.js';
export { redisDouble } from './redis/core/doubles.js';
export { redisCommand, redisReplicate } from './redis/core/execute.js';
export { newRedis, redisConnect, redisGone, redisIsBlocked } from './redis/core/redis.js';
export { redisResp2 } from './redis/core/resp2.js';
export { redisNextTickMs, redisTick } from './redis/core/ticking.js';
export type { RedisAsk, RedisMoment, RedisOutcome, RedisSaid } from './redis/core/turn.js';
export { redisSentinel } from './redis/wire/sentinel-program.js';
export type { RedisSentinelRules, RedisSentinelSettings } from './redis/wire/sentinel/settings.js';
export { redisStreams, type RedisNode, type RedisNodeSettings } from './redis/streams/redis-node.js';
export { clientGone, newStreams, nextWaitMs, passWaits, streamCommand } from './redis/streams/store.js';

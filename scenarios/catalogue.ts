/** The scenarios that ship with Seedstorm, in the order in which `seedstorm list` shows them. */
import type { Scenario } from 'seedstorm';
import { amqpCompetingConsumers } from './broker/amqp/competing-consumers.sim.js';
import { amqpDeadLetters } from './broker/amqp/dead-letters.sim.js';
import { amqpDelayedRetry } from './broker/amqp/delayed-retry.sim.js';
import { amqpFireAndForget } from './broker/amqp/fire-and-forget.sim.js';
import { amqpPriorities } from './broker/amqp/priorities.sim.js';
import { amqpPubSub } from './broker/amqp/pub-sub.sim.js';
import { amqpRouting } from './broker/amqp/routing.sim.js';
import { amqpRpc } from './broker/amqp/rpc.sim.js';
import { amqpWorkQueue } from './broker/amqp/work-queue.sim.js';
import { amqpMirrored } from './broker/amqp/cluster/mirrored-queue.js';
import { amqpPartition } from './broker/amqp/cluster/partitioned-queue.js';
import { amqpQuorum } from './broker/amqp/cluster/quorum-queue.js';
import { logGroups } from './broker/log-groups/scenario.js';
import { logRetention } from './broker/log-retention/scenario.js';
import { logTransactions } from './broker/log-transactions/scenario.js';
import { growingTopic } from './broker/growing-topic.sim.js';
import { logClients } from './broker/log-clients/scenario.js';
import { replicatedLog } from './broker/replicated-log/scenario.js';
import { streamGroups } from './broker/stream-groups.sim.js';
import { visibilityQueue } from './broker/visibility-queue.sim.js';
import { avalanche } from './cache/avalanche/scenario.js';
import { penetration } from './cache/penetration/scenario.js';
import { stampede } from './cache/stampede/scenario.js';
import { cacheAside } from './cache/aside.sim.js';
import { cacheBehind } from './cache/behind.sim.js';
import { cacheThrough } from './cache/through.sim.js';
import { changeCapture } from './messaging/change-capture/scenario.js';
import { doubleCheck } from './messaging/double-check.sim.js';
import { outboxScenario } from './messaging/outbox.sim.js';
import { eventStoreScenario } from './messaging/event-store/scenario.js';
import { cascadeScenario } from './messaging/cascade/scenario.js';
import { giftCardScenario } from './messaging/gift-card/scenario.js';
import { balanceAlgorithmsScenario } from './balance/algorithms/scenario.js';
import { chatScenario } from './design/chat/scenario.js';
import { notificationsScenario } from './design/notifications/scenario.js';
import { timelineScenario } from './design/timeline/scenario.js';
import { urlShortenerScenario } from './design/url-shortener/scenario.js';
import { fixedWindowScenario } from './limits/fixed-window.sim.js';
import { slidingLogScenario } from './limits/sliding-log.sim.js';
import { slidingWindowScenario } from './limits/sliding-window.sim.js';
import { tokenBucketScenario } from './limits/token-bucket.sim.js';
import { balanceFailoverScenario } from './balance/failover/scenario.js';
import { balanceHealthScenario } from './balance/health/scenario.js';
import { queueScenario } from './load/queue.sim.js';
import { backoffScenario } from './resilience/backoff.sim.js';
import { breakerScenario } from './resilience/breaker.sim.js';
import { bulkheadScenario } from './resilience/bulkhead.sim.js';
import { fallbackScenario } from './resilience/fallback.sim.js';
import { timeoutsScenario } from './resilience/timeouts.sim.js';
import { hedgingScenario } from './resilience/hedging.sim.js';
import { gatewayScenario } from './services/gateway/scenario.js';
import { sessionsScenario } from './services/sessions.sim.js';
import { retriesScenario } from './resilience/retries.sim.js';
import { bullmqScenario } from './real/bullmq/scenario.js';
import { cachesScenario } from './real/caches/scenario.js';
import { sheddingScenario } from './resilience/shedding.sim.js';
import { rateLimitersScenario } from './real/rate-limiters/scenario.js';
import { circuitBreakerScenario } from './real/circuit-breaker/scenario.js';
import { expressCounterScenario } from './real/express-counter/scenario.js';
import { ioredisScenario } from './real/ioredis/scenario.js';
import { kafkajsScenario } from './real/kafkajs/scenario.js';
import { mqttScenario } from './real/mqtt/scenario.js';
import { pQueueScenario } from './real/p-queue.sim.js';
import { redisSentinelScenario } from './real/redis-sentinel/scenario.js';
import { redlockScenario } from './real/redlock/scenario.js';
import { uniqueIdsScenario } from './real/unique-ids/scenario.js';
import { yjsScenario } from './real/yjs.sim.js';
import { antiEntropyScenario } from './replication/anti-entropy.sim.js';
import { causalBroadcastScenario } from './replication/causal-broadcast.sim.js';
import { primaryBackup } from './replication/primary-backup/scenario.js';
import { quorumRegisterScenario } from './replication/quorum-register.sim.js';
import { raftPartialPartition } from './replication/raft/partial-partition.js';
import { raftScenario } from './replication/raft/scenario.js';
import { sequencedLogScenario } from './replication/sequenced-log.sim.js';
import { choreographyScenario } from './saga/choreography/scenario.js';
import { orderSagaScenario } from './saga/order/scenario.js';

/** All scenarios of this package, as `npx seedstorm list` shows them. */
export const scenarios: readonly Scenario[] = [
  amqpMirrored,
  amqpPartition,
  amqpQuorum,
  logRetention,
  logTransactions,
  replicatedLog,
  logGroups,
  logClients,
  growingTopic,
  amqpCompetingConsumers,
  amqpDeadLetters,
  amqpDelayedRetry,
  amqpFireAndForget,
  amqpPriorities,
  amqpPubSub,
  amqpRouting,
  amqpRpc,
  amqpWorkQueue,
  streamGroups,
  visibilityQueue,
  cacheAside,
  cacheThrough,
  cacheBehind,
  changeCapture,
  doubleCheck,
  outboxScenario,
  cascadeScenario,
  giftCardScenario,
  stampede,
  balanceAlgorithmsScenario,
  penetration,
  avalanche,
  balanceHealthScenario,
  balanceFailoverScenario,
  queueScenario,
  gatewayScenario,
  sessionsScenario,
  retriesScenario,
  sheddingScenario,
  urlShortenerScenario,
  backoffScenario,
  hedgingScenario,
  notificationsScenario,
  fixedWindowScenario,
  slidingLogScenario,
  slidingWindowScenario,
  tokenBucketScenario,
  breakerScenario,
  bulkheadScenario,
  timeoutsScenario,
  fallbackScenario,
  timelineScenario,
  chatScenario,
  eventStoreScenario,
  antiEntropyScenario,
  causalBroadcastScenario,
  primaryBackup,
  quorumRegisterScenario,
  raftScenario,
  raftPartialPartition,
  sequencedLogScenario,
  orderSagaScenario,
  choreographyScenario,
  bullmqScenario,
  cachesScenario,
  circuitBreakerScenario,
  rateLimitersScenario,
  pQueueScenario,
  expressCounterScenario,
  ioredisScenario,
  mqttScenario,
  kafkajsScenario,
  redisSentinelScenario,
  redlockScenario,
  uniqueIdsScenario,
  yjsScenario,
];

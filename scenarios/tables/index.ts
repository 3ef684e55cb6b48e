/** The tables that ship: trade-offs that textbooks claim, measured. */
import { availability } from './availability.js';
import { backlog } from './backlog.js';
import { balancing } from './balancing.js';
import { brokers } from './brokers.js';
import { cacheTroubles } from './cache-troubles.js';
import { caching } from './caching.js';
import { clustering } from './clustering.js';
import { consistency } from './consistency.js';
import { consumers } from './consumers.js';
import { deliverySemantics } from './delivery-semantics.js';
import { estimates } from './estimates.js';
import { exchanges } from './exchanges.js';
import { failover } from './failover.js';
import { lateAnswersTable } from './late-answers.js';
import { latency } from './latency.js';
import { limits } from './limits.js';
import { oneQueueOrMany } from './one-queue-or-many.js';
import { partitionsAndConsumers } from './partitions-and-consumers.js';
import { persistence } from './persistence.js';
import { replicationModes } from './replication-modes.js';
import { resilience } from './resilience.js';
import { sagas } from './sagas.js';
import { scaling } from './scaling.js';
import { schemaEvolution } from './schema-evolution.js';
import { syncOrMessages } from './sync-or-messages.js';
import type { TradeOffTable } from './table.js';

export const tables: readonly TradeOffTable[] = [
  availability,
  backlog,
  balancing,
  brokers,
  cacheTroubles,
  caching,
  clustering,
  consistency,
  consumers,
  deliverySemantics,
  estimates,
  exchanges,
  failover,
  lateAnswersTable,
  latency,
  limits,
  oneQueueOrMany,
  partitionsAndConsumers,
  persistence,
  replicationModes,
  resilience,
  sagas,
  scaling,
  schemaEvolution,
  syncOrMessages,
];

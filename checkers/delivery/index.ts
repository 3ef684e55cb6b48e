/** Judges of message delivery: what was sent against what took effect. */
export { atLeastOnce, atMostOnce, exactlyOnce } from './guarantees.js';
export { idempotentEffects, type IdempotenceOptions } from './idempotence.js';
export { type DeliveryOptions, deliveryLedger, type Entry, type Ledger } from './ledger.js';
export { orderPerKey, type OrderPerKeyOptions } from './order-per-key.js';
export { orderPerPartition, type OrderPerPartitionOptions, type Placed } from './order-per-partition.js';
export {
  allowedKafkaAnomalies,
  kafka,
  KAFKA_ANOMALIES,
  type KafkaAnomaly,
  type KafkaOptions,
} from './kafka.js';
export { consumerGroups } from './consumer-groups.js';

// A member of a group by kafkajs: says which partitions it was given, and what it has processed.
const { Kafka, logLevel } = require('kafkajs');
const { effect, log, name } = require('seedstorm/node');

const kafka = new Kafka({
  brokers: ['kafka:9092'],
  clientId: name,
  connectionTimeout: 200,
  requestTimeout: 300,
  retry: { initialRetryTime: 20, maxRetryTime: 100, retries: 20 },
  logLevel: logLevel.ERROR,
  logCreator: () => (entry) => log(`${entry.log.message} ${entry.log.error ?? ''}`),
});
const consumer = kafka.consumer({
  groupId: 'stock',
  sessionTimeout: 300,
  rebalanceTimeout: 400,
  heartbeatInterval: 50,
  maxWaitTimeInMs: 50,
  metadataMaxAge: 500,
});
consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
  effect({ f: 'joined', partitions: payload.memberAssignment.orders ?? [] }),
);

(async () => {
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      effect({ f: 'process', value: String(message.value), partition, offset: Number(message.offset) });
    },
  });
})().catch((error) => {
  log(String(error));
  process.exit(1);
});

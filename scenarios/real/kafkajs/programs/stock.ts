/**
 * A member of the group `stock`, by kafkajs: processes each message of its partitions, which takes a while. COMMITS: when it
 * says that it is done, `after` it or `before`. BEGINS: where a partition begins of which the group has committed nothing.
 */
import { effect, log, onRequest } from 'seedstorm/node';
import { connectedKafka } from './kafka.js';

const WORK_MS = 6;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const consumer = connectedKafka().consumer({
  groupId: 'stock',
  sessionTimeout: 200,
  rebalanceTimeout: 200,
  heartbeatInterval: 60,
  maxWaitTimeInMs: 150,
});
// What cannot go on ends, and is started again, as a supervisor does it.
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (!payload.restart) process.exit(1);
});

async function work(partition: number, message: { value: Buffer | null; offset: string }): Promise<void> {
  await sleep(WORK_MS);
  effect({ f: 'process', value: String(message.value), partition, offset: Number(message.offset) });
}

async function begin(): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: process.env['BEGINS'] !== 'latest' });
  await consumer.run({
    autoCommit: process.env['COMMITS'] !== 'before',
    eachMessage: async ({ topic, partition, message }) => {
      if (process.env['COMMITS'] === 'before')
        await consumer.commitOffsets([{ topic, partition, offset: String(Number(message.offset) + 1) }]);
      await work(partition, message);
    },
  });
}
begin().catch((error: unknown) => {
  log(String(error));
  process.exit(1);
});

// Asked when everything is over: all that was to come has come.
onRequest(() => []);

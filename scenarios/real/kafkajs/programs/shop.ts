/**
 * Writes what its clients send into a topic, by kafkajs, and answers when the broker has it. PRODUCER: what of the producer's
 * options is not as it is by default, as JSON. SENDS: `one-by-one`, or `at-once`.
 */
import { log, onRequest } from 'seedstorm/node';
import type { Message, ProducerConfig } from 'kafkajs';
import { connectedKafka } from './kafka.js';

const options = JSON.parse(process.env['PRODUCER'] ?? '{}') as ProducerConfig;
const producer = connectedKafka().producer(options);
const connected = producer.connect();
// What cannot connect ends, and is started again, as a supervisor does it.
connected.catch((error: unknown) => {
  log(String(error));
  process.exit(1);
});

/** Its sends, one behind the other. */
let turn: Promise<unknown> = connected;

onRequest(async ({ key, value }: { readonly key: string; readonly value: string }) => {
  await connected;
  const send = () => producer.send({ topic: 'orders', messages: [{ key, value } satisfies Message] });
  if (process.env['SENDS'] === 'at-once') return void (await send());
  const mine = turn.then(send, send);
  turn = mine;
  await mine;
});

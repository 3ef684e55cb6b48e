/** Settings of a broker are refused in one sentence. */
import { kafkaServer, listenKafka, type KafkaServerSettings } from 'seedstorm/servers';
import { expect, it } from 'vitest';

it.each<readonly [KafkaServerSettings | object, string]>([
  [{ ports: 1 }, "kafkaServer: no setting is called 'ports'"],
  [{ port: 70_000 }, 'kafkaServer.port'],
  [{ topics: { 'a b': 1 } }, 'a name has 1 to 249'],
  [{ topics: { a: 0 } }, 'kafkaServer.topics.a'],
  [{ flush: 'never' }, 'kafkaServer.flush'],
])('%j', (settings, message) => {
  expect(() => kafkaServer(settings)).toThrow(message);
});

it('of a listener, too', async () => {
  await expect(listenKafka({ partitions: 0 })).rejects.toThrow('listenKafka.partitions');
});

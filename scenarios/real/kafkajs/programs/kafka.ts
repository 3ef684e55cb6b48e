/** kafkajs with times that suit a world of three seconds, and its log in the trace. */
import { log, name } from 'seedstorm/node';
import { Kafka, logLevel } from 'kafkajs';

export function connectedKafka(): Kafka {
  return new Kafka({
    brokers: ['kafka:9092'],
    clientId: name,
    connectionTimeout: 100,
    requestTimeout: 100,
    retry: { initialRetryTime: 20, maxRetryTime: 100, retries: 50 },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => log(`${entry.log.message} ${String(entry.log['error'] ?? '')}`),
  });
}

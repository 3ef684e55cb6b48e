/** A node that is a broker, behind a socket: any client of Kafka's protocol inside the world talks to it. */
import { existsSync } from 'node:fs';
import type { Program } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { checkSettings } from './check-settings.js';
import type { KafkaServerSettings } from './settings.js';

/**
 * The program of a node that is a broker which unmodified clients (`kafkajs`, …) talk to, by the node's name:
 * `brokers: ['kafka:9092']`. Records, offsets, groups and transactions lie on the node's disk.
 * @throws InputError in one sentence for a setting that is none
 */
export function kafkaServer(settings: KafkaServerSettings = {}): Program {
  checkSettings('kafkaServer', settings);
  // In the package it is one file, which needs no transformation.
  const built = new URL('./programs/broker.cjs', import.meta.url);
  return nodeProgram({
    entry: existsSync(built) ? built : new URL('./programs/broker.ts', import.meta.url),
    argv: [JSON.stringify(settings)],
  });
}

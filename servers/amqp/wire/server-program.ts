/** A node that is a broker, behind a socket: any client of AMQP 0-9-1 inside the world talks to it. */
import type { Program } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import type { AmqpServerSettings } from './settings.js';

/**
 * The program of a node that is a broker which unmodified clients (`amqplib`, …) talk to, by the node's name:
 * `amqp.connect('amqp://broker')`. Durable queues and persistent messages lie on the node's disk.
 */
export function amqpServer(settings: AmqpServerSettings = {}): Program {
  return nodeProgram({
    entry: new URL('./programs/broker.js', import.meta.url),
    argv: [JSON.stringify(settings)],
  });
}

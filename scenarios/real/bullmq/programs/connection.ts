/** How a process of this world connects: with times that suit a world of seconds, and what breaks in the trace. */
import { log } from 'seedstorm/node';

export const connection = {
  host: 'redis',
  connectTimeout: 100,
  maxRetriesPerRequest: null,
  retryStrategy: () => 30,
  // It would read its package.json for its version, once for all processes that share it.
  disableClientInfo: true,
};

export const orders = 'orders';

/** Where a queue or a worker says what went wrong. */
export function listens(emitter: { on(event: 'error', listener: (error: Error) => void): unknown }): void {
  emitter.on('error', ({ message }) => log(message));
}

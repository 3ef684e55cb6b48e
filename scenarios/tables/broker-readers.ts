/** Who comes late and asks a broker for everything from the beginning: what is there to be read again? */
import { asyncProgram, stateMachine, type ReplyTo } from 'seedstorm';
import { clientHears, clientTimer, startClient, type AmqpClient, type RedisReply } from 'seedstorm/servers';
import type { BrokerCalls, Place } from '../broker/log-groups/messages.js';

interface Replay {
  request: { readonly f: 'replay' };
  reply: unknown[];
}

interface QueueReader {
  state: { amqp: AmqpClient | undefined; readonly got: unknown[]; asker: ReplyTo | undefined };
  requests: { replay: () => unknown[] };
  timer: string;
}

const LISTENS_MS = 150;

/** Consumes the queue for a while. */
export const readsQueue = stateMachine<QueueReader>({
  start: () => ({ amqp: undefined, got: [], asker: undefined }),
  onRequest: {
    replay(state, _replay, node) {
      state.asker = node.defer();
      const consume = { method: 'basic.consume', queue: 'work', noAck: true } as const;
      state.amqp = startClient({ to: 'broker', channels: [[consume]] }, node);
      node.setTimer('listened', LISTENS_MS);
    },
  },
  onStream({ amqp, got }, event, node) {
    if (amqp === undefined) return;
    for (const news of clientHears(amqp, event, node))
      if (news.kind === 'delivery') got.push(news.delivery.body);
  },
  onTimer({ amqp, asker, got }, timer, node) {
    if (amqp === undefined || clientTimer(amqp, timer, node)) return;
    if (asker !== undefined) node.replyTo(asker, got);
  },
});

/** Fetches each partition from its first offset. */
export const readsLog = (partitions: number) =>
  asyncProgram<Replay & { calls: BrokerCalls }>((node) => {
    node.onRequest(async () => {
      const got: unknown[] = [];
      for (let partition = 0; partition < partitions; partition++)
        for (let from: Place = [partition, 0]; ;) {
          const messages = await node.call('broker', { f: 'fetch', from: [from] }, { timeoutMs: 100 });
          if (messages.length === 0) break;
          got.push(...messages.map(({ value }) => value));
          from = [partition, from[1] + messages.length];
        }
      return got;
    });
    return Promise.resolve();
  });

/** Reads the range from the first entry to the last. */
export const readsStream = asyncProgram<Replay & { message: RedisReply; sends: readonly string[] }>(
  (node) => {
    node.onRequest(async () => {
      const connection = await node.connect('redis');
      connection.send(['XRANGE', 'work', '-', '+']);
      for await (const reply of connection) return Array.isArray(reply) ? [...reply] : [];
      return [];
    });
    return Promise.resolve();
  },
);

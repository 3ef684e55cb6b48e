/** A durable queue for async programs. */
import { durableLog, type AsyncLogNode } from '../log/async-log.js';
import type { LogOptions } from '../log/machine-log.js';
import { copied, isLong, timeOf } from './machine-queue.js';
import {
  deliver,
  enqueue,
  finish,
  postpone,
  queueCounts,
  recoverQueue,
  type DeadLetter,
  type Delivery,
  type MessageQueue,
  type NewMessage,
  type QueueLine,
  type QueueSettings,
} from './queue.js';

/** What it needs of a node. */
export interface AsyncQueueNode extends AsyncLogNode {
  readonly incarnation: number;
  monotonicMs(): number;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/** A durable queue, for async programs. */
export interface AsyncQueue<T> {
  readonly dead: readonly DeadLetter<T>[];
  /** Puts a message into the queue, and resolves once it is durable: with false where one with its id is there. */
  send(message: NewMessage<T>): Promise<boolean>;
  /** Hands out the first visible message, if there is one. */
  receive(): Promise<Delivery<T> | undefined>;
  /** The work is done; durable when it resolves: with false where the receipt is not that of the last delivery. */
  acknowledge(receipt: string): Promise<boolean>;
  /** Hides a message for so many ms from now on; 0 gives it back. False where the receipt is not that of the last delivery. */
  changeVisibility(receipt: string, forMs: number): boolean;
  /** How many messages are where. */
  counts(): ReturnType<typeof queueCounts>;
  /** Resolves once no message is left but dead letters, with true; or with false after `atMostMs`. */
  empty(atMostMs?: number): Promise<boolean>;
}

/** How often `empty` looks, in ms. */
const LOOK_MS = 5;

/** Opens a durable queue. Where the disk fails, or synced records are lost, the process ends, as with `durableLog`. */
export async function durableQueue<T>(
  node: AsyncQueueNode,
  settings: QueueSettings,
  { file = 'queue', ...options }: LogOptions = {},
): Promise<AsyncQueue<T>> {
  const log = await durableLog<QueueLine<T>, MessageQueue<T>>(node, { file, ...options });
  const queue = recoverQueue(copied(log.snapshot), log.entries, timeOf(node));
  return {
    dead: queue.dead,
    async send(message) {
      const lines = enqueue(queue, message, timeOf(node));
      await keep(lines);
      // A copy is answered no sooner than the first is safe.
      await log.sync();
      return lines.length > 0;
    },
    async receive() {
      const { delivery, lines } = deliver(queue, settings, timeOf(node), node.incarnation);
      await keep(lines);
      return delivery;
    },
    async acknowledge(receipt) {
      const lines = finish(queue, receipt);
      await keep(lines);
      if (lines.length > 0) await log.sync();
      return lines.length > 0;
    },
    changeVisibility: (receipt, forMs) => postpone(queue, receipt, forMs, timeOf(node)),
    counts: () => queueCounts(queue, timeOf(node)),
    async empty(atMostMs = Infinity) {
      const untilMs = node.monotonicMs() + atMostMs;
      while (queue.messages.length > 0) {
        if (node.monotonicMs() >= untilMs) return false;
        await node.sleep(LOOK_MS);
      }
      return true;
    },
  };

  async function keep(lines: readonly QueueLine<T>[]): Promise<void> {
    await Promise.all(lines.map((line) => log.write(line)));
    if (isLong(log.entries.length, queue.messages.length))
      await log.compact(log.base + log.entries.length, copied(queue));
  }
}

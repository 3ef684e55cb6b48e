/** A durable queue for state machines: plain data in the state. What is written is durable after the next sync. */
import { appendTo, compactLog, openLog, type LogNode, type LogOptions } from '../log/machine-log.js';
import type { DurableLog } from '../log/recover.js';
import {
  deliver,
  enqueue,
  finish,
  newQueue,
  postpone,
  recoverQueue,
  type Delivery,
  type MessageQueue,
  type NewMessage,
  type QueueLine,
  type QueueSettings,
  type QueueTime,
} from './queue.js';

/** What it needs of a node. */
export interface QueueNode extends LogNode {
  readonly incarnation: number;
  monotonicMs(): number;
  nowMs(): number;
}

/** A queue and its log; part of the state. */
export interface DurableQueue<T> extends MessageQueue<T> {
  readonly settings: QueueSettings;
  readonly log: DurableLog<QueueLine<T>, MessageQueue<T>>;
}

/** The log is written anew once it has so many lines, and four for each message. */
const LONG = 64;

/** Opens the queue in `start`. @throws DiskError; ends the process where synced records are lost, as `openLog` does */
export function openQueue<T>(
  node: QueueNode,
  settings: QueueSettings,
  { file = 'queue', ...options }: LogOptions = {},
): DurableQueue<T> {
  const { log } = openLog<QueueLine<T>, MessageQueue<T>>(node, { file, ...options });
  return { ...recoverQueue(copied(log.snapshot), log.entries, timeOf(node)), settings, log };
}

/** Puts a message into the queue; false where one with its id is there. Answer with `{ after: 'sync' }`. @throws DiskError */
export function sendTo<T>(queue: DurableQueue<T>, message: NewMessage<T>, node: QueueNode): boolean {
  return keep(queue, enqueue(queue, message, timeOf(node)), node);
}

/** Hands out the first visible message, if there is one. @throws DiskError */
export function receiveFrom<T>(queue: DurableQueue<T>, node: QueueNode): Delivery<T> | undefined {
  const { delivery, lines } = deliver(queue, queue.settings, timeOf(node), node.incarnation);
  keep(queue, lines, node);
  return delivery;
}

/** The work on a message is done: it is gone. False where the receipt is not that of the last delivery. @throws DiskError */
export function acknowledge<T>(queue: DurableQueue<T>, receipt: string, node: QueueNode): boolean {
  return keep(queue, finish(queue, receipt), node);
}

/** Hides a message for so many ms from now on; 0 gives it back. False where the receipt is not that of the last delivery. */
export function changeVisibility(
  queue: MessageQueue<unknown>,
  receipt: string,
  forMs: number,
  node: Pick<QueueNode, 'monotonicMs' | 'nowMs'>,
): boolean {
  return postpone(queue, receipt, forMs, timeOf(node));
}

function keep<T>(queue: DurableQueue<T>, lines: readonly QueueLine<T>[], node: QueueNode): boolean {
  const { log, messages, dead } = queue;
  for (const line of lines) appendTo(log, line, node);
  if (isLong(log.entries.length, messages.length))
    compactLog(log, log.base + log.entries.length, copied({ messages, dead }), node);
  return lines.length > 0;
}

export function isLong(lines: number, messages: number): boolean {
  return lines >= LONG && lines >= 4 * messages;
}

/** A queue that shares nothing with another: one changes, the other lies on the disk. */
export function copied<T>(queue: MessageQueue<T> = newQueue()): MessageQueue<T> {
  return { messages: queue.messages.map((message) => ({ ...message })), dead: [...queue.dead] };
}

export function timeOf(node: Pick<QueueNode, 'monotonicMs' | 'nowMs'>): QueueTime {
  return { monotonicMs: node.monotonicMs(), wallMs: node.nowMs() };
}

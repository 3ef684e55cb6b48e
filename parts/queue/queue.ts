/**
 * A queue with visibility: what was received is hidden from others for a while, and comes back unless it is acknowledged.
 *
 * Plain data and pure functions. Each changes the queue in memory and gives the lines that a log has to keep, so that
 * the queue can be made again from them; `machine-queue.ts` and `async-queue.ts` keep the log. The model is that of Amazon
 * SQS ("Amazon SQS visibility timeout", Developer Guide): at least once, a receipt for each delivery, a count of deliveries
 * and dead letters; of a group one message after the other, as in its FIFO queues. Priorities and delays are as in other
 * queues: of what is ready the highest priority goes first, and among equals what was sent first, also after it came back.
 */

export interface QueueRules {
  /** A message is gone when it is acknowledged, or already when it is handed out. */
  readonly forgets: 'on-acknowledge' | 'on-receive';
  /** What somebody received is hidden from the others for the time given, or seen by all. */
  readonly inFlight: 'hidden' | 'seen';
  /** What was received too often is kept among the dead letters, or dropped. */
  readonly dead: 'kept' | 'dropped';
  /** Of a group only the first message is handed out, or any that is visible. */
  readonly groups: 'in-turn' | 'mixed';
}

/** The rules of queues as they should be. */
export const queueRules: QueueRules = {
  forgets: 'on-acknowledge',
  inFlight: 'hidden',
  dead: 'kept',
  groups: 'in-turn',
};

/** How long a message stays hidden, and how often it is delivered. */
export interface QueueSettings {
  /** How long a message is hidden after somebody received it, in ms: longer than the work takes. */
  readonly visibilityMs: number;
  /** After so many deliveries without an acknowledgement a message is a dead letter. Default: never. */
  readonly maxReceives?: number;
  readonly rules?: QueueRules;
}

/** What is sent. */
export interface NewMessage<T> {
  /** Of no other message: while one with the same id is here, the second is taken for a copy. */
  readonly id: string;
  readonly body: T;
  /** Higher goes first. Default 0. */
  readonly priority?: number;
  /** How long it stays hidden at first, in ms. Default 0. */
  readonly delayMs?: number;
  /** While a message of a group is here, none that was sent to the group after it is handed out. Default: in no group. */
  readonly group?: string | null;
}

/** What time it is: the monotonic clock, and the wall clock for what must outlive a restart. In ms. */
export interface QueueTime {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** A message in the queue. */
export interface QueuedMessage<T> extends Required<NewMessage<T>> {
  /** When it was sent, by the wall clock. */
  readonly sentMs: number;
  /** Nobody sees it before this moment of the monotonic clock. */
  visibleAtMs: number;
  /** How often it was handed out. */
  receives: number;
  /** The receipt of the last delivery; `null` before the first. */
  receipt: string | null;
}

/** A queue: ready, delayed and in flight. Plain data. */
export interface MessageQueue<T> {
  /** In the order in which they were sent. */
  readonly messages: QueuedMessage<T>[];
  /** What was received too often, in that order. */
  readonly dead: DeadLetter<T>[];
}

/** A message that was delivered too often. */
export interface DeadLetter<T> {
  readonly id: string;
  readonly body: T;
  readonly receives: number;
}

/** A message handed out. */
export interface Delivery<T> {
  readonly id: string;
  readonly body: T;
  /** With it the message is acknowledged, or its visibility changed. Only the receipt of the last delivery counts. */
  readonly receipt: string;
  /** How often it was handed out, this time included: above 1 somebody may have worked on it already. */
  readonly receives: number;
}

/** A line of the queue's log. */
export type QueueLine<T> =
  | { readonly sent: Required<NewMessage<T>> & { readonly sentMs: number } }
  | { readonly received: string; readonly receipt: string }
  | { readonly gone: string }
  | { readonly died: string };

/** An empty queue. */
export function newQueue<T>(): MessageQueue<T> {
  return { messages: [], dead: [] };
}

/** Puts a message into the queue. No line where one with its id is there: it is a copy. @throws RangeError for a wrong delay */
export function enqueue<T>(
  queue: MessageQueue<T>,
  { id, body, priority = 0, delayMs = 0, group = null }: NewMessage<T>,
  time: QueueTime,
): QueueLine<T>[] {
  if (!(delayMs >= 0))
    throw new RangeError(`queue: message '${id}': delayMs: expected at least 0, got ${delayMs}`);
  if (queue.messages.some((message) => message.id === id)) return [];
  const sent = { id, body, priority, delayMs, group, sentMs: time.wallMs };
  queue.messages.push(inQueue(sent, time));
  return [{ sent }];
}

/**
 * Hands out what is first among the visible messages. What was handed out too often becomes a dead letter on the way.
 * @param giver who hands out: a name that differs from one incarnation to the next, so that no receipt is given twice
 */
export function deliver<T>(
  queue: MessageQueue<T>,
  { visibilityMs, maxReceives = Infinity, rules = queueRules }: QueueSettings,
  { monotonicMs }: QueueTime,
  giver: string | number,
): { readonly delivery: Delivery<T> | undefined; readonly lines: readonly QueueLine<T>[] } {
  const lines: QueueLine<T>[] = [];
  for (;;) {
    const message = firstVisible(queue, monotonicMs, rules);
    if (message === undefined) return { delivery: undefined, lines };
    const { id, body, receives } = message;
    if (receives >= maxReceives) {
      die(queue, message, rules);
      lines.push(rules.dead === 'kept' ? { died: id } : { gone: id });
      continue;
    }
    const receipt = `${id}/${giver}.${receives + 1}`;
    message.receives++;
    message.receipt = receipt;
    if (rules.inFlight === 'hidden') message.visibleAtMs = monotonicMs + visibilityMs;
    lines.push({ received: id, receipt });
    if (rules.forgets === 'on-receive') lines.push(...finish(queue, receipt));
    return { delivery: { id, body, receipt, receives: receives + 1 }, lines };
  }
}

/** The work on a message is done: it is gone. No line where the receipt is not that of the last delivery. */
export function finish<T>(queue: MessageQueue<T>, receipt: string): QueueLine<T>[] {
  const place = queue.messages.findIndex((message) => message.receipt === receipt);
  if (place < 0) return [];
  const [message] = queue.messages.splice(place, 1);
  return [{ gone: (message as QueuedMessage<T>).id }];
}

/**
 * Hides a message for so many ms from now on: longer, while the work goes on, or 0 to give it back at once.
 * @returns false where the receipt is not that of the last delivery: somebody else may be working on the message
 */
export function postpone(
  queue: MessageQueue<unknown>,
  receipt: string,
  forMs: number,
  { monotonicMs }: QueueTime,
): boolean {
  const message = queue.messages.find((one) => one.receipt === receipt);
  if (message !== undefined) message.visibleAtMs = monotonicMs + forMs;
  return message !== undefined;
}

/** How many messages are where. `delayed` were never handed out and are not visible yet. */
export function queueCounts(
  { messages, dead }: MessageQueue<unknown>,
  { monotonicMs }: QueueTime,
): { ready: number; delayed: number; inFlight: number; dead: number } {
  const counts = { ready: 0, delayed: 0, inFlight: 0, dead: dead.length };
  for (const { visibleAtMs, receipt } of messages)
    counts[visibleAtMs <= monotonicMs ? 'ready' : receipt === null ? 'delayed' : 'inFlight']++;
  return counts;
}

/**
 * The queue that the lines of a log make. Whatever was in flight is visible again: nobody knows how long it was. The rest
 * of a delay is counted by the wall clock; one that jumped makes it no longer than it was.
 */
export function recoverQueue<T>(
  queue: MessageQueue<T>,
  lines: readonly QueueLine<T>[],
  time: QueueTime,
): MessageQueue<T> {
  for (const line of lines) {
    if ('sent' in line) queue.messages.push(inQueue(line.sent, time));
    else {
      const id = 'received' in line ? line.received : 'gone' in line ? line.gone : line.died;
      const message = queue.messages.find((one) => one.id === id);
      if (message === undefined) continue;
      if ('received' in line)
        Object.assign(message, { receipt: line.receipt, receives: message.receives + 1 });
      else if ('gone' in line) queue.messages.splice(queue.messages.indexOf(message), 1);
      else die(queue, message, queueRules);
    }
  }
  for (const message of queue.messages)
    message.visibleAtMs = message.receipt === null ? visibleFrom(message, time) : time.monotonicMs;
  return queue;
}

function inQueue<T>(
  sent: Required<NewMessage<T>> & { readonly sentMs: number },
  time: QueueTime,
): QueuedMessage<T> {
  return { ...sent, visibleAtMs: visibleFrom(sent, time), receives: 0, receipt: null };
}

function visibleFrom(
  { delayMs, sentMs }: { readonly delayMs: number; readonly sentMs: number },
  { monotonicMs, wallMs }: QueueTime,
): number {
  return monotonicMs + Math.min(delayMs, Math.max(0, sentMs + delayMs - wallMs));
}

function firstVisible<T>(
  { messages }: MessageQueue<T>,
  nowMs: number,
  { groups }: QueueRules,
): QueuedMessage<T> | undefined {
  const waitedFor = new Set<string>();
  let first: QueuedMessage<T> | undefined;
  for (const message of messages) {
    const { group, visibleAtMs, priority } = message;
    if (group !== null && groups === 'in-turn') {
      if (waitedFor.has(group)) continue;
      waitedFor.add(group);
    }
    if (visibleAtMs <= nowMs && (first === undefined || priority > first.priority)) first = message;
  }
  return first;
}

function die<T>(queue: MessageQueue<T>, message: QueuedMessage<T>, { dead }: QueueRules): void {
  queue.messages.splice(queue.messages.indexOf(message), 1);
  const { id, body, receives } = message;
  if (dead === 'kept') queue.dead.push({ id, body, receives });
}

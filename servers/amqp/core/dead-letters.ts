/**
 * Dead letters: a message that died in a queue is published to the queue's dead-letter exchange, with its history.
 *
 * The order of that history and the rule that breaks cycles are those that a real RabbitMQ 3.10 was seen to follow.
 */
import { journalGone } from './keep.js';
import type { Message } from './message.js';
import type { FieldValue, Properties, Table } from './methods.js';
import { route } from './routing.js';
import type { Death, Run } from './run.js';
import { enqueue } from './queue/enqueue.js';
import { letPublishersGo, stopPublishers } from './queue/publishers.js';
import { keepsDeadLetters, type DeathReason, type Queue } from './queue/queue-state.js';

/** Sends on all that died, and what dies of it. */
export function sendDeadLetters(run: Run): void {
  for (let next = run.deaths.shift(); next !== undefined; next = run.deaths.shift()) sendOn(run, next);
}

function sendOn(run: Run, death: Death): void {
  const { queue, entry, reason } = death;
  const isTaken = deliver(run, death);
  if (!keepsDeadLetters(queue)) return;
  if (isTaken) {
    journalGone(run, queue, entry);
    letPublishersGo(queue);
  } else {
    queue.held.push({ entry, reason, againAtMs: run.nowMs + run.broker.deadLetterAgainMs });
    stopPublishers(queue);
  }
}

/** @returns whether queues took it, all that it was for */
function deliver(run: Run, death: Death): boolean {
  const { deadLetterExchange: exchange } = death.queue.settings;
  // Which exchange it is, is looked at now; without one the message is lost.
  if (exchange === undefined || !run.broker.exchanges.has(exchange)) return false;
  const letter = deadLetter(death, exchange, run.nowMs);
  const queues = route(run.broker, exchange, letter).filter(
    (queue) => death.reason === 'rejected' || !isCycle(queue, letter),
  );
  // Only a queue that keeps its dead letters looks at whether the target is full. A classic target refuses all the same.
  const publisher = keepsDeadLetters(death.queue) ? `queue ${death.queue.id}` : undefined;
  const outcomes = queues.map((queue) => enqueue(run, queue, letter, publisher));
  return outcomes.length > 0 && !outcomes.includes('refused');
}

/** Sends again what no queue took, once its time has come. A new binding alone does not wake it. */
export function sendHeldAgain(run: Run, queue: Queue): void {
  const due = queue.held.filter(({ againAtMs }) => againAtMs <= run.nowMs);
  queue.held = queue.held.filter(({ againAtMs }) => againAtMs > run.nowMs);
  for (const { entry, reason } of due) run.deaths.push({ queue, entry, reason });
}

/** The message as it is sent on. */
function deadLetter({ queue, entry, reason }: Death, exchange: string, nowMs: number): Message {
  const { message } = entry;
  const { deadLetterRoutingKey: key } = queue.settings;
  const { expiration: _spent, ...properties } = message.properties;
  const headers = { ...properties.headers, ...historyWith(message, queue, reason, nowMs) };
  if (key === undefined) return { ...message, exchange, properties: { ...properties, headers } };
  const { CC: _cc, ...kept } = headers as Table;
  return { exchange, routingKey: key, properties: { ...properties, headers: kept }, body: message.body };
}

/** The headers that tell of deaths, with one more. */
function historyWith(
  message: Message,
  { settings: { name } }: Queue,
  reason: DeathReason,
  nowMs: number,
): Table {
  const { headers = {}, expiration } = message.properties;
  const earlier = deathsOf(message.properties);
  const isSame = (one: Table): boolean => one.queue === name && one.reason === reason;
  const before = earlier.find(isSame);
  const now: Table = before
    ? { ...before, count: Number(plainNumber(before.count)) + 1 }
    : {
        count: 1,
        exchange: message.exchange,
        queue: name,
        reason,
        'routing-keys': [message.routingKey, ...(message.moreKeys?.cc ?? [])],
        time: { '!': 'timestamp', value: Math.floor(nowMs / 1000) },
        ...(expiration === undefined ? {} : { 'original-expiration': expiration }),
      };
  // A list of two or more is turned round before it is changed.
  const others = (earlier.length > 1 ? earlier.toReversed() : earlier).filter((one) => !isSame(one));
  const deaths = { 'x-death': [now, ...others] };
  // Only the first of all deaths writes this, even where a publisher has made the earlier ones up.
  if (headers['x-death'] !== undefined) return deaths;
  return {
    ...deaths,
    'x-first-death-exchange': message.exchange,
    'x-first-death-queue': name,
    'x-first-death-reason': reason,
  };
}

/** Was it in this queue before, and did nobody reject it since? Then it would go round for ever. */
function isCycle({ settings: { name } }: Queue, { properties }: Message): boolean {
  const deaths = deathsOf(properties);
  const at = deaths.findIndex(({ queue }) => queue === name);
  return at >= 0 && deaths.slice(0, at + 1).every(({ reason }) => reason !== 'rejected');
}

function deathsOf({ headers = {} }: Properties): readonly Table[] {
  const given = headers['x-death'];
  return Array.isArray(given) ? (given as readonly FieldValue[]).filter(isTable) : [];
}

function isTable(value: FieldValue): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function plainNumber(value: FieldValue | undefined): unknown {
  return typeof value === 'object' && value !== null && '!' in value ? value.value : value;
}

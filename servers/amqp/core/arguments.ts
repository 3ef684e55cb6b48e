/** The arguments of a queue's declaration: read, or refused with 406 as the real server does. */
import { channelFault, type AmqpFault } from './fault.js';
import { sameValue } from './headers.js';
import type { FieldValue, QueueDeclare, Table } from './methods.js';
import type { Overflow, QueueKind, QueueSettings } from './queue/queue-state.js';

/** RabbitMQ 4 gives quorum queues this delivery limit unless they name one. */
const LIMIT_SINCE_4 = 20;
/** The largest time that the server takes: a hundred years, in ms. */
export const LONGEST_MS = 315_360_000_000;

/** @throws AmqpFault 406 for an argument that is not one, or contradicts another */
export function queueSettings(
  { queue, durable = false, exclusive = false, autoDelete = false, arguments: given = {} }: QueueDeclare,
  owner: number,
  version: '3.10' | '4.0',
): QueueSettings {
  const refuse = (argument: string, sentence: string): AmqpFault =>
    channelFault(406, `invalid arg '${argument}' for queue '${queue}': ${sentence}`);
  const kind = oneOf('x-queue-type', ['classic', 'quorum'] as const) ?? 'classic';
  refuseForeign();
  const text = (name: string): string | undefined => {
    const value = given[name];
    if (value === undefined || typeof value === 'string') return value;
    throw refuse(name, `expected a string, got ${shown(value)}`);
  };
  const exchange = text('x-dead-letter-exchange');
  const key = text('x-dead-letter-routing-key');
  if (key !== undefined && exchange === undefined)
    throw refuse('x-dead-letter-routing-key', `it needs 'x-dead-letter-exchange'`);
  const single = given['x-single-active-consumer'];
  if (single !== undefined && typeof single !== 'boolean')
    throw refuse('x-single-active-consumer', `expected true or false, got ${shown(single)}`);
  oneOf('x-queue-mode', ['default', 'lazy']);
  whole('x-quorum-initial-group-size', 1);
  const limit = whole('x-delivery-limit', -Number.MAX_SAFE_INTEGER);
  const overflows: readonly Overflow[] = ['drop-head', 'reject-publish', 'reject-publish-dlx'];
  // Quorum queues take the word, and drop their head all the same.
  const overflow = oneOf('x-overflow', overflows) ?? 'drop-head';
  return {
    name: queue,
    kind,
    durable,
    autoDelete,
    owner: exclusive ? owner : undefined,
    arguments: given,
    messageTtlMs: whole('x-message-ttl', 0, LONGEST_MS),
    expiresMs: whole('x-expires', 1, LONGEST_MS),
    maxLength: whole('x-max-length', 0),
    maxLengthBytes: whole('x-max-length-bytes', 0),
    overflow: overflow === 'reject-publish-dlx' && kind === 'quorum' ? 'drop-head' : overflow,
    maxPriority: whole('x-max-priority', 0, 255) ?? 0,
    deadLetterExchange: exchange,
    deadLetterRoutingKey: key,
    deadLetterStrategy:
      oneOf('x-dead-letter-strategy', ['at-most-once', 'at-least-once'] as const) ?? 'at-most-once',
    deliveryLimit: version === '4.0' && kind === 'quorum' ? limitSince4(limit) : limit,
    singleActiveConsumer: single === true,
  };

  function whole(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = numberOf(given[name]);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw refuse(name, `expected a whole number, got ${shown(given[name])}`);
    if (value < least || value > most) throw refuse(name, `expected ${least} to ${most}, got ${value}`);
    return value;
  }

  function oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = given[name];
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw refuse(name, `expected ${allowed.join(', ')}, got ${shown(value)}`);
    return found;
  }

  /** Arguments that only other kinds have; and a quorum queue is durable and outlives connections. */
  function refuseForeign(): void {
    for (const name of ARGUMENTS_OF_ONE_KIND[kind === 'classic' ? 'quorum' : 'classic'])
      if (given[name] !== undefined) throw refuse(name, `a ${kind} queue has no such argument`);
    for (const name of ARGUMENTS_OF_STREAMS)
      if (given[name] !== undefined) throw refuse(name, 'only streams have it');
    if (kind === 'classic') return;
    const flaws = [
      [!durable, 'durable must be true'],
      [exclusive, 'exclusive must be false'],
      [autoDelete, 'auto-delete must be false'],
    ] as const;
    for (const [is, sentence] of flaws) if (is) throw refuse('x-queue-type', `a quorum queue: ${sentence}`);
  }
}

/** What one kind of queue has, and the other refuses. */
const ARGUMENTS_OF_ONE_KIND: Readonly<Record<QueueKind, readonly string[]>> = {
  classic: ['x-max-priority', 'x-queue-mode', 'x-queue-version', 'x-queue-master-locator'],
  quorum: [
    ...[
      'x-delivery-limit',
      'x-dead-letter-strategy',
      'x-quorum-initial-group-size',
      'x-queue-leader-locator',
    ],
    ...['x-max-in-memory-length', 'x-max-in-memory-bytes'],
  ],
};

const ARGUMENTS_OF_STREAMS = ['x-max-age', 'x-stream-max-segment-size-bytes', 'x-initial-cluster-size'];

/** -1 is no limit since RabbitMQ 4; in 3.10 it is one that the first return exceeds. */
function limitSince4(given: number | undefined): number | undefined {
  return given === -1 ? undefined : (given ?? LIMIT_SINCE_4);
}

/** Which of the compared arguments differ? The server compares those it knows. */
export function firstDifference(one: Table, other: Table, compared: readonly string[]): string | undefined {
  return compared.find((name) => !sameValue(one[name], other[name]));
}

/** The arguments of a queue that a second declaration must repeat. */
export const QUEUE_ARGUMENTS = [
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-dead-letter-strategy',
  'x-max-length',
  'x-max-length-bytes',
  'x-max-priority',
  'x-overflow',
  'x-queue-mode',
  'x-queue-type',
  'x-single-active-consumer',
  'x-delivery-limit',
] as const;

/** A whole number as `x-priority` and limits give it, whatever its type on the wire. */
export function numberOf(value: FieldValue | undefined): FieldValue | undefined {
  return typeof value === 'object' && value !== null && '!' in value && value['!'] !== 'decimal'
    ? (value as { readonly value: number }).value
    : value;
}

export function shown(value: FieldValue | undefined): string {
  return JSON.stringify(value) ?? 'nothing';
}

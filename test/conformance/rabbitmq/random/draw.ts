/**
 * Random scripts: queues of both kinds whose rules meet (time to live, length, priority, dead letters, limits), and clients
 * that publish, consume, settle, close and die. A seed and a number give the same script for ever.
 *
 * What depends on a race is not drawn. Each channel has a connection of its own and consumes from one queue; what expires
 * has 3 s to do so, waited for with 5 s, and what expires in one queue does not come into another that counts such a time;
 * one message comes into two queues only where neither has dead letters. Nor is what nobody should rely on: a cancelled consumer of a classic
 * queue with a single active one, and a tag that comes again to a quorum queue.
 */
import type { Table } from '../../../../servers/amqp/core/methods.js';
import {
  cancel,
  closeChannel,
  confirms,
  consume,
  deleteQueue,
  exchange,
  bind,
  get,
  kill,
  open,
  publish,
  publishTo,
  purge,
  qos,
  queue,
  recover,
  script,
  wait,
  type Script,
  type Step,
} from '../language.js';
import { randomFrom, type Random } from './random.js';

const TTL_MS = 3000;
const WAIT_MS = 5000;
const SPARE_MS = 1900;

interface DrawnQueue {
  readonly name: string;
  readonly isQuorum: boolean;
  readonly isSingle: boolean;
  readonly given: Table;
}

export function draw(seed: string, number: number): Script {
  const random = randomFrom(`${seed} ${number}`);
  const hasFanout = random.chance(0.2);
  const isTimedByQueue = random.chance(0.5);
  const targets = (...names: readonly (string | undefined)[]) => (hasFanout ? [undefined] : names);
  const queues = [
    { name: 'dead', ...drawQueue(random, targets('q', undefined, undefined), false) },
    { name: 'q', ...drawQueue(random, targets('dead', 'dead', 'r', 'q', undefined), isTimedByQueue) },
    { name: 'r', ...drawQueue(random, targets('dead', 'dead', 'q', 'r', undefined), false) },
  ].slice(0, random.chance(0.5) ? 2 : 3);
  const steps: Step[] = queues.map(({ name, given }) => queue(name, given));
  if (hasFanout) steps.push(exchange('x', 'fanout'), ...queues.map(({ name }) => bind(name, 'x')));
  if (random.chance(0.7)) steps.push(confirms('a'));
  const expirations = ['0', '60000', ...(isTimedByQueue ? [] : [`${TTL_MS}`, `${TTL_MS}`, `${TTL_MS}`])];
  const drawing = new Drawing(random, queues, hasFanout, expirations);
  const count = 8 + random.below(14);
  if (random.chance(0.8)) steps.push(...drawing.consume());
  if (random.chance(0.4)) steps.push(...drawing.consume());
  while (steps.length < count + queues.length) steps.push(...drawing.next());
  return script(`random/${seed}-${number}`, 'Drawn.', steps, { spareMs: SPARE_MS });
}

function drawQueue(
  random: Random,
  targets: readonly (string | undefined)[],
  isTimed: boolean,
): Omit<DrawnQueue, 'name'> {
  const isQuorum = random.chance(0.45);
  const isSingle = random.chance(0.12);
  const target = random.pick(targets);
  const overflow = random.pick(['drop-head', 'reject-publish', 'reject-publish-dlx', undefined]);
  const given: Record<string, string | number | boolean> = {};
  if (isQuorum) given['x-queue-type'] = 'quorum';
  if (isSingle) given['x-single-active-consumer'] = true;
  if (target !== undefined) {
    given['x-dead-letter-exchange'] = '';
    given['x-dead-letter-routing-key'] = target;
  }
  if (random.chance(isTimed ? 0.7 : 0.1))
    given['x-message-ttl'] = isTimed ? TTL_MS : random.pick([0, 60_000]);
  if (random.chance(0.35)) given['x-max-length'] = random.pick([0, 1, 2, 3, 5]);
  if (random.chance(0.1)) given['x-max-length-bytes'] = random.pick([2, 5, 9]);
  if (overflow !== undefined) given['x-overflow'] = overflow;
  if (!isQuorum && random.chance(0.3)) given['x-max-priority'] = random.pick([1, 3, 5]);
  if (isQuorum && random.chance(0.4)) given['x-delivery-limit'] = random.pick([0, 1, 2, 3]);
  return { isQuorum, isSingle, given };
}

/** What has been drawn so far, as far as the next step depends on it. */
class Drawing {
  readonly #random: Random;
  readonly #queues: readonly DrawnQueue[];
  readonly #hasFanout: boolean;
  readonly #expirations: readonly string[];
  #bodies = 0;
  #tags = 0;
  #hasFetched = false;
  /** Channels that consume, with their queue and their tags. */
  readonly #consumers = new Map<string, { readonly queue: DrawnQueue; readonly tags: string[] }>();

  constructor(
    random: Random,
    queues: readonly DrawnQueue[],
    hasFanout: boolean,
    expirations: readonly string[],
  ) {
    this.#expirations = expirations;
    this.#random = random;
    this.#queues = queues;
    this.#hasFanout = hasFanout;
  }

  next(): Step[] {
    return this.#random.weighted<() => Step[]>([
      [30, () => [this.#publish()]],
      [10, () => [this.#publish(), this.#publish(), this.#publish()]],
      [10, () => this.consume()],
      [8, () => this.#get()],
      [26, () => (this.#consumers.size > 0 || this.#hasFetched ? [this.#settle()] : [])],
      [3, () => (this.#consumers.size > 0 || this.#hasFetched ? this.#end() : [])],
      [2, () => this.#cancel()],
      [3, () => (this.#consumers.size > 0 || this.#hasFetched ? [recover(true, this.#holder())] : [])],
      [2, () => [purge(this.#queue().name)]],
      [1, () => [deleteQueue(this.#queue().name)]],
      [2, () => (this.#consumers.size > 0 ? this.#limit() : [])],
      [5, () => [wait(WAIT_MS)]],
    ])();
  }

  #queue(): DrawnQueue {
    return this.#random.pick(this.#queues);
  }

  #publish(): Step {
    const random = this.#random;
    const body = `m${++this.#bodies}`;
    const options = {
      ...(random.chance(0.3) && { priority: random.pick([0, 1, 3, 5, 9]) }),
      ...(random.chance(0.2) && { expiration: random.pick(this.#expirations) }),
      ...(random.chance(0.2) && { mandatory: true }),
      ...(random.chance(0.1) && { deliveryMode: 2 }),
    };
    return this.#hasFanout && random.chance(0.3)
      ? publishTo('x', 'k', body, options)
      : publish(this.#queue().name, body, options);
  }

  consume(): Step[] {
    const random = this.#random;
    const on = random.pick(['b', 'c', 'd']);
    const known = this.#consumers.get(on);
    const chosen = known?.queue ?? this.#queue();
    const tag = `t${++this.#tags}`;
    this.#consumers.set(on, { queue: chosen, tags: [...(known?.tags ?? []), tag] });
    const priority = random.chance(0.25) ? { arguments: { 'x-priority': random.pick([-1, 1, 5]) } } : {};
    const consumer = consume(chosen.name, tag, { on, noAck: random.chance(0.12), ...priority });
    return random.chance(0.75) ? [qos(random.pick([1, 1, 2, 3]), { on }), consumer] : [consumer];
  }

  #get(): Step[] {
    this.#hasFetched = true;
    return [get(this.#queue().name, { on: 'g', noAck: this.#random.chance(0.25) })];
  }

  /** A channel that may have messages. */
  #holder(): string {
    return this.#random.pick([...this.#consumers.keys(), ...(this.#hasFetched ? ['g'] : [])]);
  }

  #settle(): Step {
    const random = this.#random;
    const on = this.#holder();
    const settle = random.pick(['ack', 'nack', 'nack', 'reject'] as const);
    const requeue = settle !== 'ack' && random.chance(0.55);
    const multiple = settle !== 'reject' && random.chance(0.25);
    return { on, settle, of: { held: random.below(4) }, multiple, requeue };
  }

  /** A consumer's channel or connection ends, and comes again. */
  #end(): Step[] {
    const on = this.#holder();
    this.#consumers.delete(on);
    return [this.#random.chance(0.5) ? closeChannel(on) : kill(on), open(on)];
  }

  #cancel(): Step[] {
    const [on, known] = this.#random.pick([...this.#consumers, ['', undefined]] as const);
    const tag = known?.tags.shift();
    if (known === undefined || tag === undefined || known.queue.isSingle) return [];
    return [cancel(tag, on)];
  }

  /** A limit for the whole channel, which quorum queues refuse. */
  #limit(): Step[] {
    const on = this.#holder();
    if (this.#consumers.get(on)?.queue.isQuorum === true) return [];
    return [qos(this.#random.pick([0, 1, 2]), { on, global: true })];
  }
}

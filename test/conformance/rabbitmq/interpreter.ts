/** Plays a script on a broker, and gives what was observed as lines of text. */
import type { ClientMethod, ServerMethod } from '../../../servers/index.js';
import { namesOf, renamed, type Script, type Step } from './language.js';
import { channelName, type AskedQueue, type BrokerEvent, type Counts, type Port } from './port.js';
import { madeUp, shownAnswer, shownCounts, shownEvent } from './shown.js';

/** The machine was too busy for the times of a script: what came of it says nothing. */
export class TooSlow extends Error {}

/** Plays it. `prefix` is put before every name that the script declares, and taken off all that is observed. */
export async function play({ steps, spareMs = 550 }: Script, port: Port, prefix = ''): Promise<string[]> {
  const player = new Player(port, namesOf(steps), prefix);
  const isTimed = steps.some((step) => 'wait' in step);
  /** When the first step ended that time counts from, less what was waited since. */
  let start: number | undefined;
  try {
    for (const [index, step] of steps.entries()) {
      if (isTimed && start === undefined && beginsTime(step)) start = port.now();
      await player.step(index, step);
      if (start !== undefined && 'wait' in step) start += step.wait;
      if (start !== undefined && port.now() - start > spareMs) throw new TooSlow();
    }
  } finally {
    await player.tidy();
  }
  return player.lines.map((line) => (prefix === '' ? line : line.replaceAll(prefix, '')));
}

/** Messages and queues get older from here. */
function beginsTime(step: Step): boolean {
  if ('burst' in step) return step.burst.some(beginsTime);
  if ('wait' in step) return true;
  if (!('method' in step)) return false;
  return (
    step.method === 'basic.publish' ||
    (step.method === 'queue.declare' && step.arguments?.['x-expires'] !== undefined)
  );
}

type Received = Extract<ServerMethod, { method: 'basic.deliver' | 'basic.get-ok' }>;

class Player {
  readonly lines: string[] = [];
  readonly #port: Port;
  readonly #names: ReadonlySet<string>;
  readonly #prefix: string;
  readonly #connections = new Set<string>();
  readonly #channels = new Set<string>();
  #events: BrokerEvent[] = [];
  /** What channels got, by channel and body: the last with that body. */
  readonly #received = new Map<string, Received>();
  /** What channels have not settled, and the consumers that need not. */
  readonly #unsettled = new Map<string, readonly Received[]>();
  readonly #noAck = new Set<string>();
  /** Publishes that no confirm has come for, by channel with confirms. */
  readonly #unconfirmed = new Map<string, { published: number; readonly open: Set<number> }>();
  /** Queues whose counts are looked at after each step. */
  readonly #asked = new Map<string, AskedQueue>();
  readonly #lastCounts = new Map<string, string>();
  readonly #declared = { queues: new Set<string>(), exchanges: new Set<string>() };

  constructor(port: Port, names: ReadonlySet<string>, prefix: string) {
    this.#port = port;
    this.#names = names;
    this.#prefix = prefix;
    port.listen((event) => {
      const { on, what } = event;
      if (what.method === 'basic.deliver') this.#keep(on, what, this.#noAck.has(`${on} ${what.consumerTag}`));
      this.#events.push(event);
    });
  }

  async step(index: number, step: Step): Promise<void> {
    const answers = await this.#do(step);
    const counts = await this.#port.settle([...this.#asked.values()]);
    const events = this.#events.flatMap((event) => this.#shown(event));
    this.#events = [];
    const keys = [...new Set(events.map(({ key }) => key))].sort();
    const ofEvents = keys.flatMap((wanted) => {
      const lines = events.filter(({ key }) => key === wanted).map(({ text }) => text);
      return 'burst' in step ? withoutRace(lines) : lines;
    });
    for (const line of [...answers, ...ofEvents, ...this.#changes(counts)])
      this.lines.push(`${index + 1} ${line}`);
  }

  async tidy(): Promise<void> {
    await this.#port.tidy([...this.#declared.queues], [...this.#declared.exchanges]);
  }

  /** Gives what it was answered, as lines. */
  async #do(step: Step): Promise<string[]> {
    if ('wait' in step) await this.#port.sleep(step.wait);
    else if ('restart' in step) await this.#port.restart();
    else if ('connection' in step) {
      if (!this.#connections.delete(step.connection)) return [`${step.connection} is closed`];
      await this.#port.end(step.connection, step.ends);
    } else if ('open' in step) {
      if (this.#port.isOpen(step.open)) return [];
      this.#channels.delete(step.open);
      if (!(await this.#opened(step.open))) return [`${step.open} cannot be opened`];
    } else if ('burst' in step) {
      for (const part of step.burst) if ('on' in part) await this.#opened(part.on);
      const parts: Promise<string[]>[] = [];
      // Not one after the other: none waits for an answer to the one before.
      for (const part of step.burst) parts.push(this.#send(part));
      return (await Promise.all(parts)).flat();
    } else {
      await this.#opened(step.on);
      return this.#send(step);
    }
    return [];
  }

  async #opened(channel: string): Promise<boolean> {
    if (this.#channels.has(channel)) return this.#port.isOpen(channel);
    this.#channels.add(channel);
    const { connection } = channelName(channel);
    if (!this.#connections.has(connection)) {
      this.#connections.add(connection);
      await this.#port.connect(connection);
    }
    this.#unconfirmed.delete(channel);
    this.#unsettled.delete(channel);
    await this.#port.openChannel(channel);
    return this.#port.isOpen(channel);
  }

  async #send(step: Step): Promise<string[]> {
    if (!('on' in step)) throw new Error(`${JSON.stringify(step)} cannot be in a burst`);
    if (!this.#port.isOpen(step.on)) return [`${step.on} is closed`];
    if ('method' in step) {
      const { on, ...method } = renamed(step, this.#names, this.#prefix);
      return this.#method(on, method as ClientMethod);
    }
    if ('replyTo' in step) {
      const { on, replyTo, body, properties = {}, mandatory = false } = step;
      const routingKey = this.#received.get(`${on} ${replyTo}`)?.properties.replyTo;
      if (routingKey === undefined) return [`${on} has no ${replyTo} to reply to`];
      const reply = { exchange: '', routingKey, body, properties, mandatory };
      return this.#method(on, { method: 'basic.publish', ...reply });
    }
    if ('checkReplyTo' in step) {
      const key = this.#received.get(`${step.on} ${step.checkReplyTo}`)?.properties.replyTo;
      if (key === undefined) return [`${step.on} has no ${step.checkReplyTo} to reply to`];
      return this.#method(step.on, { method: 'queue.declare', queue: key, passive: true });
    }
    const { on, settle, of, multiple = false, requeue = false } = step;
    const deliveryTag = this.#tag(on, of);
    if (deliveryTag === undefined) return [`${on} has no ${typeof of === 'object' ? 'message' : of}`];
    this.#unsettled.set(
      on,
      this.#held(on).filter(({ deliveryTag: tag }) => (multiple ? tag > deliveryTag : tag !== deliveryTag)),
    );
    if (settle === 'ack') return this.#method(on, { method: 'basic.ack', deliveryTag, multiple });
    if (settle === 'nack') return this.#method(on, { method: 'basic.nack', deliveryTag, multiple, requeue });
    return this.#method(on, { method: 'basic.reject', deliveryTag, requeue });
  }

  async #method(on: string, method: ClientMethod): Promise<string[]> {
    switch (method.method) {
      case 'basic.publish': {
        const confirms = this.#unconfirmed.get(on);
        if (confirms !== undefined) confirms.open.add((confirms.published += 1));
        this.#port.send(on, method);
        return [];
      }
      case 'basic.ack':
      case 'basic.nack':
      case 'basic.reject':
        this.#port.send(on, method);
        return [];
      case 'exchange.declare':
        this.#declared.exchanges.add(method.exchange);
    }
    if (method.method === 'basic.consume' && method.noAck === true)
      this.#noAck.add(`${on} ${method.consumerTag ?? ''}`);
    // What comes again may come before the answer.
    if (method.method === 'basic.recover') this.#unsettled.delete(on);
    const answer = await this.#port.call(on, method);
    if (answer === undefined) return [];
    if (method.method === 'confirm.select' && !this.#unconfirmed.has(on))
      this.#unconfirmed.set(on, { published: 0, open: new Set() });
    if (method.method === 'queue.declare' && answer.method === 'queue.declare-ok') {
      const { connection } = channelName(on);
      const quorum = method.arguments?.['x-queue-type'] === 'quorum';
      // To ask for a queue that expires keeps it alive.
      const isOwn = method.passive !== true && !answer.queue.startsWith('amq.rabbitmq.');
      if (isOwn) this.#declared.queues.add(answer.queue);
      if (isOwn && method.arguments?.['x-expires'] === undefined) {
        this.#asked.set(answer.queue, { name: answer.queue, connection, quorum });
        this.#lastCounts.set(
          answer.queue,
          shownCounts({ ready: answer.messageCount, consumers: answer.consumerCount }),
        );
      }
    }
    if (answer.method === 'basic.get-ok')
      this.#keep(on, answer, method.method === 'basic.get' && method.noAck === true);
    return [shownAnswer(answer)];
  }

  #keep(on: string, received: Received, noAck: boolean): void {
    this.#received.set(`${on} ${String(received.body)}`, received);
    if (!noAck) this.#unsettled.set(on, [...this.#held(on), received]);
  }

  #held(on: string): readonly Received[] {
    return this.#unsettled.get(on) ?? [];
  }

  #tag(on: string, of: string | number | { readonly held: number }): number | undefined {
    if (typeof of === 'number') return of;
    if (typeof of === 'string') return this.#received.get(`${on} ${of}`)?.deliveryTag;
    // Not by their tags: those of messages from two queues may be this way or that.
    const byBody = this.#held(on).toSorted((one, other) =>
      String(one.body).localeCompare(String(other.body), 'en', { numeric: true }),
    );
    return byBody[of.held % byBody.length]?.deliveryTag;
  }

  #shown(event: BrokerEvent): { key: string; text: string }[] {
    const { on, what } = event;
    if (what.method === 'connection.close' || what.method === 'connection lost') this.#connections.delete(on);
    if (what.method !== 'basic.ack' && what.method !== 'basic.nack') return [shownEvent(event)];
    const open = this.#unconfirmed.get(on)?.open ?? new Set<number>();
    const tags = what.multiple ? [...open].filter((tag) => tag <= what.deliveryTag) : [what.deliveryTag];
    for (const tag of tags) open.delete(tag);
    const word = what.method === 'basic.ack' ? 'confirmed' : 'refused';
    return tags.map((tag) => ({ key: on, text: `${on} ${word} ${tag}` }));
  }

  /** Counts that are not what they were, as lines. */
  #changes(counts: ReadonlyMap<string, Counts | undefined>): string[] {
    const lines: string[] = [];
    for (const [name, now] of counts) {
      const shown = now === undefined ? 'gone' : shownCounts(now);
      if (now === undefined) this.#asked.delete(name);
      if (this.#lastCounts.get(name) === shown) continue;
      this.#lastCounts.set(name, shown);
      lines.push(`${madeUp(name)}: ${shown}`);
    }
    return lines.sort();
  }
}

/** What came of a burst on one channel: confirms overtake each other and returns, so they are put in order behind those. */
function withoutRace(lines: readonly string[]): string[] {
  const tagOf = (line: string) => Number(/ (?:confirmed|refused) (\d+)$/.exec(line)?.[1] ?? -1);
  return lines.toSorted((one, other) => tagOf(one) - tagOf(other));
}

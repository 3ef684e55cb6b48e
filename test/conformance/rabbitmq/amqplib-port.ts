/** A broker behind a socket, by amqplib as it comes: its channels send any method by the numbers of class and method. */
import type { Socket } from 'node:net';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import type { ClientMethod, Properties, ServerMethod } from '../../../servers/index.js';
import { channelName, type AskedQueue, type BrokerEvent, type Counts, type Port } from './port.js';

/** The numbers of AMQP 0-9-1. The answer to a method has the number after its own, where nothing else is said. */
const NUMBERS: Readonly<Record<string, readonly [classId: number, methodId: number, answerId?: number]>> = {
  'exchange.declare': [40, 10],
  'exchange.delete': [40, 20],
  'exchange.bind': [40, 30],
  'exchange.unbind': [40, 40, 51],
  'queue.declare': [50, 10],
  'queue.bind': [50, 20],
  'queue.purge': [50, 30],
  'queue.delete': [50, 40],
  'queue.unbind': [50, 50],
  'basic.qos': [60, 10],
  'basic.consume': [60, 20],
  'basic.cancel': [60, 30],
  'basic.recover': [60, 110],
  'basic.ack': [60, 80],
  'basic.nack': [60, 120],
  'basic.reject': [60, 90],
  'confirm.select': [85, 10],
  'tx.select': [90, 10],
  'tx.commit': [90, 20],
  'tx.rollback': [90, 30],
};

/** What a channel of amqplib has beside what its declarations tell. */
interface RawChannel extends Channel {
  _rpc(
    method: number,
    fields: object,
    answer: number,
    done: (error: Error | null, frame?: { fields: Record<string, unknown> }) => void,
  ): void;
  sendImmediately(method: number, fields: object): void;
  sendMessage(fields: object, properties: object, content: Buffer): void;
}

interface OpenChannel {
  readonly raw: RawChannel;
  open: boolean;
}

interface OpenConnection {
  readonly model: ChannelModel;
  readonly channels: Map<string, OpenChannel>;
  /** Not the script's: asks for counts. */
  watcher: OpenChannel | undefined;
}

interface ErrorOfBroker extends Error {
  readonly code?: number;
  readonly classId?: number;
  readonly methodId?: number;
}

export interface AmqplibPortOptions {
  readonly url: string;
  readonly restart: () => Promise<void>;
}

/** Not the script's: tidies up, and asks for counts while no other connection is there. */
const OWN = 'own';

export class AmqplibPort implements Port {
  readonly #connections = new Map<string, OpenConnection>();
  readonly #options: AmqplibPortOptions;
  #listener: (event: BrokerEvent) => void = () => {};
  /** Counts everything that came. */
  #came = 0;

  constructor(options: AmqplibPortOptions) {
    this.#options = options;
  }

  listen(listener: (event: BrokerEvent) => void): void {
    this.#listener = listener;
  }

  async connect(connection: string): Promise<void> {
    const model = await connect(`${this.#options.url}?heartbeat=0`);
    const opened: OpenConnection = { model, channels: new Map(), watcher: undefined };
    this.#connections.set(connection, opened);
    let reason: ErrorOfBroker | undefined;
    model.on('error', (error: ErrorOfBroker) => (reason = error));
    model.on('close', (closed?: ErrorOfBroker) => {
      if (this.#connections.get(connection) !== opened) return;
      this.#connections.delete(connection);
      const { code, classId = 0, methodId = 0 }: Partial<ErrorOfBroker> = reason ?? closed ?? {};
      this.#emit(
        connection,
        code === undefined
          ? { method: 'connection lost' }
          : { method: 'connection.close', replyCode: code, replyText: '', classId, methodId },
      );
    });
  }

  async openChannel(channel: string): Promise<void> {
    const connection = this.#connections.get(channelName(channel).connection);
    if (connection === undefined) return;
    const raw = (await connection.model.createChannel()) as RawChannel;
    const opened: OpenChannel = { raw, open: true };
    connection.channels.set(channel, opened);
    // Those of amqplib look a consumer up, whose tag the broker may have made up.
    raw.removeAllListeners('delivery').removeAllListeners('cancel');
    raw.on('delivery', (message: RawMessage) => this.#emit(channel, fromMessage('basic.deliver', message)));
    raw.on('return', (message: RawMessage) => this.#emit(channel, fromMessage('basic.return', message)));
    raw.on('cancel', (fields: object) => this.#emit(channel, { method: 'basic.cancel', ...fields }));
    raw.on('ack', (fields: object) => this.#emit(channel, { method: 'basic.ack', ...fields }));
    raw.on('nack', (fields: object) => this.#emit(channel, { method: 'basic.nack', ...fields }));
    raw.on('error', ({ code = 0, classId = 0, methodId = 0 }: ErrorOfBroker) =>
      this.#emit(channel, { method: 'channel.close', replyCode: code, replyText: '', classId, methodId }),
    );
    raw.on('close', () => (opened.open = false));
  }

  isOpen(channel: string): boolean {
    return this.#connections.get(channelName(channel).connection)?.channels.get(channel)?.open === true;
  }

  async call(channel: string, { method, ...fields }: ClientMethod): Promise<ServerMethod | undefined> {
    const { raw } = this.#channel(channel);
    if (method === 'channel.close') {
      await raw.close();
      return { method: 'channel.close-ok' };
    }
    if (method === 'basic.get') {
      const { queue, noAck = false } = fields as { queue: string; noAck?: boolean };
      const got = await raw.get(queue, { noAck }).catch(() => undefined);
      if (got === undefined) return undefined;
      if (got === false) return { method: 'basic.get-empty' };
      return fromMessage('basic.get-ok', got as unknown as RawMessage) as ServerMethod;
    }
    const answer = await callRaw(raw, method, fields);
    this.#came += 1;
    return answer === undefined
      ? undefined
      : ({ ...answer, method: `${method}-ok` } as unknown as ServerMethod);
  }

  send(channel: string, { method, ...fields }: ClientMethod): void {
    const { raw } = this.#channel(channel);
    if (method !== 'basic.publish') {
      raw.sendImmediately(numberOf(method), fields);
      return;
    }
    const { body, properties = {}, ...rest } = fields as { body: unknown; properties?: Properties };
    raw.sendMessage(rest, properties, Buffer.from(String(body)));
  }

  async end(name: string, how: 'closed' | 'killed'): Promise<void> {
    const connection = this.#connections.get(name);
    if (connection === undefined) return;
    this.#connections.delete(name);
    if (how === 'closed') await connection.model.close();
    else {
      const { connection: inner } = connection.model as unknown as { connection: { stream: Socket } };
      // The broker sees the connection end at once; amqplib tells of an error that we asked for.
      inner.stream.destroy();
      inner.stream.emit('end');
    }
  }

  async settle(queues: readonly AskedQueue[]): Promise<Map<string, Counts | undefined>> {
    const quietMs = queues.some(({ quorum }) => quorum) ? 30 : 12;
    for (let before = await this.#round(queues); ;) {
      const came = this.#came;
      await this.sleep(quietMs);
      const counts = await this.#round(queues);
      if (came === this.#came && JSON.stringify([...counts]) === JSON.stringify([...before])) return counts;
      before = counts;
    }
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  async restart(): Promise<void> {
    await this.#options.restart();
    this.#connections.delete(OWN);
  }

  now(): number {
    return performance.now();
  }

  async tidy(queues: readonly string[], exchanges: readonly string[]): Promise<void> {
    for (const name of this.#connections.keys())
      if (name !== OWN) await this.end(name, 'closed').catch(() => {});
    await this.#connected(OWN);
    const attempt = async (method: string, fields: object) => {
      const watcher = await this.#watcher(OWN);
      await callRaw(watcher.raw, method, fields);
    };
    for (const queue of queues) await attempt('queue.delete', { queue });
    for (const exchange of exchanges)
      if (exchange !== '' && !exchange.startsWith('amq.')) await attempt('exchange.delete', { exchange });
    await this.end(OWN, 'closed');
  }

  /** Whatever was on its way when it began has arrived when it ends: every channel answers before and after the queues did. */
  async #round(queues: readonly AskedQueue[]): Promise<Map<string, Counts | undefined>> {
    await this.#askChannels();
    const counts = new Map<string, Counts | undefined>();
    for (const { name, connection } of queues) {
      const watcher = await this.#watcher(
        this.#connections.has(connection) ? connection : await this.#anyConnection(),
      );
      const answer = await callRaw(watcher.raw, 'queue.declare', { queue: name, passive: true });
      counts.set(
        name,
        answer && { ready: Number(answer['messageCount']), consumers: Number(answer['consumerCount']) },
      );
    }
    await this.#askChannels();
    return counts;
  }

  async #askChannels(): Promise<void> {
    const open = [...this.#connections.values()].flatMap(({ channels }) =>
      [...channels.values()].filter((channel) => channel.open),
    );
    await Promise.all(
      open.map(({ raw }) =>
        callRaw(raw, 'exchange.declare', { exchange: 'amq.direct', type: 'direct', passive: true }),
      ),
    );
  }

  async #anyConnection(): Promise<string> {
    const [first] = this.#connections.keys();
    if (first !== undefined) return first;
    await this.#connected(OWN);
    return OWN;
  }

  async #connected(connection: string): Promise<void> {
    if (!this.#connections.has(connection)) await this.connect(connection);
  }

  async #watcher(name: string): Promise<OpenChannel> {
    const connection = this.#connections.get(name);
    if (connection === undefined) throw new Error(`there is no connection ${name}`);
    if (connection.watcher?.open === true) return connection.watcher;
    const raw = (await connection.model.createChannel()) as RawChannel;
    const watcher = { raw, open: true };
    raw.on('error', () => {});
    raw.on('close', () => (watcher.open = false));
    connection.watcher = watcher;
    return watcher;
  }

  #channel(channel: string): OpenChannel {
    const found = this.#connections.get(channelName(channel).connection)?.channels.get(channel);
    if (found === undefined) throw new Error(`channel ${channel} is not open`);
    return found;
  }

  #emit(on: string, what: object): void {
    this.#came += 1;
    if (on !== OWN) this.#listener({ on, what: what as BrokerEvent['what'] });
  }
}

interface RawMessage {
  readonly fields: Record<string, unknown>;
  readonly properties: Record<string, unknown>;
  readonly content: Buffer;
}

function fromMessage(method: string, { fields, properties, content }: RawMessage): object {
  const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  return { method, ...fields, properties: given as Properties, body: content.toString() };
}

function numberOf(method: string): number {
  const [classId, methodId] = NUMBERS[method] ?? [];
  if (classId === undefined || methodId === undefined) throw new Error(`no script sends ${method}`);
  return (classId << 16) + methodId;
}

/** The fields of the answer; undefined if the channel or the connection was closed instead. */
function callRaw(
  raw: RawChannel,
  method: string,
  fields: object,
): Promise<Record<string, unknown> | undefined> {
  const number = numberOf(method);
  const answerId = NUMBERS[method]?.[2];
  const answer = answerId === undefined ? number + 1 : (number & ~0xffff) + answerId;
  return new Promise((resolve, reject) => {
    try {
      raw._rpc(number, fields, answer, (error, frame) => resolve(error === null ? frame?.fields : undefined));
    } catch (error) {
      if (error instanceof Error && error.name === 'IllegalOperationError') resolve(undefined);
      else reject(error as Error);
    }
  });
}

/** Our broker's core, called directly. Its time is made up: nothing waits. */
import { newBroker, type Broker, type BrokerSettings } from '../../../servers/amqp/core/broker.js';
import { closeConnection, openConnection } from '../../../servers/amqp/core/connections.js';
import type { JournalLine } from '../../../servers/amqp/core/journal.js';
import type { ClientMethod, ServerMethod } from '../../../servers/amqp/core/methods.js';
import type { Outlet } from '../../../servers/amqp/core/outlet.js';
import { receive } from '../../../servers/amqp/core/receive.js';
import { restoreBroker } from '../../../servers/amqp/core/restore.js';
import { journalSynced } from '../../../servers/amqp/core/synced.js';
import { nextDueMs, passTime } from '../../../servers/amqp/core/time.js';
import { channelName, type AskedQueue, type BrokerEvent, type Counts, type Port } from './port.js';

/** About what a step takes on a real one. */
const STEP_MS = 15;

export class CorePort implements Port {
  readonly #settings: BrokerSettings;
  readonly #journal: JournalLine[] = [];
  #broker: Broker;
  #nowMs = 0;
  #connections = new Map<string, { readonly id: number; readonly open: Map<number, string> }>();
  #lastConnection = 0;
  #listener: (event: BrokerEvent) => void = () => {};
  /** The answer to the method that is being called. */
  #answer: ServerMethod | undefined;
  #asking: string | undefined;
  readonly #outlet: Outlet = {
    send: (connection, channel, method) => this.#sent(connection, channel, method),
    journal: (line) => this.#journal.push(line),
  };

  constructor(settings: BrokerSettings = {}) {
    this.#settings = settings;
    this.#broker = newBroker(settings);
  }

  listen(listener: (event: BrokerEvent) => void): void {
    this.#listener = listener;
  }

  async connect(connection: string): Promise<void> {
    const id = ++this.#lastConnection;
    openConnection(this.#broker, id);
    this.#connections.set(connection, { id, open: new Map() });
  }

  async openChannel(channel: string): Promise<void> {
    const { connection, number } = channelName(channel);
    const found = this.#connections.get(connection);
    if (found === undefined) return;
    found.open.set(number, channel);
    this.send(channel, { method: 'channel.open' });
  }

  isOpen(channel: string): boolean {
    const { connection, number } = channelName(channel);
    return this.#connections.get(connection)?.open.has(number) === true;
  }

  async call(channel: string, method: ClientMethod): Promise<ServerMethod | undefined> {
    this.#asking = `${method.method}-ok`;
    this.#answer = undefined;
    this.send(channel, method);
    this.#asking = undefined;
    if (method.method === 'channel.close') {
      const { connection, number } = channelName(channel);
      this.#connections.get(connection)?.open.delete(number);
    }
    return this.#answer;
  }

  send(channel: string, method: ClientMethod): void {
    const { connection, number } = channelName(channel);
    const id = this.#connections.get(connection)?.id;
    if (id === undefined) return;
    // As on the wire: what is sent and what comes shares nothing.
    receive(this.#broker, id, number, structuredClone(method), this.#nowMs, this.#outlet);
    journalSynced(this.#broker, this.#nowMs, this.#outlet);
  }

  async end(connection: string): Promise<void> {
    const id = this.#connections.get(connection)?.id;
    this.#connections.delete(connection);
    if (id !== undefined) closeConnection(this.#broker, id, this.#nowMs, this.#outlet);
    journalSynced(this.#broker, this.#nowMs, this.#outlet);
  }

  async settle(queues: readonly AskedQueue[]): Promise<Map<string, Counts | undefined>> {
    // Steps take time on a real broker, too: two messages of two steps are not of the same age.
    await this.sleep(STEP_MS);
    const counts = new Map<string, Counts | undefined>();
    for (const { name } of queues) counts.set(name, this.#counts(name));
    return counts;
  }

  async sleep(ms: number): Promise<void> {
    const until = this.#nowMs + ms;
    for (
      let due = nextDueMs(this.#broker);
      due !== undefined && due <= until;
      due = nextDueMs(this.#broker)
    ) {
      this.#nowMs = Math.max(this.#nowMs, due);
      passTime(this.#broker, this.#nowMs, this.#outlet);
      journalSynced(this.#broker, this.#nowMs, this.#outlet);
    }
    this.#nowMs = until;
  }

  async restart(): Promise<void> {
    // A broker that is stopped closes its connections first.
    const quiet: Outlet = { ...this.#outlet, send: () => {} };
    for (const { id } of this.#connections.values()) closeConnection(this.#broker, id, this.#nowMs, quiet);
    this.#journal.push({ line: 'stopped' });
    this.#broker = restoreBroker(structuredClone(this.#journal), this.#settings, this.#nowMs);
    for (const connection of this.#connections.keys())
      this.#listener({ on: connection, what: { method: 'connection.close', replyCode: 320, replyText: '' } });
    this.#connections.clear();
  }

  now(): number {
    return this.#nowMs;
  }

  async tidy(): Promise<void> {}

  /** As a passive declaration tells them, by a connection of its own that may ask for any queue. */
  #counts(name: string): Counts | undefined {
    const queue = this.#broker.queues.get(name);
    if (queue === undefined) return undefined;
    const id = queue.settings.owner ?? ++this.#lastConnection;
    if (queue.settings.owner === undefined) openConnection(this.#broker, id);
    let counts: Counts | undefined;
    const outlet: Outlet = {
      ...this.#outlet,
      send: (_connection, _channel, method) => {
        if (method.method === 'queue.declare-ok')
          counts = { ready: method.messageCount, consumers: method.consumerCount };
      },
    };
    const asks: ClientMethod[] = [
      { method: 'channel.open' },
      { method: 'queue.declare', queue: name, passive: true },
      { method: 'channel.close', replyCode: 200, replyText: '' },
    ];
    for (const method of asks) receive(this.#broker, id, 65_535, method, this.#nowMs, outlet);
    if (queue.settings.owner === undefined) closeConnection(this.#broker, id, this.#nowMs, outlet);
    return counts;
  }

  #sent(id: number, number: number, method: ServerMethod): void {
    const [name, connection] = [...this.#connections].find(([, one]) => one.id === id) ?? [];
    if (name === undefined || connection === undefined) return;
    const answers = this.#asking === 'basic.get-ok' ? ['basic.get-ok', 'basic.get-empty'] : [this.#asking];
    if (answers.includes(method.method)) {
      this.#answer = asDecoded(method);
      return;
    }
    if (method.method === 'connection.close') this.#connections.delete(name);
    const on = number === 0 ? name : connection.open.get(number);
    if (on === undefined) return;
    if (method.method === 'channel.close') {
      connection.open.delete(number);
      // The client says that it knows once the broker is done with what it is at.
      queueMicrotask(() => {
        if (this.#connections.get(name) === connection)
          receive(this.#broker, id, number, { method: 'channel.close-ok' }, this.#nowMs, this.#outlet);
      });
    }
    if (!method.method.endsWith('-ok')) this.#listener({ on, what: asDecoded(method) });
  }
}

/** Numbers come from the wire without their kind, as amqplib decodes them. */
function asDecoded<T>(part: T): T {
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return part;
  if (Array.isArray(part)) return part.map(asDecoded) as T;
  const { '!': kind, value } = part as { '!'?: string; value?: T };
  if (kind !== undefined && kind !== 'timestamp' && kind !== 'decimal') return value as T;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, asDecoded(inner)])) as T;
}

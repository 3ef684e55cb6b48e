/** What the interpreter of scripts needs of a broker: a real one behind amqplib has it, and our core has it. */
import type { ClientMethod, ServerMethod } from '../../../servers/index.js';

/** What the broker did to a channel or a connection. */
export interface BrokerEvent {
  /** A channel such as `a` or `b2`; for what concerns a connection, the connection. */
  readonly on: string;
  readonly what: ServerMethod | { readonly method: 'connection lost' };
}

export interface Counts {
  readonly ready: number;
  readonly consumers: number;
}

export interface Port {
  /** Whoever listens gets everything that the broker sends unasked. */
  listen(listener: (event: BrokerEvent) => void): void;
  connect(connection: string): Promise<void>;
  openChannel(channel: string): Promise<void>;
  isOpen(channel: string): boolean;
  /** Sends a method and waits for its answer: undefined if the channel was closed instead. */
  call(channel: string, method: ClientMethod): Promise<ServerMethod | undefined>;
  /** Sends a method that has no answer. */
  send(channel: string, method: ClientMethod): void;
  end(connection: string, how: 'closed' | 'killed'): Promise<void>;
  /**
   * Waits until nothing more comes of what was sent. Gives the counts of these queues, undefined for one that is gone, and
   * leaves out those that must not be asked.
   */
  settle(queues: readonly AskedQueue[]): Promise<Map<string, Counts | undefined>>;
  sleep(ms: number): Promise<void>;
  restart(): Promise<void>;
  /** Ms since anything; it passes as time does for the broker. */
  now(): number;
  /** All is closed, and queues and exchanges of these names are deleted. */
  tidy(queues: readonly string[], exchanges: readonly string[]): Promise<void>;
}

export interface AskedQueue {
  readonly name: string;
  /** The connection that declared it: it alone may ask for an exclusive queue. */
  readonly connection: string;
  /** It takes longer to answer, because it writes first. */
  readonly quorum: boolean;
}

export interface ChannelName {
  readonly connection: string;
  readonly number: number;
}

export function channelName(name: string): ChannelName {
  const [, connection = '', number = ''] = /^([a-z]+)(\d*)$/.exec(name) ?? [];
  if (connection === '') throw new Error(`"${name}" is no name of a channel`);
  return { connection, number: number === '' ? 1 : Number(number) };
}

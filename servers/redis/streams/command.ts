/** What a command is, and what it is carried out on. */
import type { RedisStream, Waiter } from './data.js';
import type { RedisReply } from './reply.js';

/** An answer on its way to a client. */
export interface ReplyTo {
  readonly client: string | number;
  readonly reply: RedisReply;
}

/** Where streams are found, and where those go who wait: a store of nothing but streams has maps and lists for it. */
export interface StreamStore {
  readonly keys: {
    get(key: string): RedisStream | undefined;
    set(key: string, stream: RedisStream): unknown;
    delete(key: string): boolean;
  };
  readonly waiting: { push(waiter: Waiter): unknown };
}

/** What a command is carried out on. */
export interface Context {
  readonly store: StreamStore;
  readonly client: string | number;
  readonly nowMs: number;
  /** Keys that somebody may wait for have changed. */
  readonly touched: Set<string>;
}

/** A command: its words from the name on. Undefined: the client waits. @throws Refusal */
export type Command = (words: readonly string[], context: Context) => RedisReply | undefined;

/** Commands by their names, each with the fewest words it may have; negative: it may have more. */
export type Commands = Readonly<Record<string, readonly [words: number, command: Command]>>;

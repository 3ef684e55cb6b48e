/** One turn of the server: a command or a tick, and all that comes of it: answers, writes for those who follow, wake-ups. */
import type { Redis, RedisDatabase, RedisSession } from './data.js';
import type { RedisReply } from './reply.js';

/** The time, in ms of the wall clock, and chance: the caller's. */
export interface RedisMoment {
  readonly nowMs: number;
  random(): number;
}

/** What came of a turn. */
export interface RedisOutcome {
  /** Answers and messages, in their order, each to its client. */
  readonly said: readonly RedisSaid[];
  /** What was written, as Redis gives it to its append-only file and its replicas: effects, with SELECT and MULTI … EXEC. */
  readonly written: readonly (readonly string[])[];
  /** Connections that the server ends. */
  readonly closes?: readonly number[];
  /** So long it was busy with nothing else (DEBUG SLEEP). */
  readonly busyMs?: number;
  /** What its surroundings are to do, before the answers leave. */
  readonly asks?: readonly RedisAsk[];
}

/** What a Redis cannot do alone: it has neither files nor connections of its own. */
export type RedisAsk =
  /** The client is told when it is done. */
  | { readonly ask: 'save'; readonly client: number }
  | { readonly ask: 'rewrite-config' }
  | { readonly ask: 'save-beside' }
  | { readonly ask: 'rewrite-beside' }
  | { readonly ask: 'settings'; readonly names: readonly string[] }
  | { readonly ask: 'shut-down'; readonly save: boolean | undefined }
  | { readonly ask: 'lead' }
  | { readonly ask: 'follow'; readonly host: string; readonly port: number }
  /** The connection is a replica's, and wants to go on from there. */
  | {
      readonly ask: 'stream';
      readonly client: number;
      readonly history: string;
      readonly from: number;
    }
  /** What the connection says of itself, as a replica. */
  | { readonly ask: 'replica'; readonly client: number; readonly words: readonly string[] }
  | { readonly ask: 'get-ack' };

export interface RedisSaid {
  readonly client: number;
  readonly reply: RedisReply;
}

/** A write that will be told to those who follow. */
interface Write {
  readonly db: number;
  readonly words: readonly string[];
}

export interface Turn {
  readonly redis: Redis;
  /** Whose command it is; in a tick, one that hears nothing. */
  session: RedisSession;
  db: RedisDatabase;
  /** Stands still for the whole turn, also in EXEC and scripts. In whole milliseconds, as deadlines are. */
  readonly nowMs: number;
  /** The same, with what TIME tells besides: microseconds. */
  readonly exactMs: number;
  readonly random: () => number;
  readonly said: RedisSaid[];
  readonly written: (readonly string[])[];
  readonly closes: number[];
  readonly asks: RedisAsk[];
  /** Keys that somebody may have waited for. */
  ready: { readonly db: number; readonly key: string }[];
  /** Writes since the last that were told, which are told together. */
  writes: Write[];
  /** How often the command at work has changed something. */
  changes: number;
  /** What is written in place of the command's own words. */
  instead: (readonly string[])[] | undefined;
  /** `follows`: what the master wrote is carried out, and nothing is over until it says so. */
  readonly as: 'client' | 'follower' | 'clock';
  /** Carries out a command inside another one, at once. @throws Refusal where there is no such command */
  readonly call: (words: readonly string[], turn: Turn) => RedisReply | undefined;
  /** Nobody may wait: in EXEC and in scripts. */
  inside: 'exec' | 'script' | undefined;
  sleptMs: number;
}

export function newTurn(
  redis: Redis,
  session: RedisSession,
  at: RedisMoment,
  as: Turn['as'],
  call: Turn['call'] = nothingInside,
): Turn {
  return {
    redis,
    session,
    db: redis.databases[session.db] as RedisDatabase,
    nowMs: Math.floor(at.nowMs),
    exactMs: at.nowMs,
    random: at.random,
    said: [],
    written: [],
    closes: [],
    asks: [],
    ready: [],
    writes: [],
    changes: 0,
    instead: undefined,
    as,
    call,
    inside: undefined,
    sleptMs: 0,
  };
}

const nothingInside = (): never => {
  throw new Error('A tick carries out no command.');
};

/** Says something to a client, out of turn. */
export function say(turn: Turn, client: number, reply: RedisReply): void {
  turn.said.push({ client, reply });
}

/** In place of the command that is at work, these are written. */
export function writeInstead(turn: Turn, ...commands: (readonly string[])[]): void {
  turn.instead = commands;
}

/** Written besides, before the command that is at work. */
export function writeToo(turn: Turn, words: readonly string[], db = turn.db.index): void {
  turn.writes.push({ db, words });
}

/** Tells the writes that belong together: more than one as a transaction. */
export function flushWrites(turn: Turn, together = true): void {
  const { writes, redis, written } = turn;
  if (writes.length === 0) return;
  // Of what a follower carries out, its master has counted the bytes; what its own clients publish or write there is in no
  // history at all.
  const counts = turn.as !== 'follower' && redis.role === 'master';
  const tellWords = (words: readonly string[]): void => {
    written.push(words);
    if (counts) redis.offset += bytesOf(words);
  };
  const tell = (db: number, words: readonly string[]): void => {
    if (redis.writtenDb !== db) {
      redis.writtenDb = db;
      tellWords(['SELECT', String(db)]);
    }
    tellWords(words);
  };
  const isTransaction = together && writes.length > 1;
  if (isTransaction) tell((writes[0] as Write).db, ['MULTI']);
  for (const { db, words } of writes) tell(db, words);
  if (isTransaction) tell((writes.at(-1) as Write).db, ['EXEC']);
  turn.writes = [];
}

/** How long a command is in the form of the protocol. */
export function bytesOf(words: readonly string[]): number {
  let bytes = 3 + digits(words.length);
  for (const { length } of words) bytes += 5 + digits(length) + length;
  return bytes;
}

const digits = (count: number): number => (count < 10 ? 1 : count < 100 ? 2 : String(count).length);

export function outcomeOf({ said, written, closes, sleptMs, asks }: Turn): RedisOutcome {
  return {
    said,
    written,
    ...(closes.length > 0 && { closes }),
    ...(sleptMs > 0 && { busyMs: sleptMs }),
    ...(asks.length > 0 && { asks }),
  };
}

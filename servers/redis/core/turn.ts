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
}

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
  /** Stands still for the whole turn, also in EXEC and scripts. */
  readonly nowMs: number;
  readonly random: () => number;
  readonly said: RedisSaid[];
  readonly written: (readonly string[])[];
  readonly closes: number[];
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
    random: at.random,
    said: [],
    written: [],
    closes: [],
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
  const tell = (db: number, words: readonly string[]): void => {
    if (redis.writtenDb !== db) {
      redis.writtenDb = db;
      written.push(['SELECT', String(db)]);
      redis.writes++;
    }
    written.push(words);
    redis.writes++;
  };
  const isTransaction = together && writes.length > 1;
  if (isTransaction) tell((writes[0] as Write).db, ['MULTI']);
  for (const { db, words } of writes) tell(db, words);
  if (isTransaction) tell((writes.at(-1) as Write).db, ['EXEC']);
  turn.writes = [];
}

export function outcomeOf({ said, written, closes, sleptMs }: Turn): RedisOutcome {
  return {
    said,
    written,
    ...(closes.length > 0 && { closes }),
    ...(sleptMs > 0 && { busyMs: sleptMs }),
  };
}
